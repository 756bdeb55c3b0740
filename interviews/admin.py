"""Interviews in the desk: the form of a piece, who answers, and questions with answers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.blocks import BLOCKS, BlockInline, RowFormSet
from articles.admin.pieces import PieceAdmin

from .models import Interview, Interviewee, QuestionAnswer
from .transcript_desk import TranscriptMixin


class IntervieweeInline(admin.TabularInline):
    model = Interviewee
    formset = RowFormSet
    extra = 0
    fields = ["name", "role", "position"]


class QuestionAnswerInline(BlockInline):
    model = QuestionAnswer
    icon = "forum"
    hints = {
        "asker": _("who asks, when several do"),
        "respondent": _("who answers, when several do"),
    }
    fields = ["question", "answer", ("asker", "respondent"), "region", "ordering"]


@admin.register(Interview)
class InterviewAdmin(TranscriptMixin, PieceAdmin):
    has_transcripts = True
    inlines = [IntervieweeInline, QuestionAnswerInline, *BLOCKS]
