"""Clock: the newsroom's time zone, ambiguous local times, and moments in words."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now() -> datetime:
    """Return the moment by the clock of the database, which all servers of one site share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def microseconds(at: datetime) -> int:
    """Return the microseconds since 1970: a moment to the last digit, for addresses and names."""
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> datetime:
    """Return the moment so many microseconds after 1970. Raises `OverflowError` beyond them all."""
    return _EPOCH + number * _MICROSECOND


def moments(shown: datetime) -> list[datetime]:
    """Return when the newsroom's clock shows `shown` (without a zone), the earlier first.

    That is once; twice in the hour that the clocks are put back over, and never in the one
    that they are put forward over. Raises `OverflowError` at the ends of the calendar.
    """
    zone = timezone.get_current_timezone()
    found = {shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in found if at.astimezone(zone).replace(tzinfo=None) == shown)


def midnight(on: date) -> datetime:
    """Return the moment at which the day `on` begins in the newsroom."""
    # As one of UTC, for the difference between two of them is then in hours that really pass.
    return timezone.make_aware(datetime.combine(on, time.min)).astimezone(UTC)


def which_time(at: datetime) -> str:
    """Return “the first time” or “the second time” where the clock shows `at` twice, or nothing."""
    both = moments(timezone.localtime(at).replace(tzinfo=None))
    if len(both) < 2:
        return ""
    return _("the first time") if at == both[0] else _("the second time")


def iso(at: datetime) -> str:
    """Return `at` on the newsroom's clock with its offset, to the second (RFC 3339)."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def in_words(at: datetime, written=None, *, zone=False) -> str:
    """Return `at` on the newsroom's clock: “Monday 23 November 2026, 09:00”.

    `written` is a format of Django's `date` filter; `zone` adds the name of the time zone.
    """
    # A format with a weekday is translated: where weekdays have cases, “until Monday” needs
    # another one than “since Monday”, and the weekday stands in brackets instead.
    written = written or _("l j E Y, H:i")
    words = ", ".join(filter(None, (date_format(timezone.localtime(at), written), which_time(at))))
    return f"{words} ({timezone.get_current_timezone_name()})" if zone else words
