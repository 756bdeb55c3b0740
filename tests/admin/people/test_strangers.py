"""What strangers cost at the door: no row, no line in a log."""

import logging
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.utils import timezone

from espreso import expired_sessions
from espreso.log_lines import LogLine
from espreso.passkeys import COOKIE, PasskeyPage
from tests.factories import person

pytestmark = pytest.mark.django_db

PASSKEY = "/accounts/2fa/webauthn/login/"
AJAX = {"headers": {"accept": "application/json"}}


def pages_of_sign_in():
    """Return every address of the account pages, as a stranger might make it up."""
    for pattern in get_resolver().reverse_dict.values():
        for possibility in pattern[0]:
            path, names = possibility
            if path.startswith("accounts/"):
                yield f"/{path % dict.fromkeys(names, 'x')}"


def test_no_page_of_sign_in_writes_a_session_for_a_stranger():
    pages = set(pages_of_sign_in())
    assert {"/accounts/login/", PASSKEY} <= pages
    fields = {"login": "x", "password": "x", "email": "x@example.org", "credential": "{}"}
    writing = set()
    for page in sorted(pages):
        for asked in ({}, AJAX):
            Client().get(page, **asked)
            Client().post(page, fields, **asked)
        if Session.objects.all().delete()[0]:
            writing.add(page)
    assert not writing


def test_a_challenge_is_answered_once_and_only_by_the_browser_that_asked():
    browser = Client()
    assert browser.get(PASSKEY, **AJAX).json()["request_options"]["publicKey"]["challenge"]
    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", PASSKEY)
    signed = cookie.value
    browser.post(PASSKEY, {"credential": "{}"})
    assert not browser.cookies[COOKIE].value
    page = PasskeyPage()
    page.request = RequestFactory().post(PASSKEY)
    for made_up in (signed, signed[:-1] + "!", ""):
        page.request.COOKIES[COOKIE] = made_up
        assert page._challenge() is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("/nowhere/"),
        lambda client: client.get("/accounts/password/reset/key/1-secret/"),
        lambda client: client.get("/accounts/confirm-email/secret/"),
        lambda client: client.get("/preview/secret/"),
        lambda client: client.get("/", headers={"host": "elsewhere.example"}),
        lambda client: client.get("/admin/r/1/1/"),
        lambda client: Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"}),
        lambda client: client.get("/nowhere/\0"),
        lambda client: client.post("/healthz"),
        lambda client: client.get("/accounts/known/"),
    ],
)
def test_what_strangers_ask_for_fills_no_log(ask, client, caplog):
    assert ask(client).status_code < 500
    assert not caplog.records


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Not Found: /accounts/password/reset/key/1-abc-def/", "/key/…"),
        ("at /uk/preview/AbC_d-e/, twice", "/uk/preview/…"),
        ('GET "/accounts/confirm-email/MQ:1x:abc/"', '"/accounts/confirm-email/…"'),
        ("/accounts/password/reset/?next=/", "/accounts/password/reset/?next=/"),
    ],
)
def test_no_line_of_a_log_has_a_link_that_opens_something(said, written):
    record = logging.makeLogRecord({"msg": "%s", "args": (said,)})
    line = LogLine().format(record)
    assert written in line
    assert not any(secret in line for secret in ("abc", "AbC", "MQ"))


def test_sessions_that_are_over_are_deleted_and_others_stay():
    open_one = Client()
    open_one.force_login(person("Reporter"))
    for number in range(3):
        key = f"over{number}"
        Session.objects.create(
            session_key=key, session_data="", expire_date=timezone.now() - timedelta(days=1)
        )
        UserSession.objects.create(
            user=person("Reporter"), session_key=key, ip="192.0.2.1", user_agent="x"
        )
    assert expired_sessions.delete_some() == 3
    assert expired_sessions.delete_some() == 0
    assert not UserSession.objects.filter(session_key__startswith="over").exists()
    assert open_one.get("/admin/").status_code == 200
