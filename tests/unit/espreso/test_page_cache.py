"""Whole pages in memory: what is kept, for whom, for how long and how many."""

import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from espreso import scopes
from espreso.edition import Edition
from espreso.page_cache import KEPT_FOR, PageCache, _Today, in_front_of
from espreso.scopes import Parameters


class Body(list):
    """What Django returns: an iterable that knows that it is whole, and is closed."""

    closed = False

    def __init__(self, parts, streaming):
        super().__init__(parts)
        self.streaming = streaming

    def close(self):
        self.closed = True


class Site:
    """An application that counts what it is asked, and a worker's cache before it."""

    def __init__(self, most_bytes=10**6, **options):
        self.changes, self.now, self.day = [[]], 0.0, "Monday"
        self.edition = Edition(self._ask, lambda: self.now)
        self.cache = PageCache(
            self,
            self.edition,
            most_bytes=most_bytes,
            today=lambda: self.day,
            monotonic=lambda: self.now,
            worked=lambda: self.now,
            **options,
        )
        self.asked, self.words, self.bodies = [], "Words", []
        self.status, self.headers, self.parameters = "200 OK", [], Parameters()
        self.scopes, self.streaming = ("site",), False
        self.while_making = lambda: None
        self.hear()

    def _ask(self, place):
        return 0, self.changes.pop(0) if self.changes else []

    def hear(self, *changed):
        self.changes.append(list(changed))
        while self.changes:
            self.edition.ask()

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
        query = dict(part.split("=") for part in environ["QUERY_STRING"].split("&") if "=" in part)
        words = self.words
        self.while_making()
        scopes.depends_on(*self.scopes)
        if self.parameters is not None:
            scopes.declare(self.parameters, query)
        headers = [("Content-Type", "text/plain"), *self.headers]
        start_response(self.status, headers)
        self.bodies.append(Body([words.encode(), environ["HTTP_HOST"].encode()], self.streaming))
        return self.bodies[-1]

    def get(self, path="/", query="", **environ):
        said = []
        asked = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "news.example",
            "wsgi.url_scheme": "http",
        }
        body = self.cache(asked | environ, lambda *answer: said.extend(answer))
        return said[0], b"".join(body).decode().removesuffix("news.example")


@pytest.fixture
def site():
    return Site()


def test_what_was_answered_once_is_answered_again_without_asking(site):
    assert site.get() == site.get() == ("200 OK", "Words")
    assert len(site.asked) == 1
    assert site.bodies[0].closed


def test_a_changed_scope_makes_the_page_anew_and_another_does_not(site):
    site.scopes = ("site", "piece:1")
    site.get()
    site.words = "Others"
    site.hear("piece:2")
    assert site.get()[1] == "Words"
    site.hear("piece:1")
    assert site.get()[1] == site.get()[1] == "Others"
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/news/"},
        {"HTTP_HOST": "other.example"},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_another_address_is_another_page(site, other):
    site.get()
    site.get(**other)
    assert len(site.asked) == 2


def test_the_scheme_of_a_proxy_counts_where_there_is_one():
    alone, behind = Site(), Site(proxied=True)
    for site in (alone, behind):
        for scheme in ("http", "https"):
            site.get(HTTP_X_FORWARDED_PROTO=scheme)
    assert (len(alone.asked), len(behind.asked)) == (1, 2)


def test_the_day_changes_every_page(site):
    site.get()
    site.day = "Tuesday"
    site.get()
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "query", ["utm_source=x&fbclid=1", "x", "&&", "%", "=", "before", "b=\xd0"]
)
def test_parameters_that_a_page_does_not_read_change_nothing(site, query):
    site.get()
    site.get(query=query)
    assert len(site.asked) == 1


def test_a_page_first_asked_for_with_such_parameters_is_kept_without_them(site):
    site.get(query="fbclid=1")
    site.get()
    assert len(site.asked) == 1


def test_parameters_that_a_page_reads_are_another_page_each(site):
    site.parameters = Parameters(("before",))
    site.get()
    site.get(query="before=1")
    site.get(query="utm=3&before=1")
    site.get(query="before=2&before=1")
    site.get(query="%62efore=1")
    site.get(query="before=2")
    assert site.asked == ["/?", "/?before=1", "/?before=2"]


def test_what_readers_fill_in_is_answered_and_not_kept(site):
    site.parameters = Parameters(free=("q",))
    site.get()
    for _time in range(2):
        site.get(query="q=bridge")
        site.get(query="q=")
    site.get(query="other=1")
    assert site.asked == ["/?", "/?q=bridge", "/?q=", "/?q=bridge", "/?q="]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "404 Not Found"},
        {"status": "301 Moved Permanently"},
        {"headers": [("Set-Cookie", "a=b")]},
        {"parameters": None},
    ],
)
def test_what_is_no_public_page_is_passed_on_as_it_is(site, answer):
    vars(site).update(answer)
    for _time in range(2):
        assert site.get()[0] == site.status
    assert len(site.asked) == 2


def test_a_page_that_shows_nothing_is_not_kept(site):
    site.scopes = ()
    assert site.get() == site.get()
    assert len(site.asked) == 2


def test_what_streams_is_passed_on_unread(site):
    site.streaming = True
    assert site.get() == site.get() == ("200 OK", "Words")
    assert not any(body.closed for body in site.bodies)
    assert len(site.asked) == 2


def test_a_head_is_answered_by_what_a_get_left_and_the_other_way_round(site):
    assert site.get(REQUEST_METHOD="HEAD") == ("200 OK", "")
    assert site.get() == ("200 OK", "Words")
    assert len(site.asked) == 1


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "PUT"])
def test_other_methods_are_not_for_the_cache(site, method):
    site.get()
    site.get(REQUEST_METHOD=method)
    assert len(site.asked) == 2


