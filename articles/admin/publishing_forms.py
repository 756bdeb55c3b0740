"""What the desk asks before it publishes or schedules."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import clock
from articles.models import TOLD, Change, Label
from articles.publishing import says_something
from espreso.forms import LinesField

# What readers see of each.
_SEEN = {
    Change.UPDATE: gettext_lazy(
        "There is news. At the top of the piece stand “Updated”, the time and your note."
    ),
    Change.CORRECTION: gettext_lazy(
        "We were wrong. At the top stands “Corrected” with the time. Your note stands at the end "
        "of the piece, in its history and on the page of corrections."
    ),
    Change.SILENT: gettext_lazy(
        "A typing error. Readers see the new words, and no sign of a change: no time, no note."
    ),
}
_EARNS = gettext_lazy("The piece gets the label “Updated”.")


class PublishForm(forms.Form):
    """The state of the draft that one has looked at and, from the second time on, the change."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    change = forms.ChoiceField(
        label=gettext_lazy("What is this for readers?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (Change.UPDATE, gettext_lazy("An update")),
            (Change.CORRECTION, gettext_lazy("A correction")),
            (Change.SILENT, gettext_lazy("A silent fix")),
        ],
    )
    note = LinesField(
        label=gettext_lazy("Note for readers"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "aria-describedby": "desk-note-help"}),
    )

    def __init__(self, *args, piece, asks=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.piece = piece
        self.initial["revision"] = piece.revision
        if not asks or not piece.versions.exists():
            for name in ("change", "note"):
                del self.fields[name]

    def look_anew(self, piece):
        """Take the draft as it is now for the one that was looked at, and keep what was typed."""
        self.piece = piece
        if self.is_bound:
            self.data = self.data.copy()
            self.data["revision"] = piece.revision

    def changes(self):
        """Return each change that can be chosen, with what readers see of it."""
        earns = self.piece.label == Label.NONE
        for choice in self["change"]:
            change = choice.data["value"]
            seen = [_SEEN[change], *([_EARNS] if earns and change == Change.UPDATE else [])]
            yield choice, " ".join(map(str, seen))

    def clean(self):
        super().clean()
        self.cleaned_data.setdefault("note", "")
        if "change" not in self.fields:
            self.cleaned_data["change"] = Change.FIRST
        # Who acts on a draft that is not there any more shall read that, and nothing else.
        elif self.cleaned_data.get("revision") == self.piece.revision:
            change, note = self.cleaned_data.get("change"), self.cleaned_data["note"]
            if not change:
                self.add_error("change", _("Choose one of these."))
            elif change in TOLD and not says_something(note) and "note" not in self.errors:
                self.add_error("note", _("Say in a sentence for readers what changed."))
        return self.cleaned_data


class ScheduleForm(PublishForm):
    """The same, and from when on readers see it: a time on the newsroom's clock."""

    FIRST, SECOND = "first", "second"

    date = forms.DateField(
        label=gettext_lazy("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which of the two?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[(FIRST, ""), (SECOND, "")],
    )
    field_order = ["date", "time", "which", "change", "note"]

    def __init__(self, *args, at=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = timezone.get_current_timezone_name()
        self.now = clock.now()
        # The next full hour that is at least an hour away: seldom right, never in the past.
        soon = timezone.localtime(self.now + timedelta(hours=2)).replace(minute=0, second=0)
        shown = timezone.localtime(at) if at else soon
        self.initial |= {"date": shown.date(), "time": shown.time()}
        # The two moments that the time names, where it names two.
        self.twice = []
        if at:
            self._offer(clock.moments(shown.replace(tzinfo=None)))
            self.initial["which"] = self.SECOND if at in self.twice[1:] else self.FIRST

    @property
    def now_in_words(self):
        return clock.in_words(self.now)

    def clean(self):
        super().clean()
        date, time = self.cleaned_data.get("date"), self.cleaned_data.get("time")
        if date and time:
            self.cleaned_data["at"] = self._moment(datetime.combine(date, time))
        return self.cleaned_data

    def _moment(self, wanted):
        try:
            found = clock.moments(wanted)
        except OverflowError:
            # The first or the last day that there is begins or ends outside the calendar.
            raise ValidationError({"date": self.fields["date"].error_messages["invalid"]}) from None
        words = {
            "time": f"{wanted:%H:%M}",
            "date": date_format(wanted, "j E Y"),
            "zone": self.zone,
        }
        if not found:
            refusal = _(
                "%(time)s does not exist on %(date)s: the clocks in %(zone)s go forward over it. "
                "Choose an earlier or a later time."
            )
            raise ValidationError({"time": refusal % words})
        self._offer(found)
        if self.twice and not self.cleaned_data.get("which"):
            question = _(
                "%(time)s comes twice on %(date)s: the clocks in %(zone)s go back over it. "
                "Say which of the two you mean."
            )
            raise ValidationError({"which": question % words})
        at = found[self.cleaned_data.get("which") == self.SECOND] if self.twice else found[0]
        if at <= self.now:
            refusal = _("This is in the past: it is %s now. Choose a later time.")
            raise ValidationError({"time": refusal % clock.in_words(self.now, zone=True)})
        return at

    def _offer(self, found):
        if len(found) < 2:
            return
        self.twice = found
        words = (
            _("The first %(time)s, before the clocks go back (UTC%(offset)s)"),
            _("The second %(time)s, an hour later (UTC%(offset)s)"),
        )
        self.fields["which"].choices = [
            (value, said % _shown(at))
            for value, said, at in zip((self.FIRST, self.SECOND), words, found, strict=True)
        ]


def _shown(at):
    local = timezone.localtime(at)
    hours = f"{local:%:z}"
    return {"time": f"{local:%H:%M}", "offset": hours.removesuffix(":00")}
