"""Background tasks: what is done after the answer, by one thread of each worker.

A task is a function that does a part of what is due and returns, so that others get their turn.
Each worker calls it once a second: of rows that all of them find, one takes what no other has by
FOR UPDATE SKIP LOCKED. It holds no transaction while it waits for anything but the database, and
what a kill interrupts is due again later.
"""

import logging
import threading
from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.utils.module_loading import import_string

from espreso import database

logger = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds between two rounds."""
# Seconds for which a connection is used: what was set on it or on its server meanwhile ends then.
_CONNECTION_AGE = 60

Task = Callable[[], object]


def start() -> None:
    """Go on doing what is due, BACKGROUND_TASKS, in a thread that ends with the process."""
    tasks = {path: import_string(path) for path in settings.BACKGROUND_TASKS}
    if tasks:
        threading.Thread(target=_run, args=[tasks], name="background", daemon=True).start()


def _run(tasks):
    connect_beside_the_pool()
    rounds, pause = Rounds(tasks), threading.Event()
    while not pause.wait(INTERVAL):
        rounds.go()


def connect_beside_the_pool():
    """Give this thread a connection of its own: no reader waits for one that it holds."""
    connections[DEFAULT_DB_ALIAS] = database.beside_the_pool(CONN_MAX_AGE=_CONNECTION_AGE)


class Rounds:
    """Calls each task, by its name, in turn; logs what goes wrong once, not once a second."""

    def __init__(self, tasks: Mapping[str, Task]):
        self._tasks = tasks
        self._failing: set[str] = set()

    def go(self) -> None:
        """Call every task. Raises nothing."""
        for name, task in self._tasks.items():
            # One that was lost is opened again.
            close_old_connections()
            try:
                task()
            except Exception:
                if name not in self._failing:
                    logger.exception("In the background, %s failed.", name)
                self._failing.add(name)
            else:
                if name in self._failing:
                    logger.warning("In the background, %s works again.", name)
                self._failing.discard(name)
