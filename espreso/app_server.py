"""The app server as a child process: for the demonstration, and for tests of the real thing."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60
# Longer than granian gives its workers, so that it is killed only when it hangs.
STOP_SECONDS = 10


class ServerFailedError(Exception):
    """The server did not start, or stopped by itself; the message is for people."""


class AppServer:
    """granian serving the site on the loopback address, with one database thread a worker.

    `environment` is added to this process's own. A context manager: what it
    started has stopped when the block ends, whichever way. Another site can be
    served by a subclass that names it.
    """

    python = sys.executable
    application = "espreso.wsgi:application"
    folder = BASE_DIR

    def __init__(self, port: int, environment: Mapping[str, str], workers: int = 2):
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self._environment = {**os.environ, **environment}
        self._workers = workers
        self._process = None

    def __enter__(self):
        self._process = subprocess.Popen(
            [
                *(self.python, "-m", "granian", "--interface", "wsgi"),
                *("--host", HOST, "--port", str(self.port)),
                # A thread more a worker would need a connection more, and gain nothing in Python.
                *("--workers", str(self._workers), "--blocking-threads", "1"),
                *("--no-ws", "--log-level", "warning"),
                # A worker that is told to stop while it is still starting misses it.
                *("--workers-kill-timeout", "3"),
                self.application,
            ],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            # The terminal's Ctrl-C reaches a whole group. It must not reach the workers: one
            # that gets it beside the signal to stop sometimes never stops.
            start_new_session=True,
        )
        return self

    def __exit__(self, *error):
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    @property
    def process(self) -> int:
        """The number of its process."""
        return self._process.pid

    def wait_until_it_answers(self) -> None:
        """Return when /healthz answers 200. Raises ServerFailedError when it never does."""
        deadline = time.monotonic() + START_SECONDS
        while not self._is_healthy():
            if self._process.poll() is not None:
                raise ServerFailedError(self._why_it_ended())
            if time.monotonic() > deadline:
                raise ServerFailedError(
                    f"The server does not answer at {self.url}/healthz. What it logged is above."
                )
            time.sleep(0.1)

    def wait_until_it_ends(self) -> None:
        """Return never; raises ServerFailedError when the server stops by itself."""
        self._process.wait()
        raise ServerFailedError(self._why_it_ended())

    def _why_it_ended(self) -> str:
        status = self._process.returncode
        how = f"by signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
        return f"The server stopped by itself ({how}). What it logged is above."

    def _is_healthy(self) -> bool:
        # Not urllib, which would ask the proxy of the environment for the loopback address.
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
