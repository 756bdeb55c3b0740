"""Page cache: what Django answered to readers, kept in memory before Django.

A kept page costs no query and no middleware, and is sent with the status and the headers that
Django gave it. It is right as long as nothing of what it shows has changed (`espreso.edition`), so
nothing is ever invalidated. Each worker keeps pages of its own, bounded in bytes; those that
nobody asked for the longest go first.

A cache in front that asks about a page that it has can do without a new answer for a while. Where
that page is not in memory, it is made with a part of the processor, so that whoever asks for all of
the archive takes the rest from nobody (docs/decisions/0020-what-a-stranger-may-ask.md).

While the database is away, a page that was right when it was last heard of stands in for itself, as
long as its own `stale-if-error` allows (docs/decisions/0025-faults-of-the-database.md).
"""

import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.utils import timezone
from django.utils.module_loading import import_string

from espreso import clock
from espreso.edition import Edition
from espreso.postgresql.base import DatabaseWrapper
from espreso.representation import Representation
from espreso.scopes import Parameters, collecting
from espreso.time_budget import TimeBudget

logger = logging.getLogger(__name__)

KEPT_FOR = 600
"""Seconds after which a page is made anew whatever has changed: what it says of the time goes on,
and newer pieces come among those that are only suggested."""
_METHODS = {"GET", "HEAD"}
_OK = "200 OK"
_SERVER_ERROR = "5"
# Seconds for which one waits for who makes a page anew, and then makes it too.
_LONGEST_WAIT = 2
# Seconds in which a worker makes the first pages.
_FIRST_FOR = 1
# With so much of a processor a worker makes what a cache in front has; with so many seconds of it
# at once.
_FOR_CACHES, _AT_ONCE = 0.05, 0.2
# nginx shows what it has, and writes nothing down (deploy/nginx.conf).
_BUSY = "509 Busy"
_STALE_IF_ERROR = re.compile(r"(?<=stale-if-error=)\d+")
# What a scope takes with its place in a set, about.
_SCOPE = 100


@dataclass
class KeptPage:
    """A page, and what it shows, as of an edition. Who makes it anew holds `being_made`."""

    representation: Representation
    scopes: frozenset[str]
    parameters: Parameters
    edition: int
    day: object
    until: float
    held_at: int = 0
    being_made: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self):
        said = _STALE_IF_ERROR.search(self.representation.cache_control)
        self.stale_for = int(said[0]) if said else 0

    @property
    def size(self) -> int:
        """Bytes in memory: a part of the sitemap shows thousands of pieces."""
        return self.representation.size + len(self.scopes) * _SCOPE


class _Today:
    """The day of the newsroom, worked out once a day: a kept page takes no longer than that did."""

    def __init__(self, now: Callable[[], float] = time.time):
        self._now = now
        self._day, self._from, self._until = None, 0.0, 0.0

    def __call__(self):
        now = self._now()
        if not self._from <= now < self._until:
            self._day = timezone.localdate(datetime.fromtimestamp(now, UTC))
            days = self._day, self._day + timedelta(days=1)
            self._from, self._until = (clock.midnight(day).timestamp() for day in days)
        return self._day


