"""Board: one list of the dashboard: a few lines, a count, and a link to all of them."""

from dataclasses import dataclass, field

# A list is looked over, not read; the rest is behind its link.
SHOWN = 6


@dataclass
class BoardLine:
    """A line of a list: what it is about, where it leads, and what is to be known of it."""

    words: str
    address: str
    facts: list[str] = field(default_factory=list)
    # What must not be overlooked.
    warning: str = ""
    quote: str = ""
    # The state of the piece in one word, for styles.
    state: str = ""
    # The code of its language.
    language: str = ""


@dataclass
class Board:
    """A list of the first page."""

    name: str
    title: str
    empty: str
    lines: list[BoardLine] = field(default_factory=list)
    total: int = 0
    # Where all of them are.
    address: str = ""
    note: str = ""
