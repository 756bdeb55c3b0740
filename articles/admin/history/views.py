"""History and restore: the history of a piece, a look at any state of it, and the way back."""

from django.contrib.admin.models import LogEntry
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from articles import permissions
from articles.actions import publishing
from articles.admin.common.publish_forms import PublishForm
from articles.admin.common.state import State
from articles.admin.common.urls import address, url_name
from articles.content import snapshot
from articles.models import DraftSnapshot, Milestone, Version
from articles.public import preview

from .compare import CompareMixin
from .entries import entry_named, history_of
from .saves import SavesMixin

# Who touched the draft lately; the entries above are never cut.
LATEST_WORK = 30


class VersionsMixin(SavesMixin, CompareMixin):
    """Adds the history of a piece, comparing in it, and restoring from it, to an admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<int:object_id>/versions/<int:number>/restore/",
                view(self.restore_view),
                name=url_name(self, "restore"),
            ),
            path(
                "<int:object_id>/milestones/<int:milestone>/restore/",
                view(self.restore_view),
                name=url_name(self, "restore_milestone"),
            ),
            path(
                "<int:object_id>/milestones/<int:milestone>/",
                view(self.milestone_view),
                name=url_name(self, "milestone"),
            ),
            path(
                "<int:object_id>/saves/<int:save>/restore/",
                view(self.restore_view),
                name=url_name(self, "restore_save"),
            ),
            path(
                "<int:object_id>/saves/<int:save>/",
                view(self.save_view),
                name=url_name(self, "save"),
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """List what the piece said when, newest first, and who worked on its draft."""
        piece = self.piece_to_see(request, object_id)
        chosen = [request.GET.get(side, "") for side in ("a", "b")]
        history = history_of(piece, request.GET.get("before", ""), chosen)
        first, second = history.pair(chosen)
        work = LogEntry.objects.filter(
            object_id=str(piece.pk), content_type__in=self.content_types()
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("History: %s") % piece.headline,
            "piece": piece,
            "history": history,
            "older": request.GET.get("before", ""),
            "first": first,
            "second": second,
            "work": work.select_related("user")[:LATEST_WORK],
            "may_restore": self.has_change_permission(request, piece),
            "compare": address(self, "compare", piece.pk),
            "here": address(self, "history", piece.pk),
            "back": address(self, "change", piece.pk),
            "media": self.media,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/desk/history/history.html", context)

    def milestone_view(self, request, object_id, milestone):
        """Show a draft that was kept, as readers would see it."""
        return self._kept_draft(request, object_id, Milestone, milestone)

    def save_view(self, request, object_id, save):
        """Show a draft as it was saved, as readers would see it."""
        return self._kept_draft(request, object_id, DraftSnapshot, save)

    def _kept_draft(self, request, object_id, model, key):
        piece = self.piece_to_see(request, object_id)
        kept = get_object_or_404(model, article_id=piece.pk, pk=key)
        return preview.preview_response(
            request, preview.version_of_content(piece, snapshot.content_of(kept))
        )

    def restore_view(self, request, object_id, **which):
        """Ask, and put what the piece said then into the draft. Readers see nothing of it."""
        piece = self.piece_to_edit(request, object_id)
        ((kind, key),) = which.items()
        entry = entry_named(piece, f"{'version' if kind == 'number' else kind}-{key}")
        form = PublishForm(request.POST or None, piece=piece, asks_for_change=False)
        content, names = entry.content(), self.may_share(request, piece)
        lost = snapshot.resolve(content).lost
        if not names and content["byline"] != snapshot.byline_ids(piece):
            lost.append(
                _(
                    "The byline stays as it is: that is for the people working on the piece to "
                    "decide."
                )
            )
        if request.method == "POST" and form.is_valid():
            signs_off = permissions.may_sign_off(request.user, piece)
            restoring = _restoring(entry.source, names=names, signs_off=signs_off)
            if self._do(request, form, restoring, piece):
                words = _(
                    "The draft has been restored to this earlier text. Nothing was published."
                )
                return self._done(request, piece, words, *lost)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": piece.headline,
            "piece": piece,
            "entry": entry,
            "lost": lost,
            "form": form,
            "media": self.media + form.media,
            "state": State.of(piece.pk),
            "compare": address(self, "compare", piece.pk),
            "back": address(self, "history", piece.pk),
        }
        status = 409 if form.is_bound and form.non_field_errors() else 200
        return TemplateResponse(request, "admin/desk/history/restore.html", context, status=status)


def _restoring(source: Version | Milestone | DraftSnapshot, **how):
    def restore(piece, user, revision):
        return publishing.restore(source, user, revision=revision, **how)

    return restore
