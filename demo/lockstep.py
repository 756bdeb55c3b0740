"""Lockstep: two requests that take their locks in turn, one statement each, until both are done.

Whatever can come between two people at the same moment does, the worst of it first: each is held
before every statement that locks rows until the other one stands before its own, waits for the
first in the database, or has ended.
"""

import re
import threading
from collections.abc import Callable

from django.db import connection, connections

_LOCKS = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\b|.*\bFOR (NO KEY UPDATE|UPDATE|KEY SHARE|SHARE)\b", re.DOTALL
)
_WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = %s"
# A deadlock is found at once: nobody has to wait for the second that PostgreSQL takes.
_IMPATIENT = "SET deadlock_timeout = '10ms'"
# Seconds. Of what waits in the database nobody is told, so it is asked for.
_PAUSE = 0.005


class _Walker(threading.Thread):
    """One request, in a thread and on a connection of its own. It has `news` when it stands or
    has ended.
    """

    def __init__(self, act: Callable, news: threading.Event):
        super().__init__()
        self.act, self.result, self.news = act, None, news
        self.pid = 0
        # Neither of the two: it runs, or waits in the database.
        self.stands = self.ended = False
        self.may_go = threading.Semaphore(0)

    def run(self):
        try:
            with connection.cursor() as cursor:
                cursor.execute(_IMPATIENT)
            self.pid = connection.connection.info.backend_pid
            with connection.execute_wrapper(self._step):
                self.result = self.act()
        except Exception as error:
            self.result = error
        finally:
            connections.close_all()
            self.ended = True
            self.news.set()

    def _step(self, execute, sql, *rest):
        if _LOCKS.match(sql):
            self.stands = True
            self.news.set()
            self.may_go.acquire()
        return execute(sql, *rest)

    def go_on(self):
        self.stands = False
        self.may_go.release()


def in_lockstep(*acts: Callable) -> list:
    """Run the acts, and return what each returned or raised."""
    news = threading.Event()
    walkers = [_Walker(act, news) for act in acts]
    for walker in walkers:
        walker.start()
    with connection.cursor() as cursor:
        while not all(walker.ended for walker in walkers):
            news.wait(_PAUSE)
            news.clear()
            on_the_way = [walker for walker in walkers if not (walker.stands or walker.ended)]
            if all(_waits(walker, cursor) for walker in on_the_way):
                for walker in walkers:
                    if walker.stands:
                        walker.go_on()
    for walker in walkers:
        walker.join()
    return [walker.result for walker in walkers]


def _waits(walker, cursor):
    cursor.execute(_WAITS, [walker.pid])
    return bool(cursor.fetchone()[0])


def at_once(*acts: Callable) -> list:
    """Run the acts as they come, all begun at the same moment; return as `in_lockstep` does."""
    barrier = threading.Barrier(len(acts))
    results: list = [None] * len(acts)

    def run(number, act):
        barrier.wait()
        try:
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
