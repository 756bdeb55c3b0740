"""Attack: what one stranger, or many, can do to readers of other pages, beside a static file."""

import http.client
import re
import resource
import shutil
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from demo.bench.load import NoLoadGenerator
from espreso.app_server import HOST

_SCRIPT = Path(__file__).with_name("attack.lua")
# Of the networks that are for examples (RFC 5737).
STRANGER, READERS = "198.51.100.66", "203.0.113.{}"
_PAUSE = 0.02
_PATIENCE = 20


@dataclass(frozen=True)
class Attack:
    """What is asked: `{n}` in the address is another number each time, `{day}` another day."""

    what: str
    path: str
    method: str = "GET"


@dataclass
class Reader:
    """Reads known pages, one after the other, over one connection. `took` are seconds."""

    url: str
    pages: list[str]
    address: str
    took: list[float] = field(default_factory=list)
    failures: int = 0

    def read(self, over: threading.Event) -> None:
        """Read until it is over."""
        site, number = urlsplit(self.url), 0
        asked = http.client.HTTPConnection(site.hostname or HOST, site.port, timeout=_PATIENCE)
        while not over.wait(_PAUSE):
            number += 1
            began = time.perf_counter()
            try:
                asked.request(
                    "GET",
                    self.pages[number % len(self.pages)],
                    headers={"Accept-Encoding": "gzip", "X-Forwarded-For": self.address},
                )
                answer = asked.getresponse()
                answer.read()
                self.failures += answer.status != http.HTTPStatus.OK
            except (OSError, http.client.HTTPException):
                self.failures += 1
                asked.close()
            self.took.append(time.perf_counter() - began)
        asked.close()


@contextmanager
def reading(url: str, pages: list[str], readers: int = 4) -> Iterator[list[Reader]]:
    """Let readers, each with an address of its own, read these pages until the block ends."""
    found = [Reader(url, pages, READERS.format(number + 1)) for number in range(readers)]
    ending = threading.Event()
    with ExitStack() as stack:
        for reader in found:
            thread = threading.Thread(target=reader.read, args=[ending], daemon=True)
            thread.start()
            stack.callback(thread.join)
        stack.callback(ending.set)
        yield found


@dataclass(frozen=True)
class Outcome:
    """What readers of other pages met: p95 in milliseconds, failures; and what was asked meanwhile.

    `asked` and `refused` are questions a second.
    """

    p95: float
    failures: int
    asked: float = 0
    refused: float = 0


def suffered(readers: list[Reader], asked: float = 0, refused: float = 0) -> Outcome:
    """Return what these readers met."""
    took = [seconds * 1000 for reader in readers for seconds in reader.took]
    p95 = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else float("inf")
    return Outcome(p95, sum(reader.failures for reader in readers), asked, refused)


def strike(
    url: str, pages: list[str], attack: Attack, connections: int, many: bool, seconds: int
) -> Outcome:
    """Attack for so long while others read `pages`, and return the outcome for them."""
    program = shutil.which("wrk")
    if program is None:
        raise NoLoadGenerator("Strangers come from wrk: install it (apt-get install wrk).")
    with reading(url, pages) as readers:
        said = subprocess.run(
            [program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
            + ["-s", str(_SCRIPT), url, "--", attack.method, attack.path]
            + ["many" if many else "one", STRANGER],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    asked, refused = (
        sum(float(number) for number in re.findall(pattern, said))
        for pattern in (r"Requests/sec:\s+([\d.]+)", r"Non-2xx or 3xx responses: (\d+)")
    )
    return suffered(readers, asked, refused / seconds)


def quiet(url: str, pages: list[str], seconds: int) -> Outcome:
    """Return what readers meet when nobody else asks for anything."""
    with reading(url, pages) as readers:
        time.sleep(seconds)
    return suffered(readers)


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
