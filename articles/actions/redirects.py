"""Redirect import: a table of old and new addresses, taken in as a whole or not at all."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import batched, chain, islice
from typing import BinaryIO, TextIO

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Address, Redirect
from articles.models.redirect import (
    LOCK,
    Target,
    Ways,
    keys_of,
    no_piece,
    pages_now,
    read_new,
    read_old,
    split,
)
from espreso import plain_text

GONE = {"gone", "410"}
# Of a table that is uploaded: it is taken in within some seconds, by a process that serves others
# after it. The command takes more.
MOST_BYTES, MOST_LINES = 2_000_000, 10_000
MOST_LINES_OF_THE_COMMAND = 250_000
_BATCH = 5000


@dataclass(frozen=True)
class RejectedLine:
    """A line that was not taken, and why, in words."""

    line: int
    old: str
    new: str
    why: str


@dataclass
class ImportReport:
    """What became of a table. With anything `refused`, nothing was written."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[RejectedLine] = field(default_factory=list)

    def in_words(self) -> str:
        """Return a sentence."""
        if count := len(self.refused):
            words = ngettext(
                "Nothing was imported: %d line was rejected.",
                "Nothing was imported: %d lines were rejected.",
                count,
            )
            return words % count
        return _("Imported: %(added)d new, %(changed)d changed, %(unchanged)d unchanged.") % {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }


def read_csv(file: BinaryIO, most: int = MOST_LINES) -> list[tuple[int, str, str]]:
    """Return the lines of a CSV file: their number, the old and the new address.

    UTF-8, with commas, semicolons or tabs. Empty lines are left out, and a heading: a first line
    without any address. Raises `ValidationError` for a file of another kind, and for more than
    `most` lines, without reading on.
    """
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        lines = [*islice(_rows_of(text), most + 2)]
    except UnicodeDecodeError:
        raise ValidationError(
            _("The file is not in UTF-8. Save it as “CSV UTF-8” and try again.")
        ) from None
    finally:
        # It would be closed otherwise, and is not ours.
        text.detach()
    if lines and not any(_leads(cell) for cell in lines[0][1:]):
        del lines[0]
    if not lines:
        raise ValidationError(_("The file has no line with an old URL: /old/page.html,/new/page/."))
    if len(lines) > most:
        raise ValidationError(_("The file has more than %d lines. Split it in two.") % most)
    return lines


def _rows_of(text: TextIO) -> Iterator[tuple[int, str, str]]:
    first = text.readline()
    delimiter = next((sign for sign in "\t;" if sign in first), ",")
    rows = csv.reader(chain([first], text), delimiter=delimiter)
    try:
        for row in rows:
            if any("\0" in cell for cell in row):
                raise ValidationError(_("This is not a CSV file."))
            cells = [*map(plain_text.one_line, row), "", ""]
            if any(cells):
                yield rows.line_num, cells[0], cells[1]
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)d cannot be read: %(error)s."),
            params={"line": rows.line_num, "error": error},
        ) from None


def _leads(cell):
    return cell.startswith(("/", "http://", "https://")) or cell.lower() in GONE


@transaction.atomic
def bring_in(lines: Iterable[tuple[int, str, str]]) -> ImportReport:
    """Write the redirects of `lines` (see `read_csv`), and report what became of them.

    The new address may be a path of this site, one with https, that of a piece, or “gone”. A
    line for an old address that is known takes its place; read a second time, a table changes
    nothing.
    """
    table = _Table(lines)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return table.bring_in()


class _Table:
    def __init__(self, lines):
        self.report = ImportReport()
        # By their old address: the line, and where it leads.
        self.lines, self.targets = {}, {}
        self.pages = pages_now()
        self._read(lines)

    def _refuse(self, line, why):
        number, old, new = line
        words = " ".join(why.messages) if isinstance(why, ValidationError) else why
        self.report.refused.append(RejectedLine(number, old, new, words))

    def _read(self, lines):
        known = cache(_read_target)
        for line in lines:
            _number, old, new = line
            try:
                key, target = read_old(old, self.pages), known(new)
            except ValidationError as refusal:
                self._refuse(line, refusal)
                continue
            if key in self.targets and self.targets[key] != target:
                first = self.lines[key][0]
                self._refuse(line, _("Line %d has the same old URL.") % first)
                continue
            self.lines.setdefault(key, line)
            self.targets[key] = target

    def bring_in(self) -> ImportReport:
        self._find_pieces()
        before = self._rows_concerned()
        self._follow(before)
        if not self.report.refused:
            self._write(before)
        self.report.refused.sort(key=lambda refused: refused.line)
        return self.report

    def _rows_concerned(self) -> dict[str, Target]:
        """Return what is at the old addresses, what leads to one, and where all of them lead."""
        before: dict[str, Target] = {}
        paths = {old.partition("?")[0] for old in self.targets}
        keys = {*self.targets, *_keys_of(self.targets.values())}
        for some in batched(paths, _BATCH):
            before |= _targets(to_key__in=some)
        keys |= _keys_of(before.values())
        while keys := keys - before.keys():
            found: dict[str, Target] = {}
            for some in batched(keys, _BATCH):
                found |= _targets(old__in=some)
            before |= found
            keys = _keys_of(found.values())
        return before

    def _find_pieces(self):
        paths = {target for target in self.targets.values() if isinstance(target, str)}
        found = dict(Address.objects.filter(path__in=paths).values_list("path", "article"))
        for old, target in list(self.targets.items()):
            if not isinstance(target, str):
                continue
            if target in found:
                self.targets[old] = Target(piece=found[target])
            else:
                self._refuse(self.lines[old], no_piece(target))
                del self.targets[old]

    def _follow(self, before):
        """Let every line, and every row that leads to one, lead to where it ends."""
        every = before | self.targets

        def at(path, query):
            return next((every[key] for key in keys_of(path, query) if key in every), None)

        ways = Ways(at, self.pages)
        for old, target in every.items():
            try:
                ends = ways.end(target)
            except ValidationError as refusal:
                if old in self.lines:
                    self._refuse(self.lines[old], refusal)
                continue
            if old in self.targets or ends != target:
                self.targets[old] = ends

    def _write(self, before):
        written = []
        for old, target in self.targets.items():
            if before.get(old) == target:
                self.report.unchanged += old in self.lines
                continue
            self.report.added += old not in before
            self.report.changed += old in before
            row = Redirect(old=old)
            row.lead_to(target)
            written.append(row)
        Redirect.objects.bulk_create(
            written,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["old"],
            update_fields=["to", "to_key", "piece", "gone"],
        )


def _read_target(new):
    return Target(gone=True) if new.lower() in GONE else read_new(new)


def _targets(**which) -> dict[str, Target]:
    rows = Redirect.objects.filter(**which).values_list("old", "to", "piece", "gone")
    return {old: Target(*target) for old, *target in rows}


def _keys_of(targets: Iterable[Target]) -> set[str]:
    addresses = {target.to for target in targets if target.to.startswith("/")}
    return {key for to in addresses for key in keys_of(*split(to))}
