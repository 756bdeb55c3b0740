"""Load from another process on one server process."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
# What takes longer is an error. Slow sites with eight readers at once take seconds.
_PATIENCE = ("--timeout", "20s")
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class NoLoadGenerator(Exception):
    """wrk is not installed."""


@dataclass(frozen=True)
class Figures:
    """What one run of load gave. Times are milliseconds."""

    requests_per_second: float
    p50: float
    p99: float
    errors: int


def load(url: str, seconds: int, headers: Iterable[str] = ()) -> Figures:
    """Ask for `url` over a few connections for so long, and return what came of it."""
    program = shutil.which("wrk")
    if program is None:
        raise NoLoadGenerator(
            "The load comes from wrk: install it (Debian and Ubuntu: apt-get install wrk)."
        )
    asked = [part for header in headers for part in ("-H", header)]
    said = subprocess.run(
        [program, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *_PATIENCE, *asked, url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return Figures(
        requests_per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
        p50=_milliseconds(said, "50%"),
        p99=_milliseconds(said, "99%"),
        errors=sum(map(int, re.findall(r"(?:Non-2xx or 3xx responses|timeout):? (\d+)", said))),
    )


def _milliseconds(said, percentile):
    number, unit = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s)\b", said).groups()
    return float(number) * _UNITS[unit]


def cpu_seconds(process: int) -> float:
    """Return how long a process and its children have worked; 0 where Linux does not tell."""
    try:
        said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0.0
    # utime and stime, see proc(5).
    own = (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_seconds(int(child)) for child in children)


def resident_bytes(process: int) -> list[int]:
    """Return the memory of each child of a process, in bytes; nothing where Linux does not tell."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        status = [Path(f"/proc/{child}/status").read_text() for child in children]
    except OSError:
        return []
    found = (re.search(r"^VmRSS:\s+(\d+) kB", said, re.MULTILINE) for said in status)
    return [int(match[1]) * 1024 for match in found if match]


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
