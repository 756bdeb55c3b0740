"""Attempts: how often something was tried, counted for all workers in a fixed number of rows.

What is counted has a name, and a keyed hash of it says in which bucket. Two names in one bucket
count together: a limit may be reached too early, once in a long time, and never too late. Nobody
can choose the bucket of somebody else, and a flood of names makes no row more.

The table is not logged: it costs no write to the disk, and after a crash of the database counting
begins anew.
"""

import hmac
from typing import NamedTuple

from django.conf import settings
from django.db import connection

BUCKETS = 2**16

_COUNT = """
INSERT INTO espreso_attemptcount AS counted (bucket, number, until)
VALUES (%s, 1, clock_timestamp() + make_interval(secs => %s))
ON CONFLICT (bucket) DO UPDATE SET
    number = CASE WHEN counted.until > clock_timestamp() THEN counted.number + 1 ELSE 1 END,
    until = CASE WHEN counted.until > clock_timestamp() THEN counted.until ELSE excluded.until END
RETURNING number
"""
_TAKE_BACK = """
UPDATE espreso_attemptcount SET number = number - 1
WHERE bucket = ANY(%s) AND number > 0 AND until > clock_timestamp()
"""


class Limit(NamedTuple):
    """So many `times` in so many `seconds`, of what `name` names."""

    name: str
    times: int
    seconds: int


def within(*limits: Limit) -> bool:
    """Count one more; return whether it is within every limit.

    What one of them refuses is not counted in those after it.
    """
    return all(_count(limit) <= limit.times for limit in limits)


def take_back(*limits: Limit) -> None:
    """Uncount what was counted: it was no failure."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, [[_bucket(limit) for limit in limits]])


def _count(limit):
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_bucket(limit), limit.seconds])
        return cursor.fetchone()[0]


def _bucket(limit):
    said = f"attempts {limit.seconds} {limit.name}".encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")
    return int.from_bytes(digest[:8]) % BUCKETS
