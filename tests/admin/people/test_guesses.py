"""Guesses of passwords and codes: slow from anywhere, and no way to lock anybody out."""

from collections import Counter
from io import StringIO

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import User
from espreso.models import AttemptCount
from tests.admin.people.test_people import is_in, link_in
from tests.desk_client import words_of
from tests.factories import person

pytestmark = pytest.mark.django_db

LOGIN, CODE, FORGOTTEN = (
    "/accounts/login/",
    "/accounts/2fa/authenticate/",
    "/accounts/password/reset/",
)
RIGHT = "a long password"
TOO_MANY = "Too many failed attempts"


@pytest.fixture
def ivan():
    return person("Reporter", username="ivan")


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    """Each test says from where it asks."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()


def sign_in(client, password=RIGHT, *, login="ivan", network="192.0.2.1", host="testserver"):
    return client.post(
        LOGIN,
        {"login": login, "password": password},
        headers={"x-forwarded-for": network, "host": host},
    )


def anywhere(number):
    """Return so many networks that have nothing to do with each other."""
    return [f"198.51.{place // 250}.{place % 250}" for place in range(number)]


def in_one_48(number):
    """Return so many networks of one line."""
    return [f"2001:db8:7:{place:x}::1" for place in range(number)]


def known_device(**where):
    """A browser in which Ivan has signed in before."""
    browser = Client()
    sign_in(browser, **where)
    assert is_in(browser)
    browser.post("/accounts/logout/")
    assert not is_in(browser)
    return browser


def test_ten_thousand_guesses_from_anywhere_lock_nobody_out_on_a_known_device(ivan):
    browser = known_device()
    for number, network in enumerate(anywhere(210)):
        sign_in(Client(), "wrong", network=network)
        sign_in(Client(), "wrong", network="192.0.2.1", login=f"somebody{number}")
    # The account has no allowance left for strangers, and neither has the owner's own network.
    assert TOO_MANY in words_of(sign_in(Client(), network="203.0.113.9"))
    assert TOO_MANY in words_of(sign_in(Client(), network="192.0.2.1", login="nobody"))

    sign_in(browser)

    assert is_in(browser)


def test_from_one_network_an_account_is_guessed_a_few_times_and_then_nobody_gets_in(ivan):
    for _attempt in range(5):
        assert TOO_MANY not in words_of(sign_in(Client(), "wrong"))
    stranger = Client()
    assert TOO_MANY in words_of(sign_in(stranger))
    assert not is_in(stranger)
    elsewhere = Client()
    sign_in(elsewhere, network="203.0.113.9")
    assert is_in(elsewhere)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("login", ["ivan", "IVAN", "ivan@example.org", "Ivan@Example.org", " ivan"]),
        ("host", ["testserver", "localhost", "127.0.0.1", "testserver:81", "[::1]"]),
        ("network", [f"2001:db8::{number:x}" for number in range(1, 6)]),
        ("network", ["192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7", "::ffff:c000:207", "192.0.2.7"]),
    ],
)
def test_an_account_and_a_network_are_the_same_however_they_are_written(name, value, ivan):
    for written in value:
        assert TOO_MANY not in words_of(sign_in(Client(), "wrong", **{name: written}))
    assert TOO_MANY in words_of(sign_in(Client(), **{name: value[0]}))


def test_guessing_of_many_accounts_from_one_network_is_slow(ivan):
    answers = [
        words_of(sign_in(Client(), "wrong", login=f"somebody{number}")) for number in range(25)
    ]
    assert sum(TOO_MANY not in answer for answer in answers) == 20


def test_a_made_up_name_is_no_account(ivan):
    for _attempt in range(5):
        sign_in(Client(), "wrong", login=str(ivan.pk))
    browser = Client()
    sign_in(browser)
    assert is_in(browser)


def test_right_passwords_are_not_counted(ivan):
    for _time in range(25):
        browser = Client()
        sign_in(browser)
        assert is_in(browser)


def test_the_allowance_of_a_known_device_ends_too(ivan):
    browser = known_device()
    answers = [words_of(sign_in(browser, "wrong")) for _attempt in range(20)]
    assert sum(TOO_MANY not in answer for answer in answers) == 15


def test_a_device_is_known_as_long_as_the_password_is_the_same(ivan):
    browser = known_device()
    ivan.set_password("another long password")
    ivan.save()
    for _attempt in range(6):
        sign_in(browser, "wrong")
    assert TOO_MANY in words_of(sign_in(browser, "another long password"))


def test_a_device_on_which_the_password_was_changed_stays_known(ivan):
    browser, changed = Client(), "another long password"
    sign_in(browser)
    browser.post(
        "/accounts/password/change/",
        {"oldpassword": RIGHT, "password1": changed, "password2": changed},
    )
    browser.post("/accounts/logout/")
    for _attempt in range(6):
        sign_in(Client(), "wrong")
    assert TOO_MANY in words_of(sign_in(Client(), changed))
    sign_in(browser, changed)
    assert is_in(browser)


def test_the_device_of_one_is_no_device_of_a_colleague(ivan):
    person("Reporter", username="olha")
    browser = known_device(login="olha")
    for _attempt in range(5):
        sign_in(browser, "wrong")
    assert TOO_MANY in words_of(sign_in(browser))


def test_a_cookie_that_somebody_made_up_is_no_known_device(ivan):
    browser = Client()
    for made_up in ("", "x", "x:y:z", known_device().cookies["device"].value[:-1] + "!"):
        AttemptCount.objects.all().delete()
        browser.cookies["device"] = made_up
        for _attempt in range(5):
            sign_in(browser, "wrong")
        assert TOO_MANY in words_of(sign_in(browser))


# What it costs, and what it says.


class Counting(MD5PasswordHasher):
    algorithm = "counting"
    hashed = 0

    def encode(self, password, salt):
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes(settings):
    """Count the passwords that are hashed."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]

    def hashes(doing):
        Counting.hashed = 0
        doing()
        return Counting.hashed

    return hashes


