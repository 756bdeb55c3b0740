"""What the desk asks before it publishes or schedules."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import TOLD, Change


class PublishForm(forms.Form):
    """The state of the draft that one has looked at and, from the second time on, the change."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    change = forms.ChoiceField(
        label=gettext_lazy("What is this for readers?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (Change.UPDATE, gettext_lazy("An update: there is news, and readers read what")),
            (Change.CORRECTION, gettext_lazy("A correction: we were wrong, and say so")),
            (
                Change.SILENT,
                gettext_lazy("A silent fix: a typing error; the time of the piece stays"),
            ),
        ],
    )
    note = forms.CharField(
        label=gettext_lazy("Note for readers"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One sentence: what is new, or what was wrong."),
    )

    def __init__(self, *args, piece, asks=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.piece = piece
        self.initial["revision"] = piece.revision
        if not asks or not piece.versions.exists():
            for name in ("change", "note"):
                del self.fields[name]

    def clean(self):
        super().clean()
        self.cleaned_data.setdefault("note", "")
        if "change" not in self.fields:
            self.cleaned_data["change"] = Change.FIRST
        # Who acts on a draft that is not there any more shall read that, and nothing else.
        elif self.cleaned_data.get("revision") == self.piece.revision:
            told = self.cleaned_data.get("change") in TOLD
            if not self.cleaned_data.get("change"):
                self.add_error("change", _("Choose one of these."))
            elif told and not self.cleaned_data["note"].strip() and "note" not in self.errors:
                self.add_error("note", _("Say in a sentence for readers what changed."))
        return self.cleaned_data


class ScheduleForm(PublishForm):
    """The same, and from when on readers see it: a time on the newsroom's clock."""

    date = forms.DateField(
        label=gettext_lazy("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    field_order = ["date", "time", "change", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.remark = ""
        self.zone = timezone.get_current_timezone_name()
        # The next full hour that is at least an hour away: seldom right, never in the past.
        soon = timezone.localtime() + timedelta(hours=2)
        self.initial |= {"date": soon.date(), "time": soon.time().replace(minute=0, second=0)}

    def clean(self):
        super().clean()
        date, time = self.cleaned_data.get("date"), self.cleaned_data.get("time")
        if date and time:
            self.cleaned_data["at"] = self._moment(datetime.combine(date, time))
        return self.cleaned_data

    def _moment(self, wanted):
        zone = timezone.get_current_timezone()
        at = wanted.replace(tzinfo=zone)
        try:
            told = at.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        except OverflowError:
            # The first or the last day that there is begins or ends outside the calendar.
            raise ValidationError({"date": self.fields["date"].error_messages["invalid"]}) from None
        if told != wanted:
            raise ValidationError(
                {
                    "time": _(
                        "%(time)s does not exist on %(date)s: the clocks in %(zone)s go forward "
                        "over it. Choose an earlier or a later time."
                    )
                    % {
                        "time": f"{wanted:%H:%M}",
                        "date": date_format(wanted, "j F Y"),
                        "zone": self.zone,
                    }
                }
            )
        if at.utcoffset() != at.replace(fold=1).utcoffset():
            self.remark = _(
                "The clocks go back that night and %s comes twice: the first time counts."
            ) % (f"{wanted:%H:%M}")
        if at <= timezone.now():
            raise ValidationError(
                {
                    "time": _("This is in the past: it is %s now. Choose a later time.")
                    % date_format(timezone.localtime(), "j F Y, H:i")
                }
            )
        return at
