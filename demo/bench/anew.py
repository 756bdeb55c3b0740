"""Pages made anew: how many of what readers ask for a publication makes cold."""

import random
import time
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from itertools import islice

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import Count

from articles.embargo.crawler import ApplicationClient
from articles.models import Article, Author, Label, Section, Tag, Version
from articles.public.edition import Changes
from demo.bench.freshness import Press
from espreso import languages
from espreso.edition import Edition
from espreso.page_cache import PageCache

ADDRESSES = 2000
REQUESTS = 2000
"""Readers' requests between two publications: 200 a second, one publication every ten."""
TOPICS = 3
_BYTES = 512 * 1024 * 1024


class Worker:
    """A worker of the site, in this process: its cache, and the pages that Django had to make."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()
        self._edition = Edition(Changes(), monotonic=lambda: 0.0)
        site = WSGIHandler()

        def counted(environ, start_response):
            self.made[environ["PATH_INFO"]] += 1
            return site(environ, start_response)

        self.cache = PageCache(counted, self._edition, most_bytes=_BYTES, monotonic=lambda: 0.0)
        host = settings.ALLOWED_HOSTS[0]
        self._client = ApplicationClient(self.cache, headers={"host": host})

    def hear(self) -> None:
        """Hear what has changed, as the thread of a worker does."""
        self._edition.ask()

    def ask(self, address: str) -> bool:
        """Ask as a reader does, and return whether there is a page."""
        answer = self._client.get(address, headers={"accept-encoding": "gzip"})
        return answer.status_code == HTTPStatus.OK


def addresses() -> list[str]:
    """Return what readers ask for, the most wanted first: fronts, lists, feeds, newest pieces."""
    roots = [languages.root(code) for code, _name in settings.LANGUAGES]
    fronts = [f"{root}{below}" for below in ("", "news/", "rss.xml") for root in roots]
    sections = [row.get_absolute_url() for row in _common(Section, "versions", 40)]
    topics = [tag.get_absolute_url() for tag in _common(Tag, "tagged_versions", 40)]
    authors = [row.get_absolute_url() for row in _common(Author, "versions", 20)]
    labels = [f"/labels/{label}/" for label in Label.values if label]
    lists = [*sections, *topics, *authors, *labels, "/interviews/", "/corrections/"]
    pieces = Version.objects.live().for_lines().newest_first()
    newest = [version.get_absolute_url() for version in pieces[:ADDRESSES]]
    # A list is asked for about as often as a piece of the day.
    return [*fronts, *newest[:20], *lists, *newest[20:]]


def common_topics() -> list[Tag]:
    """Return the topics of which most is published."""
    return list(_common(Tag, "tagged_versions", TOPICS))


def common_section() -> Section:
    """Return the section in which most is published."""
    return _common(Section, "versions", 1)[0]


def _common(model, related, count):
    return model.objects.annotate(size=Count(related)).filter(size__gt=0).order_by("-size")[:count]


def share(publish: Callable[[], object], publications: int) -> tuple[float, float]:
    """Return which share of all pages, and of readers' requests, a publication makes anew.

    Readers draw by Zipf's law, the second page half as often as the first.
    """
    worker = Worker()
    worker.hear()
    # Of some lists nothing is there in the first language.
    there = (address for address in addresses() if worker.ask(address))
    wanted = list(islice(there, ADDRESSES))
    weights = [1 / place for place in range(1, len(wanted) + 1)]
    draw = random.Random(1)  # noqa: S311 — the same readers every time
    cold = asked_anew = 0
    for _publication in range(publications):
        publish()
        worker.hear()
        worker.made.clear()
        for address in draw.choices(wanted, weights, k=REQUESTS):
            worker.ask(address)
        asked_anew += worker.made.total()
        for address in wanted:
            worker.ask(address)
        cold += worker.made.total()
    return cold / publications / len(wanted), asked_anew / publications / REQUESTS


def publisher() -> Callable[[], object]:
    """Return what publishes another piece in the largest section, on the commonest topics."""
    return lambda: Press.of(_piece())


def updater() -> Callable[[], object]:
    """Return what publishes such a piece again and again, the newest one on its topics."""
    return Press.of(_piece()).update


def _piece():
    slug = f"anew-{time.time_ns()}"
    piece = Article.objects.create(headline="Anew", slug=slug, section=common_section())
    piece.tags.set(common_topics())
    return piece
