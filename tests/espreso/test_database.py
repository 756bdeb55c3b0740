"""Database settings, and the embedded PostgreSQL that is shared, stopped and recovered."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import connection

from espreso import database, embedded_postgres
from espreso.embedded_backend.base import DatabaseWrapper

ROOT = Path(database.__file__).parent.parent

# Attaches, says where, and stays until its input is closed.
ATTACHED = """
import sys
from pathlib import Path
from espreso import embedded_postgres
server = embedded_postgres.attach(Path(sys.argv[1]), "newsroom")
print(server.socket_folder, flush=True)
sys.stdin.read()
"""


class Attached:
    """Another process that uses the embedded server kept in `folder`."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", ATTACHED, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.leave()

    def socket_folder(self):
        return self.process.stdout.readline().strip()

    def leave(self):
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def kill(self):
        self.process.kill()
        self.leave()


def connect(socket_folder):
    return psycopg.connect(
        host=str(socket_folder), user=embedded_postgres.SUPERUSER, dbname="newsroom"
    )


def is_stopped(socket_folder):
    try:
        connect(socket_folder).close()
    except psycopg.OperationalError:
        return True
    return False


@pytest.fixture
def folder():
    # Not under pytest's own folder, which a second run of pytest closes to other users.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        yield Path(temporary) / "a newsroom's postgres"


def test_database_url_is_used_as_it_is():
    settings = database.config({"DATABASE_URL": "postgres://desk:s%3Acret@db.example:5433/news"})

    assert settings["ENGINE"] == "espreso.postgresql"
    assert (settings["USER"], settings["PASSWORD"]) == ("desk", "s:cret")
    assert (settings["HOST"], settings["PORT"]) == ("db.example", 5433)
    assert settings["NAME"] == "news"
    assert "pool" not in settings["OPTIONS"]


@pytest.mark.parametrize(
    "url",
    [
        "postgres://desk@%2Frun%2Fpostgresql/news",
        "postgresql:///news?host=/run/postgresql&user=desk",
    ],
)
def test_a_socket_is_found_however_its_folder_is_written(url):
    settings = database.config({"DATABASE_URL": url})

    assert settings["HOST"] == "/run/postgresql"
    assert settings["NAME"] == "news"


def test_the_address_given_to_a_child_leads_to_the_same_database():
    settings = database.config(
        {"DATABASE_URL": "postgres://d%40sk:s%2Fcret@%2Frun%2FMy%20folder:5433/news"}
    )

    assert database.config({"DATABASE_URL": database.url(settings)}) == settings


@pytest.mark.parametrize("url", ["mysql://desk@db.example/news", "postgres://db.example", "news"])
def test_an_address_that_is_not_of_a_postgresql_database_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="postgres://user"):
        database.config({"DATABASE_URL": url})


def test_a_serving_process_keeps_no_more_connections_than_it_was_told():
    settings = database.config({"DATABASE_URL": "postgres://db.example/news", "DATABASE_POOL": "3"})

    assert settings["OPTIONS"]["pool"]["max_size"] == 3


@pytest.mark.parametrize("size", ["many", "0", "-1"])
def test_a_pool_of_no_sensible_size_is_refused(size):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOL"):
        database.config({"DATABASE_URL": "postgres://db.example/news", "DATABASE_POOL": size})


@pytest.mark.django_db
def test_the_server_of_these_tests_passes_its_own_check():
    assert database.check_server(databases=["default"]) == []


@pytest.mark.parametrize(
    ("server", "problem"),
    [
        ((14, "UTF8", True), "espreso.E001"),
        ((15, "SQL_ASCII", False), "espreso.E002"),
        ((18, "UTF8", False), "espreso.E003"),
    ],
)
def test_an_unfit_server_is_refused_with_a_hint(server, problem):
    [error] = database.server_problems(*server)

    assert error.id == problem
    assert error.hint


@pytest.mark.slow
def test_a_new_server_knows_the_capital_letters_of_ukrainian(folder):
    with Attached(folder) as newsroom, connect(newsroom.socket_folder()) as connection:
        row = connection.execute("SELECT lower('ЇЖАК'), to_tsvector('simple', 'ҐАНОК')::text")
        assert row.fetchone() == ("їжак", "'ґанок':1")


