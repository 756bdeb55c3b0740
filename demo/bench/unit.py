"""The unit as it is shipped: how long it takes from its start to the first page."""

import http.client
import os
import re
import shlex
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from demo.bench import programs
from espreso.app_server import BASE_DIR

_UNIT = Path(__file__).parents[2] / "deploy" / "espreso.service"
_PATIENCE = 30
_HOST = "news.example"


class _OverSocket(http.client.HTTPConnection):
    def __init__(self, path: Path):
        super().__init__(_HOST, timeout=_PATIENCE)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def seconds_to_the_first_page(environment: Mapping[str, str], workers: int) -> float:
    """Start what `ExecStart` of deploy/espreso.service names, and ask for the front page until it
    comes. Raises Missing when it ends before.
    """
    with tempfile.TemporaryDirectory(prefix="unit-") as name:
        folder = Path(name)
        listening = folder / "http.sock"

        def answers():
            asked = _OverSocket(listening)
            try:
                asked.request("GET", "/", headers={"X-Forwarded-Proto": "https"})
                return asked.getresponse().status == HTTPStatus.OK
            except (OSError, http.client.HTTPException):
                return False
            finally:
                asked.close()

        around = {
            "DJANGO_SETTINGS_MODULE": "espreso.settings",
            "PYTHONPATH": str(BASE_DIR),
            "GRANIAN_WORKERS": str(workers),
            "ALLOWED_HOSTS": _HOST,
            "CSRF_TRUSTED_ORIGINS": f"https://{_HOST}",
            "HTTPS": "true",
            "EMAIL_URL": "dummymail://",
        }
        began = time.monotonic()
        with programs.running(
            command(listening),
            folder=folder,
            ready=answers,
            environment={**os.environ, **around, **environment},
        ):
            return time.monotonic() - began


def command(listening: Path) -> list[str]:
    """Return the command of the unit, for this machine."""
    said = re.search(r"^ExecStart=((?:.*\\\n)*.*)", _UNIT.read_text(), re.MULTILINE)
    assert said
    words = shlex.split(said[1].replace("\\\n", " "))
    here = {
        "/srv/espreso/.venv/bin/python": sys.executable,
        "/run/espreso/http.sock": str(listening),
    }
    return [here.pop(word, word) for word in words]
