"""Database backend: Django's own for PostgreSQL, in which nobody waits without end."""

from collections.abc import Callable

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel

from espreso.database_errors import KnownToBeAway

from .connection import Connection, patience


def _never() -> bool:
    return False


class DatabaseWrapper(base.DatabaseWrapper):
    isolation_level = IsolationLevel.READ_COMMITTED
    # Circuit breaker: who knows that the database is away says so here, and nobody waits for it.
    is_away: Callable[[], bool] = staticmethod(_never)

    def get_new_connection(self, conn_params):
        if not self.pool:
            return Connection.connect(**conn_params)
        if self.is_away():
            raise KnownToBeAway("The database is away.")
        self.pool.open()
        limits = patience()
        # The pool itself would ask the server each time, and pause between two that are of no use.
        while not (found := self.pool.getconn(timeout=limits and limits.connection)).is_of_use():
            self.pool.putconn(found)
        return found