class PageCache:
    """A WSGI application that answers from memory, or else asks `application`.

    `proxied` says that a proxy names the scheme of the reader's address.
    """

    def __init__(
        self,
        application,
        edition: Edition,
        *,
        most_bytes: int,
        proxied: bool = False,
        today: Callable[[], object] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        worked: Callable[[], float] = time.thread_time,
    ):
        self._application, self._edition, self._proxied = application, edition, proxied
        self._today, self._monotonic = today or _Today(), monotonic
        self._for_caches = TimeBudget(_FOR_CACHES, _AT_ONCE, monotonic=monotonic, worked=worked)
        self._pages: OrderedDict[tuple, KeptPage] = OrderedDict()
        self._most_bytes, self.bytes = most_bytes, 0
        self._lock = threading.Lock()

    def __len__(self):
        """Return how many pages are kept."""
        return len(self._pages)

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] not in _METHODS:
            return self._application(environ, start_response)
        address = self._address(environ)
        key = address, self._query(address, environ.get("QUERY_STRING", ""))
        while page := self._pages.get(key):
            if not self._edition.known:
                if not self._stands_in(page):
                    break
                return self._stand_in(page, environ, start_response)
            if self._is_good(page):
                self._touch(key)
                return page.representation.answer(environ, start_response)
            # Others wait for who makes it anew. So it is made once, and nobody gets an older page
            # after a newer one.
            waited = page.being_made.acquire(timeout=_LONGEST_WAIT)
            try:
                if not waited or self._pages.get(key) is page:
                    return self._make(address, environ, start_response, key, page)
            finally:
                if waited:
                    page.being_made.release()
        if self._most_bytes and environ.get("HTTP_X_ESPRESO_KEPT"):
            with self._for_caches.spending() as has_time:
                if has_time:
                    return self._make(address, environ, start_response)
            start_response(_BUSY, [("Cache-Control", "no-store"), ("Content-Length", "0")])
            return []
        return self._make(address, environ, start_response)

    def _address(self, environ):
        """Return all that Django reads of a request to know where it is."""
        return (
            environ.get("HTTP_HOST"),
            environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""),
            environ.get("wsgi.url_scheme"),
            environ.get("HTTP_X_FORWARDED_PROTO") if self._proxied else None,
        )

    def _query(self, address, query):
        """Return what the page reads of its query: None where that is not known, or not kept."""
        if not query:
            return ()
        page = self._pages.get((address, ()))
        # Django refuses a null character and too many parameters, also where nothing reads them.
        if page is None or "%00" in query:
            return None
        try:
            return page.parameters.read(QueryDict(query.encode("latin-1")))
        except (SuspiciousOperation, UnicodeEncodeError):
            return None

    def _is_good(self, page):
        # The day stands in the masthead.
        if page.until <= self._monotonic() or page.day != self._today():
            return False
        now = self._edition.number
        if page.held_at == now:
            return True
        if not self._edition.holds(page.edition, page.scopes):
            return False
        page.held_at = now
        return True

    def _stands_in(self, page):
        """Whether it was right when the database was last heard of, and that is not too long ago.

        That a newer day has begun, or newer suggestions came, is no harm then.
        """
        edition = self._edition
        return edition.silence < page.stale_for and edition.holds(page.edition, page.scopes)

    def _stand_in(self, page, environ, start_response):
        left = str(int(page.stale_for - self._edition.silence))

        def answer(status, headers):
            # Caches in front must not add their own time to what has passed.
            started = [(name, _STALE_IF_ERROR.sub(left, value)) for name, value in headers]
            return start_response(status, started)

        return page.representation.answer(environ, answer)

    def _make(self, address, environ, start_response, old_key=None, old=None):
        """Answer as Django does, and keep that if it is a public page."""
        edition, known, said = self._edition.number, self._edition.known, []
        day = self._today()
        with collecting(self._edition if known else None) as collected:
            response = self._application(environ, lambda *answer: said.extend(answer))
        status, headers = said[:2]
        public = (
            collected.parameters is not None
            and status == _OK
            and not getattr(response, "streaming", True)
            and all(name != "Set-Cookie" for name, _value in headers)
        )
        if not public:
            if status >= _SERVER_ERROR:
                if old and self._stands_in(old):
                    with closing(response):
                        return self._stand_in(old, environ, start_response)
            else:
                self._forget(old_key, old)
            start_response(status, headers)
            return response
        with closing(response):
            representation = Representation(status, headers, b"".join(response))
        if known and collected.scopes and collected.query is not None:
            page = KeptPage(
                representation,
                frozenset(collected.scopes),
                collected.parameters,
                edition,
                day,
                self._monotonic() + KEPT_FOR,
            )
            representation = self._keep((address, collected.query), page, old)
        else:
            self._forget(old_key, old)
        return representation.answer(environ, start_response)

    def _keep(self, key, page, old):
        """Keep a page, unless somebody else has made it meanwhile; return what is to be sent."""
        with self._lock:
            there = self._pages.get(key)
            # Old or not, it has newer words than this one, and somebody may have got them.
            newer = there and there.edition > page.edition
            if there and there is not old and (newer or self._is_good(there)):
                return there.representation
            self._remove(key)
            if page.size <= self._most_bytes // 4:
                self._pages[key] = page
                self.bytes += page.size
            while self.bytes > self._most_bytes:
                self._remove(next(iter(self._pages)))
            return page.representation

    def _touch(self, key):
        # It may have had to go, this moment.
        with suppress(KeyError):
            self._pages.move_to_end(key)

    def _forget(self, key, page):
        with self._lock:
            if page and self._pages.get(key) is page:
                self._remove(key)

    def _remove(self, key):
        if page := self._pages.pop(key, None):
            self.bytes -= page.size

    def make_first(self, addresses: Iterable[str], host: str, scheme: str) -> None:
        """Make the pages at these addresses, as if a reader had asked for them.

        Readers do not wait for the rest where the database falls silent meanwhile or is slow.
        """
        until = self._monotonic() + _FIRST_FOR
        for address in addresses:
            if not self._edition.known or self._monotonic() >= until:
                return
            environ = {
                "QUERY_STRING": "",
                "PATH_INFO": address.encode().decode("latin-1"),
                "HTTP_HOST": host,
                "HTTP_ACCEPT_ENCODING": "gzip",
                "HTTP_X_FORWARDED_PROTO": scheme,
                "wsgi.url_scheme": "http" if self._proxied else scheme,
            }
            setup_testing_defaults(environ)
            answer = self(environ, lambda *_answer: None)
            if close := getattr(answer, "close", None):
                close()


def in_front_of(application):
    """Return `application` with the page cache before it, filled and kept right.

    Where PAGE_CACHE_MB is 0 nothing is kept, and pages are compressed all the same.
    """
    edition = Edition(import_string(settings.PAGE_CACHE_CHANGES)())
    DatabaseWrapper.is_away = staticmethod(lambda: edition.away)
    cache = PageCache(
        application,
        edition,
        most_bytes=settings.PAGE_CACHE_MB * 1024 * 1024,
        proxied=settings.HTTPS,
    )
    # Before the first page: what is made is kept while somebody asks what has changed since.
    edition.keep_asking()
    try:
        if settings.PAGE_CACHE_MB and edition.known:
            cache.make_first(import_string(settings.PAGE_CACHE_FIRST)(), *_own_origin())
    except Exception:
        # Readers come all the same, and see what is wrong.
        logger.exception("No page could be made before the first reader came.")
    return cache


def _own_origin():
    """Return host and scheme by which most readers know the site."""
    if settings.CSRF_TRUSTED_ORIGINS:
        scheme, _, host = settings.CSRF_TRUSTED_ORIGINS[0].partition("://")
        return host, scheme
    return settings.ALLOWED_HOSTS[0].lstrip("."), "https" if settings.HTTPS else "http"
