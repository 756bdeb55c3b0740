"""`migrate`: it gives up rather than make everybody wait, and leaves nothing behind."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from interviews.models import Interview

# Tables are altered.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def table_in_use():
    """Read a table in a transaction that does not end, as a backup does."""
    parameters = connection.get_connection_params()
    with psycopg.connect(
        **{name: parameters.get(name) for name in ("host", "port", "user", "password", "dbname")}
    ) as other:
        other.execute("SELECT * FROM interviews_interview")
        yield


@pytest.mark.parametrize(
    ("lock", "statement", "said"),
    [(1, 0, "MIGRATE_LOCK_TIMEOUT"), (0, 1, "MIGRATE_STATEMENT_TIMEOUT")],
)
def test_a_migration_that_waits_for_a_table_gives_up_and_says_so(
    table_in_use, settings, lock, statement, said
):
    settings.MIGRATE_LOCK_TIMEOUT, settings.MIGRATE_STATEMENT_TIMEOUT = lock, statement

    with pytest.raises(CommandError, match=said):
        call_command("migrate", "interviews", "0001", verbosity=0)

    assert ("interviews", "0002_pull_line") in MigrationRecorder(connection).applied_migrations()
    assert not Interview.objects.exists()
    # What comes after it needs no table, and is back without waiting.
    call_command("migrate", verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_who_migrates_has_no_time_outs_afterwards():
    call_command("migrate", verbosity=0)

    with connection.cursor() as cursor:
        for name in ("lock_timeout", "statement_timeout"):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == ("0",)
