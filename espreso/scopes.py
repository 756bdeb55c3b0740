"""Scopes: what a page shows of the site, by name, as cache tags of other systems are.

Whoever reads something for a page says so here, in the scope that a change of it is logged under:
“piece:7”, “section:3”, “site”. The page cache asks what was said while an answer was made, and
gives that answer again until one of its scopes changes. Where nobody asks, nothing is noted.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from espreso.edition import Edition


@dataclass(frozen=True)
class Parameters:
    """The names in the query that a page reads: those of our links, and what readers fill in."""

    named: tuple[str, ...] = ()
    free: tuple[str, ...] = ()

    def read(self, query: Mapping[str, str]) -> tuple | None:
        """Return what the page reads of a query, the same for all that mean the same page.

        None where readers filled something in: there are too many of those to keep.
        """
        if any(name in query for name in self.free):
            return None
        return tuple((name, query[name]) for name in self.named if name in query)

    def __contains__(self, name):
        return name in self.named or name in self.free


@dataclass
class Collected:
    """What was said while an answer was made: None for `parameters`, if it is no public page.

    `edition` knows what changes, where somebody does.
    """

    scopes: set[str] = field(default_factory=set)
    parameters: Parameters | None = None
    query: tuple | None = None
    edition: Edition | None = None


_collected: ContextVar[Collected | None] = ContextVar("collected", default=None)


@contextmanager
def collecting(edition: Edition | None = None) -> Iterator[Collected]:
    """Collect what is said in the block."""
    token = _collected.set(collected := Collected(edition=edition))
    try:
        yield collected
    finally:
        _collected.reset(token)


def depends_on(*scopes: str) -> None:
    """Say that the page that is being made shows what these scopes name."""
    if collected := _collected.get():
        collected.scopes.update(scopes)


def declare(parameters: Parameters, query: Mapping[str, str]) -> None:
    """Say that the page that is being made is public, and what it reads of its query."""
    if collected := _collected.get():
        collected.parameters, collected.query = parameters, parameters.read(query)


def remembered[T](name: Hashable, make: Callable[[], T], *scopes: str) -> T:
    """Return what `make` returns: made once, as long as nothing changes in these scopes.

    Where nobody knows what changes, it is made each time.
    """
    depends_on(*scopes)
    collected = _collected.get()
    edition = collected and collected.edition
    return edition.remembered(name, make, scopes) if edition else make()
