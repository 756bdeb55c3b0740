"""Embargo check: the rounds of a proof: what is asked, and when."""

from collections import deque
from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.test import override_settings

from articles.models import Photo, Version
from articles.public.edition import Changes
from espreso import limited_process
from espreso.edition import Edition
from espreso.page_cache import PageCache

from .canaries import Canaries
from .crawler import Answer, Reader, Site
from .factory import CannotPlant
from .fixtures import Planting
from .sandbox import apart
from .scan import LeakReport, LeakScanner
from .staff_urls import StaffUrls, is_shut
from .url_patterns import Probe, Unfilled, is_of_the_desk, of_the_desk, one_of_each_sort, public
from .url_values import DUMMY, Visibility, queries, tries

# How many addresses, the nearest to the front page, are asked before anything is taken away, and
# again from the cache. What is planted is newest, so that links to it are among the first.
WARMED = 150
_CACHE_BYTES = 256 * 1024 * 1024
# Where files of photos are not, but might be looked for.
_FOLDERS = ("media", "private", "var/private", "static", "media/..%2fprivate")


class CannotProve(Exception):
    """The proof could not be made; the message says why, for people."""


def prove(
    *, at_most: int | None = None, tell: Callable[[str], None] = lambda _: None
) -> LeakReport:
    """Plant, ask, look, and undo everything.

    `at_most` bounds the addresses found by links, `tell` is called with what is being done.
    Raises `CannotProve`.
    """
    try:
        # Pictures are drawn of what it plants, and of what the site has drawn before.
        with apart() as commits, limited_process.trusted():
            return _Proof(commits, at_most, tell).run()
    except CannotPlant as error:
        raise CannotProve(str(error)) from error


