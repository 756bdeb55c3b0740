"""What is typed in a form of the desk is not lost when the session has ended meanwhile."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Author, Photo, Tag
from tests import factories, images
from tests.admin.people.test_second_factor import days_ago
from tests.admin.people.test_take_over import PASSWORD
from tests.desk_client import form_of, page_of, words_of
from tests.factories import person
from tests.markup import fields_of_form, inputs_of_form

pytestmark = pytest.mark.django_db

OURS = {"origin": "http://testserver"}
TYPED = "Words that took an hour"


@pytest.fixture
def ada():
    return person("Admin", username="ada")


@pytest.fixture
def browser(ada):
    """A browser as they are, with their tokens."""
    browser = Client(enforce_csrf_checks=True, headers=OURS)
    browser.force_login(ada)
    return browser


def sign_out():
    Session.objects.all().delete()


def sign_in(browser):
    page = browser.get("/accounts/login/")
    fields = inputs_of_form(page.content.decode(), 'action="/accounts/login')
    browser.post("/accounts/login/", fields | {"login": "ada", "password": PASSWORD})


def sent_again(page):
    return fields_of_form(page.content.decode().replace("<main>", '<main id="content">'))


@pytest.fixture
def things():
    """One of everything that has a form, with the field in which somebody types."""
    piece = factories.article()
    photo = Photo.objects.take_in(images.upload(images.encoded(images.corners())))
    author = Author.objects.create(name="Olha Kit")
    tag = Tag.objects.create(name="Trams")
    section = factories.section()
    return [
        ("/admin/articles/author/add/", "name"),
        (f"/admin/articles/author/{author.pk}/change/", "biography"),
        (f"/admin/articles/tag/{tag.pk}/change/", "description"),
        (f"/admin/articles/section/{section.pk}/change/", "description"),
        (f"/admin/articles/photo/{photo.pk}/change/", "caption"),
        ("/admin/articles/page/add/", "title"),
        ("/admin/articles/redirect/add/", "old"),
        ("/admin/articles/menuitem/", "masthead-0-words"),
        (page_of(piece), "standfirst"),
        (page_of(piece, "share"), "recipient"),
    ]


def test_every_form_keeps_its_words_and_where_it_goes(browser, things):
    forms = [(address, field, form_of(browser.get(address))) for address, field in things]
    sign_out()
    for address, field, fields in forms:
        assert field in fields, address
        page = browser.post(address, fields | {field: TYPED})
        assert page.status_code == 401
        said = words_of(page)
        assert "Not saved" in said
        assert "You are signed out: sign in first." in said
        assert TYPED in said
        assert f"sent again to {address}" in said
        assert 'href="/accounts/login/"' in page.content.decode()


@pytest.mark.parametrize("typed", ["<" * 60 + "a" + ">" * 60, "<<a>" * 60, "a\0 b"])
def test_no_text_breaks_the_page_that_keeps_it(typed):
    page = Client(headers=OURS).post("/admin/articles/tag/add/", {"name": f"{TYPED} {typed}"})
    assert page.status_code == 401
    assert TYPED in words_of(page)


def test_after_the_sign_in_it_is_sent_by_a_press_and_saved(browser):
    tag = Tag.objects.create(name="Trams")
    address = f"/admin/articles/tag/{tag.pk}/change/"
    fields = form_of(browser.get(address)) | {"description": TYPED, "_save": "Save"}
    sign_out()
    page = browser.post(address, fields)
    # Still signed out: it is kept again.
    page = browser.post(address, sent_again(page))
    assert page.status_code == 401

    sign_in(browser)
    # The token of before the sign-in is not good any more, and the page says so.
    page = browser.post(address, sent_again(page))
    assert page.status_code == 403
    assert browser.post(address, sent_again(page)).status_code == 302

    tag.refresh_from_db()
    assert tag.description == TYPED


def test_nothing_is_done_for_whoever_is_signed_out(browser):
    fields = form_of(browser.get("/admin/articles/tag/add/")) | {"name": TYPED}
    sign_out()
    browser.post("/admin/articles/tag/add/", fields)
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_site_sent_is_not_kept(headers):
    page = Client().post("/admin/articles/tag/add/", {"name": TYPED}, headers=headers)
    assert page["Location"].startswith("/admin/login/")


def test_what_came_without_the_token_of_the_browser_is_for_nobody_to_send(browser):
    sign_out()
    page = browser.post("/admin/articles/tag/add/", {"name": TYPED})
    assert page.status_code == 403


@pytest.mark.parametrize("headers", [{"sec-fetch-dest": "empty"}, {"x-csrftoken": "x"}])
def test_a_script_is_led_to_the_sign_in_as_it_knows_it(headers):
    page = Client().post("/admin/articles/tag/add/", {"name": TYPED}, headers=OURS | headers)
    assert page["Location"].startswith("/admin/login/")


def test_no_password_and_no_file_is_kept(browser):
    secret = "seven grey herons"
    fields = {"name": TYPED, "password1": secret, "old_password": secret}
    anybody = Client(headers=OURS)
    page = anybody.post("/admin/articles/user/add/", fields)
    assert TYPED in words_of(page)
    assert secret not in page.content.decode()


def test_where_the_days_for_a_second_factor_end_the_words_are_kept(ada, browser, settings):
    settings.SECOND_FACTOR_DAYS = 7
    address = "/admin/articles/tag/add/"
    fields = form_of(browser.get(address)) | {"name": TYPED}
    days_ago(ada, 8)

    page = browser.post(address, fields)

    assert page.status_code == 401
    assert "Set up a second factor first" in words_of(page)
    assert TYPED in words_of(page)
    settings.SECOND_FACTOR_DAYS = None
    assert browser.post(address, sent_again(page)).status_code == 302
    assert Tag.objects.get().name == TYPED


def test_where_the_password_is_asked_for_again_and_the_form_is_not_kept_its_words_are(browser):
    page = Client(headers=OURS)
    page.force_login(person("Admin"))
    fields = {"username": "olha", "first_name": TYPED, "password1": "x", "password2": "x"}
    kept = page.post("/admin/articles/user/add/", fields)
    assert kept.status_code == 401
    assert TYPED in words_of(kept)
    assert "Confirm that it is you" in words_of(kept)
