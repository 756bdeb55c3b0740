"""The feed while the clock goes over midnight and over its own changes, in both languages.

The clock of the database is moved; the pages are those of the real server.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests import factories
from tests.actions.test_schedule import seen

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

KYIV = ZoneInfo("Europe/Kyiv")
FEEDS = {"en": "/news/", "uk": "/uk/news/"}
MONTHS = {"en": "March", "uk": "березня"}
DAYS = {"en": ("2027, Saturday", "2027, Sunday"), "uk": ("Субота, 2027", "Неділя, 2027")}


@pytest.fixture(params=FEEDS)
def language(request):
    return request.param


def days(server, address):
    """The feed as readers see it: the year and weekday, the date, and the lines of each day."""
    status, page = seen(server, address)
    assert status == 200
    return [
        (
            day.select_one(".year").text,
            day.select_one(".date").text,
            [(line.time["datetime"], line.time.text, line.a.text) for line in day.select("li")],
        )
        for day in page.select("section.day")
    ]


def at(*moment, fold=0):
    return datetime(*moment, tzinfo=KYIV, fold=fold).astimezone(UTC)


def scheduled(language, *moments):
    for number, moment in enumerate(moments, start=1):
        factories.schedule(factories.article(f"Number {number}", language=language), moment)


def test_at_midnight_a_new_day_begins_above_the_old_one(clock, server, language):
    clock.set(at(2027, 3, 6, 12))
    scheduled(language, at(2027, 3, 6, 23, 59), at(2027, 3, 7, 0, 0), at(2027, 3, 7, 0, 1))
    saturday, sunday = DAYS[language]
    month, feed = MONTHS[language], FEEDS[language]
    first = ("2027-03-06T23:59:00+02:00", "23:59", "Number 1")
    second = ("2027-03-07T00:00:00+02:00", "00:00", "Number 2")
    third = ("2027-03-07T00:01:00+02:00", "00:01", "Number 3")

    assert days(server, feed) == []
    clock.set(at(2027, 3, 6, 23, 59))
    assert days(server, feed) == [(saturday, f"6 {month}", [first])]
    clock.set(at(2027, 3, 7, 0, 0))
    assert days(server, feed) == [
        (sunday, f"7 {month}", [second]),
        (saturday, f"6 {month}", [first]),
    ]
    clock.set(at(2027, 3, 7, 0, 1))
    assert days(server, feed) == [
        (sunday, f"7 {month}", [third, second]),
        (saturday, f"6 {month}", [first]),
    ]
    # Each day has its own page, and a way to the one before.
    assert days(server, f"{feed}2027/03/06/") == [(saturday, f"6 {month}", [first])]
    _status, page = seen(server, f"{feed}2027/03/07/")
    assert page.select_one("nav.days [rel=prev]")["href"] == f"{feed}2027/03/06/"


def test_the_day_that_is_an_hour_short_holds_all_that_came_out_on_it(clock, server, language):
    clock.set(at(2027, 3, 27, 12))
    moments = (
        at(2027, 3, 28, 0, 0),
        at(2027, 3, 28, 2, 59),
        at(2027, 3, 28, 4, 0),
        at(2027, 3, 28, 23, 59),
        at(2027, 3, 29, 0, 0),
    )
    scheduled(language, *moments)
    clock.set(moments[-1] + timedelta(minutes=1))

    (_, monday, late), (_, sunday, lines) = days(server, FEEDS[language])

    assert (sunday, monday) == (f"28 {MONTHS[language]}", f"29 {MONTHS[language]}")
    assert late == [("2027-03-29T00:00:00+03:00", "00:00", "Number 5")]
    assert lines == [
        ("2027-03-28T23:59:00+03:00", "23:59", "Number 4"),
        ("2027-03-28T04:00:00+03:00", "04:00", "Number 3"),
        ("2027-03-28T02:59:00+02:00", "02:59", "Number 2"),
        ("2027-03-28T00:00:00+02:00", "00:00", "Number 1"),
    ]


def test_the_hour_that_comes_twice_keeps_the_order_in_which_things_happened(
    clock, server, language
):
    clock.set(at(2027, 10, 30, 12))
    moments = (
        at(2027, 10, 31, 0, 0),
        at(2027, 10, 31, 3, 30),
        at(2027, 10, 31, 3, 15, fold=1),
        at(2027, 10, 31, 23, 59),
    )
    scheduled(language, *moments)
    # The later one shows the earlier time, and stands above all the same.
    clock.set(moments[2])

    ((_, _, lines),) = days(server, FEEDS[language])

    assert lines == [
        ("2027-10-31T03:15:00+02:00", "03:15", "Number 3"),
        ("2027-10-31T03:30:00+03:00", "03:30", "Number 2"),
        ("2027-10-31T00:00:00+03:00", "00:00", "Number 1"),
    ]
    clock.set(moments[3])
    ((_, _, lines),) = days(server, f"{FEEDS[language]}2027/10/31/")
    assert lines[0] == ("2027-10-31T23:59:00+02:00", "23:59", "Number 4")
    assert len(lines) == 4
