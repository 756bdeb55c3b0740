"""App server (granian) as a child process, for the demonstration and for tests."""

import http.client
import time
from collections.abc import Callable, Mapping

from espreso.child_process import BASE_DIR, ChildProcess

__all__ = ["BASE_DIR", "HOST", "AppServer", "ServerFailedError"]

HOST = "127.0.0.1"
START_SECONDS = 60


class ServerFailedError(Exception):
    """The server did not start, or stopped by itself; the message is for people."""


class AppServer(ChildProcess):
    """granian serving the site on the loopback address, as deploy/espreso.service has it.

    Another site can be served by a subclass that names it.
    """

    application = "espreso.wsgi:application"

    def __init__(
        self,
        port: int,
        environment: Mapping[str, str],
        workers: int = 2,
        pause: Callable[[float], None] = time.sleep,
    ):
        self.port = port
        self.url = f"http://{HOST}:{port}"
        arguments = [
            *("granian", "--interface", "wsgi"),
            *("--host", HOST, "--port", str(port)),
            # Whoever waits for the database, a picture or a colleague holds nobody else.
            *("--workers", str(workers), "--blocking-threads", "32", "--backpressure", "32"),
            # Among the warnings is one that these are many threads.
            *("--no-ws", "--log-level", "error"),
            # A worker that is told to stop while it is still starting misses it.
            *("--workers-kill-timeout", "3", "--respawn-failed-workers"),
            self.application,
        ]
        super().__init__(arguments, environment, pause)

    def wait_until_it_answers(self) -> None:
        """Return when /healthz answers 200. Raises ServerFailedError when it never does."""
        deadline = time.monotonic() + START_SECONDS
        while not self._is_healthy():
            self._fail_when_ended()
            if time.monotonic() > deadline:
                raise ServerFailedError(
                    f"The server does not answer at {self.url}/healthz. What it logged is above."
                )
            self._pause(0.1)

    def wait_until_it_ends(self) -> None:
        """Return never; raises ServerFailedError when the server stops by itself."""
        self.wait()
        self._fail_when_ended()

    def _fail_when_ended(self):
        if how := self.how_it_ended:
            raise ServerFailedError(
                f"The server stopped by itself ({how}). What it logged is above."
            )

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
