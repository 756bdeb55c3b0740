"""Side-by-side rows: a diff as rows and lines, with long unchanged stretches folded.

Knows neither what a piece is nor the database.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .align import Alignable, align, unmoved
from .effort import Effort
from .words import ADDED, REMOVED, SAME, Pairs, WordDiff, changed_words

# As content is kept.
FrozenBlock = dict[str, Any]

CHANGED, MOVED, LEFT = "changed", "moved", "left"
# A text of more lines is compared as one.
_MOST_LINES = 3_000
# So many rows that are the same stay in sight beside a change, and a fold hides at least two.
_IN_SIGHT = 1


@dataclass(frozen=True)
class Kind:
    """A kind of block: its name, and (field, its name, whether it is rich text) in their order.

    `identity` is the field that names a block for ever, whatever becomes of its words.
    """

    label: str
    fields: tuple[tuple[str, str, bool], ...]
    identity: str = ""


@dataclass(frozen=True)
class Names:
    """What the keys in two states stand for. What is missing here is gone from the newsroom.

    No two rows have one name here. A tag has the name of today under each key that leads to it,
    and one whose key nobody kept under the name that it had.
    """

    sections: Mapping[int, str] = field(default_factory=dict)
    authors: Mapping[int, str] = field(default_factory=dict)
    headlines: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int | str, str] = field(default_factory=dict)
    photos: Mapping[int, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    # By the kind of a block that is no part of the text: (name, label, lines) of what it tells.
    facts: Mapping[str, Callable[[FrozenBlock], list[tuple[str, str, list[str]]]]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class DiffLine:
    """A line on both sides, None where there is none, and what became of its words."""

    before: WordDiff | None
    after: WordDiff | None
    words: WordDiff

    @property
    def state(self) -> str:
        if self.before is None or self.after is None:
            return ADDED if self.before is None else REMOVED
        return SAME if self.before == self.after else CHANGED

    @property
    def text(self) -> str:
        """The words of a line that is the same on both sides."""
        return "".join(text for _kind, text in self.after or ())


@dataclass(frozen=True)
class Field:
    """One thing that a row says: in lines, or with a picture on each side.

    What is said `aside` is no difference: readers read the same.
    """

    label: str
    lines: tuple[DiffLine, ...] = ()
    remarks: tuple[str, ...] = ()
    pictures: tuple[Any, Any] | None = None
    aside: bool = False

    @property
    def state(self) -> str:
        same = all(line.state == SAME for line in self.lines) and (self.aside or not self.remarks)
        alike = self.pictures is None or self.pictures[0] == self.pictures[1]
        return SAME if same and alike else CHANGED

    @property
    def folded(self) -> "list[DiffLine | Fold[DiffLine]]":
        return folded(self.lines)


@dataclass(frozen=True)
class DiffRow:
    """A fact, or a part of the text: before and after, None where it is not there.

    One that has moved stands where it is now, with both sides; where it was, a row of the state
    “left” has its former side alone.
    """

    kind: str
    label: str
    before: Any
    after: Any
    fields: tuple[Field, ...]
    # “up” or “down” for what has moved, and where it was, its first words.
    way: str = ""
    beginning: str = ""

    @property
    def state(self) -> str:
        if self.way:
            return LEFT if self.after is None else MOVED
        if self.before is None or self.after is None:
            return ADDED if self.before is None else REMOVED
        return SAME if not self.changed else CHANGED

    @property
    def changed(self) -> bool:
        """Whether it says something else, wherever it stands."""
        return any(part.state != SAME for part in self.fields)


@dataclass(frozen=True)
class Fold[Shown: (DiffLine, DiffRow)]:
    """Rows, or lines, that are the same on both sides, and not shown at first."""

    rows: Sequence[Shown]
    state = "fold"


def folded[Shown: (DiffLine, DiffRow)](rows: Sequence[Shown]) -> list[Shown | Fold[Shown]]:
    """Return `rows` with long stretches of what is the same put into a `Fold` each."""
    last = len(rows) - 1
    stays = set[int]()
    for place, row in enumerate(rows):
        if row.state != SAME:
            stays.update(range(place - _IN_SIGHT, place + _IN_SIGHT + 1))
    shown: list[Shown | Fold[Shown]] = []
    start = 0
    while start <= last:
        end = start
        while end <= last and (end in stays) == (start in stays):
            end += 1
        stretch = rows[start:end]
        hides = start not in stays and len(stretch) > 1
        shown += [Fold(stretch)] if hides else stretch
        start = end
    return shown


def lines_of(old: list[str], new: list[str], effort: Effort) -> tuple[DiffLine, ...]:
    """Put the lines of two texts side by side, each changed one with its words."""
    if max(len(old), len(new)) > _MOST_LINES:
        old, new = (["\n".join(lines)] if lines else [] for lines in (old, new))
    if len(old) == len(new) == 1:
        chain = [(0, 0)]
    else:
        before, after = ([Alignable(line, "", line) for line in lines] for lines in (old, new))
        chain = sorted(unmoved(align(before, after, effort)))
    return tuple(
        _diff_line(None if i is None else old[i], None if j is None else new[j], effort)
        for i, j in interleaved(len(old), len(new), chain)
    )


def _diff_line(old: str | None, new: str | None, effort: Effort) -> DiffLine:
    words = changed_words(old or "", new or "", effort)
    return DiffLine(
        None if old is None else [(kind, text) for kind, text in words if kind != ADDED],
        None if new is None else [(kind, text) for kind, text in words if kind != REMOVED],
        words,
    )


def interleaved(old: int, new: int, chain: Pairs) -> Iterator[tuple[int | None, int | None]]:
    """Go through both sides at once: pairs together, what left before what came."""
    left = right = 0
    for i, j in [*chain, (old, new)]:
        yield from ((gone, None) for gone in range(left, i))
        yield from ((None, come) for come in range(right, j))
        if i < old:
            yield i, j
        left, right = i + 1, j + 1
