"""Deletion: a piece goes to the deleted drafts, where whoever may put it back finds it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import permissions
from articles.actions import deletion
from articles.admin.common import paginator
from articles.admin.common.times import short_moment
from articles.admin.common.urls import address, form_of, url_name
from articles.exceptions import ActionRefused
from articles.models import KEPT_FOR, Article, DeletedDraft, display_name
from espreso import clock

_LIST = "admin:articles_article_deleted"
_PER_PAGE = 50


class DeletionMixin:
    """Adds to the admin of a kind of piece that what it deletes can be put back."""

    delete_confirmation_template = "admin/desk/editor/delete.html"

    def delete_model(self, request, obj):
        deletion.delete(obj, request.user)

    def delete_queryset(self, request, queryset):
        for piece in queryset:
            deletion.delete(piece, request.user)

    def render_delete_form(self, request, context):
        context |= {"deleted_drafts": reverse(_LIST), "kept_until": timezone.now() + KEPT_FOR}
        return super().render_delete_form(request, context)

    def response_delete(self, request, obj_display, obj_id):
        """Say where it is now, and for how long."""
        words = format_html(
            _(
                "“{headline}” is deleted. Until {day} it can be put back from the "
                '<a href="{address}">deleted drafts</a>.'
            ),
            headline=obj_display,
            day=date_format(timezone.localtime(timezone.now() + KEPT_FOR), "j E Y"),
            address=reverse(_LIST),
        )
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(address(self, "changelist"))


class DeletedDraftsMixin:
    """Adds the list of deleted drafts, of every kind, to an admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=url_name(self, "deleted")),
            path(
                "deleted/<int:deleted>/put-back/",
                view(self.put_back_view),
                name=url_name(self, "put_back"),
            ),
            *super().get_urls(),
        ]

    def deleted_view(self, request):
        """List the drafts that somebody deleted, newest first, each with the way back."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        drafts = permissions.deleted_drafts(request.user).select_related("deleted_by")
        pages = paginator.CappedPaginator(drafts.defer("content", "rows"), _PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Deleted drafts"),
            "page": page,
            "lines": [_line(draft) for draft in page],
            "days": KEPT_FOR.days,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/desk/editor/deleted_drafts.html", context)

    def put_back_view(self, request, deleted):
        """Put one back, and open it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        drafts = permissions.deleted_drafts(request.user)
        try:
            piece, lost = deletion.put_back(drafts, deleted, request.user)
        except ActionRefused as refused:
            self.message_user(request, " ".join(refused.messages), messages.WARNING)
            return HttpResponseRedirect(reverse(_LIST))
        self.log_change(request, piece, _("Put back."))
        self.message_user(request, _("The draft is back."), messages.SUCCESS)
        for sentence in lost:
            self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(form_of(piece))


def deleted_draft(key) -> DeletedDraft | None:
    """Return the piece that had this key, if somebody deleted it and it can be put back."""
    return DeletedDraft.objects.waiting().filter(piece=key).select_related("deleted_by").first()


def deleted_by_in_words(draft: DeletedDraft) -> str:
    """Say to somebody who still writes in the piece who deleted it, and when."""
    words = _("%(who)s deleted this piece on %(when)s. Your words are kept, and not saved.")
    who, when = display_name(draft.deleted_by), clock.in_words(draft.deleted_at)
    return words % {"who": who, "when": when}


def deleted_in_words(user, key) -> tuple[str, str]:
    """Say the same of the piece that had this key, and what `user` can do with their words.

    Beside it the address at which they can put it back, if they may.
    """
    draft = deleted_draft(key)
    if draft is None:
        words = _(
            "Someone has deleted this piece. Your text is here: if you save it, it becomes a new "
            "piece."
        )
        return words, ""
    if permissions.deleted_drafts(user).filter(pk=draft.pk).exists():
        ways, place = _("Put the piece back: its form then offers them to you."), reverse(_LIST)
    else:
        ways, place = _("Ask an editor to put it back: its form then offers them to you."), ""
    return " ".join((deleted_by_in_words(draft), ways, _("Or save them as a new piece."))), place


def _line(draft: DeletedDraft) -> dict:
    return {
        "key": draft.pk,
        "headline": draft.headline,
        "kind": Article.of_kind(draft.kind)._meta.verbose_name,
        "by": display_name(draft.deleted_by),
        "at": short_moment(draft.deleted_at),
        "until": short_moment(draft.kept_until),
    }
