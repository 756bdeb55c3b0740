"""Kept pages while the database is away: which ones stand in, and for how long."""

import threading

import pytest

from espreso.page_cache import KEPT_FOR
from tests.unit.espreso.test_page_cache import Site

UNAVAILABLE = "503 Service Unavailable"


@pytest.fixture
def site():
    site = Site()
    site.headers = [("Cache-Control", "public, s-maxage=1, stale-if-error=300")]
    return site


def go_away(site, seconds=2.0):
    site.now += seconds
    site.status, site.words = UNAVAILABLE, "Later"
    site.parameters = None


def test_a_page_stands_in_for_as_long_as_it_says_and_no_longer(site):
    site.get()
    go_away(site, 299)
    assert site.get() == ("200 OK", "Words")
    site.now += 1
    assert site.get()[0] == UNAVAILABLE


def test_a_page_that_does_not_say_how_long_does_not_stand_in(site):
    site.headers = []
    site.get()
    go_away(site)

    assert site.get()[0] == UNAVAILABLE


def test_caches_in_front_are_told_what_is_left(site):
    site.get()
    go_away(site, 200)
    said = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "news.example"}
    site.cache(environ | {"wsgi.url_scheme": "http"}, lambda *answer: said.extend(answer))

    assert ("Cache-Control", "public, s-maxage=1, stale-if-error=100") in said[1]


def test_what_was_withdrawn_before_stays_withdrawn(site):
    site.scopes = ("piece:1",)
    site.get()
    site.hear("piece:1")
    go_away(site)

    assert site.get()[0] == UNAVAILABLE


def test_a_new_day_and_minutes_that_have_passed_do_no_harm(site):
    site.headers = [("Cache-Control", "stale-if-error=86400")]
    site.get()
    go_away(site, KEPT_FOR + 1)
    site.day = "Tuesday"

    assert site.get() == ("200 OK", "Words")


def test_a_page_that_is_due_stands_in_where_it_cannot_be_made_anew(site):
    """The database may go before anybody knows."""
    site.get()
    site.now += KEPT_FOR
    site.hear()
    go_away(site, 0)

    assert site.get() == ("200 OK", "Words")
    assert len(site.asked) == 2


def test_a_page_that_changed_does_not_stand_in_where_it_cannot_be_made_anew(site):
    site.get()
    site.hear("site")
    go_away(site, 0)

    assert site.get()[0] == UNAVAILABLE


def test_when_the_database_is_back_what_changed_meanwhile_is_made_anew(site):
    site.get()
    go_away(site)
    site.get()
    site.status, site.words, site.parameters = "200 OK", "Newer", Site().parameters
    site.hear("site")

    assert site.get()[1] == "Newer"


def test_who_waits_for_a_page_that_is_made_anew_does_not_wait_for_ever(site, monkeypatch):
    monkeypatch.setattr("espreso.page_cache._LONGEST_WAIT", 0.01)
    site.get()
    site.hear("site")
    held, done = threading.Event(), threading.Event()

    def hang():
        site.while_making = lambda: None
        held.set()
        done.wait(10)

    site.while_making = hang
    first = threading.Thread(target=site.get)
    first.start()
    held.wait(10)
    try:
        assert site.get() == ("200 OK", "Words")
    finally:
        done.set()
        first.join()
