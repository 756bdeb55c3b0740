"""Flatness: each kind of page in a large newsroom beside the same in a small one."""

import math
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings
from tqdm import tqdm

from demo.bench import loading
from demo.bench.client import InProcess, queries, queries_of_page
from demo.bench.pages import Examples

# So many times the small newsroom's time is flat.
AIM = 1.2
# Milliseconds of 95 searches of a hundred.
SEARCH_AIM = 100
WARMING, ROUNDS = 2, 11


class Site:
    """A newsroom of so many pieces in a database of its own, asked in this process."""

    def __init__(self, name: str, count: int):
        loading.use_database(name)
        self.name, self.count = name, count
        self._connection = connection.copy()
        with self.used():
            call_command("migrate", interactive=False, verbosity=0)
            self.longest = loading.fill(count)
            self.examples = Examples()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Ask this database within the block, by a connection that stays open."""
        before = connections["default"]
        connections["default"] = self._connection
        try:
            yield
        finally:
            connections["default"] = before

    def close(self) -> None:
        self._connection.close()


@dataclass
class Times:
    """Milliseconds of a page in one newsroom, its queries, its status, and its size in bytes."""

    rounds: list[float] = field(default_factory=list)
    queries: int = 0
    status: int = 0
    size: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)


def measure(sites: list[Site]) -> dict[str, list[Times]]:
    """Return what each kind of page took on each of the sites, asked in turn, nothing kept."""
    client = Client(headers={"host": "127.0.0.1"})
    asked = [_addresses(site) for site in sites]
    found = {page: [Times() for _site in sites] for page in asked[0]}
    with override_settings(FRAGMENT_CACHE=False):
        for page, times in tqdm(found.items(), desc="Pages", unit=""):
            for number in range(-WARMING, ROUNDS):
                # Neither is always the second.
                for place in range(len(sites))[:: -1 if number % 2 else 1]:
                    with sites[place].used():
                        _ask(client, asked[place][page], times[place], counted=number >= 0)
            with sites[-1].used():
                path = asked[-1][page]
                times[-1].queries = queries(lambda path=path: client.get(path))
    return found


def queries_of(pages: dict[str, str]) -> dict[str, int]:
    """Return how many queries each of these pages takes."""
    asker = InProcess(Client(headers={"host": "127.0.0.1"}))
    return {page: queries_of_page(asker, path) for page, path in pages.items()}


def _addresses(site):
    with site.used():
        searches = site.examples.searches()
        return site.examples.pages() | {_search(what): path for what, path in searches.items()}


def _search(what):
    return f"search: {what}"


def _ask(client, path, times, *, counted):
    began = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - began) * 1000
    times.status, times.size = answer.status_code, len(answer.content)
    if counted:
        times.rounds.append(took)


def table(sites: list[Site], found: dict[str, list[Times]]) -> Iterator[str]:
    """Yield the lines of the table, and what they come to."""
    large = sites[-1]
    line = "{:<48}{:>7}{:>9}{:>13}{:>13}{:>11}"
    sizes = [f"{site.count:,}, ms" for site in sites]
    yield line.format("page", "status", "queries", *sizes, "times")
    for page, (before, after) in found.items():
        grown = after.size > before.size * 1.1
        yield line.format(
            page,
            after.status,
            after.queries,
            f"{before.median:.1f}",
            f"{after.median:.1f}",
            f"{after.median / before.median:.2f}",
        ) + (f"  ({after.size / before.size:.1f} times as long)" if grown else "")
    pages = {page: times for page, times in found.items() if not page.startswith(_search(""))}
    over = [page for page, (one, other) in pages.items() if other.median / one.median > AIM]
    yield f"Pages over {AIM} times: {', '.join(over) or 'none'}."
    searches = [times for page, times in found.items() if page not in pages]
    for place, site in enumerate(sites):
        took = sorted(took for times in searches for took in times[place].rounds)
        yield (
            f"Searches at {site.count:,}: p50 {statistics.median(took):.0f} ms, p95 "
            f"{took[math.ceil(len(took) * 0.95) - 1]:.0f} ms, at most {took[-1]:.0f} ms "
            f"(aim at {large.count:,}: p95 {SEARCH_AIM} ms)."
        )