def test_every_attempt_costs_one_hash_whoever_is_named(hashes):
    person("Reporter", username="ivan")
    person("Reporter", username="off", is_active=False)
    invited = User(username="invited", email="invited@example.org")
    invited.set_unusable_password()
    invited.save()
    names = ["ivan", "off", "invited", "nobody"]
    names += [f"{name}@example.org" for name in names]
    costs = {
        name: hashes(lambda name=name: sign_in(Client(), "wrong", login=name)) for name in names
    }
    assert costs == dict.fromkeys(names, 1)
    assert hashes(lambda: sign_in(Client())) == 1
    for _attempt in range(5):
        sign_in(Client(), "wrong", network="203.0.113.1")
    assert hashes(lambda: sign_in(Client(), network="203.0.113.1")) == 0


def test_a_wrong_guess_says_the_same_of_every_account(ivan):
    person("Reporter", username="off", is_active=False)
    said = set()
    for name in ("ivan", "off", "nobody"):
        AttemptCount.objects.all().delete()
        for _attempt in range(6):
            page = words_of(sign_in(Client(), "wrong", login=name))
            said.add((_attempt, page))
    assert len(said) == 6


# What one network uses up, others still have.


@pytest.mark.parametrize(
    ("networks", "looked_at"),
    [(["192.0.2.1"] * 40, 5), (in_one_48(4) * 20, 20), (in_one_48(90), 20)],
)
def test_one_line_uses_up_its_own_guesses_and_not_those_of_the_owner(networks, looked_at, ivan):
    answers = [words_of(sign_in(Client(), "wrong", network=network)) for network in networks]
    assert sum(TOO_MANY not in answer for answer in answers) == looked_at

    owner = Client()
    sign_in(owner, network="203.0.113.9")

    assert is_in(owner)


def test_guessing_of_many_accounts_from_one_line_is_slow(ivan):
    answers = [
        words_of(sign_in(Client(), "wrong", login=f"somebody{number}", network=network))
        for number, network in enumerate(in_one_48(80))
    ]
    assert sum(TOO_MANY not in answer for answer in answers) == 60


def ask_for_a_link(network, *, browser=None, email="ivan@example.org"):
    """Return whether a link was sent."""
    before = len(mail.outbox)
    (browser or Client()).post(FORGOTTEN, {"email": email}, headers={"x-forwarded-for": network})
    return len(mail.outbox) > before


@pytest.mark.parametrize(
    ("networks", "sent"), [(["192.0.2.1"] * 10, 3), (in_one_48(20), 5), (in_one_48(2) * 10, 5)]
)
def test_one_line_uses_up_its_own_links_and_not_those_of_the_owner(networks, sent, ivan):
    assert sum(map(ask_for_a_link, networks)) == sent
    assert ask_for_a_link("203.0.113.9")


