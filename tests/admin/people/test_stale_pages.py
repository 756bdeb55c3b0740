"""Pages of the sign-in and of accounts that were open in two tabs: one of them is used first."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.admin.people.test_take_over import PASSWORD
from tests.desk_client import words_of
from tests.factories import person
from tests.markup import inputs_of_form

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture
def ada():
    return person("Admin", username="ada", first_name="Ada", last_name="Kit")


@pytest.fixture
def browser():
    """A browser as they are, with their tokens."""
    return Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})


def opened(browser, address=LOGIN, action="/accounts/login"):
    page = browser.get(address)
    return inputs_of_form(page.content.decode(), f'action="{action}')


def sign_in(browser, fields):
    return browser.post(LOGIN, fields | {"login": "ada", "password": PASSWORD})


def test_who_signs_in_in_two_tabs_is_told_in_the_second_that_they_are_in(ada, browser):
    first, second = opened(browser), opened(browser)
    assert sign_in(browser, first).status_code == 302

    page = sign_in(browser, second | {"next": "/admin/articles/tag/"})

    assert "You are already signed in" in words_of(page)
    assert "You signed in as Ada Kit in another tab or window." in words_of(page)
    assert 'href="/admin/articles/tag/"' in page.content.decode()
    assert PASSWORD not in page.content.decode()
    assert "DEBUG" not in words_of(page)
    assert browser.get("/admin/").status_code == 200


def test_no_page_leads_from_there_to_another_site(ada, browser):
    first, second = opened(browser), opened(browser)
    sign_in(browser, first)
    page = sign_in(browser, second | {"next": "https://evil.example/"})
    assert "evil.example" not in page.content.decode()
    assert 'class="button" href="/admin/"' in page.content.decode()


def test_who_has_signed_out_since_is_led_to_a_page_that_takes_the_password(ada, browser):
    first, second = opened(browser), opened(browser)
    sign_in(browser, first)
    browser.logout()
    browser.get(LOGIN)
    page = sign_in(browser, second)
    if page.status_code == 403:
        assert "You are not signed in yet" in words_of(page)
        assert 'class="button" href="/accounts/login/"' in page.content.decode()
    assert sign_in(browser, opened(browser)).status_code == 302


def test_a_browser_without_cookies_is_told_so(ada):
    page = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"}).post(
        LOGIN, {"login": "ada", "password": PASSWORD}
    )
    assert page.status_code == 403
    assert "a browser that does not keep cookies" in words_of(page)
    assert PASSWORD not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_change_password", {"oldpassword": PASSWORD, "password1": "a", "password2": "a"}),
        ("account_email", {"email": "ada.kit@example.org", "action_add": ""}),
        ("mfa_activate_totp", {"code": "123456"}),
        ("account_reauthenticate", {"password": PASSWORD}),
    ],
)
def test_the_pages_of_an_account_keep_what_may_be_kept_and_lead_on(ada, browser, name, typed):
    sign_in(browser, opened(browser))
    address = reverse(name)

    page = browser.post(address, typed | {"csrfmiddlewaretoken": "x" * 64})

    assert page.status_code == 403
    said, html = words_of(page), page.content.decode()
    assert "The form was opened before you signed in" in said
    assert "DEBUG" not in said
    assert PASSWORD not in html
    if any("password" in field for field in typed):
        assert f'href="{address}"' in html
        assert "Send it again" not in said
    else:
        again = inputs_of_form(html, 'id="again')
        assert again.items() >= typed.items()
        assert browser.post(address, again).status_code != 403
