"""Programs that run as long as a block does: what is measured, and what it needs beside it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from demo.bench.scratch import Missing

_START_SECONDS, _STOP_SECONDS = 120, 30


@contextmanager
def running(
    command: list,
    *,
    folder: Path,
    ready: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> Iterator[int]:
    """Run a program in `folder` until the block ends; yield the number of its process.

    The block begins when it is `ready`. Raises Missing, with the last lines that it said, when it
    ends before. What it says stands in `log`.
    """
    with (folder / "log").open("w") as log:
        program = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for this process, which then stops them in order.
            start_new_session=True,
        )
    try:
        _wait_until(ready, program, folder)
        yield program.pid
    finally:
        program.terminate()
        with suppress(subprocess.TimeoutExpired):
            program.wait(_STOP_SECONDS)
        # With those that it has begun and left behind: it is the first of a group of its own.
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def listens(port: int) -> bool:
    """Whether somebody answers at this port of the loopback address."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(ready, program, folder):
    name, deadline = Path(program.args[0]).name, time.monotonic() + _START_SECONDS
    while not ready():
        with suppress(subprocess.TimeoutExpired):
            program.wait(0.02)
            said = (folder / "log").read_text().strip().splitlines()[-3:]
            raise Missing(" ".join([f"{name} did not start:", *said]))
        if time.monotonic() > deadline:
            raise Missing(f"{name} did not start in time, see {folder / 'log'}")
