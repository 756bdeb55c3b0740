"""Attack: what one stranger, or many, can do to readers of other pages, beside a static file."""

import re
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from demo.bench.load import NoLoadGenerator
from demo.bench.readers import Answers, Reader, reading

_SCRIPT = Path(__file__).with_name("attack.lua")
# Of the networks that are for examples (RFC 5737).
STRANGER, READERS = "198.51.100.66", "203.0.113.{}"
_PATIENCE = 20
# So many that none of them asks too much.
_NETWORKS = 200


@dataclass(frozen=True)
class Attack:
    """What is asked: `{n}` in the address is another number each time, `{day}` another day, and
    `{line}` the next one of a file.

    So it is in the cookie. What is posted has so many bytes, and `encoding` is what they take.
    """

    what: str
    path: str
    method: str = "GET"
    cookie: str = ""
    length: int = 60_000
    encoding: str = "gzip"
    lines: Path | None = None


def from_network(number: int) -> dict[str, str]:
    """Return the header of a reader with an address of their own, for a site behind a CDN."""
    return {"X-Forwarded-For": READERS.format(number + 1)}


def readers_of(url: str, pages: list[str], count: int = 4) -> list[Reader]:
    """Return readers of these pages, in turn, each with an address and a connection of its own."""
    return [
        Reader(
            url,
            cycle(pages),
            headers={"Accept-Encoding": "gzip", **from_network(number)},
            stays=True,
            patience=_PATIENCE,
        )
        for number in range(count)
    ]


@dataclass(frozen=True)
class Outcome:
    """What readers of other pages met: p95 in milliseconds, failures; and what was asked meanwhile.

    Of their answers, the share `stale` was from a cache that got no newer one. `asked` and
    `refused` are questions a second.
    """

    p95: float
    failures: int
    stale: float = 0
    asked: float = 0
    refused: float = 0


def suffered(readers: list[Reader], asked: float = 0, refused: float = 0) -> Outcome:
    """Return what these readers met."""
    met = Answers.of(readers)
    p95 = met.percentile(0.95) if met.took else float("inf")
    return Outcome(p95, met.failures, met.stale / (len(met.took) or 1), asked, refused)


def strike(
    url: str, pages: list[str], attack: Attack, connections: int, many: bool, seconds: int
) -> Outcome:
    """Attack for so long while others read `pages`, and return the outcome for them."""
    program = shutil.which("wrk")
    if program is None:
        raise NoLoadGenerator("Strangers come from wrk: install it (apt-get install wrk).")
    readers = readers_of(url, pages)
    crowd = ["many" if many else "one", STRANGER]
    sent = [attack.cookie, str(attack.length), attack.encoding]
    sent += [str(attack.lines)] if attack.lines else []
    with reading(readers):
        said = subprocess.run(
            [program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
            + ["-s", str(_SCRIPT), url, "--", attack.method, attack.path, *crowd, *sent],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    asked, refused = (
        sum(float(number) for number in re.findall(pattern, said))
        for pattern in (r"Requests/sec:\s+([\d.]+)", r"Non-2xx or 3xx responses: (\d+)")
    )
    return suffered(readers, asked, refused / seconds)


def read_all(url: str, paths: list[str]) -> None:
    """Have nginx keep each of these. Raises `RuntimeError` when it cannot."""
    for number, path in enumerate(paths):
        if _status(url, path, from_network(number % _NETWORKS)) != HTTPStatus.OK:
            raise RuntimeError(f"{path} was not answered.")


def _status(url, path, headers):
    return Reader(url, iter([path]), headers=headers, patience=_PATIENCE).ask()


def quiet(url: str, pages: list[str], seconds: int) -> Outcome:
    """Return what readers meet when nobody else asks for anything."""
    readers = readers_of(url, pages)
    with reading(readers):
        time.sleep(seconds)
    return suffered(readers)


def refused(url: str, paths: list[str]) -> list[str]:
    """Return those of `paths` at which somebody else is not answered as usual."""

    fine = {HTTPStatus.OK, HTTPStatus.FOUND}
    return [path for path in paths if _status(url, path, from_network(100)) not in fine]


@contextmanager
def silent(url: str, count: int, source: str, says: bytes = b"") -> Iterator[list[socket.socket]]:
    """Hold so many connections from one address until the block ends, which never say more."""
    _soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, count + 500), most))
    site, held = urlsplit(url), []
    try:
        for _connection in range(count):
            connection = socket.create_connection(
                (site.hostname, site.port), timeout=_PATIENCE, source_address=(source, 0)
            )
            connection.sendall(says)
            held.append(connection)
        yield held
    finally:
        for connection in held:
            connection.close()


def ended(connections: list[socket.socket]) -> int:
    """Return how many of these were ended by the other side."""
    found = 0
    for connection in connections:
        connection.setblocking(False)
        try:
            found += connection.recv(1) == b""
        except BlockingIOError:
            pass
        except OSError:
            found += 1
    return found
