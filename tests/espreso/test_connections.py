"""Connections of who serves: nobody waits without end, and nobody gets one that is of no use."""

import copy
import os
import signal
from contextlib import contextmanager
from contextvars import copy_context

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connection
from django.db.utils import load_backend

from espreso import database
from espreso.database_errors import Fault, fault_of
from espreso.postgresql.base import DatabaseWrapper
from espreso.postgresql.connection import Connection, Patience, set_patience

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pooled():
    """A wrapper beside Django's, whose connections are of a pool of its own."""
    settings = copy.deepcopy(connection.settings_dict)
    settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1, "connection_class": Connection}
    wrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def hurried(ask, *, statement=0.1):
    """Return what `ask` returns in a thread that has no patience for statements."""

    def run():
        set_patience(Patience(connection=30, statement=statement))
        return ask()

    return copy_context().run(run)


def number(wrapper):
    """Return which process of the server answers."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def execute(wrapper, statement):
    with wrapper.cursor() as cursor:
        cursor.execute(statement)


def statements_under_way():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE state = 'active'"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [query for (query,) in cursor.fetchall()]


@contextmanager
def hanging(process):
    try:
        os.kill(process, signal.SIGSTOP)
    except (ProcessLookupError, PermissionError):
        pytest.skip("The database is on another machine, or another user's.")
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_what_takes_longer_than_its_thread_waits_is_stopped_in_the_server_too(pooled):
    with pytest.raises(OperationalError) as raised:
        hurried(lambda: execute(pooled, "SELECT pg_sleep(3600)"))

    assert fault_of(raised.value) is Fault.CANCELLED
    assert not any("pg_sleep(3600)" in query for query in statements_under_way())
    assert number(pooled)


def test_a_server_that_hangs_holds_nobody_and_may_have_done_it(pooled):
    with hanging(number(pooled)), pytest.raises(OperationalError) as raised:
        hurried(lambda: execute(pooled, "SELECT 1"))
    assert fault_of(raised.value) is Fault.LOST
    pooled.close()

    assert number(pooled)


def test_commands_wait_as_long_as_it_takes():
    assert Connection.usual_patience is None


def test_a_connection_that_works_is_given_again(pooled):
    before = number(pooled)
    pooled.close()

    assert number(pooled) == before


def test_a_connection_that_the_server_has_ended_is_not_given_again(pooled):
    before = number(pooled)
    pooled.close()
    execute(connection, f"SELECT pg_terminate_backend({before}, 10000)")

    assert number(pooled) != before


def test_a_connection_of_a_phase_in_which_nobody_may_write_is_not_given_again(pooled):
    execute(pooled, "SET default_transaction_read_only = on")
    before = number(pooled)
    pooled.close()
    assert number(pooled) == before
    with pytest.raises(DatabaseError) as raised:
        execute(pooled, "UPDATE django_migrations SET name = name WHERE false")
    assert fault_of(raised.value) is Fault.READ_ONLY
    pooled.close()

    assert number(pooled) != before
    execute(pooled, "UPDATE django_migrations SET name = name WHERE false")


def test_while_the_database_is_known_to_be_away_nobody_waits_for_it(pooled, monkeypatch):
    monkeypatch.setattr(DatabaseWrapper, "is_away", staticmethod(lambda: True))

    with pytest.raises(OperationalError) as raised:
        pooled.cursor()
    assert fault_of(raised.value) is Fault.AWAY


@pytest.fixture
def serving(monkeypatch):
    """Return the settings of a database after this process began to serve."""

    def serve(environment):
        monkeypatch.setattr(Connection, "usual_patience", None)
        settings = connection.settings_dict
        found = database.config(environment | {"DATABASE_URL": database.url(settings)})
        database.serve(found)
        return settings | found

    return serve


def shown(settings, name):
    wrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    try:
        with wrapper.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            return cursor.fetchone()[0]
    finally:
        wrapper.close()


@pytest.mark.parametrize(
    "name", ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
)
def test_the_server_ends_what_a_serving_process_leaves_and_lets_commands_work(serving, name):
    assert shown(serving({}), name) != "0"
    assert shown(connection.settings_dict, name) == "0"


def test_a_pooler_is_told_nothing_that_it_refuses(serving):
    settings = serving({"DATABASE_POOLER": "true"})

    assert "options" not in settings["OPTIONS"]
    assert settings["OPTIONS"]["prepare_threshold"] is None
    assert settings["DISABLE_SERVER_SIDE_CURSORS"]
