"""Calendar: a month of what is scheduled and, less prominent, of what was published."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.db.models.options import Options
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles import permissions
from articles.admin.common.urls import form_of, url_name
from articles.models import (
    Arrangement,
    Article,
    Change,
    Label,
    Layout,
    Plan,
    Section,
    Tag,
    Version,
    subjects_of,
)
from espreso import clock

# So many lines of a day are in sight, of what is to come and of what is out; the others unfold.
TO_COME, OUT = 8, 3
_MONTH = re.compile(r"(19[7-9][0-9]|20[0-9]{2})-(0[1-9]|1[0-2])")
_WILL_BE = {
    Change.FIRST: gettext_lazy("scheduled"),
    Change.UPDATE: gettext_lazy("an update, scheduled"),
    Change.CORRECTION: gettext_lazy("a correction, scheduled"),
    Change.SILENT: gettext_lazy("a silent fix, scheduled"),
}
_WAS = {
    Change.FIRST: gettext_lazy("published"),
    Change.UPDATE: gettext_lazy("updated"),
    Change.CORRECTION: gettext_lazy("corrected"),
}


_ONE_DAY = timedelta(days=1)


class _Timed:
    """Something that begins at a moment."""

    planned = False

    @property
    def time(self) -> str:
        return clock.in_words(self.at, "H:i")


@dataclass(frozen=True)
class CalendarEntry(_Timed):
    """A version that begins on a day of the calendar."""

    version: Version
    scheduled: bool
    # The options of the kind of piece.
    options: Options

    @property
    def form(self) -> str:
        """Where the piece is written."""
        name = f"admin:{self.options.app_label}_{self.options.model_name}_change"
        return reverse(name, args=[self.version.article_id])

    @property
    def at(self) -> datetime:
        return self.version.during.lower

    @property
    def words(self) -> str:
        return self.version.headline

    @property
    def language(self) -> str:
        return self.version.language

    @property
    def kind(self) -> str:
        """The label, or what kind of piece it is where that says something."""
        # “Updated” is said by the state.
        if self.version.label not in {Label.NONE, Label.UPDATED}:
            return self.version.get_label_display()
        return "" if self.options.model is Article else capfirst(self.options.verbose_name)

    @property
    def state(self) -> str:
        if self.scheduled:
            return str(_WILL_BE[self.version.change])
        words = str(_WAS[self.version.change])
        return words if self.version.is_there else _("%s, withdrawn since") % words


@dataclass(frozen=True)
class PageEntry(_Timed):
    """A page that will be arranged in another way from a moment on."""

    layout: Layout
    # The section or the topic whose page it is.
    subject: Section | Tag | None
    scheduled = True
    kind = ""

    @property
    def form(self) -> str:
        arrangement = self.layout.arrangement
        return reverse(
            "admin:articles_arrangement_arrange", args=[arrangement.page, arrangement.language]
        )

    @property
    def at(self) -> datetime:
        return self.layout.during.lower

    @property
    def words(self) -> str:
        return self.subject.said("name") if self.subject else _("Front page")

    @property
    def language(self) -> str:
        return get_language()

    @property
    def state(self) -> str:
        return _("another layout, %s") % self.layout.arrangement.get_language_display()


@dataclass(frozen=True)
class PlanEntry:
    """A piece that is meant for a day, and has no time yet."""

    plan: Plan
    on: date
    scheduled = False
    planned = True
    time = ""
    kind = ""

    @property
    def form(self) -> str:
        return form_of(self.plan.article)

    @property
    def at(self) -> datetime:
        return clock.midnight(self.on)

    @property
    def words(self) -> str:
        return self.plan.article.headline

    @property
    def language(self) -> str:
        return self.plan.article.language

    @property
    def state(self) -> str:
        writer = self.plan.writer
        return _("planned, %s") % writer.name if writer else _("planned")


@dataclass
class Day:
    """A day of the month, with what comes out on it in the order of the clock."""

    on: date
    entries: list[CalendarEntry | PageEntry | PlanEntry] = field(default_factory=list)
    # Over, where one looks for what is to come.
    is_past: bool = False
    # Of an earlier week than that: what came out is folded, and the day takes little room.
    is_folded: bool = False

    def __post_init__(self):
        self.begins, self.ends = clock.midnight(self.on), clock.midnight(self.on + _ONE_DAY)

    @property
    def remark(self) -> str:
        """What is odd about it: a day on which the clocks change is shorter or longer."""
        hours = (self.ends - self.begins) / timedelta(hours=1)
        if hours == 24:
            return ""
        if hours < 24:
            return _("%g hours: the clocks go forward") % hours
        return _("%g hours: the clocks go back") % hours

    @property
    def parts(self) -> list[tuple[list, list]]:
        """What is out, to come and planned: of each, what is in sight and what unfolds."""
        planned = [entry for entry in self.entries if entry.planned]
        out = [entry for entry in self.entries if not (entry.scheduled or entry.planned)]
        to_come = [entry for entry in self.entries if entry.scheduled]
        in_sight = 0 if self.is_folded else OUT
        parts = [
            (out[:in_sight], out[in_sight:]),
            *((some[:TO_COME], some[TO_COME:]) for some in (to_come, planned)),
        ]
        return [part for part in parts if any(part)]


class CalendarMixin:
    """Adds the calendar to an admin. Everybody in the desk may read it."""

    def get_urls(self):
        page = path(
            "calendar/",
            self.admin_site.admin_view(self.calendar_view),
            name=url_name(self, "calendar"),
        )
        return [page, *super().get_urls()]

    def calendar_view(self, request):
        """Show a month: that of `?month=2026-11`, or this one, in which what is over steps back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = clock.now()
        today = timezone.localdate(now)
        asked = request.GET.get("month", "")
        if asked and not _MONTH.fullmatch(asked):
            words = _("There is no month “%s” in the calendar. Showing the current month.")
            self.message_user(request, words % asked[:20], messages.WARNING)
            return HttpResponseRedirect(request.path)
        month = date.fromisoformat(f"{asked}-01") if asked else today.replace(day=1)
        over = date.min if asked else today
        monday = over - over.weekday() * _ONE_DAY
        weeks = [
            [
                Day(on, is_past=on < over, is_folded=on < monday)
                if on.month == month.month
                else None
                for on in week
            ]
            for week in Calendar().monthdatescalendar(month.year, month.month)
        ]
        days = {day.on: day for week in weeks for day in week if day}
        begins, ends = days[min(days)].begins, days[max(days)].ends
        found = [*_version_entries(begins, ends, now), *_plans(min(days), max(days))]
        if permissions.may(request.user, "view", Arrangement):
            found += _pages(begins, ends)
        for entry in sorted(found, key=lambda entry: entry.at):
            days[timezone.localdate(entry.at)].entries.append(entry)
        entries = [entry for day in days.values() for entry in day.entries]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": date_format(month, "F Y"),
            # The grid needs the room.
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "weekdays": WEEKDAYS.values(),
            "weeks": weeks,
            "today": today,
            # Where there is room for one day below the other, what is over is left out.
            "whole": date_format(month, "Y-m")
            if any(day.is_past and day.entries for day in days.values())
            else "",
            "before": month - _ONE_DAY,
            "after": max(days) + _ONE_DAY,
            "zone": timezone.get_current_timezone_name(),
            "scheduled": sum(entry.scheduled for entry in entries),
            "planned": sum(entry.planned for entry in entries),
            "published": sum(not (entry.scheduled or entry.planned) for entry in entries),
        }
        return TemplateResponse(request, "admin/desk/dashboard/calendar.html", context)


