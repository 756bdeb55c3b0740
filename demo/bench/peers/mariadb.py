"""MariaDB for the peers that want it: Debian's programs, on a socket, with the data below var/."""

import getpass
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.bench import programs, scratch

PACKAGE = "mariadb-server"
_LOCAL = "--no-defaults"


@dataclass(frozen=True)
class Database:
    """A server that runs: its socket, and the user who may do all without a password."""

    socket: Path
    user: str


def check() -> None:
    """Raise Missing where it is not installed."""
    for name in ("mariadbd", "mariadb-install-db", "mariadb"):
        scratch.program(name, PACKAGE)


@contextmanager
def running(name: str) -> Iterator[Database]:
    """Run the server that keeps the database of this name, which is there then."""
    folder, user = scratch.folder_of(name), getpass.getuser()
    data = folder / "mariadb"
    if not data.exists():
        install = [scratch.program("mariadb-install-db", PACKAGE), _LOCAL, f"--datadir={data}"]
        own = [f"--user={user}", "--auth-root-authentication-method=normal"]
        scratch.run(*install, *own, "--skip-test-db", folder=folder)
    # A path of a socket is short: the project's may be long.
    with tempfile.TemporaryDirectory(prefix="mariadb-") as short:
        socket = Path(short, "socket")
        server = [scratch.program("mariadbd", PACKAGE), _LOCAL, f"--datadir={data}"]
        options = [f"--user={user}", f"--socket={socket}", "--skip-networking"]
        charset = ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci"]
        command = [*server, *options, f"--pid-file={short}/pid", *charset]
        with programs.running(command, folder=Path(short), ready=socket.exists):
            database = Database(socket, "root")
            run(database, f"CREATE DATABASE IF NOT EXISTS {name}")
            yield database


def renew(database: Database, name: str) -> None:
    """Empty the database of that name."""
    run(database, f"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name}")


def run(database: Database, statement: str) -> str:
    """Run statements and return what they said."""
    client = [scratch.program("mariadb", PACKAGE), _LOCAL, f"--socket={database.socket}"]
    return scratch.run(*client, "--user=root", "--execute", statement, folder=Path("/"))
