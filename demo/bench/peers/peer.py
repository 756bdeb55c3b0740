"""Peer: a site that is measured beside the others, and what all of them need.

Each is a module with these names; nothing else of it is used.

    NAME                     what the table calls it
    STATES                   {what the table says: environment of its server}
    MOST_WORKERS             of its server
    install()                bring its programs below var/. Raises scratch.Missing
    prepare()                bring it to the stories, once
    serve(state, workers)    a context manager; yields the Served
    addresses()              {page of PAGES: its path}, of which it may lack some
    version()                in words, of what was measured
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache

from demo.bench.scratch import Missing
from espreso.app_server import AppServer

PAGES = ("article", "front", "list", "feed")
_CORES = "this needs Linux and two cores: one for the server, one for the load and the database"


@dataclass(frozen=True)
class Served:
    """A server that runs: its address, and the processes that work for it."""

    url: str
    processes: tuple[int, ...]


def beside_the_server() -> None:
    """Move this process, and all that it starts from now on, away from the servers' core."""
    if not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2:
        raise Missing(_CORES)
    # First, while this process may still run on all of them.
    core = _server_core()
    os.sched_setaffinity(0, os.sched_getaffinity(0) - {core})


def start_pinned[T](stack: ExitStack, server: AbstractContextManager[T]) -> T:
    """Start a server on the servers' core; the stack stops it."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {_server_core()})
    try:
        return stack.enter_context(server)
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def serving(server: AppServer) -> Iterator[Served]:
    """Serve with it on the servers' core, until the block ends."""
    with ExitStack() as stack:
        start_pinned(stack, server)
        server.wait_until_it_answers()
        yield Served(server.url, (server.process,))


@cache
def _server_core():
    return min(os.sched_getaffinity(0))
