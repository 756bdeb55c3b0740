"""Doors that stay shut: of whoever is switched off, of a colleague's address, of two at once."""

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.test import Client

from articles.actions import accounts
from articles.exceptions import ActionRefused
from articles.models import OutgoingMail, User
from espreso import settings as production
from tests.admin.people.test_accounts import ADD, new_account, page_of
from tests.admin.people.test_people import (
    PASSWORD,
    PEOPLE,
    SECRET,
    browser_of,
    choose,
    do,
    invite,
    is_in,
    last_link,
    link_in,
)
from tests.admin.test_robustness import in_the_middle_of
from tests.desk_client import asked_again, words_of
from tests.factories import person

ADDRESSES = "/accounts/email/"
FORGOTTEN = "/accounts/password/reset/"


@pytest.fixture(autouse=True)
def no_attempts_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def admin(client):
    client.force_login(person("Admin"))
    return asked_again(client)


@pytest.mark.django_db
def test_an_invitation_ends_when_the_account_is_switched_off_and_does_not_come_back(admin):
    invite(admin)
    olha, link = User.objects.get(email="olha@example.org"), link_in(mail.outbox[0].body)
    do(admin, "off", olha)
    choose(Client(), link)
    olha.refresh_from_db()
    assert not olha.has_usable_password()

    do(admin, "on", olha)
    choose(Client(), link)
    olha.refresh_from_db()
    assert not olha.has_usable_password()

    do(admin, "invitation", olha)
    colleague = Client()
    choose(colleague, last_link())
    assert is_in(colleague)


@pytest.mark.django_db
def test_who_is_switched_off_sets_no_password_with_a_link_that_they_asked_for(admin):
    ivan = person("Reporter", username="ivan")
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": ivan.email})
    link = last_link()
    do(admin, "off", ivan)

    choose(stranger, link)

    ivan.refresh_from_db()
    assert ivan.check_password("a long password")
    assert not is_in(stranger)


# What was begun before.


def off_and_on(admin, someone):
    do(admin, "off", someone)
    do(admin, "on", someone)


def set_a_password(admin, someone):
    admin.post(
        page_of(someone, "password"),
        {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("shut", [off_and_on, set_a_password])
def test_a_link_that_was_asked_for_before_the_door_was_shut_never_opens_it(shut, admin):
    ivan, stranger = person("Reporter"), Client()
    stranger.post(FORGOTTEN, {"email": ivan.email})
    shut(admin, ivan)

    page = choose(stranger, last_link())

    assert "This link no longer works" in words_of(page)
    ivan.refresh_from_db()
    assert not ivan.check_password(SECRET)
    assert not is_in(stranger)
    stranger.post(FORGOTTEN, {"email": ivan.email})
    choose(stranger, last_link())
    assert is_in(stranger)


@pytest.mark.django_db
@pytest.mark.parametrize("shut", [off_and_on, set_a_password])
def test_a_sign_in_that_waits_for_the_second_factor_ends_when_the_door_is_shut(shut, admin):
    ivan, stranger = person("Reporter"), Client()
    TOTP.activate(ivan, generate_totp_secret())
    codes = RecoveryCodes.activate(ivan).get_unused_codes()
    stranger.post("/accounts/login/", {"login": ivan.username, "password": "a long password"})
    shut(admin, ivan)

    page = stranger.post("/accounts/2fa/authenticate/", {"code": codes[0]}, follow=True)

    assert "This account has been changed since. Sign in again." in words_of(page)
    assert not is_in(stranger)
    password = PASSWORD if shut is set_a_password else "a long password"
    stranger.post("/accounts/login/", {"login": ivan.username, "password": password})
    stranger.post("/accounts/2fa/authenticate/", {"code": codes[1]})
    assert is_in(stranger)


@pytest.mark.django_db
def test_whoever_waits_at_the_second_factor_when_it_is_taken_away_signs_in_without(admin):
    ivan, browser = person("Reporter"), Client()
    sign_in = {"login": ivan.username, "password": "a long password"}
    TOTP.activate(ivan, generate_totp_secret())
    browser.post("/accounts/login/", sign_in)
    do(admin, "factor", ivan)

    page = browser.get("/accounts/2fa/authenticate/", follow=True)

    assert page.request["PATH_INFO"] == "/accounts/login/"
    assert "This account has been changed since" in words_of(page)
    browser.post("/accounts/login/", sign_in)
    assert is_in(browser)


@pytest.mark.django_db
def test_a_session_that_was_opened_at_that_very_moment_does_not_come_back(admin):
    ivan, browser = person("Reporter"), Client()
    # On no list of sessions yet.
    browser.force_login(ivan)
    off_and_on(admin, ivan)
    assert not is_in(browser)


# One address, one account.


@pytest.fixture
def with_two_addresses():
    """A colleague who has added a second address, which nobody has confirmed."""
    ada = person("Admin", first_name="Ada", last_name="Hnatiuk")
    browser_of(ada).post(ADDRESSES, {"action_add": "", "email": "olha@example.org"})
    assert EmailAddress.objects.filter(user=ada, email="olha@example.org", verified=False).exists()
    return ada


@pytest.mark.django_db
def test_the_second_address_of_a_colleague_is_given_to_nobody(admin, with_two_addresses):
    ivan = person("Reporter")

    invited = invite(admin, email="OLHA@example.org")
    added = admin.post(ADD, new_account(email="OLHA@example.org"))
    changed = admin.post(page_of(ivan), {"username": "ivan", "email": "OLHA@example.org"})

    assert "Ada Hnatiuk already has an account with this address." in words_of(invited)
    for response in (added, changed):
        assert "Another account already has this email address." in words_of(response)
    assert not User.objects.filter(email__iexact="olha@example.org").exists()


@pytest.mark.django_db
def test_one_makes_a_second_address_of_ones_own_the_first(admin, with_two_addresses):
    page = page_of(with_two_addresses)
    words = {"username": with_two_addresses.username, "email": "olha@example.org"}

    assert admin.post(page, words).status_code == 302

    with_two_addresses.refresh_from_db()
    assert with_two_addresses.email == "olha@example.org"


@pytest.mark.django_db
def test_nobody_adds_the_second_address_of_a_colleague(with_two_addresses):
    ivan = person("Reporter")

    page = browser_of(ivan).post(ADDRESSES, {"action_add": "", "email": "Olha@example.org"})

    assert "already" in words_of(page)
    assert not EmailAddress.objects.filter(user=ivan, email="olha@example.org").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["button", "link"])
def test_an_address_that_became_a_colleagues_since_it_was_added_is_refused_in_words(
    way, with_two_addresses
):
    ada, browser = with_two_addresses, browser_of(with_two_addresses)
    # On the server, where no form is asked.
    User.objects.create_superuser("olha", "olha@example.org", PASSWORD)

    if way == "button":
        EmailAddress.objects.filter(user=ada, email="olha@example.org").update(verified=True)
        what = {"action_primary": "", "email": "olha@example.org"}
        page = browser.post(ADDRESSES, what, follow=True)
    else:
        added = EmailAddress.objects.get(user=ada, email="olha@example.org")
        key = EmailConfirmationHMAC(added).key
        page = browser.post(f"/accounts/confirm-email/{key}/", follow=True)

    assert page.status_code == 200
    assert "already registered" in words_of(page)
    ada.refresh_from_db()
    assert ada.email != "olha@example.org"
    assert not EmailAddress.objects.filter(user=ada, primary=True).exists()


# A mail server that is away.


@pytest.fixture
def no_mail_server(settings):
    settings.MAILERS = {
        "default": production.MAILERS["default"],
        "server": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        },
    }


