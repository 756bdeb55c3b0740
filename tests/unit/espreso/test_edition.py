"""What has changed, as far as a worker knows."""

import logging
import threading

import pytest
from psycopg import OperationalError

from espreso.edition import LONGEST_SILENCE, Edition


class Database:
    """Answers what it was told to, once each, and then nothing."""

    def __init__(self, *answers):
        self.answers, self.places = list(answers), []

    def __call__(self, place):
        self.places.append(place)
        answer = self.answers.pop(0) if self.answers else []
        if isinstance(answer, Exception):
            raise answer
        return len(self.places), answer


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_what_was_read_before_a_change_of_it_does_not_hold_after_it():
    edition = Edition(Database([], ["piece:1", "pieces"], ["piece:1"]))
    edition.ask()
    before = edition.number
    edition.ask()
    between = edition.number
    assert not edition.holds(before, ["site", "piece:1"])
    assert edition.holds(before, ["site", "piece:2"])
    assert edition.holds(between, ["piece:1", "pieces"])
    edition.ask()
    assert not edition.holds(between, ["piece:1"])
    assert edition.holds(between, ["pieces"])


def test_when_it_cannot_be_told_what_changed_nothing_holds():
    edition = Edition(Database([], None))
    edition.ask()
    before = edition.number
    edition.ask()
    assert not edition.holds(before, [])
    assert edition.holds(edition.number, ["site"])


def test_each_question_goes_on_from_the_place_of_the_last_answer():
    database = Database([], ConnectionError(), [])
    edition = Edition(database)
    edition.ask()
    with pytest.raises(ConnectionError):
        edition.ask()
    edition.ask()
    assert database.places == [None, 1, 1]


def test_what_was_found_long_ago_is_not_relied_on():
    clock = Clock()
    edition = Edition(Database([], ConnectionError()), clock)
    assert not edition.known
    edition.ask()
    assert edition.known
    clock.now += LONGEST_SILENCE
    assert not edition.known
    with pytest.raises(ConnectionError):
        edition.ask()
    assert not edition.known
    edition.ask()
    assert edition.known


def test_the_database_is_away_once_it_answers_nobody_and_not_where_a_question_is_wrong():
    clock = Clock()
    answers = Database([], OperationalError(), ValueError(), [])
    edition = Edition(answers, clock)
    states = []
    for _question in range(4):
        edition._try_to_ask()
        states.append(edition.away)
        clock.now += LONGEST_SILENCE
        states.append(edition.away)

    assert states == [False, False, True, True, False, False, False, False]


def test_whatever_goes_wrong_the_thread_goes_on_asking(caplog):
    errors, again = [SystemExit()], threading.Event()

    def ask(place):
        if errors:
            raise errors.pop()
        again.set()
        return 1, []

    edition = Edition(ask)
    with caplog.at_level(logging.CRITICAL):
        edition.keep_asking()
        assert again.wait(10)


def test_an_answer_is_as_old_as_its_question():
    clock = Clock()

    def slow(place):
        clock.now += 2 * LONGEST_SILENCE
        return 1, []

    edition = Edition(slow, clock)
    edition.ask()
    assert not edition.known


def test_what_is_remembered_is_made_anew_once_something_of_it_has_changed():
    edition, made = Edition(Database([], ["piece:1"], ["site"])), []

    def remember():
        edition.ask()
        return edition.remembered("frame", lambda: made.append(1) or len(made), ["site"])

    assert [remember() for _time in range(4)] == [1, 1, 2, 2]


def test_what_changes_while_it_is_made_is_made_anew():
    edition = Edition(Database([], ["site"]))
    edition.ask()
    edition.remembered("frame", edition.ask, ["site"])
    assert edition.remembered("frame", lambda: "anew", ["site"]) == "anew"


def test_what_is_remembered_of_changes_has_a_bound(monkeypatch):
    monkeypatch.setattr("espreso.edition._MOST_SCOPES", 3)
    edition = Edition(Database(["a", "b"], ["c", "d"], ["e"]))
    edition.ask()
    edition.ask()
    before = edition.number
    assert edition.holds(before, ["f"])
    edition.ask()
    assert not edition.holds(before, ["f"])
