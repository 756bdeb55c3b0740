"""SQLSTATE: what is wrong with the database, from the error that a query of ours raised.

Errors of the query itself, a wrong column or a broken constraint, are no fault of the database. The
codes are those of PostgreSQL's manual, appendix A.
"""

import logging
from collections.abc import Iterator
from enum import Enum, auto

import psycopg
import psycopg_pool
from django import db


class KnownToBeAway(psycopg.errors.CannotConnectNow):
    """Nobody tried to connect: the database is known to be away."""


class Fault(Enum):
    """Why the database did not do what it was asked."""

    # Nobody answered, so nothing was begun.
    AWAY = auto()
    # It stopped answering: what was asked last may have been done, a commit too.
    LOST = auto()
    TOO_MANY_CONNECTIONS = auto()
    READ_ONLY = auto()
    DISK_FULL = auto()
    # Somebody else holds the rows (lock_timeout).
    LOCKED = auto()
    # It took too long (statement_timeout), or somebody stopped it.
    CANCELLED = auto()
    # Two transactions got into each other's way (deadlock, serialization failure), and this one was
    # undone. Asked again, it succeeds.
    COLLISION = auto()

    @property
    def leaves_doubt(self) -> bool:
        """Whether what was asked may have been done all the same."""
        return self is Fault.LOST


_FAULTS = {
    "25006": Fault.READ_ONLY,
    "25P03": Fault.LOST,
    "40001": Fault.COLLISION,
    "40P01": Fault.COLLISION,
    "53100": Fault.DISK_FULL,
    "53300": Fault.TOO_MANY_CONNECTIONS,
    "55P03": Fault.LOCKED,
    "57014": Fault.CANCELLED,
    "57P01": Fault.LOST,
    "57P02": Fault.LOST,
    "57P03": Fault.AWAY,
    "57P05": Fault.LOST,
}
# A server that lets nobody in says why in words alone, PostgreSQL and PgBouncer in these.
_CROWDED = (
    "too many clients",
    "too many connections",
    "remaining connection slots",
    "no more connections allowed",
)
_NOT_CONNECTED = (
    psycopg.errors.ConnectionTimeout,
    psycopg_pool.PoolClosed,
    psycopg_pool.PoolTimeout,
    psycopg_pool.TooManyRequests,
)


def fault_of(error: BaseException | None) -> Fault | None:
    """Return what is wrong with the database, or None when this error is no sign of that."""
    for known in _causes(error):
        if isinstance(known, psycopg.Error):
            return _fault(known)
    # What Django finds out by itself: “connection already closed”.
    return Fault.LOST if isinstance(error, db.InterfaceError) else None


def violated(error: BaseException) -> str:
    """Return the name of the constraint that `error` says is broken, or nothing."""
    for known in _causes(error):
        if isinstance(known, psycopg.IntegrityError):
            return known.diag.constraint_name or ""
    return ""


def is_news(record: logging.LogRecord) -> bool:
    """Whether a record says more than that the database is known to be away, which is said once."""
    error = record.exc_info and record.exc_info[1]
    return not any(isinstance(known, KnownToBeAway) for known in _causes(error or None))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _fault(error: psycopg.Error) -> Fault | None:
    if error.sqlstate:
        return _FAULTS.get(error.sqlstate) or (
            Fault.LOST if error.sqlstate.startswith("08") else None
        )
    # psycopg says with which connection, if it was being made.
    if error.pgconn is not None or isinstance(error, _NOT_CONNECTED):
        crowded = any(words in str(error) for words in _CROWDED)
        return Fault.TOO_MANY_CONNECTIONS if crowded else Fault.AWAY
    return Fault.LOST if isinstance(error, psycopg.OperationalError) else None
