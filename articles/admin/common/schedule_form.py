"""Schedule form: how the desk asks for a moment in the future."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import clock


class MomentForm(forms.Form):
    """From when on readers see something, on the newsroom's clock: `at`, once it is cleaned."""

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
                "%(time)s does not exist on %(date)s: the clocks in %(zone)s go forward and skip "
                "it. Choose an earlier or a later time."
            )
            raise ValidationError({"time": refusal % words})
        self._offer(found)
        if self.twice and not self.cleaned_data.get("which"):
            question = _(
                "%(time)s occurs twice on %(date)s: the clocks in %(zone)s go back. Choose which "
                "of the two you mean."
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
            (value, said % _time_choice(at))
            for value, said, at in zip((self.FIRST, self.SECOND), words, found, strict=True)
        ]


def _time_choice(at):
    local = timezone.localtime(at)
    hours = f"{local:%:z}"
    return {"time": f"{local:%H:%M}", "offset": hours.removesuffix(":00")}


class LayoutForm(MomentForm):
    """From when on a page is arranged in another way; `revision` is the draft one has looked at."""

    revision = forms.CharField(widget=forms.HiddenInput, required=False)
