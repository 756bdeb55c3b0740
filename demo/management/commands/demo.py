"""`make demo`: a newsroom to look at, with nothing to install or set up."""

import json
import os
import signal
import socket

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from demo.loader import SIGN_INS
from espreso import database, static_files
from espreso.app_server import HOST, AppServer, ServerFailedError


class Command(BaseCommand):
    help = "Fill a newsroom with something to read, and serve it on this machine until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        _check_that_nobody_uses(port)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        try:
            self.prepare()
            environment = {"DATABASE_POOL": "2", **os.environ}
            # The children get the address, so that only this process holds the embedded server.
            environment.setdefault("DATABASE_URL", database.url(connection.settings_dict))
            connections.close_all()
            with AppServer(port, environment) as server:
                try:
                    server.wait_until_it_answers()
                    self.welcome(server.url)
                    server.wait_until_it_ends()
                finally:
                    _finish_in_peace()
        except KeyboardInterrupt:
            _finish_in_peace()
            self.say("\nThe newsroom is closed. What was written is kept.")
        except ServerFailedError as error:
            raise CommandError(str(error)) from error

    def prepare(self):
        self.say("Preparing the newsroom …")
        call_command("migrate", interactive=False, verbosity=0)
        static_files.collect_when_changed()
        call_command("load_demo")

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


def _finish_in_peace():
    # A second Ctrl-C, or the one that make passes on, must not interrupt the stopping.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


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