def test_one_mailbox_is_not_filled_from_anywhere_and_its_owner_still_gets_a_link(ivan):
    browser = known_device()
    assert sum(map(ask_for_a_link, anywhere(40))) == 30
    assert not ask_for_a_link("203.0.113.9")
    assert ask_for_a_link("203.0.113.9", browser=browser)


def test_links_to_many_addresses_from_one_line_are_few(ivan):
    for number, network in enumerate(in_one_48(45)):
        ask_for_a_link(network, email=f"nobody{number}@example.org")
    assert not ask_for_a_link(in_one_48(46)[-1])
    assert ask_for_a_link("203.0.113.9")


def test_a_link_to_nobody_costs_the_same(ivan):
    ask_for_a_link("203.0.113.9")
    costs = []
    for email in (ivan.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            ask_for_a_link("203.0.113.9", email=email)
        costs.append(Counter(query["sql"].split()[0] for query in asked))
    known, unknown = costs
    # The tests' mail writes no row; what stands for nobody's is written and undone.
    assert unknown - known == Counter(INSERT=1, ROLLBACK=1)
    assert known - unknown == Counter()


# Codes.


@pytest.fixture
def secret(ivan):
    secret = generate_totp_secret()
    TOTP.activate(ivan, secret)
    return secret


def code_of(secret):
    [counter] = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def at_the_second_step(**where):
    browser = Client()
    sign_in(browser, **where)
    return browser


def test_a_code_of_an_app_is_good_once_also_in_another_worker(secret, ivan):
    first, second = at_the_second_step(), at_the_second_step()
    code = code_of(secret)
    first.post(CODE, {"code": code})
    assert is_in(first)
    # What a worker remembers by itself, another one does not know.
    cache.clear()
    page = second.post(CODE, {"code": code})
    if code == code_of(secret):
        assert "Incorrect code." in words_of(page)
        assert not is_in(second)


def test_a_recovery_code_is_good_once(secret, ivan):
    code = RecoveryCodes.activate(ivan).get_unused_codes()[0]
    first, second = at_the_second_step(), at_the_second_step()
    first.post(CODE, {"code": code})
    second.post(CODE, {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_who_guesses_codes_is_stopped_and_a_known_device_is_not(ivan):
    browser = known_device()
    codes = RecoveryCodes.activate(ivan).get_unused_codes()
    TOTP.activate(ivan, generate_totp_secret())
    thief = at_the_second_step(network="198.51.100.1")
    for _attempt in range(5):
        thief.post(CODE, {"code": "000000"}, headers={"x-forwarded-for": "198.51.100.1"})
    page = thief.post(CODE, {"code": codes[0]}, headers={"x-forwarded-for": "198.51.100.1"})
    assert TOO_MANY in words_of(page)
    assert not is_in(thief)

    sign_in(browser, network="198.51.100.1")
    browser.post(CODE, {"code": codes[0]}, headers={"x-forwarded-for": "198.51.100.1"})
    assert is_in(browser)


def test_a_link_to_choose_a_password_leads_in_while_somebody_guesses(ivan):
    for network in anywhere(210):
        sign_in(Client(), "wrong", network=network)
    owner = Client()
    owner.post(FORGOTTEN, {"email": ivan.email})
    page = owner.get(link_in(mail.outbox[0].body), follow=True)
    chosen = "another long password"
    owner.post(page.request["PATH_INFO"], {"password1": chosen, "password2": chosen})
    assert is_in(owner)


# The only admin, without phone, keys and codes.


def test_a_command_on_the_server_lets_the_only_admin_in_who_has_lost_the_second_factor():
    ada = person("Admin", username="ada")
    TOTP.activate(ada, generate_totp_secret())
    RecoveryCodes.activate(ada)
    assert not is_in(at_the_second_step(login="ada"))

    call_command("remove_second_factor", "ada@example.org", stdout=StringIO())

    assert is_in(at_the_second_step(login="ada"))
    assert "The operator of the server has removed the second factor" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("name", "words"), [("ivan", "has no second factor"), ("nobody", "There is no account")]
)
def test_the_command_says_when_there_is_nothing_to_remove(name, words, ivan):
    with pytest.raises(CommandError, match=words):
        call_command("remove_second_factor", name)
