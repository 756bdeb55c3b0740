"""`make demo`: a newsroom to look at, with nothing to install or set up."""

import fcntl
import json
import os
import socket
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections

from demo.loader import SIGN_INS
from espreso import database
from espreso.app_server import HOST, AppServer, ServerFailedError
from espreso.child_process import ChildProcess
from espreso.stop_signals import Stopped, StopSignals


class Command(BaseCommand):
    help = "Fill a newsroom with something to read, and serve it on this machine until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        signals = StopSignals()
        try:
            with only_demo_at(port):
                _check_that_nobody_uses(port)
                self.open(port, signals.pause)
        except Stopped:
            self.say("\nThe newsroom is closed. What was written is kept.")
        except ServerFailedError as error:
            raise CommandError(str(error)) from error
        finally:
            # The embedded database stops last, when this process ends.
            signals.ignore()

    def open(self, port, pause):
        """Prepare the newsroom and serve it, until `pause` raises."""
        self.say("Preparing the newsroom …")
        # The children get the address, so that only this process holds the embedded server.
        environment = {"DATABASE_URL": os.environ.get("DATABASE_URL") or _address_once_it_runs()}
        with ChildProcess(["django", "load_demo"], environment, pause) as filling:
            if status := filling.wait():
                raise SystemExit(status)
        with AppServer(port, {"DATABASE_POOL": "2"} | environment, pause=pause) as server:
            server.wait_until_it_answers()
            self.welcome(server.url)
            server.wait_until_it_ends()

    def welcome(self, url):
        lines = ["", f"  The site   {url}/", f"  The desk   {url}/admin/", ""]
        sign_ins = _sign_ins()
        if sign_ins:
            lines += ["  Sign in at the desk as", ""]
            lines += _aligned(
                [[s["username"], s["password"], s["name"], s["role"]] for s in sign_ins]
            )
            lines += [""]
        lines += ["  Ctrl-C closes the newsroom; what you write is kept.", ""]
        self.say("\n".join(lines))

    def say(self, text):
        self.stdout.write(text)
        # Whoever reads this through a pipe waits for the address.
        self.stdout.flush()


@contextmanager
def only_demo_at(port):
    """Let no other demo of this user, whichever its checkout, have the port meanwhile.

    Servers share a port that is theirs both, so that asking for it tells nothing of a demo that
    has begun at the same moment. Raises CommandError, which names the process of the other.
    """
    path = Path(tempfile.gettempdir(), f"espreso-demo-{os.getuid()}-{port}")
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"A demo has port {port} already: process {file.read() or 'unknown'}. End that, or "
                "choose another port, for example: make demo PORT=8001"
            ) from None
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def _check_that_nobody_uses(port):
    with socket.socket() as probe:
        # As the server itself does: an address that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used: {error}. Another program may be using it; "
                "choose another port, for example: make demo PORT=8001"
            ) from error


def _address_once_it_runs():
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise CommandError(
            f"The database does not answer: {' '.join(str(error).split())}"
        ) from error
    connections.close_all()
    return database.url(connection.settings_dict)


def _sign_ins():
    try:
        return json.loads(SIGN_INS.read_text())
    except FileNotFoundError:
        return []


def _aligned(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
