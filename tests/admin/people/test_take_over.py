"""An open session does not give the account away, and owners hear of what is done to it."""

import re
from importlib import resources

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client

from articles.models import User
from espreso.account_mail import HAPPENED, OF_ADDRESSES
from tests.admin.people.test_accounts import ADD, new_account, page_of
from tests.admin.people.test_people import PEOPLE, SECRET, choose, is_in, last_link
from tests.desk_client import asked_again, words_of
from tests.factories import person
from tests.markup import inputs_of_form

pytestmark = pytest.mark.django_db

PASSWORD = "a long password"
ADDRESSES, AGAIN = "/accounts/email/", "/accounts/reauthenticate/"
CHANGE = "/accounts/password/change/"


@pytest.fixture(autouse=True)
def no_attempts_remembered():
    cache.clear()


@pytest.fixture
def ivan():
    return person("Reporter", username="ivan", first_name="Ivan", last_name="Hai")


@pytest.fixture
def ada():
    return person("Admin", username="ada", first_name="Ada", last_name="Hnatiuk")


def at_the_desk_of(someone):
    """A browser that was left open."""
    client = Client(headers={"user-agent": "Firefox of the café"})
    client.force_login(someone)
    return client


def state():
    """All that could have been changed."""
    return (
        list(User.objects.order_by("pk").values()),
        list(EmailAddress.objects.order_by("email").values_list("email", "primary", "verified")),
        list(Authenticator.objects.order_by("pk").values_list("user", "type")),
    )


def confirm(browser, page):
    """Give the password on the page that asks for it, as a browser would."""
    fields = inputs_of_form(page.content.decode(), f'action="{AGAIN.rstrip("/")}')
    return browser.post(AGAIN, fields | {"password": PASSWORD}, follow=True)


ACTS_ON_ONESELF = {
    "add an address": lambda me: (ADDRESSES, {"action_add": "", "email": "mine@evil.example"}),
    "make it first": lambda me: (ADDRESSES, {"action_primary": "", "email": "two@example.org"}),
    "remove one": lambda me: (ADDRESSES, {"action_remove": "", "email": "two@example.org"}),
    "an app": lambda me: ("/accounts/2fa/totp/activate/", {"code": "000000"}),
    "no app": lambda me: ("/accounts/2fa/totp/deactivate/", {}),
    "codes": lambda me: ("/accounts/2fa/recovery-codes/generate/", {}),
    "a key": lambda me: ("/accounts/2fa/webauthn/add/", {"credential": "{}"}),
}
FORM = {"usable_password": "true", "password1": SECRET, "password2": SECRET}
ACTS_ON_OTHERS = {
    "one's own address": lambda me, other: (
        page_of(me),
        {"username": "ada", "email": "mine@evil.example"},
    ),
    "an address": lambda me, other: (
        page_of(other),
        {"username": "ivan", "email": "mine@evil.example"},
    ),
    "a password": lambda me, other: (page_of(other, "password"), FORM),
    "an account": lambda me, other: (ADD, new_account(email="mine@evil.example")),
    "an invitation": lambda me, other: (
        f"{PEOPLE}invite/",
        {"name": "Evil", "email": "mine@evil.example", "role": "Admin"},
    ),
    "a role": lambda me, other: (f"{PEOPLE}{other.pk}/do/role/", {"role": "Admin"}),
    "no factor": lambda me, other: (f"{PEOPLE}{other.pk}/do/factor/", {}),
}


@pytest.mark.parametrize("act", ACTS_ON_ONESELF)
def test_an_open_session_changes_nothing_without_the_password(act, ivan):
    EmailAddress.objects.create(user=ivan, email="ivan@example.org")
    EmailAddress.objects.create(user=ivan, email="two@example.org", verified=True)
    if act in {"no app", "codes"}:
        TOTP.activate(ivan, generate_totp_secret())
    browser, before = at_the_desk_of(ivan), state()
    path, fields = ACTS_ON_ONESELF[act](ivan)

    response = browser.post(path, fields)

    # Of what one has, any is asked again: the password, or the second factor.
    assert "reauthenticate/?next=" in response["Location"]
    assert state() == before


@pytest.mark.parametrize("act", ACTS_ON_OTHERS)
def test_an_open_desk_of_an_admin_gives_no_account_away(act, ada, ivan):
    TOTP.activate(ivan, generate_totp_secret())
    browser, before = at_the_desk_of(ada), state()
    path, fields = ACTS_ON_OTHERS[act](ada, ivan)

    response = browser.post(path, fields)

    assert response["Location"].startswith(AGAIN)
    assert state() == before
    wrong = browser.post(response["Location"], {"password": "wrong"})
    assert "Incorrect password" in words_of(wrong)
    assert state() == before


@pytest.mark.parametrize(
    "act", ["one's own address", "an address", "an invitation", "a role", "no factor"]
)
def test_what_was_pressed_is_done_once_the_password_is_given(act, ada, ivan):
    TOTP.activate(ivan, generate_totp_secret())
    browser, before = at_the_desk_of(ada), state()
    path, fields = ACTS_ON_OTHERS[act](ada, ivan)
    asked = browser.post(f"{path}?state=active", fields)

    confirm(browser, browser.get(asked["Location"]))

    if act == "a role":
        assert ivan.groups.get().name == "Admin"
    else:
        assert state() != before