def test_while_the_database_is_silent_django_is_asked(site):
    site.get()
    site.now += 60
    site.get()
    site.get()
    assert len(site.asked) == 3
    site.hear()
    site.get()
    assert len(site.asked) == 3


def test_a_page_is_made_anew_after_some_minutes_whatever_has_changed(site):
    site.get()
    site.now += KEPT_FOR
    site.hear()
    site.get()
    assert len(site.asked) == 2


def test_a_page_that_is_gone_is_forgotten(site):
    site.get()
    site.hear("site")
    site.status = "410 Gone"
    assert site.get()[0] == "410 Gone"
    site.status = "200 OK"
    site.hear()
    site.get()
    site.get()
    assert len(site.asked) == 3


def test_what_changes_while_a_page_is_made_makes_it_anew(site):
    site.while_making = lambda: site.hear("site")
    site.get()
    site.while_making = lambda: None
    site.words = "Others"
    assert site.get()[1] == "Others"


def test_memory_is_bounded_and_what_is_asked_for_stays():
    site = Site(most_bytes=60_000)
    site.words = "x" * 6_000
    for number in range(20):
        site.get(f"/{number}/")
        site.get("/")
    assert site.asked.count("/?") == 1
    assert site.cache.bytes <= 60_000
    assert len(site.cache) < 8
    site.get("/19/")
    assert site.asked.count("/19/?") == 1
    site.get("/0/")
    assert site.asked.count("/0/?") == 2


def test_without_memory_nothing_is_kept():
    site = Site(most_bytes=0)
    assert site.get() == site.get() == ("200 OK", "Words")
    assert (len(site.asked), len(site.cache)) == (2, 0)


def test_one_page_does_not_push_out_all_others():
    site = Site(most_bytes=60_000)
    site.get("/")
    site.words = "x" * 50_000
    site.get("/long/")
    site.get("/")
    assert site.asked == ["/?", "/long/?"]


def test_nobody_gets_an_older_page_after_a_newer_one_and_it_is_made_once(site):
    site.get()
    site.hear("site")
    site.words = "Newer"
    made, others = threading.Event(), []
    begun = threading.Event()

    def slowly():
        begun.set()
        made.wait(10)

    site.while_making = slowly
    threads = [threading.Thread(target=lambda: others.append(site.get()[1])) for _one in range(5)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    made.set()
    for thread in threads:
        thread.join(10)
    assert others == ["Newer"] * 5
    assert len(site.asked) == 2


def test_who_finishes_second_sends_what_the_first_one_kept(site):
    def meanwhile():
        site.while_making = lambda: None
        site.words = "The first to be done"
        site.get()

    site.while_making = meanwhile
    assert site.get()[1] == site.get()[1] == "The first to be done"


def test_a_worker_makes_the_first_pages_before_readers_come(site):
    site.cache.make_first(["/", "/новини/"], "news.example", "http")
    site.get()
    site.get("/новини/".encode().decode("latin-1"))
    assert len(site.asked) == 2


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_day_of_the_newsroom_is_that_of_its_clock(zone):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    today = _Today(lambda: at.timestamp())
    with timezone.override(zone):
        # Across both changes of the clock, forwards and back, and once more from the first day.
        for hours in (*range(0, 24 * 400, 5), 0, 3):
            at = datetime(2026, 1, 1, 0, 30, tzinfo=UTC) + timedelta(hours=hours)
            assert today() == timezone.localtime(at).date()


class Heard:
    """Says that nothing has changed, and that it was asked once more."""

    again = threading.Event()

    def __call__(self, place):
        if place:
            self.again.set()
        return 1, []


def test_while_the_first_pages_are_made_the_worker_hears_what_changes(site, settings):
    settings.PAGE_CACHE_CHANGES = f"{__name__}.Heard"
    settings.PAGE_CACHE_FIRST = f"{__name__}.first_addresses"
    heard = []
    site.while_making = lambda: heard.append(Heard.again.wait(10))
    assert len(in_front_of(site)) == 1
    assert heard == [True]


def first_addresses():
    return ["/"]


def test_where_the_database_falls_silent_the_first_pages_are_left_to_readers(site):
    site.now += 60
    site.cache.make_first(["/", "/news/"], "news.example", "http")
    assert not site.asked


def test_where_the_first_pages_take_long_readers_do_not_wait_for_all_of_them(site):
    def take_long():
        site.now += 0.4
        site.hear()

    site.while_making = take_long
    site.cache.make_first([f"/{number}/" for number in range(100)], "news.example", "http")
    assert len(site.asked) == 3


def test_who_finishes_last_sends_no_older_words_than_others_got(site):
    def meanwhile():
        site.while_making = lambda: None
        site.hear("site")
        site.words = "Newer"
        site.get()
        site.hear("site")

    site.while_making = meanwhile
    assert site.get()[1] == "Newer"


def test_a_query_that_django_refuses_is_refused_where_nothing_reads_it(site):
    site.get()
    site.get(query="x=%00")
    site.get(query="&".join(["a=1"] * 8001))
    assert len(site.asked) == 3


def test_what_a_page_depends_on_counts_among_its_bytes():
    site = Site(most_bytes=10**7)
    site.scopes = tuple(f"piece:{number}" for number in range(10_000))
    site.get()
    assert site.cache.bytes > sum(map(sys.getsizeof, site.scopes))


def test_a_page_that_became_too_long_is_forgotten():
    site = Site(most_bytes=60_000)
    site.get()
    site.hear("site")
    site.words = "x" * 50_000
    site.get()
    assert len(site.cache) == site.cache.bytes == 0
