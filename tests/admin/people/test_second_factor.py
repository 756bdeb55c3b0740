"""A second factor is asked of those who can do much, with days to set one up."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.utils import timezone

from articles.actions import accounts
from articles.models import User
from tests.admin.people.test_take_over import code_of
from tests.desk_client import words_of
from tests.factories import person

pytestmark = pytest.mark.django_db

SET_UP = "/accounts/2fa/"
TOLD = "Set up a second factor by"


@pytest.fixture(autouse=True)
def a_week(settings):
    settings.SECOND_FACTOR_DAYS = 7
    cache.clear()


def days_ago(someone, days):
    at = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=someone.pk).update(second_factor_asked_at=at)


@pytest.mark.parametrize("role", ["Editor", "Admin"])
def test_who_can_do_much_is_told_for_days_and_then_led_to_set_one_up(role, client):
    olha = person(role)
    client.force_login(olha)
    for page in ("/admin/", "/admin/articles/article/"):
        assert TOLD in words_of(client.get(page))
    days_ago(olha, 6)
    assert TOLD in words_of(client.get("/admin/"))

    days_ago(olha, 8)

    pages = ("/admin/", "/admin/articles/article/", "/admin/articles/article/add/")
    for page in pages:
        assert client.get(page)["Location"] == SET_UP
    led = words_of(client.get("/admin/", follow=True))
    assert "without one the desk is closed" in led
    posted = client.post("/admin/articles/article/add/", {"headline": "Past the door"})
    assert posted["Location"] == SET_UP
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_the_days_begin_with_the_first_time_and_do_not_begin_anew(client):
    olha = person("Editor")
    client.force_login(olha)
    client.get("/admin/")
    olha.refresh_from_db()
    first = olha.second_factor_asked_at
    client.get("/admin/")
    olha.refresh_from_db()
    assert olha.second_factor_asked_at == first
    days_ago(olha, 8)
    assert client.get("/admin/").status_code == 302


def test_who_has_one_is_asked_nothing(client):
    olha = person("Editor")
    days_ago(olha, 8)
    TOTP.activate(olha, generate_totp_secret())
    client.force_login(olha)
    page = client.get("/admin/")
    assert page.status_code == 200
    assert TOLD not in words_of(page)


@pytest.mark.parametrize("days", [None, 7])
def test_reporters_and_sites_without_the_setting_are_asked_nothing(days, client, settings):
    settings.SECOND_FACTOR_DAYS = days
    someone = person("Editor" if days is None else "Reporter")
    days_ago(someone, 8)
    client.force_login(someone)
    page = client.get("/admin/")
    assert page.status_code == 200
    assert TOLD not in words_of(page)


def test_without_days_it_is_asked_at_once(client, settings):
    settings.SECOND_FACTOR_DAYS = 0
    client.force_login(person("Editor"))
    assert client.get("/admin/")["Location"] == SET_UP


def test_whose_lost_one_was_taken_away_has_the_days_again(client):
    olha = person("Editor")
    days_ago(olha, 100)
    TOTP.activate(olha, generate_totp_secret())
    accounts.take_away_second_factor(olha, person("Admin"))
    client.force_login(olha)
    assert TOLD in words_of(client.get("/admin/"))


def test_who_takes_away_their_own_has_not(client):
    olha = person("Editor")
    days_ago(olha, 100)
    client.force_login(olha)
    assert client.get("/admin/")["Location"] == SET_UP


@pytest.mark.slow
def test_an_editor_whose_days_are_over_sets_one_up_and_is_in(new_page):
    olha = person("Editor", username="olha")
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill("olha")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Set up a second factor by").wait_for()
    days_ago(olha, 8)

    page.reload()

    page.get_by_text("without one the desk is closed").wait_for()
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator("input[readonly], #authenticator_secret").first.input_value()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("heading", name="Recovery Codes").wait_for()
    page.goto("/admin/")
    page.get_by_role("link", name="Write an article").wait_for()
