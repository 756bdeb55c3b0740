"""What was published when: the history of a piece, and the way back to an earlier version."""

from django.contrib.admin.models import LogEntry
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing
from articles.models import Version

from .names import address, url_name
from .publishing_forms import PublishForm
from .state import State

# Who touched the draft lately; the versions below it are never cut.
LATEST_ENTRIES = 30


class VersionsMixin:
    """Adds the history of versions, and restoring one of them, to an admin."""

    def get_urls(self):
        restore = path(
            "<int:object_id>/versions/<int:number>/restore/",
            self.admin_site.admin_view(self.restore_view),
            name=url_name(self, "restore"),
        )
        return [restore, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """List the versions of a piece, and who worked on its draft."""
        piece = self.piece_to_see(request, object_id)
        now = timezone.now()
        versions = piece.versions.order_by("-number").select_related("published_by")
        versions = list(versions.defer("document", "text"))
        for version in versions:
            version.coming = version.during.lower > now
            version.is_live = not version.coming and now in version.during
        entries = LogEntry.objects.filter(
            object_id=str(piece.pk), content_type__in=self.content_types()
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("History: %s") % piece.headline,
            "piece": piece,
            "versions": versions,
            "entries": entries.select_related("user")[:LATEST_ENTRIES],
            "may_restore": self.has_change_permission(request, piece),
            "back": address(self, "change", piece.pk),
            "media": self.media,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/desk/history.html", context)

    def restore_view(self, request, object_id, number):
        """Ask, and put an earlier version into the draft. Readers see nothing of it."""
        piece = self.piece_to_act_on(request, object_id, self.permission_to_change)
        version = get_object_or_404(Version, article_id=piece.pk, number=number)
        form = PublishForm(request.POST or None, piece=piece, asks=False)
        if request.method == "POST" and form.is_valid():
            if self._do(request, form, _restoring(version), piece):
                words = _("The draft says again what version %d said. Nothing is published.")
                return self._done(request, piece, words % number)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": piece.headline,
            "piece": piece,
            "version": version,
            "form": form,
            "media": self.media + form.media,
            "state": State.of(piece.pk),
            "back": address(self, "history", piece.pk),
        }
        status = 409 if form.is_bound and form.non_field_errors() else 200
        return TemplateResponse(request, "admin/desk/restore.html", context, status=status)


def _restoring(version):
    def restore(piece, user, revision):
        return publishing.restore(version, user, revision=revision)

    return restore