@pytest.mark.django_db
def test_a_mail_server_that_is_away_changes_nothing_of_what_a_stranger_is_told(no_mail_server):
    known, off = person("Reporter"), person("Reporter", is_active=False)
    pages = set()
    for email in (known.email, off.email, "nobody@example.org"):
        response = Client().post(FORGOTTEN, {"email": email}, follow=True)
        pages.add(words_of(response))
    assert len(pages) == 1


@pytest.mark.django_db
def test_an_invitation_waits_for_the_mail_server_and_its_link_is_read_by_nobody(
    no_mail_server, admin
):
    response = invite(admin)
    said = words_of(response)
    assert "The invitation to Olha Kovalenko, olha@example.org, is on its way." in said
    assert "/password/reset/key/" not in response.text
    assert "/password/reset/key/" in OutgoingMail.objects.get(to="olha@example.org").body


# Who is in charge.


@pytest.mark.django_db
def test_an_admin_who_was_invited_and_never_came_is_not_in_charge():
    ada, ivan = person("Admin"), person("Reporter")
    olha = accounts.invite("Olha Kovalenko", "olha@example.org", "Admin", ada)

    for attempt in (accounts.switch_off, lambda who, by: accounts.give_role(who, "Editor", by)):
        with pytest.raises(ActionRefused, match="last admin"):
            attempt(ada, ivan)
    accounts.switch_off(olha, ada)

    accounts.switch_on(olha, ada)
    olha.set_password(PASSWORD)
    olha.save()
    accounts.switch_off(ada, ivan)
    assert list(User.objects.in_charge()) == [olha]


@pytest.mark.django_db
def test_whoever_has_two_roles_is_shown_with_what_they_may_do(admin):
    ivan = person("Reporter", username="ivan")
    ivan.groups.add(Group.objects.get(name="Editor"))

    listed = admin.get(PEOPLE).context["cl"].result_list
    assert next(one for one in listed if one == ivan).role == "Editor"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("first", "second"), [("Admin", "Editor"), ("Editor", "Admin")])
def test_of_two_roles_that_are_given_at_once_the_later_one_is_had(first, second):
    boss, ivan = person("Admin"), person("Reporter", username="ivan")
    to_give = User.objects.get(pk=ivan.pk)

    with in_the_middle_of(lambda: accounts.give_role(to_give, second, boss)):
        accounts.give_role(ivan, first, boss)

    assert [group.name for group in ivan.groups.all()] == [second]
