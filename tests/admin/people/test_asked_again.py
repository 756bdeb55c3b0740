"""What was left in an open session is not carried out by the owner's own password unseen."""

import time

import pytest
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client

from espreso.reauthentication import PATIENCE
from tests.admin.people.test_people import PEOPLE, choose, is_in, last_link
from tests.admin.people.test_strangers import pages_of_sign_in
from tests.admin.people.test_take_over import (
    ACTS_ON_OTHERS,
    ADDRESSES,
    AGAIN,
    at_the_desk_of,
    confirm,
    state,
)
from tests.desk_client import asked_again, words_of
from tests.factories import person

pytestmark = pytest.mark.django_db

EVIL = "mine@evil.example"
ADD = {"action_add": "", "email": EVIL}


@pytest.fixture(autouse=True)
def no_attempts_remembered():
    cache.clear()


@pytest.fixture
def ivan():
    ivan = person("Reporter", username="ivan", first_name="Ivan", last_name="Hai")
    EmailAddress.objects.create(user=ivan, email="ivan@example.org")
    EmailAddress.objects.create(user=ivan, email="two@example.org", verified=True)
    return ivan


@pytest.fixture
def ada():
    return person("Admin", username="ada", first_name="Ada", last_name="Hnatiuk")


def asked(browser, path, fields):
    """Press a button, and return the page that asks for the password."""
    return browser.get(browser.post(path, fields)["Location"], follow=True)


OF_ONESELF = {
    "add": (ADDRESSES, ADD, f"Add the email address {EVIL} to your account."),
    "first": (
        ADDRESSES,
        {"action_primary": "", "email": "two@example.org"},
        "Make two@example.org the first email address of your account.",
    ),
    "remove": (
        ADDRESSES,
        {"action_remove": "", "email": "two@example.org"},
        "Remove the email address two@example.org from your account.",
    ),
    "both": (
        ADDRESSES,
        {"action_remove": "", "action_primary": "", "email": "two@example.org"},
        "Remove the email address two@example.org from your account.",
    ),
    "app": ("/accounts/2fa/totp/deactivate/", {}, "Remove the authenticator app"),
    "codes": ("/accounts/2fa/recovery-codes/generate/", {}, "Make new recovery codes."),
    "key": ("/accounts/2fa/webauthn/keys/{key}/remove/", {}, "passkey “of the office” from"),
}
OF_OTHERS = {
    "one's own address": f"the account of Ada Hnatiuk: name , user name ada, email address {EVIL}",
    "an address": "Save the account of Ivan Hai: name",
    "an invitation": f"Invite Evil, {EVIL}, as Admin.",
    "a role": "Give Ivan Hai the role Admin.",
    "no factor": "Remove the second factor of Ivan Hai.",
}


@pytest.mark.parametrize("act", OF_ONESELF)
def test_before_the_password_is_given_the_page_says_what_it_is_for(act, ivan):
    path, fields, words = OF_ONESELF[act]
    if act in {"app", "codes"}:
        TOTP.activate(ivan, generate_totp_secret())
    if act == "codes":
        RecoveryCodes.activate(ivan)
    if act == "key":
        key = Authenticator.objects.create(
            user=ivan, type="webauthn", data={"name": "of the office", "credential": {}}
        )
        path = path.format(key=key.pk)

    assert words in words_of(asked(at_the_desk_of(ivan), path, fields))


@pytest.mark.parametrize("act", OF_OTHERS)
def test_before_a_colleagues_account_is_changed_the_page_says_how(act, ada, ivan):
    path, fields = ACTS_ON_OTHERS[act](ada, ivan)
    assert OF_OTHERS[act] in words_of(asked(at_the_desk_of(ada), path, fields))


def test_to_make_a_superuser_is_said(ivan, django_user_model):
    root = django_user_model.objects.create_superuser("root", "root@example.org", "x")
    fields = {"username": "ivan", "email": "ivan@example.org", "is_superuser": "on"}
    page = asked(at_the_desk_of(root), f"/admin/articles/user/{ivan.pk}/change/", fields)
    assert "As a superuser they can do everything." in words_of(page)


@pytest.mark.parametrize("act", ["off", "on", "sessions", "invitation"])
def test_whatever_is_pressed_in_the_list_of_people_is_said(act, ada, ivan):
    page = asked(at_the_desk_of(ada), f"{PEOPLE}{ivan.pk}/do/{act}/", {})
    assert "When you confirm, this is done:" in words_of(page)
    assert "Ivan Hai" in words_of(page)


