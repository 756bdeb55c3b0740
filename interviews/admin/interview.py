"""Interview form: the form of a piece, with interviewees and questions with answers."""

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.common.widgets import LineWidget
from articles.admin.editor.blocks import BLOCKS, BlockInline, RowFormSet, RowInlineMixin
from articles.admin.pieces import PieceAdmin
from interviews.models import Interview, Interviewee, QuestionAnswer

from .transcript import TranscriptMixin


class IntervieweeFormSet(RowFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if delete := form.fields.get("DELETE"):
            delete.widget.attrs["aria-label"] = _("Delete")


class IntervieweeInline(RowInlineMixin, admin.TabularInline):
    model = Interviewee
    formset = IntervieweeFormSet
    extra = 0
    fields = ["name", "role", "position"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in self.fields:
            # The head of the column names it for the eye alone, and on a phone not even that.
            field.widget.attrs["aria-label"] = capfirst(field.label)
            field.widget.attrs["placeholder"] = capfirst(field.label)
            if field.help_text:
                # The admin writes it nowhere below the field, and would refer to it there.
                field.widget.attrs["title"], field.help_text = field.help_text, ""
        return field


class QuestionAnswerInline(BlockInline):
    model = QuestionAnswer
    icon = "forum"
    hints = {
        "asker": _("who asks, if several people do"),
        "respondent": _("who answers, if several people do"),
    }
    fields = ["question", "answer", ("asker", "respondent"), "region", "ordering"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"asker", "respondent"}:
            field.widget.attrs["data-when-several"] = "interviewees"
        return field


@admin.register(Interview)
class InterviewAdmin(TranscriptMixin, PieceAdmin):
    words_to_add = _("Write an interview")
    fieldsets = [
        (None, {"fields": [*PieceAdmin.fieldsets[0][1]["fields"], "pull_line"]}),
        *PieceAdmin.fieldsets[1:],
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "pull_line":
            field.widget = LineWidget({"maxlength": db_field.max_length})
        return field

    inlines = [IntervieweeInline, QuestionAnswerInline, *BLOCKS]
