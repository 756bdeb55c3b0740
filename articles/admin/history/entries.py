"""History entries: draft, versions, withdrawals, milestones and saves of a piece, in words."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.db.models import Exists, F, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import (
    Article,
    Change,
    Milestone,
    Occasion,
    Version,
    display_name,
)
from espreso import clock

from .entry import DRAFT, SAVED, HistoryEntry, by_day

# A busy piece has some ten entries; more than a screen or two is looked for by its day.
ENTRIES = 40
_NAME = re.compile(r"(version|milestone|save)-([1-9][0-9]{0,17})")

_CHANGES = {
    Change.FIRST: gettext_lazy("the first publication"),
    Change.UPDATE: gettext_lazy("an update"),
    Change.CORRECTION: gettext_lazy("a correction"),
    Change.SILENT: gettext_lazy("a silent fix"),
}


@dataclass(frozen=True)
class History:
    """A part of the entries of a piece, newest first, and from where (`before`) it goes on.

    `elsewhere` are entries of other parts that somebody has chosen there to be compared.
    """

    draft: HistoryEntry
    entries: list[HistoryEntry]
    before: str
    elsewhere: list[HistoryEntry]

    def days(self) -> list[tuple[date, list[HistoryEntry]]]:
        """Return the entries by the day on which they happened in the newsroom."""
        return by_day(self.entries)

    def days_elsewhere(self) -> list[tuple[date, list[HistoryEntry]]]:
        """Return those from `elsewhere` by their day."""
        return by_day(self.elsewhere)

    def pair(self, chosen: Iterable[str]) -> tuple[str, str]:
        """Return the two to be compared: the `chosen` ones, or the draft with what was kept last.

        The first is empty where there is nothing to compare the draft with.
        """
        states = [entry.name for entry in self.entries if entry.name]
        states += [entry.name for entry in self.elsewhere]
        there = {DRAFT, *states}
        first, second = (name if name in there else "" for name in chosen)
        return first or next(iter(states), ""), second or DRAFT


def history_of(piece: Article, before: str = "", chosen: Iterable[str] = ()) -> History:
    """Read the newest entries, or those before a place that a `History` named.

    Five queries, however long the history, and one for each of the `chosen` that is elsewhere;
    of the others no document is read.
    """
    until = _parse_moment(before) if before else None
    found = [*_versions(piece, until), *_withdrawals(piece, until)]
    found += [*_milestones(piece, until), *_saves(piece, until)]
    found.sort(key=lambda entry: entry.at, reverse=True)
    size = ENTRIES
    # What happened in one moment stays on one page: pages begin before a moment.
    while size < len(found) and found[size].at == found[size - 1].at:
        size += 1
    more = len(found) > size
    named = [entry for entry in found if entry.name]
    earlier = {one.name: other.name for one, other in pairwise(named)}
    entries = [replace(entry, before=earlier.get(entry.name, "")) for entry in found[:size]]
    newest = named[0] if named and not before else None
    draft = replace(_of_draft(piece), before=newest.name if newest else "")
    published = (entry.source for entry in entries if isinstance(entry.source, Version))
    same = next((one for one in published if one.revision == piece.text_revision), None)
    if same:
        draft = replace(draft, state=_("Same text as version %d") % same.number)
    here = {draft.name, *(entry.name for entry in entries)}
    elsewhere = list(_entries_named(piece, [name for name in chosen if name and name not in here]))
    elsewhere.sort(key=lambda entry: entry.place, reverse=True)
    return History(
        draft, entries, str(clock.microseconds(entries[-1].at)) if more else "", elsewhere
    )


def _entries_named(piece, names) -> Iterator[HistoryEntry]:
    for name in dict.fromkeys(names):
        # Meanwhile a schedule may have been cancelled, and its version gone with it.
        with suppress(Http404):
            yield entry_named(piece, name)


def entry_named(piece: Article, name: str) -> HistoryEntry:
    """Return one entry of `piece` by its name. Raises `Http404` for any that it has not."""
    if name == DRAFT:
        return _of_draft(piece)
    if not (found := _NAME.fullmatch(name)):
        raise Http404
    if found[1] == "version":
        versions = _with_next(piece.versions.select_related("published_by"))
        return _of_version(get_object_or_404(versions, number=found[2]), timezone.now())
    if found[1] == "save":
        saves = piece.snapshots.select_related("by")
        return _of_save(get_object_or_404(saves, pk=found[2]))
    milestones = piece.milestones.select_related("by")
    return _of_milestone(get_object_or_404(milestones, pk=found[2]))


# One part of the history each.


def _of_draft(piece) -> HistoryEntry:
    return HistoryEntry(
        at=piece.modified_at,
        title=_("Current draft"),
        code=DRAFT,
        state=_("Saved on %s") % clock.in_words(piece.modified_at),
        by=display_name(piece.modified_by, nobody=""),
        name=DRAFT,
        source=piece,
    )


def _versions(piece, until) -> Iterator[HistoryEntry]:
    versions = _with_next(piece.versions.select_related("published_by").defer("document", "text"))
    if until:
        versions = versions.filter(during__startswith__lt=until)
    now = timezone.now()
    for version in versions.order_by("-during")[: ENTRIES + 1]:
        yield _of_version(version, now)


def _with_next(versions):
    follows = Version.objects.filter(
        article=OuterRef("article"), during__startswith=OuterRef("during__endswith")
    )
    return versions.annotate(next_number=Subquery(follows.values("number")[:1]))


def _of_version(version, now) -> HistoryEntry:
    begins, ends = version.during.lower, version.during.upper
    words = {"number": version.number, "change": _CHANGES[version.change]}
    if begins > now:
        code, state = "scheduled", _("Scheduled for %s") % clock.in_words(begins, zone=True)
    elif ends is None or ends > now:
        code, state = "live", _("Live since %s") % clock.in_words(begins, "H:i")
        if ends:
            state = _("%(state)s, until version %(number)d goes live on %(end)s") % {
                "state": state,
                "number": version.next_number,
                "end": clock.in_words(ends),
            }
    else:
        code, state = "past", _("Live until %s") % _end_in_words(begins, ends)
        state += (
            _(", when version %d replaced it") % version.next_number
            if version.next_number
            else _(", when it was withdrawn")
        )
    return HistoryEntry(
        at=begins,
        title=_("Version %(number)d, %(change)s") % words,
        code=code,
        state=state,
        note=version.note,
        by=display_name(version.published_by, nobody=""),
        name=f"version-{version.number}",
        source=version,
    )


def _end_in_words(begins, ends):
    """The end of a version under the day of its beginning: the day is said when it is another."""
    same_day = timezone.localdate(begins) == timezone.localdate(ends)
    return clock.in_words(ends, "H:i") if same_day else clock.in_words(ends)


def _withdrawals(piece, until) -> Iterator[HistoryEntry]:
    follows = Version.objects.filter(
        article=OuterRef("article"), during__startswith=OuterRef("during__endswith")
    )
    ended = piece.versions.filter(~Exists(follows), during__upper_inf=False)
    if until:
        ended = ended.filter(during__endswith__lt=until)
    ended = ended.annotate(end=F("during__endswith")).order_by("-end")
    for number, end in ended.values_list("number", "end")[: ENTRIES + 1]:
        yield HistoryEntry(
            at=end,
            title=_("Withdrawn"),
            code="withdrawn",
            state=_("Version %d was no longer shown to readers") % number,
        )


def _milestones(piece, until) -> Iterator[HistoryEntry]:
    milestones = piece.milestones.select_related("by").defer("content")
    if until:
        milestones = milestones.filter(at__lt=until)
    for milestone in milestones[: ENTRIES + 1]:
        yield _of_milestone(milestone)


def _of_milestone(milestone) -> HistoryEntry:
    replaced = milestone.occasion == Occasion.REPLACED
    state = _("Saved, so that nothing is lost") if replaced else ""
    if milestone.due_at:
        state = _("Was scheduled to go live on %s") % clock.in_words(milestone.due_at)
    return HistoryEntry(
        at=milestone.at,
        title=_("The draft before it was replaced")
        if replaced
        else milestone.get_occasion_display(),
        code=milestone.occasion,
        state=state,
        note=milestone.note,
        by=display_name(milestone.by, nobody=""),
        name=f"milestone-{milestone.pk}",
        source=milestone,
    )


def _saves(piece, until) -> Iterator[HistoryEntry]:
    """The saves that nothing else in the list says: the last one is the draft as it is now."""
    same = Milestone.objects.filter(
        article=OuterRef("article"),
        revision=OuterRef("revision"),
        by=OuterRef("by"),
        occasion__in=_BY_WHO_SAVED,
    )
    saves = piece.snapshots.exclude(revision=piece.text_revision).filter(~Exists(same))
    if until:
        saves = saves.filter(at__lt=until)
    for save in saves.select_related("by").defer("content")[: ENTRIES + 1]:
        yield _of_save(save)


# What somebody does with the words that they have just saved.
_BY_WHO_SAVED = (Occasion.REVIEW, Occasion.READY, Occasion.SENT_BACK)


def _of_save(save) -> HistoryEntry:
    return HistoryEntry(
        at=save.at,
        title=_("Saved"),
        code=SAVED,
        by=display_name(save.by, nobody=""),
        name=f"save-{save.pk}",
        source=save,
    )


def _parse_moment(before):
    try:
        return clock.from_microseconds(int(before))
    except (ValueError, OverflowError):
        raise Http404 from None
