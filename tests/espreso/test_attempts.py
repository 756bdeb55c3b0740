"""Attempts are counted in a fixed number of rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from espreso import attempts
from espreso.attempts import Limit, take_back, within
from espreso.models import AttemptCount

pytestmark = pytest.mark.django_db

THREE = Limit("guesses of Olha", 3, 60)


def test_a_limit_is_reached_after_so_many_attempts_and_over_after_its_time():
    assert [within(THREE) for _attempt in range(5)] == [True, True, True, False, False]
    AttemptCount.objects.update(until=F("until") - timedelta(seconds=61))
    assert within(THREE)
    assert AttemptCount.objects.get().number == 1


def test_what_is_taken_back_was_never_counted():
    for _attempt in range(10):
        assert within(THREE)
        take_back(THREE)
    take_back(THREE)
    assert [within(THREE) for _attempt in range(4)] == [True, True, True, False]


def test_what_one_limit_refuses_is_not_counted_in_the_next():
    everybody = Limit("guesses", 4, 60)
    for _attempt in range(10):
        within(THREE, everybody)
    assert within(Limit("guesses of Ivan", 3, 60), everybody)


def test_a_flood_of_names_makes_no_row_more(monkeypatch):
    monkeypatch.setattr(attempts, "BUCKETS", 8)
    for number in range(200):
        within(Limit(f"name {number}", 5, 60))
    assert AttemptCount.objects.count() <= 8


def test_counting_writes_no_log_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence FROM pg_class WHERE relname = %s",
            [AttemptCount._meta.db_table],
        )
        assert cursor.fetchone() == ("u",)
