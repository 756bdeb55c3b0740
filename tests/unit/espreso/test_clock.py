"""Moments as numbers: for places in lists, and for the name of an edition."""

from datetime import UTC, datetime, timedelta

import pytest

from espreso import clock


@pytest.mark.parametrize(
    "at",
    [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 11, 23, 7, 0, 0, 1, tzinfo=UTC),
        # A fraction would not tell it from its neighbours.
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_a_moment_comes_back_from_its_number_to_the_last_digit(at):
    assert clock.from_microseconds(clock.microseconds(at)) == at


def test_a_moment_later_is_a_number_greater():
    at = datetime(2026, 11, 23, 7, tzinfo=UTC)
    later = at + timedelta(microseconds=1)
    assert clock.microseconds(later) == clock.microseconds(at) + 1


def test_a_number_beyond_the_calendar_is_refused():
    with pytest.raises(OverflowError):
        clock.from_microseconds(10**20)
