"""Leak scan: what counts as a leak, and what was found."""

import re
from collections import Counter
from dataclasses import dataclass, field

from .canaries import Canaries, around
from .crawler import Answer, Reader
from .url_patterns import Probe
from .url_values import DUMMY, Visibility

# What was live once may say so.
_GONE = {301, 404, 410}


@dataclass(frozen=True)
class Leak:
    """A secret that a reader found: where, which, in what part of the answer, and in which words.

    `round` says whether pages came from the page cache.
    """

    address: str
    method: str
    word: str
    place: str
    excerpt: str
    round: str

    def __str__(self):
        return (
            f"{self.method} {self.address} ({self.round}) tells the {self.word}, "
            f"in the {self.place}: {self.excerpt}"
        )


@dataclass
class LeakReport:
    """What was planted and asked, what leaked, and what stands in the way of a proof."""

    planted: Counter = field(default_factory=Counter)
    words: int = 0
    # The status of each address, as it was last.
    asked: dict[str, int] = field(default_factory=dict)
    questions: int = 0
    leaks: list[Leak] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    # How many addresses a walk was allowed, when it did not come to its end.
    stopped_at: int | None = None

    @property
    def clean(self) -> bool:
        return not self.leaks and not self.problems

    def problem(self, words: str) -> None:
        """Note what stands in the way, once."""
        if words not in self.problems:
            self.problems.append(words)


class LeakScanner:
    """Looks into answers for `secrets`, and writes down what it finds."""

    def __init__(self, secrets: Canaries, report: LeakReport, reader: Reader, round_name: str):
        self._secrets, self._report, self._reader = secrets, report, reader
        self._round = round_name
        self._baselines: dict[tuple[str, str], Answer] = {}

    def scan(self, answer: Answer, allowed=frozenset()) -> None:
        """Look into an answer to which a link led, or whose address somebody may know."""
        self._count(answer)
        for place, content in answer.places:
            for word in self._secrets.in_bytes(content):
                # Whoever asks with a word knows it; the page with the link is the leak.
                if word not in allowed and word.text not in answer.address:
                    self._leak(answer, word, place, around(content, word))

    def scan_asked(self, one: Probe, answer: Answer) -> None:
        """Look into an answer beside what the same question about something made up gets."""
        self._count(answer)
        if one.opens:
            self._require_no_store(answer)
        elif one.state != Visibility.LIVE:
            self._compare(one, answer)
        for place, content in answer.places:
            for word, times in self._secrets.in_bytes(content).items():
                if not _by_right(word, one) and times > self._reflected(word, one, answer, place):
                    self._leak(answer, word, place, around(content, word))

    def _count(self, answer):
        self._report.questions += 1
        self._report.asked[answer.address] = answer.status
        if answer.status >= 500:
            self._report.problem(
                f"{answer.address.partition('?')[0]} broke ({answer.status} {answer.error}): "
                "what it says to readers was not seen."
            )

    def _leak(self, answer, word, place, excerpt):
        leak = Leak(answer.address, answer.method, str(word), place, excerpt, self._round)
        self._report.leaks.append(leak)

    def _compare(self, one, answer):
        baseline = self._baseline(one, answer.method)
        usual = {baseline.status} | (_GONE if one.state == Visibility.FORMER else set())
        if answer.status not in usual:
            words = [*self._secrets.in_text(answer.address)]
            word = words[0] if words else "key or day of something unpublished"
            tells = f"{answer.status}, where something made up gets {baseline.status}"
            self._leak(answer, word, "status", tells)

    def _reflected(self, word, one, answer, place):
        """Return how often a page may say what it was asked with: as it does with any words."""
        if word.text not in answer.address:
            return 0
        places = dict(self._baseline(one, answer.method).places)
        return places.get(place, b"").count(DUMMY.encode())

    def _baseline(self, one, method):
        key = (one.dummy, method)
        if key not in self._baselines:
            self._baselines[key] = self._reader.ask(one.dummy, method, packed=False)
        return self._baselines[key]

    def _require_no_store(self, answer):
        """What opens a draft by right must not be kept by anybody, nor found by searching."""
        for header, word in (("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex")):
            if not re.search(rf"(?im)^{header}: .*\b{word}\b", answer.headers):
                self._report.problem(
                    f"A preview that was shared ({answer.address}) lacks “{word}” in {header}."
                )


def _by_right(word, one):
    """Whether who has the address may know the word: what the draft says, and the address."""
    return bool(one.opens) and (word.where == one.opens or word.text in one.address)
