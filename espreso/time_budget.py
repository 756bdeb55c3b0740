"""Time budget: how much of the processor one sort of work may take (a token bucket of seconds)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class TimeBudget:
    """Of each second that passes, `share` may be spent on work; what is left is saved up for `most`
    seconds of it. Work that has begun is done, and what it takes too much is missing later.

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

    @property
    def is_spent(self) -> bool:
        """Whether work has to wait."""
        return self._left_now() <= 0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count what the block takes."""
        began = self._worked()
        try:
            yield
        finally:
            left = self._left_now() - (self._worked() - began)
            # Of a long piece of work no more is remembered than of a long rest.
            self._left = max(left, -self._most)

    def _left_now(self):
        now = self._monotonic()
        self._left = min(self._left + (now - self._as_of) * self._share, self._most)
        self._as_of = now
        return self._left
