"""Edition: what has changed of what readers see, asked of the database by a thread of its own.

A request reads what the thread has found, and never waits for the database.
"""

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from espreso.database_errors import Fault, fault_of
from espreso.postgresql.connection import EDITION, set_patience

logger = logging.getLogger(__name__)

INTERVAL = 0.1
"""Seconds between two questions."""
LONGEST_SILENCE = 1.0
"""Seconds after which what was found is not relied on: the database does not answer, or the thread
does not ask."""
# More changed scopes than a newsroom makes in weeks.
_MOST_SCOPES = 20_000

Ask = Callable[[Any], tuple[Any, Iterable[str] | None]]
"""Asks what has changed since a place, None at first; returns the place of now, and the scopes
that changed, None when that cannot be told."""


class Edition:
    """What has changed, as far as this process knows.

    `number` grows with each question that finds a change. Whoever reads something when it is N
    reads what was there at N or later, so that a page is good as long as none of its scopes has
    changed after the number at which its making began.
    """

    def __init__(self, ask: Ask, monotonic: Callable[[], float] = time.monotonic):
        self.number = 0
        self._ask, self._monotonic = ask, monotonic
        self._place: Any = None
        self._changed: dict[str, int] = {}
        self._remembered: dict[Hashable, tuple[int, Any]] = {}
        # All that was made before it is old.
        self._oldest = 0
        self._asked_at = float("-inf")
        self._silent = False
        self._fault: Fault | None = None

    @property
    def silence(self) -> float:
        """Seconds since the last question that was answered."""
        return self._monotonic() - self._asked_at

    @property
    def known(self) -> bool:
        """Whether the database was asked a moment ago."""
        return self.silence < LONGEST_SILENCE

    @property
    def away(self) -> bool:
        """Whether it is known that the database answers nobody."""
        return self._fault is not None and not self.known

    def holds(self, number: int, scopes: Iterable[str]) -> bool:
        """Whether what was read at `number` is there still, in all these scopes."""
        changed = self._changed
        return number >= self._oldest and all(changed.get(scope, 0) <= number for scope in scopes)

    def remembered[T](self, name: Hashable, make: Callable[[], T], scopes: Iterable[str]) -> T:
        """Return what `make` returned when none of these scopes had changed since, or else now.

        There are few names, since nothing of it is forgotten.
        """
        found = self._remembered.get(name)
        if found is None or not self.holds(found[0], scopes):
            found = self.number, make()
            self._remembered[name] = found
        return found[1]

    def ask(self) -> None:
        """Ask what has changed since the last time. Raises what the question raises."""
        # What changes while the question is under way is the next one's.
        asked_at = self._monotonic()
        place, scopes = self._ask(self._place)
        if scopes is None or len(self._changed) > _MOST_SCOPES:
            self._changed, self._oldest = {}, self.number + 1
            self.number += 1
        elif changed := dict.fromkeys(scopes, self.number + 1):
            # Before the number: a page that is begun now is made anew once more, and no page that
            # was begun before passes for one of the new number.
            self._changed.update(changed)
            self.number += 1
        self._place, self._asked_at = place, asked_at

    def keep_asking(self) -> None:
        """Ask, and go on asking from a thread that ends with the process; log what goes wrong.

        Returns when it was asked once.
        """
        asked = threading.Event()
        threading.Thread(target=self._run, args=[asked], name="edition", daemon=True).start()
        asked.wait()

    def _run(self, asked):
        set_patience(EDITION)
        pause = threading.Event()
        while True:
            self._try_to_ask()
            asked.set()
            pause.wait(INTERVAL)

    def _try_to_ask(self):
        try:
            self.ask()
        # All of them: where nobody asks, no page is kept, and nothing says why.
        except BaseException as error:
            self._fault = fault_of(error)
            # Once, not ten times a second.
            if not self._silent:
                logger.exception("The database does not say what has changed.")
            self._silent = True
        else:
            if self._silent:
                logger.warning("The database says again what has changed.")
            self._silent, self._fault = False, None
