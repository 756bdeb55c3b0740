"""Interleaved rounds of load, over servers that wait for each other."""

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import ModuleType

from tqdm import tqdm

from demo.bench.load import cpu_seconds, load
from demo.bench.peers import pages
from demo.bench.peers.peer import PAGES, Served
from demo.bench.scratch import Missing
from espreso.app_server import ServerFailedError

_WARMING_SECONDS, _GLANCE_SECONDS, _PATIENCE_SECONDS = 1, 0.2, 30
# Of a core, all servers together: what asks a clock now and then is quiet.
_QUIET = 0.1


@dataclass(frozen=True)
class Site:
    """A peer in one of its states."""

    name: str
    state: str


@dataclass
class Measured:
    """Requests a second by site, page, workers and whether compressed, and the bytes sent."""

    rates: dict[tuple[Site, str, int, bool], list[float]] = field(default_factory=dict)
    sent: dict[tuple[Site, str, bool], int] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Target:
    site: Site
    page: str
    url: str


def measure(
    peers: Iterable[ModuleType], workers: int, seconds: int, rounds: int, into: Measured
) -> None:
    """Serve all peers with so many workers, and go round and round."""
    with ExitStack() as stack:
        targets: list[_Target] = []
        processes: list[int] = []
        for peer in peers:
            if workers > peer.MOST_WORKERS:
                continue
            for state in peer.STATES:
                site = Site(peer.NAME, state)
                try:
                    found, served = _start(stack, peer, site, workers, into)
                except (Missing, ServerFailedError, pages.NotWholeError) as error:
                    into.left_out.append(f"{site.name}, {site.state}, {workers} workers: {error}.")
                    continue
                targets += found
                processes += served.processes
        _go_round(targets, processes, workers, seconds, rounds, into)


def _start(stack, peer, site, workers, into) -> tuple[list[_Target], Served]:
    """Start a server, check each of its pages, and let it warm: Node.js compiles what it runs."""
    served = stack.enter_context(peer.serve(site.state, workers))
    targets = [_Target(site, page, served.url + path) for page, path in peer.addresses().items()]
    for target in targets:
        for compressed in (True, False):
            # Twice: what made the page may answer otherwise than what kept it.
            for _time in range(2):
                answer = pages.checked(target.page, target.url, compressed=compressed)
            into.sent[site, target.page, compressed] = answer.sent
            # Each worker keeps its own.
            _rate(target, compressed, _WARMING_SECONDS)
    return targets, served


def _go_round(targets, processes, workers, seconds, rounds, into):
    bar = tqdm(total=len(targets) * 2 * rounds, desc=f"Rounds, {workers} workers", unit="")
    with bar:
        for number in range(rounds):
            for page in PAGES:
                there = [target for target in targets if target.page == page]
                for compressed in (True, False):
                    for target in there if number % 2 == 0 else reversed(there):
                        _wait_until_quiet(processes)
                        key = target.site, page, workers, compressed
                        try:
                            rate = _rate(target, compressed, seconds)
                        except pages.NotWholeError as error:
                            into.left_out.append(f"a round of {target.site.name}: {error}.")
                        else:
                            into.rates.setdefault(key, []).append(rate)
                        bar.update()


def _rate(target, compressed, seconds):
    headers = ["Accept-Encoding: gzip"] if compressed else []
    figures = load(target.url, seconds, headers)
    if figures.errors:
        raise pages.NotWholeError(f"{target.url}: {figures.errors} answers were errors")
    return figures.requests_per_second


def _wait_until_quiet(processes, pause: Callable[[float], None] = time.sleep):
    """Return when the servers rest, or after half a minute all the same."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        before = sum(map(cpu_seconds, processes))
        pause(_GLANCE_SECONDS)
        if sum(map(cpu_seconds, processes)) - before <= _QUIET * _GLANCE_SECONDS:
            return
