"""Pages that a cache in front has, and that are not in memory: made in a part of the time."""

import pytest

from tests.unit.espreso.test_page_cache import Site

KEPT = {"HTTP_X_ESPRESO_KEPT": 'W/"etag"'}
BUSY = "509 Busy"


@pytest.fixture
def site():
    return Site(most_bytes=20_000)


def take(site, seconds):
    def pass_time():
        site.now += seconds
        site.hear()

    site.while_making = pass_time


def ask_for_the_archive(site, pages=100):
    return [site.get(f"/{number}/", **KEPT)[0] for number in range(pages)]


def test_who_asks_for_all_of_the_archive_takes_a_twentieth_of_the_time_and_no_more(site):
    take(site, 0.01)
    ask_for_the_archive(site, 1000)
    site.asked.clear()
    for _second in range(100):
        site.now += 1
        ask_for_the_archive(site)
    assert 4 <= len(site.asked) / 100 <= 8


def test_what_is_in_memory_is_answered_all_the_same_and_made_anew_when_it_changed(site):
    take(site, 2)
    site.get("/read/", **KEPT)
    assert site.get("/other/", **KEPT)[0] == BUSY
    assert site.get("/read/", **KEPT) == ("200 OK", "Words")
    site.words = "Corrected"
    site.hear("site")
    assert site.get("/read/", **KEPT) == ("200 OK", "Corrected")


def test_one_page_is_made_at_a_time_so_that_nobody_else_waits_for_the_interpreter(site):
    inner = []
    site.while_making = lambda: inner or inner.append(site.get("/other/", **KEPT)[0])
    assert site.get("/one/", **KEPT)[0] == "200 OK"
    assert inner == [BUSY]
    assert site.get("/other/", **KEPT)[0] == "200 OK"


def test_a_page_that_no_cache_has_is_made_at_once(site):
    take(site, 2)
    ask_for_the_archive(site, 2)
    assert site.get("/new/")[0] == "200 OK"


def test_where_nothing_is_kept_in_memory_nobody_is_turned_away():
    site = Site(most_bytes=0)
    take(site, 2)
    assert set(ask_for_the_archive(site)) == {"200 OK"}


def test_after_the_longest_page_the_next_one_comes_soon(site):
    take(site, 600)
    site.get("/long/", **KEPT)
    take(site, 0)
    site.now += 3.9
    assert site.get("/short/", **KEPT)[0] == BUSY
    site.now += 0.2
    assert site.get("/short/", **KEPT)[0] == "200 OK"