class _Proof:
    def __init__(self, commits, at_most, tell):
        self.commits, self.at_most, self.tell = commits, at_most, tell
        self.secrets, self.report = Canaries(), LeakReport()
        self.planting = Planting(self.secrets, shown=Canaries())
        # The addresses that the page cache may keep an answer of.
        self.opened = set()

    def run(self) -> LeakReport:
        self.tell("Planting …")
        self.planting.first()
        self.commits.commit()
        with override_settings(FRAGMENT_CACHE=True):
            self._begin("page cache on", Edition(Changes(connection)))
            self.tell("Filling a page cache while some of it is live …")
            self._note_what_was_planted()
            self._warm()
            self.planting.then()
            self.commits.commit()
            self._note_what_was_planted()
            self.tell("Asking when that is taken away, twice, for the sake of the cache …")
            self._walk_and_look(WARMED)
            self._ask_by_patterns({"GET": self._may_be_kept})
            self._walk_and_look(WARMED)
            self._ask_by_patterns({"GET": lambda asked: _live(self._may_be_kept(asked))})
        with override_settings(FRAGMENT_CACHE=False):
            self._begin("page cache off")
            self.tell("Following every link …")
            self._walk_and_look(self.at_most)
            self._check_that_it_was_a_walk()
            self.tell("Asking at every address that the site has …")
            self._ask_by_patterns({"GET": list, "HEAD": one_of_each_sort})
            self._ask_with_queries()
            self._ask_for_files()
            self._ask_at_the_desk()
        return self.report

    def _begin(self, round_name, edition=None):
        application = Site()
        if edition:
            application = PageCache(application, edition, most_bytes=_CACHE_BYTES)
        self.reader = Reader(application, edition)
        self.scanner = LeakScanner(self.secrets, self.report, self.reader, round_name)

    def _note_what_was_planted(self):
        """Write down what there is to ask with, and which names are as secret as words."""
        self.secrets.forget_names()
        self.report.planted.clear()
        for photo, filler in self._photos():
            self.secrets.also(photo.file.name, "name of an original", filler.for_colleagues)
            if photo != self.planting.photo:
                for name in photo.rendition_names():
                    self.secrets.also(name, "name of a photo's file", filler.where)
        for name in self.planting.former_files:
            self.secrets.also(name, "name of a withdrawn photo's file", "live piece")
        for row, filler in self.planting.made:
            self.report.planted[f"{row._meta.verbose_name} ({filler.where})"] += 1
        self.report.words = len(self.secrets)
        self.tries = tries(self.planting)

    def _photos(self):
        return [pair for pair in self.planting.made if isinstance(pair[0], Photo)]

    def _warm(self):
        for _answer in self._walk(WARMED):
            pass
        for _pattern, asked in self._filled(public()):
            for one in _live(asked):
                if self.reader.ask(one.address, packed=False).status < 400:
                    self.opened.add(one.address)

    def _may_be_kept(self, asked):
        """Return what opened while it was live, and one of each sort of all else."""
        opened = [one for one in asked if one.address in self.opened]
        return [*dict.fromkeys(opened + one_of_each_sort(asked))]

    # Following links.

    def _walk_and_look(self, at_most):
        for answer in self._walk(at_most):
            self.scanner.scan(answer)

    def _walk(self, at_most) -> Iterator[Answer]:
        """Ask at the front page and at everything that links lead to, the nearest first."""
        waiting, seen, asked = deque(["/"]), {"/"}, 0
        while waiting:
            if asked == at_most:
                self.report.stopped_at = self.at_most
                return
            answer = self.reader.ask(waiting.popleft())
            asked += 1
            yield answer
            for link in self.reader.links(answer):
                if link not in seen and _is_worth_asking(link):
                    seen.add(link)
                    waiting.append(link)

    def _check_that_it_was_a_walk(self):
        planted = [piece.pk for piece in self.planting.pieces]
        live = Version.objects.live().filter(article__in=planted).only("path", "language")
        shared = [self.planting.section, self.planting.tag, self.planting.author]
        shared.append(self.planting.page)
        addresses = [thing.get_absolute_url() for thing in (*live, *shared)]
        for address in (*addresses, self.planting.photo.src):
            if self.report.asked.get(address) != 200:
                self.report.problem(
                    f"No link led to {address}, where something is live: "
                    "a walk that misses it proves nothing."
                )

    # Asking where no link leads.

    def _ask_by_patterns(self, chosen_by_method):
        for pattern, filled in self._filled(public()):
            opened = False
            for method, chosen in chosen_by_method.items():
                for one in chosen(filled):
                    answer = self.reader.ask(one.address, method, packed=False)
                    self.scanner.scan_asked(one, answer)
                    opened |= one.state == Visibility.LIVE and answer.status < 400
            if not opened:
                self.report.problem(f"Nothing live opens {pattern}: what it shows was not seen.")

    def _filled(self, patterns):
        for pattern in patterns:
            try:
                yield pattern, list(pattern.filled(self.tries))
            except Unfilled as error:
                self.report.problem(str(error))

    def _ask_with_queries(self):
        for _pattern, asked in self._filled(public()):
            # One page of each sort: those that links lead to have no other edges.
            opening = [one for one in _live(asked) if not one.opens]
            for one in opening[:1]:
                answer = self.reader.ask(one.address)
                fields = self.reader.fields(answer) if answer.status < 400 else ()
                for query, dummy in queries(self.planting, fields):
                    with_query = Probe(
                        f"{one.address}?{query}", f"{one.address}?{dummy}", Visibility.HIDDEN
                    )
                    self.scanner.scan_asked(with_query, self.reader.ask(with_query.address))

    def _ask_for_files(self):
        """Ask for every public file that came into being: whoever has its name may have it."""
        for photo, _filler in self._photos():
            written = f"{photo.credit} {photo.copyright} {photo.licence}"
            own = {*self.secrets.in_text(written)}
            for name in photo.rendition_names():
                self.scanner.scan(self.reader.ask(f"{settings.MEDIA_URL}{name}"), allowed=own)
        known = {name for photo, _filler in self._photos() for name in photo.rendition_names()}
        for name in storages["default"].new_files():
            if name not in known:
                self.scanner.scan(self.reader.ask(f"{settings.MEDIA_URL}{name}"))
        for photo, _filler in self._photos():
            for folder in _FOLDERS:
                for name in (photo.file.name, photo.filename):
                    one = Probe(f"/{folder}/{name}", f"/{folder}/{DUMMY}.jpg", Visibility.HIDDEN)
                    self.scanner.scan_asked(one, self.reader.ask(one.address))

    def _ask_at_the_desk(self):
        """Try the URLs of the staff, which send away whoever is not signed in."""
        urls = StaffUrls(self.planting)
        for pattern in of_the_desk():
            addresses = urls.addresses(pattern)
            answers = [answer for address in addresses for answer in self._knock(address)]
            for answer in [answer for answer in answers if not is_shut(pattern, answer)][:1]:
                self.report.problem(
                    f"{pattern} of the desk answered {answer.status} to a reader "
                    f"({answer.method} {answer.address}): it does not ask who comes."
                )
            if not answers:
                self.report.problem(
                    f"{pattern} of the desk was not tried: nothing fits into its address. "
                    "Say in articles/embargo/staff_urls.py what may stand there."
                )

    def _knock(self, address) -> Iterator[Answer]:
        for method in ("GET", "POST"):
            answer = self.reader.ask(address, method, packed=False)
            self.scanner.scan(answer)
            yield answer
            # Else it looks at the method before it looks at who comes.
            if answer.status != HTTPStatus.METHOD_NOT_ALLOWED:
                return


def _live(asked):
    return [one for one in asked if one.state == Visibility.LIVE]


def _is_worth_asking(link):
    if link.startswith(settings.STATIC_URL) or is_of_the_desk(link):
        return False
    # A file that was there before holds nothing that was planted.
    name = link.removeprefix(settings.MEDIA_URL)
    return name == link or not storages["default"].beneath.exists(name)
