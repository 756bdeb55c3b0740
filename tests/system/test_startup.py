"""A worker refuses a database that it cannot serve, and starts without one that is away."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from demo.bench.load import free_port
from espreso import database
from espreso.app_server import BASE_DIR

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BEGIN = "import espreso.wsgi"


def begin(url):
    return subprocess.run(
        [sys.executable, "-c", BEGIN],
        cwd=BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "DATABASE_POOL": "2"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_database_that_is_behind_the_code_is_refused_in_words():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name LIKE '0001%' RETURNING app, name")
        removed = cursor.fetchall()
    try:
        done = begin(database.url(connection.settings_dict))
    finally:
        with connection.cursor() as cursor:
            values = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"
            cursor.executemany(values, removed)
    assert done.returncode != 0
    assert "migrations have not run" in done.stderr


def test_a_database_that_is_fit_is_served():
    done = begin(database.url(connection.settings_dict))
    assert (done.returncode, done.stderr) == (0, "")


def test_while_the_database_is_away_a_worker_starts_all_the_same():
    done = begin(f"postgres://news@127.0.0.1:{free_port()}/news")
    assert done.returncode == 0
    assert "could not be checked" in done.stderr
