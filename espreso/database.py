"""Database: the server named by DATABASE_URL, or an embedded PostgreSQL."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import environ
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

from espreso import embedded_postgres
from espreso.postgresql.connection import DESK, Connection

BASE_DIR = Path(__file__).resolve().parent.parent
EMBEDDED_FOLDER = BASE_DIR / "var" / "postgres"
EMBEDDED_NAME = "espreso"

ENGINE = "espreso.postgresql"
EMBEDDED_ENGINE = "espreso.embedded_backend"
OLDEST_VERSION = 15

# Seconds, and milliseconds for the second. A server that is lost while it owes an answer, or
# between two questions, is missed by what is set here alone.
_NETWORK = {
    "connect_timeout": 3,
    "tcp_user_timeout": 3000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
# What the server ends by itself, where the process that should have is gone or hangs.
_SERVING = {
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "client_connection_check_interval": "2s",
}


def config(env: Mapping[str, str] = os.environ, embedded_folder: Path = EMBEDDED_FOLDER) -> dict:
    """Return Django's DATABASES["default"] for these environment variables.

    DATABASE_URL names a server (postgres://user:password@host:port/name, or
    postgres://user@%2Fsocket%2Ffolder/name); without it the embedded PostgreSQL
    is started, or joined when it runs, with the first connection. DATABASE_POOL is
    the largest number of connections that one serving process keeps; without it
    each request opens its own, which is right for commands and tests. DATABASE_POOLER
    says that a pooler in transaction mode stands between.

    Raises ImproperlyConfigured for an address that is not PostgreSQL's.
    """
    url = env.get("DATABASE_URL", "")
    settings = _parse(url) if url else _embedded(embedded_folder)
    pooler = env.get("DATABASE_POOLER", "").lower() in environ.Env.BOOLEAN_TRUE_STRINGS
    settings["DISABLE_SERVER_SIDE_CURSORS"] = pooler
    settings["OPTIONS"] |= _NETWORK | {
        "server_side_binding": True,
        # The server plans what is asked again and again once a connection, not once a reader:
        # planning took it longer than answering. Behind a pooler nothing lasts on a connection.
        "prepare_threshold": None if pooler else 3,
    }
    if pool := env.get("DATABASE_POOL", ""):
        if not pool.isdecimal() or int(pool) < 1:
            raise ImproperlyConfigured(
                f"DATABASE_POOL is the largest number of connections a process keeps, not {pool!r}."
            )
        settings["OPTIONS"]["pool"] = {
            "min_size": 1,
            "max_size": int(pool),
            "timeout": 10,
            "connection_class": Connection,
            # A server that comes back must not find it in the pause after many attempts.
            "reconnect_timeout": 1,
        }
    return settings


def beside_the_pool(**settings):
    """Return a connection to the site's database that nobody else waits for, not opened yet.

    `settings` are other ones than those of the site.
    """
    beside = connections[DEFAULT_DB_ALIAS].copy()
    beside.settings_dict["OPTIONS"].pop("pool", None)
    beside.settings_dict |= settings
    return beside


def give_back() -> None:
    """Let others have the connection of this thread, which does something else for long.

    The next question gets another one. A transaction keeps its own.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        connection.close()


def serve(settings: dict) -> None:
    """Let nothing in this process wait for the database without end, as it may in commands.

    The server is told to end what this process leaves behind. A pooler refuses to be told that; see
    docs/operators.md.
    """
    Connection.usual_patience = DESK
    if not settings["DISABLE_SERVER_SIDE_CURSORS"]:
        options = settings["OPTIONS"]
        said = [f"-c {name}={value}" for name, value in _SERVING.items()]
        options["options"] = " ".join([options.get("options", ""), *said]).strip()


def url(settings: Mapping) -> str:
    """Return the DATABASE_URL of these settings, for the environment of a child process.

    Those of the embedded server have an address once it was connected to.
    """
    user, password = quote(settings["USER"], safe=""), quote(settings["PASSWORD"], safe="")
    sign_in = f"{user}:{password}@" if password else f"{user}@"
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{sign_in}{quote(settings['HOST'], safe='')}{port}/{quote(settings['NAME'])}"


def _parse(url: str) -> dict:
    address = urlsplit(url)
    if address.scheme not in ("postgres", "postgresql") or not address.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL does not name a PostgreSQL database. "
            "Write it as postgres://user:password@host:5432/name."
        )
    settings = environ.Env.db_url_config(url, engine=ENGINE)
    options = settings.setdefault("OPTIONS", {})
    # The two ways in which libpq lets an address name the folder of a socket, see "Connection
    # URIs" in PostgreSQL's manual. The parser leaves both, and makes the first lowercase.
    host = address.netloc.rpartition("@")[2].partition(":")[0]
    if host.upper().startswith("%2F"):
        settings["HOST"] = unquote(host)
    elif not host and "host" in options:
        settings["HOST"] = options.pop("host")
    return settings


def _embedded(folder: Path) -> dict:
    return {
        "ENGINE": EMBEDDED_ENGINE,
        "FOLDER": str(folder),
        "NAME": EMBEDDED_NAME,
        "USER": embedded_postgres.SUPERUSER,
        "PASSWORD": "",
        "PORT": embedded_postgres.PORT,
        "OPTIONS": {},
    }


@register(Tags.database)
def check_server(databases=None, **kwargs) -> list[Error]:
    """Refuse a server that is too old, or that would mistake the letters of a name."""
    return [
        problem for alias in databases or () for problem in _server_problems(connections[alias])
    ]


def _server_problems(connection) -> list[Error]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int,"
            " current_setting('server_encoding'),"
            " lower('ЇЖАК') = 'їжак'"
        )
        version, encoding, folds_case = cursor.fetchone()
    return server_problems(version // 10000, encoding, folds_case)


def server_problems(version: int, encoding: str, folds_case: bool) -> list[Error]:
    """Return what is wrong with a server of this major version, encoding and case folding."""
    problems = []
    if version < OLDEST_VERSION:
        problems.append(
            Error(
                f"The database server is PostgreSQL {version}; {OLDEST_VERSION} is the oldest "
                "that Espreso runs on.",
                hint="Move the database to a newer server with pg_dump and pg_restore.",
                id="espreso.E001",
            )
        )
    if encoding != "UTF8":
        problems.append(
            Error(
                f"The database stores text as {encoding}, which cannot hold every name.",
                hint="CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, and move the data.",
                id="espreso.E002",
            )
        )
    elif not folds_case:
        problems.append(
            Error(
                "The database knows no capital letters outside English: "
                "search and tags would miss words.",
                hint="CREATE DATABASE … LOCALE 'C.UTF-8' TEMPLATE template0, and move the data.",
                id="espreso.E003",
            )
        )
    return problems
