"""History entry: something that happened to a piece; and how entries stand in a list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from django.utils import timezone

from articles.content import snapshot
from articles.models import Article, DraftSnapshot, Milestone, Version

DRAFT = "draft"
SAVED = "saved"
# Saves of one person that follow each other so closely are one piece of work: from the third on
# they are one line, which unfolds.
_AT_WORK = timedelta(minutes=15)
_FOLDED_FROM = 3


@dataclass(frozen=True)
class HistoryEntry:
    """Something that happened to a piece, and what the piece said then.

    `name` is how addresses call it; what cannot be looked at (that it was withdrawn) has none.
    `code` is its state in one word, for styles.
    """

    at: datetime
    title: str
    code: str
    state: str = ""
    note: str = ""
    by: str = ""
    name: str = ""
    source: Article | Version | Milestone | DraftSnapshot | None = None
    # The entry that it is compared with by “the one before”.
    before: str = ""
    # The saves before it that are one piece of work with it.
    folded: tuple["HistoryEntry", ...] = ()

    @property
    def page(self) -> str:
        """The name of the page that shows it."""
        names: dict[type, str] = {Version: "version", Milestone: "milestone"}
        return names.get(type(self.source), "save")

    @property
    def restore_page(self) -> str:
        """The name of the page that restores it."""
        return "restore" if self.page == "version" else f"restore_{self.page}"

    @property
    def key(self) -> int:
        """What its pages know it by."""
        if isinstance(self.source, Version):
            return self.source.number
        return self.source.pk if self.source else 0

    @property
    def folded_names(self) -> list[str]:
        return [entry.name for entry in self.folded]

    @property
    def folded_since(self) -> datetime:
        return self.folded[-1].at

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @property
    def place(self):
        """Where it stands among the states of a piece: the draft is the latest."""
        return self.name == DRAFT, self.at

    def content(self) -> snapshot.Content:
        """Return what the piece said."""
        return snapshot.content_of(self.source)


def by_day(entries: Iterable[HistoryEntry]) -> list[tuple[date, list[HistoryEntry]]]:
    """Return the entries by their day, saves that are one piece of work on one line."""
    return [(day, list(_folded(those))) for day, those in groupby(entries, lambda one: one.day)]


def _folded(entries) -> Iterator[HistoryEntry]:
    """Yield the entries, with saves that are one piece of work folded under the last of them."""
    entries = list(entries)
    starts = [0] + [
        place for place in range(1, len(entries)) if not _goes_on(*entries[place - 1 : place + 1])
    ]
    for start, end in pairwise([*starts, len(entries)] if entries else []):
        newest, *others = entries[start:end]
        if len(others) + 1 < _FOLDED_FROM:
            yield from (newest, *others)
        else:
            yield replace(newest, folded=tuple(others))


def _goes_on(later, earlier) -> bool:
    saves = later.code == earlier.code == SAVED
    return saves and later.by == earlier.by and later.at - earlier.at <= _AT_WORK
