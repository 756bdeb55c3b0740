"""Readers: they ask for pages that the site keeps, and now and then for one that it does not."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_PAUSE = 0.02
_PATIENCE = 60
# One in so many pages is made for who asks.
_MADE = 10


@dataclass
class Answers:
    """How long what was answered took, in seconds, and with which status."""

    took: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)

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
        return len(self.took) - self.statuses[200]


def ask(url: str, address: str) -> tuple[int | str, float]:
    """Return the status that was answered, or the name of what went wrong, and the seconds."""
    site = urlsplit(url)
    connection = http.client.HTTPConnection(site.hostname or "", site.port, timeout=_PATIENCE)
    began = time.monotonic()
    status: int | str
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException) as error:
        status = type(error).__name__
    finally:
        connection.close()
    return status, time.monotonic() - began


@contextmanager
def reading(url: str, addresses: list[str], count: int = 8) -> Iterator[tuple[Answers, Answers]]:
    """Let so many read until the block ends; yield what they got of these pages, and of others."""
    known, made, over = Answers(), Answers(), threading.Event()

    def read():
        while not over.wait(_PAUSE):
            if random.randrange(_MADE):
                known.add(*ask(url, random.choice(addresses)))
            else:
                made.add(*ask(url, f"/search/?q=word{random.randrange(10**9)}"))

    threads = [threading.Thread(target=read, daemon=True) for _reader in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield known, made
    finally:
        over.set()
        for thread in threads:
            thread.join()
