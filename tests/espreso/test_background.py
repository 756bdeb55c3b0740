"""What is done after the answer, in a thread of its own."""

import threading

import pytest
from django.db import connection

from espreso import background


class Noted:
    """A task that fails as often as it is told to."""

    def __init__(self, *failures):
        self.failures, self.calls = list(failures), 0

    def __call__(self):
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)


def test_a_task_that_fails_keeps_no_other_from_its_turn():
    good = Noted()
    rounds = background.Rounds({"bad": Noted(ValueError()), "good": good})
    rounds.go()
    assert good.calls == 1


def test_what_goes_on_failing_is_logged_once_and_so_is_its_end(caplog):
    task = Noted(ValueError("no"), ValueError("no"), ValueError("no"))
    rounds = background.Rounds({"task": task})
    for _round in range(5):
        rounds.go()
    assert task.calls == 5
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    caplog.clear()
    task.failures = [ValueError("again")]
    rounds.go()
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.django_db(transaction=True)
def test_the_thread_asks_the_database_on_a_connection_beside_the_pool(monkeypatch):
    found = {}

    def ask():
        background.connect_beside_the_pool()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            found["process"] = cursor.fetchone()[0]
        found["options"] = connection.settings_dict["OPTIONS"]
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found["process of requests"] = cursor.fetchone()[0]
    options = connection.settings_dict["OPTIONS"] | {"pool": {"max_size": 1}}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found["process"] != found["process of requests"]
    assert "pool" not in found["options"]
