"""Readers: they ask a site for pages, again and again, and remember what they were answered."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import chain
from urllib.parse import urlsplit

# Seconds.
_PATIENCE = 60


@dataclass
class Answers:
    """How long what was answered took, in seconds, and with which status.

    `stale` are those that a cache gave because it got no newer one.
    """

    took: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    stale: int = 0

    @classmethod
    def of(cls, readers: "Iterable[Reader]") -> "Answers":
        """Return what these readers got, together."""
        each = [reader.answers for reader in readers]
        statuses = Counter(chain.from_iterable(answers.statuses.elements() for answers in each))
        took = [seconds for answers in each for seconds in answers.took]
        return cls(took, statuses, sum(answers.stale for answers in each))

    def add(self, status: int | str, took: float) -> None:
        self.statuses[status] += 1
        self.took.append(took)

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which this share of them was answered."""
        took = sorted(self.took)
        return 1000 * took[min(int(len(took) * share), len(took) - 1)] if took else 0.0

    @property
    def failures(self) -> int:
        """How many were no page."""
        return len(self.took) - self.statuses[HTTPStatus.OK]


@dataclass
class Reader:
    """Asks the site at `url` for the next of these addresses every `pause` seconds.

    As readers come, it opens a connection each time, or it keeps the one it has (`stays`).
    `patience` are the seconds after which it gives up.
    """

    url: str
    addresses: Iterator[str]
    pause: float = 0.02
    headers: Mapping[str, str] = field(default_factory=dict)
    stays: bool = False
    patience: float = _PATIENCE
    answers: Answers = field(default_factory=Answers)

    def __post_init__(self):
        site = urlsplit(self.url)
        # It connects when it first asks, and anew after it was closed.
        self._connection = http.client.HTTPConnection(
            site.hostname or "", site.port, timeout=self.patience
        )

    def ask(self) -> int | str:
        """Ask once; return the status, or the name of what went wrong."""
        address = next(self.addresses)
        began = time.monotonic()
        status: int | str
        try:
            self._connection.request("GET", address, headers=dict(self.headers))
            answer = self._connection.getresponse()
            content = answer.read()
            self.look(began, content)
            status = answer.status
            self.answers.stale += answer.getheader("X-Cache") == "STALE"
        except (OSError, http.client.HTTPException) as error:
            status = type(error).__name__
            self._connection.close()
        self.answers.add(status, time.monotonic() - began)
        if not self.stays:
            self._connection.close()
        return status

    def look(self, asked: float, content: bytes) -> None:
        """Look at what was answered to what it asked at that time."""

    def read(self, over: threading.Event) -> None:
        """Read until it is over."""
        while not over.wait(self.pause):
            self.ask()
        self._connection.close()


def ask(url: str, address: str) -> int | str:
    """Ask once for one address, as a reader does."""
    return Reader(url, iter([address])).ask()


@contextmanager
def reading(readers: Iterable[Reader]) -> Iterator[None]:
    """Let them read, each for itself, until the block ends."""
    over = threading.Event()
    with ExitStack() as stack:
        for reader in readers:
            thread = threading.Thread(target=reader.read, args=[over], daemon=True)
            thread.start()
            stack.callback(thread.join)
        # Told first, and then waited for.
        stack.callback(over.set)
        yield