def _version_entries(begin, end, now):
    """Yield what comes out between two moments, in one query. Silent fixes of the past are none."""
    live = Version.objects.live().filter(article=OuterRef("article"))
    versions = (
        Version.objects.filter(during__startswith__gte=begin, during__startswith__lt=end)
        .filter(~Q(change=Change.SILENT) | Q(during__startswith__gt=now))
        .annotate(is_there=Exists(live))
        .only("article", "during", "kind", "label", "headline", "language", "change")
        .order_by("during__startswith", "pk")
    )
    for version in versions:
        yield CalendarEntry(
            version, version.during.lower > now, Article.of_kind(version.kind)._meta
        )


def _plans(first, last):
    """Yield what is meant for the days from `first` to `last`, until it has a time."""
    kinds = (f"article__{link.name}" for link in Article.subtypes())
    plans = Plan.objects.open().filter(day__gte=first, day__lte=last)
    plans = plans.select_related("article", "writer", *kinds).order_by("pk")
    yield from (PlanEntry(plan, plan.day) for plan in plans if plan.day)


def _pages(begin, end):
    """Yield what is scheduled for pages between two moments. What was is in their history."""
    layouts = Layout.objects.coming().select_related("arrangement")
    layouts = layouts.filter(during__startswith__gte=begin, during__startswith__lt=end)
    subjects = subjects_of({layout.arrangement.page for layout in layouts})
    for layout in layouts:
        subject = subjects.get(layout.arrangement.page)
        # The page of a topic that was merged into another is nowhere any more.
        if subject or layout.arrangement.is_front:
            yield PageEntry(layout, subject)
