"""Aftermath: what is done once a transaction is over, whether it was committed or undone.

Something outside the database may have to stand before a commit, so that no kill comes between the
two: a marker of what is withdrawn. It is made right afterwards, by what was then committed. Whoever
is killed meanwhile makes all of it right when it starts again.
"""

from collections.abc import Callable
from contextlib import suppress

from django.db import connection, transaction

# Each transaction locks its own number until it is over. One that the server does not know is over
# too, since it was killed or replaced: for `pg_xact_status` that is an error.
_IS_UNDER_WAY = """
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'transactionid' AND transactionid = %s::xid8::xid
    AND mode = 'ExclusiveLock' AND granted
)
"""
# Of this process: the number of the transaction, and what to do after it.
_waiting: list[tuple[str, Callable[[], object]]] = []


def whatever_comes(act: Callable[[], object]) -> None:
    """Call `act` once the transaction around this is over.

    It makes something right by what the database says then, and is called again while it fails.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        _waiting.append((cursor.fetchone()[0], act))
    # At once, where it is committed; where it is not, nobody is told, and `settle` finds out.
    transaction.on_commit(settle, robust=True)


def settle() -> None:
    """Call what waits for a transaction that is over: a background task.

    Raises what went wrong last, once everything has had its turn.
    """
    failure = None
    for each in list(_waiting):
        number, act = each
        try:
            if _is_under_way(number):
                continue
            act()
        except Exception as error:
            failure = error
        else:
            # Another thread may have been quicker.
            with suppress(ValueError):
                _waiting.remove(each)
    if failure:
        raise failure


def _is_under_way(number):
    with connection.cursor() as cursor:
        cursor.execute(_IS_UNDER_WAY, [number])
        return cursor.fetchone()[0]
