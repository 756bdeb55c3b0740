"""Change summary: what a publication would change for readers, in short."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles.content import snapshot
from articles.diff.compare import LEFT, Comparison, DiffRow, compare
from articles.diff.words import ADDED, REMOVED, SAME, WordDiff
from articles.models import Article, Block, Version

from .compare import names_in

# What one takes in at a glance; all of it is behind a link.
MOST = 6
# So many letters of what is the same stand on each side of a change.
_AROUND = 40


@dataclass(frozen=True)
class ChangeSummary:
    """One thing that would be different: what it is, and the words in question."""

    label: str
    state: str
    lines: list[WordDiff]
    remarks: list[str]


@dataclass(frozen=True)
class ChangesSince:
    """The last version that readers saw, and what the draft says otherwise."""

    version: Version
    comparison: Comparison

    @classmethod
    def of(cls, piece: Article, blocks: list[Block]) -> "ChangesSince | None":
        """Compare the draft, with its blocks, with what readers saw last, if anything yet."""
        seen = piece.versions.filter(during__startswith__lte=Now())
        version = seen.order_by("-number").first()
        if version is None:
            return None
        before, after = snapshot.content_of(version), snapshot.of_draft(piece, blocks)
        return cls(version, compare(before, after, names_in(before, after)))

    @property
    def changes(self) -> list[ChangeSummary]:
        return [_summary_of(row) for row in self._rows[:MOST]]

    @property
    def more(self) -> int:
        """How many there are besides."""
        return max(0, len(self._rows) - MOST)

    @property
    def _rows(self):
        text = [row for row in self.comparison.text if row.state not in {SAME, LEFT}]
        return [*self.comparison.changed_facts, *text]


def _summary_of(row: DiffRow) -> ChangeSummary:
    lines = [line for field in row.fields for line in field.lines if line.state != SAME]
    remarks = [remark for field in row.fields for remark in field.remarks]
    if any(field.pictures and field.state != SAME for field in row.fields):
        remarks.insert(0, _("A different picture."))
    words = {ADDED: _("added"), REMOVED: _("removed"), "moved": _("moved")}
    return ChangeSummary(
        row.label,
        words.get(row.state, ""),
        [list(_shortened(line.words)) for line in lines],
        remarks,
    )


def _shortened(words: WordDiff) -> Iterator[tuple[str, str]]:
    last = len(words) - 1
    for place, (kind, text) in enumerate(words):
        if kind != SAME:
            yield kind, text if len(text) <= 5 * _AROUND else f"{text[: 5 * _AROUND]}…"
            continue
        start = "" if place == 0 else text[:_AROUND]
        end = "" if place == last else text[-_AROUND:]
        yield kind, text if len(text) <= len(start) + len(end) + 3 else f"{start} … {end}"
