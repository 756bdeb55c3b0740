"""What waits for a transaction is done once it is over, committed or not, until it succeeds."""

import pytest
from django.db import transaction

from espreso import aftermath
from espreso.aftermath import settle, whatever_comes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done():
    return []


@pytest.mark.parametrize("undone", [False, True])
def test_it_is_done_after_the_transaction_whatever_came_of_it(done, undone):
    with transaction.atomic():
        whatever_comes(lambda: done.append("now"))
        settle()
        assert not done
        transaction.set_rollback(undone)
    settle()
    settle()
    assert done == ["now"]


def test_what_a_server_that_was_killed_knows_no_more_is_over(done, monkeypatch):
    monkeypatch.setattr(aftermath, "_waiting", [("9" * 15, lambda: done.append("now"))])
    settle()
    assert done == ["now"]


def test_without_a_transaction_it_is_done_at_once(done):
    whatever_comes(lambda: done.append("now"))
    assert done == ["now"]


def test_what_fails_is_done_again_and_keeps_nothing_else_from_its_turn(done):
    fails = [True]

    def act():
        if fails:
            raise OSError("The disk is full.")
        done.append("first")

    with transaction.atomic():
        whatever_comes(act)
        whatever_comes(lambda: done.append("second"))
    assert done == ["second"]
    with pytest.raises(OSError, match="full"):
        settle()
    fails.clear()
    settle()
    settle()
    assert done == ["second", "first"]
