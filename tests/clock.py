"""PostgreSQL's clock, moved for one database and for all who connect to it from then on.

Functions with the names of PostgreSQL's own stand before them on the search path of the
database, and add what a row says: queries, triggers and the servers of the site follow it
without knowing. Time goes on as it does, from another moment.
"""

from psycopg import sql

from tests.page_cache import let_workers_hear

_FUNCTIONS = {
    "clock_timestamp": "VOLATILE",
    "statement_timestamp": "STABLE",
    "transaction_timestamp": "STABLE",
    "now": "STABLE",
}
_BEGIN = "CREATE SCHEMA moved; CREATE TABLE moved.clock AS SELECT interval '0' AS ahead"
_FUNCTION = """
CREATE FUNCTION moved.{name}() RETURNS timestamptz LANGUAGE sql {volatility} AS
    'SELECT pg_catalog.{name}() + ahead FROM moved.clock'
"""


class MovedClock:
    """A context manager: what connects to the database inside has the clock that `set` says."""

    def __init__(self, connection):
        self._connection = connection
        self._database = sql.Identifier(connection.settings_dict["NAME"])

    def __enter__(self):
        self._run(_BEGIN)
        for name, volatility in _FUNCTIONS.items():
            self._run(_FUNCTION.format(name=name, volatility=volatility))
        self._run(
            sql.SQL("ALTER DATABASE {} SET search_path = moved, public, pg_catalog").format(
                self._database
            )
        )
        # Whoever is connected already has the path of before.
        self._connection.close()
        return self

    def __exit__(self, *error):
        self._run(sql.SQL("ALTER DATABASE {} RESET search_path").format(self._database))
        self._run("DROP SCHEMA moved CASCADE")
        self._connection.close()

    def set(self, moment):
        """Let it be `moment`, an aware datetime, now."""
        self._run("UPDATE moved.clock SET ahead = %s - pg_catalog.clock_timestamp()", [moment])
        let_workers_hear()

    def _run(self, statement, parameters=None):
        with self._connection.cursor() as cursor:
            cursor.execute(statement, parameters)
