"""Client-side time-outs: how long who serves waits for the database.

A server that hangs and a network that drops end nothing by themselves, and a pooler in transaction
mode passes no `statement_timeout` on. So each thread that serves says how patient it is. Commands
take as long as they take.
"""

from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from select import POLLIN, poll

import psycopg
from psycopg.errors import ReadOnlySqlTransaction, _WaitTimeout

# Between two looks at whether the process is to end.
_INTERVAL = 0.1
# For a server that has to say that it has stopped.
_LAST_WORDS = 1.0


@dataclass(frozen=True)
class Patience:
    """Seconds: until there is a connection, and for each statement."""

    connection: float
    statement: float


READER = Patience(connection=2, statement=5)
DESK = Patience(connection=10, statement=30)
EDITION = Patience(connection=2, statement=2)

_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)
# Says it for this thread, until it is said again.
set_patience = _patience.set


def patience() -> Patience | None:
    """Return how patient this thread is; None is without end."""
    return _patience.get() or Connection.usual_patience


class Connection(psycopg.Connection):
    """Waits no longer than its thread does."""

    # Of threads that have not said.
    usual_patience: Patience | None = None
    _may_only_read = False

    def wait(self, gen, interval=_INTERVAL, timeout=None):
        limits = patience()
        if timeout is None and limits:
            timeout = limits.statement
        try:
            return super().wait(gen, interval, timeout)
        except ReadOnlySqlTransaction:
            # It began when the server did not let anybody write, and stays as it is when it does.
            self._may_only_read = True
            raise
        except _WaitTimeout:
            return self._stop(gen)

    def _stop(self, gen):
        """Have the server stop what it is doing; raises what it says of it."""
        try:
            self.cancel_safe(timeout=_LAST_WORDS)
            return super().wait(gen, _INTERVAL, _LAST_WORDS)
        except (_WaitTimeout, psycopg.errors.CancellationTimeout) as error:
            self.close()
            raise psycopg.OperationalError("The database server stopped answering.") from error

    def is_of_use(self) -> bool:
        """Whether somebody may get this connection; it is closed otherwise.

        A server that goes says so, and nothing else is heard of one that waits for a question: so
        it is asked only where there is something to hear.
        """
        if self._may_only_read:
            self.close()
        elif not self.closed and self._is_told_something():
            with suppress(psycopg.Error):
                self.execute("")
        return not self.closed

    def _is_told_something(self):
        heard = poll()
        heard.register(self, POLLIN)
        return bool(heard.poll(0))
