"""Article admin: plain articles; their list has the pieces of every other kind too."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.dashboard.calendar import CalendarMixin
from articles.admin.dashboard.link_dialog import LinkDialogMixin
from articles.admin.dashboard.userbar import UserbarMixin
from articles.admin.editor.deletion import DeletedDraftsMixin
from articles.admin.editor.templates import TemplatesMixin
from articles.models import Article

from .pieces import PieceAdmin


@admin.register(Article)
class ArticleAdmin(
    UserbarMixin, LinkDialogMixin, CalendarMixin, DeletedDraftsMixin, TemplatesMixin, PieceAdmin
):
    words_to_add = _("Write an article")
    list_display = ["line", "kind", *PieceAdmin.list_display[1:]]

    @admin.display(description=_("kind"))
    def kind(self, piece):
        return piece.specific()._meta.verbose_name
