"""Passwords are hashed one at a time, with no connection held, and whoever is too many is told."""

import threading

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, check_password, make_password
from django.contrib.auth.hashers import ScryptPasswordHasher as Djangos
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from espreso import devices, password_hashing
from espreso import settings as production
from espreso.models import AttemptCount
from tests.admin.people.test_people import is_in, link_in
from tests.desk_client import asked_again, words_of
from tests.factories import person

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT, NEW = "a long password", "another long password"
LOGIN, AGAIN, CHANGE = "/accounts/login/", "/accounts/reauthenticate/", "/accounts/password/change/"
MANY = "Many people are signing in."


class Beneath(MD5PasswordHasher):
    """A quick one, which notes what is held and how many are under way while it works."""

    algorithm = "watched"
    connected: list[bool] = []
    lock, under_way, most = threading.Lock(), 0, 0

    def encode(self, password, salt):
        kind = type(self)
        with kind.lock:
            kind.under_way += 1
            kind.most = max(kind.most, kind.under_way)
        kind.connected.append(connection.connection is not None)
        made = super().encode(password, salt)
        with kind.lock:
            kind.under_way -= 1
        return made


class InTurn(password_hashing.InTurnMixin, Beneath):
    """In its turn."""


@pytest.fixture(autouse=True)
def quick(settings, monkeypatch):
    settings.PASSWORD_HASHERS = [f"{__name__}.InTurn"]
    monkeypatch.setattr(password_hashing, "PATIENCE", 0.05)
    Beneath.connected.clear()
    InTurn.most = 0


@pytest.fixture
def ivan():
    return person("Reporter", username="ivan")


def test_no_connection_to_the_database_is_held_while_a_password_is_hashed(ivan):
    Beneath.connected.clear()
    browser = Client()
    for password in ("wrong", RIGHT):
        browser.post(LOGIN, {"login": "ivan", "password": password})
    browser.post(LOGIN, {"login": "nobody", "password": "wrong"})
    assert is_in(browser)
    assert Beneath.connected
    assert not any(Beneath.connected)


def test_of_many_at_once_one_is_hashed_and_those_that_find_no_place_are_refused():
    everybody = threading.Barrier(40)
    outcomes = []

    def hash_one():
        everybody.wait()
        try:
            with password_hashing.of_a_stranger(True):
                outcomes.append(make_password("x"))
        except password_hashing.TooManyAtOnce:
            outcomes.append(None)

    threads = [threading.Thread(target=hash_one) for _thread in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 40
    assert any(outcomes)
    assert InTurn.most == 1
    # All turns and places were given back.
    assert make_password("x")


@pytest.fixture
def strangers_everywhere():
    """Every place is taken: one is hashed, and as many wait as may."""
    taken = 0
    while password_hashing._places.acquire(blocking=False):
        taken += 1
    yield
    for _place in range(taken):
        password_hashing._places.release()


def test_whoever_finds_no_place_does_not_wait(strangers_everywhere):
    strangers = password_hashing.of_a_stranger(True)
    with strangers, pytest.raises(password_hashing.TooManyAtOnce), password_hashing.turn():
        pass


def test_a_known_device_gets_in_where_strangers_have_taken_every_place(ivan, strangers_everywhere):
    # The sign-in that makes a device known would find no place either.
    browser, stranger = Client(), Client()
    response = HttpResponse()
    devices.remember(RequestFactory().get("/"), response, ivan)
    browser.cookies = response.cookies
    for client in (browser, stranger):
        client.post(LOGIN, {"login": "ivan", "password": RIGHT})
    assert (is_in(browser), is_in(stranger)) == (True, False)


def test_whoever_is_in_sets_passwords_where_strangers_have_taken_every_place(
    ivan, strangers_everywhere
):
    browser = Client()
    browser.force_login(ivan)
    assert change(browser).status_code == 302
    ivan.refresh_from_db()
    assert ivan.check_password(NEW)


def test_where_too_many_sign_in_a_page_says_so_and_keeps_the_name(ivan):
    with password_hashing.turn():
        page = Client().post(LOGIN, {"login": "ivan", "password": RIGHT})
    assert page.status_code == 503
    assert int(page.headers["Retry-After"])
    assert MANY in words_of(page)
    assert 'value="ivan"' in page.content.decode()
    assert RIGHT not in page.content.decode()


def test_what_nobody_has_looked_at_is_no_guess(ivan):
    with password_hashing.turn():
        for _attempt in range(8):
            Client().post(LOGIN, {"login": "ivan", "password": "wrong"})
    assert not AttemptCount.objects.filter(number__gt=0).exists()
    browser = Client()
    browser.post(LOGIN, {"login": "ivan", "password": RIGHT})
    assert is_in(browser)


def change(browser):
    return browser.post(CHANGE, {"oldpassword": RIGHT, "password1": NEW, "password2": NEW})


def confirm(browser):
    return browser.post(AGAIN, {"password": RIGHT, "next": "/accounts/email/"})


@pytest.mark.parametrize("ask", [change, confirm])
def test_every_page_that_looks_at_a_password_says_so(ask, ivan):
    browser = Client()
    browser.force_login(ivan)
    with password_hashing.turn():
        page = ask(browser)
    assert (page.status_code, MANY in words_of(page)) == (503, True)


def test_a_new_password_that_cannot_be_hashed_is_not_saved_and_the_page_says_so(ivan, mailoutbox):
    stranger = Client(headers={"origin": "http://testserver"})
    stranger.post("/accounts/password/reset/", {"email": ivan.email})
    address = stranger.get(link_in(mailoutbox[0].body), follow=True).request["PATH_INFO"]
    with password_hashing.turn():
        page = stranger.post(address, {"password1": NEW, "password2": NEW})
    assert (page.status_code, MANY in words_of(page)) == (503, True)
    assert NEW not in page.content.decode()
    stranger.post(address, {"password1": NEW, "password2": NEW})
    assert is_in(stranger)

    olha = person("Reporter", username="olha")
    desk = Client()
    desk.force_login(person("Admin"))
    asked_again(desk)
    form = {"usable_password": "true", "password1": NEW, "password2": NEW}
    with password_hashing.turn():
        page = desk.post(f"/admin/articles/user/{olha.pk}/password/", form)
    assert (page.status_code, MANY in words_of(page)) == (503, True)
    olha.refresh_from_db()
    assert olha.check_password(RIGHT)


def test_every_hasher_of_the_site_waits_for_its_turn_and_knows_the_passwords_of_before(settings):
    before = Djangos().encode(RIGHT, "some salt for it")
    settings.PASSWORD_HASHERS = production.PASSWORD_HASHERS
    assert check_password(RIGHT, before)
    for algorithm in ("scrypt", "pbkdf2_sha256"):
        made = make_password(RIGHT, hasher=algorithm)
        with password_hashing.turn(), pytest.raises(password_hashing.TooManyAtOnce):
            check_password(RIGHT, made)
        with password_hashing.turn(), pytest.raises(password_hashing.TooManyAtOnce):
            make_password(RIGHT, hasher=algorithm)