def test_nothing_waits_of_which_the_page_does_not_say_what_it_does(ivan):
    TOTP.activate(ivan, generate_totp_secret())
    for path in pages_of_sign_in():
        browser = at_the_desk_of(ivan)
        browser.post(path, {"email": EVIL, "name": "x", "code": "000000", "credential": "{}"})
        waiting = browser.session.get(STATE_SESSION_KEY)
        assert not waiting or waiting["what"], path


def test_what_is_not_kept_is_sent_once_more(ivan):
    page = asked(at_the_desk_of(ivan), "/accounts/2fa/totp/activate/", {"code": "000000"})
    assert "then send the form once more" in words_of(page)
    assert "When you confirm, this is done" not in words_of(page)


def test_what_waits_is_done_once_the_page_that_says_it_was_confirmed(ivan):
    browser = at_the_desk_of(ivan)
    confirm(browser, asked(browser, ADDRESSES, ADD))
    assert EmailAddress.objects.filter(user=ivan, email=EVIL).exists()


def later(browser, seconds):
    session = browser.session
    session[STATE_SESSION_KEY]["at"] = time.time() - seconds
    session.save()


@pytest.mark.parametrize("before_it_was_read", [True, False])
def test_what_was_left_behind_is_over_after_some_minutes(before_it_was_read, ivan):
    browser, before = at_the_desk_of(ivan), state()
    page = asked(browser, ADDRESSES, ADD)
    later(browser, PATIENCE + 1)
    if before_it_was_read:
        page = browser.get(f"{AGAIN}?next={ADDRESSES}")
        assert EVIL not in words_of(page)

    done = confirm(browser, page)

    assert state() == before
    if not before_it_was_read:
        assert "It was not done" in words_of(done)


def test_what_came_after_the_page_was_read_is_not_done(ivan):
    browser, before = at_the_desk_of(ivan), state()
    owner_reads = browser.get(f"{AGAIN}?next={ADDRESSES}")
    browser.post(ADDRESSES, ADD)
    assert "It was not done" in words_of(confirm(browser, owner_reads))
    assert state() == before


def test_what_came_in_the_place_of_what_was_read_is_not_done(ivan):
    browser, before = at_the_desk_of(ivan), state()
    owner_reads = asked(browser, ADDRESSES, {"action_remove": "", "email": "two@example.org"})
    browser.post(ADDRESSES, ADD)
    assert "It was not done" in words_of(confirm(browser, owner_reads))
    assert state() == before


def test_what_was_left_on_one_page_is_not_done_from_another(ivan):
    browser, before = at_the_desk_of(ivan), state()
    browser.post(ADDRESSES, ADD)
    page = browser.get(f"{AGAIN}?next=/accounts/2fa/")
    assert EVIL not in words_of(page)
    confirm(browser, page)
    assert state() == before


# Where links to choose a password go.


def links_to(email):
    before = len(mail.outbox)
    Client().post("/accounts/password/reset/", {"email": email})
    return len(mail.outbox) - before


def test_a_link_goes_to_no_address_that_was_only_added(ivan):
    browser = asked_again(at_the_desk_of(ivan))
    browser.post(ADDRESSES, ADD)
    assert links_to(EVIL) == 0
    assert links_to("two@example.org") == 1
    assert links_to("Ivan@Example.org") == 1


def test_an_address_that_is_not_confirmed_does_not_become_the_first_and_gets_no_link(ivan):
    EmailAddress.objects.filter(user=ivan).delete()
    browser = asked_again(at_the_desk_of(ivan))
    browser.post(ADDRESSES, ADD)
    page = browser.post(ADDRESSES, {"action_primary": "", "email": EVIL}, follow=True)
    assert "verified" in words_of(page)
    ivan.refresh_from_db()
    assert ivan.email == "ivan@example.org"
    assert links_to(EVIL) == 0


def test_who_was_invited_and_has_confirmed_nothing_gets_a_link(ada):
    desk = asked_again(at_the_desk_of(ada))
    form = {"name": "Olha Kit", "email": "olha@example.org", "role": "Reporter"}
    desk.post(f"{PEOPLE}invite/", form)
    assert links_to("olha@example.org") == 1
    olha = Client()
    choose(olha, last_link())
    assert is_in(olha)
    olha.post("/accounts/logout/")
    assert links_to("olha@example.org") == 1
