"""Test databases: one for each process of each run, copied from a template, flushed by rows.

Only on the embedded server, where we may do all of it. On another one the ways are Django's.
"""

import hashlib
import os
import re
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from psycopg import sql

# Any number: it is the name of a lock.
_LOCK = 2026


class Template:
    """A database in which all migrations have run, kept for the processes and runs to come.

    To migrate takes ten seconds and to copy less than one. Until `release` other processes wait:
    of those that find no template one makes it.
    """

    def __init__(self, server):
        self.name = f"template_{_fingerprint_of_the_migrations()}"
        self._server = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"]}
        self._admin = psycopg.connect(**self._server, dbname="postgres", autocommit=True)
        self._admin.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        self.exists = self.name in self._names()

    def release(self):
        with self._admin:
            if not self.exists:
                self._copy(connection.settings_dict["NAME"])

    def drop_databases_of_killed_runs(self):
        for name in self._names():
            run = re.match(r"test_(\d+)_", name)
            if run and not _lives(int(run[1])):
                self._drop(name)

    def _copy(self, migrated):
        for name in self._names():
            if name.startswith("template_"):
                self._drop(name)
        # Renamed when complete, so that an interrupted copy is never taken for a template.
        unfinished = f"{self.name}_unfinished"
        connection.close()
        self._do("CREATE DATABASE {} TEMPLATE {}", unfinished, migrated)
        with psycopg.connect(**self._server, dbname=unfinished) as copy:
            # These are filled after each `migrate`, from the code and not from migrations.
            tables = (model._meta.db_table for model in (ContentType, Group))
            copy.execute(_on("TRUNCATE {}, {} CASCADE", *tables))
        self._do("ALTER DATABASE {} RENAME TO {}", unfinished, self.name)

    def _names(self):
        return [name for (name,) in self._admin.execute("SELECT datname FROM pg_database")]

    def _drop(self, name):
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _do(self, statement, *names):
        self._admin.execute(_on(statement, *names))


def _fingerprint_of_the_migrations():
    files = [
        path
        for app in apps.get_app_configs()
        for folder in ("migrations", "sql")
        for path in Path(app.path, folder).rglob("*.*")
        if path.suffix in {".py", ".sql"}
    ]
    # What migrations do depends on Django too, and on the languages of the site.
    digest = hashlib.sha256(repr(settings.LANGUAGES).encode())
    for file in [settings.BASE_DIR / "requirements" / "dev.lock", *sorted(files)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _lives(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end_other_sessions():
    """Let nothing but this connection talk to the database, so that it can be dropped.

    A thread that answered the last page may still hold its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


class Flush:
    """Empty the database after a test that commits, all but the rows that were there at first.

    TRUNCATE makes new files of 300 tables and indexes, and after it Django writes groups and
    permissions again: that took longer than most of the tests themselves.
    """

    def __init__(self):
        tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        with connection.cursor() as cursor:
            self._first = {table: _rows(cursor, table) for table in sorted(tables)}

    def __call__(self):
        with transaction.atomic(), connection.cursor() as cursor:
            # Neither foreign keys nor our own triggers, by which versions stay, have a say.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, first in self._first.items():
                if not first or _rows(cursor, table) != first:
                    cursor.execute(_on("DELETE FROM {}", table))
                    with cursor.copy(_on("COPY {} FROM STDIN", table)) as copy:
                        copy.write(b"".join(first))


def _rows(cursor, table):
    with cursor.copy(_on("COPY {} TO STDOUT", table)) as copy:
        return sorted(map(bytes, copy))


def _on(statement, *names):
    return sql.SQL(statement).format(*map(sql.Identifier, names))
