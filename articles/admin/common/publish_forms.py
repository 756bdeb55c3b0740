"""Publish form: what the desk asks before it publishes or schedules."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions.publishing import has_visible_text
from articles.models import ANNOUNCED, Change, Label
from espreso.forms import LinesField

from .schedule_form import MomentForm

# What readers see of each.
_SEEN = {
    Change.UPDATE: gettext_lazy(
        "There is new information. “Updated”, the time and your note appear at the top of the "
        "piece."
    ),
    Change.CORRECTION: gettext_lazy(
        "We got something wrong. “Corrected” appears at the top with the time. Your note appears "
        "at the end of the piece, in its history and on the corrections page."
    ),
    Change.SILENT: gettext_lazy(
        "A typo. Readers see the new text and no sign of a change: no time, no note."
    ),
}
_EARNS = gettext_lazy("The piece gets the label “Updated”.")


class PublishForm(forms.Form):
    """The state of the draft that one has looked at and, from the second time on, the change."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    change = forms.ChoiceField(
        label=gettext_lazy("What kind of change is this?"),
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

    def __init__(self, *args, piece, asks_for_change=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.piece = piece
        self.initial["revision"] = piece.revision
        if not asks_for_change or not piece.versions.exists():
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
            elif change in ANNOUNCED and not has_visible_text(note) and "note" not in self.errors:
                self.add_error("note", _("Tell readers in a sentence what changed."))
        return self.cleaned_data


class ScheduleForm(MomentForm, PublishForm):
    """The same, and from when on readers see it: a time on the newsroom's clock."""

    field_order = ["date", "time", "which", "change", "note"]