def test_no_password_that_was_typed_is_kept_in_a_session(ada, ivan):
    browser = at_the_desk_of(ada)
    assert browser.get(page_of(ivan, "password"))["Location"].startswith(AGAIN)
    assert browser.get(ADD)["Location"].startswith(AGAIN)
    browser.post(page_of(ivan, "password"), FORM)
    assert SECRET not in str(dict(browser.session))


def test_an_open_session_guesses_the_password_slowly(ivan):
    fields = {"password1": SECRET, "password2": SECRET}
    browser = at_the_desk_of(ivan)
    for _attempt in range(5):
        browser.post(CHANGE, {"oldpassword": "wrong", **fields})
    page = browser.post(CHANGE, {"oldpassword": PASSWORD, **fields})
    assert page.status_code == 429 or "Too many failed attempts" in words_of(page)
    ivan.refresh_from_db()
    assert ivan.check_password(PASSWORD)


# What the owner hears.


def letters():
    """Return to whom what was written, but for links."""
    return [
        (letter.to[0], " ".join(letter.body.split()))
        for letter in mail.outbox
        if "/accounts/" not in letter.body
    ]


def test_the_owner_is_told_at_the_old_address_of_every_change_of_addresses(ivan):
    browser = asked_again(at_the_desk_of(ivan))
    added = {"email": "mine@evil.example"}
    browser.post(ADDRESSES, {"action_add": "", **added})
    confirmed = EmailConfirmationHMAC(EmailAddress.objects.get(email=added["email"])).key
    Client().post(f"/accounts/confirm-email/{confirmed}/")
    browser.post(ADDRESSES, {"action_primary": "", **added})
    browser.post(ADDRESSES, {"action_remove": "", "email": "ivan@example.org"})

    told = letters()
    assert {to for to, _said in told[:-1]} == {"ivan@example.org"}
    assert "mine@evil.example" in told[0][1]
    assert "First: mine@evil.example" in told[1][1]
    assert "Firefox of the café" in told[0][1]


def code_of(secret):
    [counter] = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def app_on(browser, me):
    page = browser.get("/accounts/2fa/totp/activate/")
    browser.post("/accounts/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})


def app_off(browser, me):
    TOTP.activate(me, generate_totp_secret())
    browser.post("/accounts/2fa/totp/deactivate/")


def new_codes(browser, me):
    TOTP.activate(me, generate_totp_secret())
    RecoveryCodes.activate(me)
    browser.post("/accounts/2fa/recovery-codes/generate/")


def another_password(browser, me):
    browser.post(CHANGE, {"oldpassword": PASSWORD, "password1": SECRET, "password2": SECRET})


def a_link(browser, me):
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": me.email})
    choose(stranger, last_link())


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (app_on, "An authenticator app was added."),
        (app_off, "The authenticator app was removed."),
        (new_codes, "New recovery codes were made."),
        (another_password, "The password was changed."),
        (a_link, "The password was changed, with a link from an email."),
    ],
)
def test_the_owner_is_told_of_password_and_second_factor(
    act, words, ivan, django_capture_on_commit_callbacks
):
    browser = asked_again(at_the_desk_of(ivan))
    with django_capture_on_commit_callbacks(execute=True):
        act(browser, ivan)
    [to] = {to for to, _said in letters()}
    assert to == "ivan@example.org"
    assert any(words in said for _to, said in letters())


def test_the_owner_is_told_of_what_an_admin_changes(ada, ivan):
    browser = asked_again(at_the_desk_of(ada))
    browser.post(page_of(ivan), {"username": "ivan", "email": "new@example.org"})
    browser.post(page_of(ivan, "password"), FORM)
    [(first, said), (second, _said)] = letters()
    assert (first, second) == ("ivan@example.org", "new@example.org")
    assert "The email address is new@example.org now." in said
    assert "by Ada Hnatiuk" in said


def test_every_mail_of_the_library_has_words_of_ours():
    named = set()
    for app in ("account", "mfa"):
        for module in resources.files(f"allauth.{app}").glob("**/*.py"):
            named |= set(re.findall(r'send_notification_mail\(\s*"([^"]+)"', module.read_text()))
    assert named == set(HAPPENED) | OF_ADDRESSES


def sign_in(browser, password=PASSWORD):
    browser.post("/accounts/login/", {"login": "ivan", "password": password})
    assert is_in(browser)
    browser.post("/accounts/logout/")


def test_a_new_device_is_told_of_and_a_known_one_is_not(ivan):
    first = Client()
    sign_in(first)
    sign_in(first)
    # The first one of an account is the owner's own.
    assert not letters()
    sign_in(Client())
    [(to, said)] = letters()
    assert to == "ivan@example.org"
    assert "Somebody signed in on a new device." in said
    ivan.refresh_from_db()
    ivan.set_password(SECRET)
    ivan.save()
    sign_in(first, SECRET)
    assert len(letters()) == 1


def test_an_address_that_nobody_has_gets_no_mail():
    Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert not mail.outbox
