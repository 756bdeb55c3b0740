"""Faults of the database, its network and Redis: each begins with a block and ends with it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from demo.bench.proxy import Proxy
from espreso.embedded_postgres import SUPERUSER, EmbeddedPostgres

_PAUSE = 0.05
# Each way, so that a round trip takes 300 ms.
_SLOW = 0.15
# Who takes all connections, and how often until nobody else has one.
_OTHERS, _ROUNDS = "others", 5
_SMALL = "128m"


class Postgres:
    """A server of one's own in `folder`, to be ended in any way and started again."""

    def __init__(self, folder: Path, database: str):
        self._folder, self._database = folder, database
        self.start()

    def start(self) -> None:
        """Start it, or find that it runs; return when it answers."""
        self._server = EmbeddedPostgres(self._folder)
        self._server.attach(self._database)

    @property
    def data(self) -> Path:
        """Where its data are."""
        return self._server.data

    @property
    def _process(self) -> int:
        return int((self._server.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def processes(self) -> list[int]:
        """Return the numbers of all its processes, the first one first."""
        main = self._process
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def end(self, how: signal.Signals) -> None:
        """End it, as SIGKILL, SIGQUIT (immediately) or SIGINT (in order) do."""
        main = self._process
        os.kill(main, how)
        while _lives(main):
            time.sleep(_PAUSE)

    def connect(self, name: str = "chaos") -> psycopg.Connection:
        """Return a connection past all proxies, by this name."""
        return psycopg.connect(
            host=str(self._server.socket_folder),
            user=SUPERUSER,
            dbname=self._database,
            application_name=name,
            autocommit=True,
        )

    def release(self) -> None:
        """Stop it for good."""
        self._server.release()


def _lives(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@contextmanager
def small_disk(postgres: Postgres, folder: Path) -> Iterator[Path | None]:
    """Move the tables to a disk of a few megabytes until the block ends: None where nobody may."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SMALL}", "tmpfs", str(folder)]
    unmount = ["umount", "--lazy", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    owner = postgres.data.stat()
    os.chown(folder, owner.st_uid, owner.st_gid)
    try:
        with postgres.connect() as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
            for what in ("TABLE", "INDEX"):
                connection.execute(
                    f"ALTER {what} ALL IN TABLESPACE pg_default SET TABLESPACE small"
                )
        yield folder
    finally:
        subprocess.run(unmount, check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Leave no room in a folder."""
    filler = folder / "filler"
    try:
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        yield
    finally:
        filler.unlink()


class Faults:
    """What may happen, by name."""

    def __init__(
        self,
        postgres: Postgres,
        network: Proxy,
        *,
        redis: Callable | None = None,
        small: Path | None = None,
    ):
        self._postgres, self._network = postgres, network
        self.all = {
            "none": ExitStack,
            "stopped": self.stopped,
            "hung (SIGSTOP)": self.hung,
            "network drops": self.dropping,
            "out of connections": self.crowded,
            "300 ms a round trip": self.slow,
            "read-only": self.read_only,
            "restarted": self.restarted,
        }
        if redis:
            self.all["Redis away"] = redis
        if small:
            self.all["disk full"] = lambda: full(small)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self._postgres.end(signal.SIGINT)
        try:
            yield
        finally:
            self._postgres.start()

    @contextmanager
    def hung(self) -> Iterator[None]:
        processes = self._postgres.processes()
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    @contextmanager
    def dropping(self) -> Iterator[None]:
        self._network.hang()
        try:
            yield
        finally:
            self._network.flow()

    @contextmanager
    def slow(self) -> Iterator[None]:
        self._network.delay = _SLOW
        try:
            yield
        finally:
            self._network.delay = 0.0

    @contextmanager
    def crowded(self) -> Iterator[None]:
        """Somebody else takes all that are free, also those that the site had."""
        with ExitStack() as taken:
            first = taken.enter_context(self._postgres.connect(_OTHERS))
            for _round in range(_ROUNDS):
                first.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND application_name <> %s",
                    [_OTHERS],
                )
                with suppress(psycopg.OperationalError):
                    while True:
                        taken.enter_context(self._postgres.connect(_OTHERS))
            yield

    @contextmanager
    def read_only(self) -> Iterator[None]:
        self._let_write("off")
        try:
            yield
        finally:
            self._let_write("on")

    def _let_write(self, may):
        with self._postgres.connect() as connection:
            connection.execute("SET default_transaction_read_only = off")
            forbidden = "on" if may == "off" else "off"
            connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {forbidden}")
            connection.execute("SELECT pg_reload_conf()")

    @contextmanager
    def restarted(self) -> Iterator[None]:
        self._postgres.end(signal.SIGINT)
        self._postgres.start()
        yield
