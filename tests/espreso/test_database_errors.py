"""What an error says about the database: each is one that PostgreSQL or psycopg really raised."""

import psycopg
import psycopg_pool
import pytest
from django.db import DatabaseError, connection, transaction

from articles.models import Section
from espreso.database_errors import Fault, fault_of, violated

pytestmark = pytest.mark.django_db


def _raised(*statements):
    """Return what the last of these raises."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements[:-1]:
            cursor.execute(statement)
        with pytest.raises(DatabaseError) as raised, transaction.atomic():
            cursor.execute(statements[-1])
    return raised.value


def _server():
    settings = connection.settings_dict
    return {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "dbname": settings["NAME"],
    }


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("08006", Fault.LOST),
        ("08P01", Fault.LOST),
        ("25006", Fault.READ_ONLY),
        ("40001", Fault.COLLISION),
        ("40P01", Fault.COLLISION),
        ("53100", Fault.DISK_FULL),
        ("53300", Fault.TOO_MANY_CONNECTIONS),
        ("55P03", Fault.LOCKED),
        ("57014", Fault.CANCELLED),
        ("57P01", Fault.LOST),
        ("57P03", Fault.AWAY),
        ("22012", None),
        ("23505", None),
        ("42703", None),
    ],
)
def test_a_code_of_the_server_says_what_is_wrong(state, fault):
    error = _raised(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")

    assert fault_of(error) is fault


def test_a_database_that_may_only_be_read_is_known():
    error = _raised("SET TRANSACTION READ ONLY", "DELETE FROM articles_section")

    assert fault_of(error) is Fault.READ_ONLY


def test_what_takes_longer_than_it_may_is_known():
    error = _raised("SET LOCAL statement_timeout = 1", "SELECT pg_sleep(60)")

    assert fault_of(error) is Fault.CANCELLED


def test_a_server_that_is_not_there_began_nothing(tmp_path):
    with pytest.raises(psycopg.OperationalError) as raised:
        psycopg.connect(host=str(tmp_path), dbname="news")

    assert fault_of(raised.value) is Fault.AWAY
    assert not fault_of(raised.value).leaves_doubt


def test_a_pool_without_connections_began_nothing(tmp_path):
    nowhere = {"host": str(tmp_path), "dbname": "news"}
    with (
        psycopg_pool.ConnectionPool(kwargs=nowhere, open=True) as pool,
        pytest.raises(psycopg_pool.PoolTimeout) as raised,
    ):
        pool.getconn(timeout=0.01)

    assert fault_of(raised.value) is Fault.AWAY


@pytest.mark.django_db(transaction=True)
def test_a_server_that_has_no_room_is_known():
    name = "crowded"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN CONNECTION LIMIT 0")
    try:
        with pytest.raises(psycopg.OperationalError) as raised:
            psycopg.connect(**_server() | {"user": name, "password": ""})
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP ROLE {name}")

    assert fault_of(raised.value) is Fault.TOO_MANY_CONNECTIONS


def test_what_was_asked_of_a_connection_that_broke_may_have_been_done():
    with psycopg.connect(**_server(), autocommit=True) as broken:
        key = broken.info.backend_pid
        with psycopg.connect(**_server(), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [key])
        errors = []
        # It is told once why it ended, and after that only that it did.
        for _time in range(2):
            with pytest.raises(psycopg.OperationalError) as raised:
                broken.execute("SELECT 1")
            errors.append(raised.value)

    assert [fault_of(error) for error in errors] == [Fault.LOST, Fault.LOST]
    assert all(fault_of(error).leaves_doubt for error in errors)


def test_a_broken_rule_is_named():
    Section.objects.create(name="City", slug="city")
    with pytest.raises(DatabaseError) as raised, transaction.atomic():
        Section.objects.create(name="Town", slug="city")

    assert violated(raised.value).startswith("articles_section_slug")
    assert fault_of(raised.value) is None


def test_an_error_of_ours_is_no_fault_of_the_database():
    assert fault_of(ValueError("wrong")) is None
    assert violated(ValueError("wrong")) == ""