@pytest.mark.slow
def test_processes_that_start_at_once_share_one_server(folder):
    with Attached(folder) as one, Attached(folder) as two:
        assert one.socket_folder() == two.socket_folder()


@pytest.mark.slow
def test_the_server_stops_when_the_last_process_leaves(folder):
    with Attached(folder) as one, Attached(folder) as two:
        socket_folder = one.socket_folder()
        two.socket_folder()
        one.leave()
        connect(socket_folder).close()

    assert is_stopped(socket_folder)


@pytest.mark.slow
def test_a_killed_process_does_not_keep_the_server_running_for_ever(folder):
    with Attached(folder) as killed, Attached(folder) as last:
        socket_folder = killed.socket_folder()
        last.socket_folder()
        killed.kill()

    assert is_stopped(socket_folder)


@pytest.mark.slow
def test_what_was_written_survives_the_killing_of_the_server(folder):
    with Attached(folder) as newsroom:
        with connect(newsroom.socket_folder()) as connection:
            connection.execute("CREATE TABLE headlines AS SELECT 'Rain at last' AS headline")
        lock = folder / "data" / "postmaster.pid"
        os.kill(int(lock.read_text().split("\n", 1)[0]), signal.SIGKILL)

    with Attached(folder) as newsroom, connect(newsroom.socket_folder()) as connection:
        row = connection.execute("SELECT headline FROM headlines").fetchone()
    assert row == ("Rain at last",)


@pytest.mark.slow
def test_a_server_stuck_in_its_shutdown_is_ended_by_the_next_start(folder, monkeypatch):
    monkeypatch.setattr(embedded_postgres, "STOP_SECONDS", 1)
    with Attached(folder) as killed:
        with connect(killed.socket_folder()) as connection:
            processes = connection.execute("SELECT pid, backend_type FROM pg_stat_activity")
            checkpointer = next(pid for pid, kind in processes if kind == "checkpointer")
        stuck = int((folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        # It has the last word, and can no more write it than on a full disk.
        os.kill(checkpointer, signal.SIGSTOP)
        os.kill(stuck, signal.SIGINT)
        killed.kill()

    server = embedded_postgres.attach(folder, "newsroom")
    try:
        connect(server.socket_folder).close()
    finally:
        server.release()
    assert has_ended(stuck)


def has_ended(process):
    """Whether it does nothing any more. Where nobody waits for orphans, its number stays taken."""
    try:
        # pid (program) state …, see proc(5).
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state.split()[0] == "Z"


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path):
    (tmp_path / "postgres").write_text("a file, where a folder should be")

    with pytest.raises(CommandError, match=r"needs to write to .*DATABASE_URL"):
        embedded_postgres.attach(tmp_path / "postgres", "newsroom")


@pytest.mark.slow
def test_a_lock_left_from_before_a_reboot_does_not_prevent_the_start(folder):
    with Attached(folder) as newsroom:
        socket_folder = newsroom.socket_folder()
        data = folder / "data"
        locks = {path: path.read_text() for path in [*data.glob("*.pid"), *data.glob(".s*.lock")]}
    owner = data.stat()
    cat = subprocess.Popen([shutil.which("cat")], stdin=subprocess.PIPE, user=owner.st_uid)
    try:
        for path, content in locks.items():
            path.write_text(f"{cat.pid}\n" + content.split("\n", 1)[1])
            os.chown(path, owner.st_uid, owner.st_gid)
        with Attached(folder) as newsroom:
            assert newsroom.socket_folder() == socket_folder
    finally:
        cat.communicate()


@pytest.mark.slow
def test_a_path_too_long_for_a_socket_still_has_a_server(folder):
    with Attached(folder / ("long" * 30)) as newsroom:
        connect(newsroom.socket_folder()).close()


@pytest.mark.slow
def test_a_server_that_cannot_start_is_explained_in_one_sentence_without_a_traceback(folder):
    with Attached(folder):
        pass
    (folder / "data" / "PG_VERSION").write_text("9.6\n")

    settings = database.config({}, embedded_folder=folder)
    with pytest.raises(CommandError, match=r"did not start.*DATABASE_URL"):
        DatabaseWrapper({**connection.settings_dict, **settings}).attach()
