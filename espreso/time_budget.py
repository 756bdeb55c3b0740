"""Time budget: how much of the processor one sort of work may take (a token bucket of seconds)."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class TimeBudget:
    """Of each second that passes, `share` may be spent on work; what is left is saved up for `most`
    seconds of it. Work that has begun is done, and what it takes too much is missing later. One
    piece of work is done at a time: threads that compute would keep all others waiting.

    `worked` tells what the thread has taken of the processor: waiting costs nobody anything.
    """

    def __init__(
        self,
        share: float,
        most: float,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        worked: Callable[[], float] = time.thread_time,
    ):
        self._share, self._most = share, most
        self._monotonic, self._worked = monotonic, worked
        self._left, self._as_of = most, monotonic()
        self._free = threading.Lock()

    @contextmanager
    def spending(self) -> Iterator[bool]:
        """Yield whether to work now, and count what that takes."""
        if not self._free.acquire(blocking=False):
            yield False
            return
        try:
            if self._left_now() <= 0:
                yield False
                return
            began = self._worked()
            try:
                yield True
            finally:
                left = self._left_now() - (self._worked() - began)
                # Of a long piece of work no more is remembered than of a long rest.
                self._left = max(left, -self._most)
        finally:
            self._free.release()

    def _left_now(self):
        now = self._monotonic()
        self._left = min(self._left + (now - self._as_of) * self._share, self._most)
        self._as_of = now
        return self._left
