"""Child process: one that ends with the block that started it, however that ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
LIFELINE = Path(__file__).with_name("lifeline.py")
# Longer than granian gives its workers, so that it is killed only when it hangs.
STOP_SECONDS = 10
_GLANCE_SECONDS = 0.1


class ChildProcess:
    """A Python module as a program. `environment` is added to this process's own.

    A context manager: what it started has stopped when the block ends, and when this process is
    killed. `pause` sleeps between two looks at the child, and may raise to leave the block.
    """

    python = sys.executable
    folder = BASE_DIR

    def __init__(
        self,
        arguments: list[str],
        environment: Mapping[str, str],
        pause: Callable[[float], None] = time.sleep,
    ):
        self._arguments = arguments
        self._environment = {**os.environ, **environment}
        self._pause = pause
        self._process = None

    def __enter__(self):
        self._process = subprocess.Popen(
            [self.python, "-P", LIFELINE, *self._arguments],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.PIPE,
            # The terminal's Ctrl-C reaches a whole group. It must not reach granian's workers: one
            # that gets it beside the signal to stop sometimes never stops.
            start_new_session=True,
        )
        return self

    def __exit__(self, *error):
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        # Children of its own, which a process that ended by itself may have left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process.stdin.close()

    @property
    def process(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def how_it_ended(self) -> str:
        """In words: “by signal SIGKILL”, “with status 1”; empty while it runs."""
        status = self._process.poll()
        if status is None:
            return ""
        return (
            f"by signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
        )

    def wait(self) -> int:
        """Return its exit status once it has ended by itself."""
        while (status := self._process.poll()) is None:
            self._pause(_GLANCE_SECONDS)
        return status
