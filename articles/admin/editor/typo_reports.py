"""Typo reports: what readers reported, beside the form, each settled with one press."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import permissions
from articles.admin.common.urls import address, url_name
from espreso.requests import wants_json


class TypoReportsMixin:
    """Adds the reports of readers to the admin of a kind of piece.

    They are no part of the draft: to settle one says that it was looked at, and changes no word.
    """

    def get_urls(self):
        settle = path(
            "<int:object_id>/mistakes/<int:report>/settle/",
            self.admin_site.admin_view(self.settle_mistake_view),
            name=url_name(self, "settle_mistake"),
        )
        return [settle, *super().get_urls()]

    def extra_form_context(self, request, piece, form):
        context = super().extra_form_context(request, piece, form)
        if piece is None:
            return context
        reports = list(piece.typo_reports.open().select_related("version", "suggested_by"))
        accepts = permissions.may_publish(request.user, piece)
        for report in reports:
            report.settle = address(self, "settle_mistake", piece.pk, report.pk)
            if accepts and report.suggests:
                report.accept = address(self, "accept", piece.pk, report.pk)
        return context | {"mistakes": reports, "mistakes_count": _number(len(reports))}

    def settle_mistake_view(self, request, object_id, report):
        """Settle a report. Of two who do it at once the first one counts."""
        piece = self.piece_to_see(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request, piece):
            raise PermissionDenied
        report = get_object_or_404(piece.typo_reports, pk=report)
        piece.typo_reports.filter(pk=report.pk).settle(request.user)
        if wants_json(request):
            return JsonResponse(open_reports(piece))
        self.message_user(request, _("Marked as done: “%s”.") % report.quote)
        return HttpResponseRedirect(address(self, "change", piece.pk))


def open_reports(piece) -> dict:
    """Return how many reports wait for somebody, for a script, as a number and in words."""
    left = piece.typo_reports.open().count()
    return {"open": left, "count": _number(left)}


def _number(mistakes):
    said = ngettext("%d mistake reported by readers", "%d mistakes reported by readers", mistakes)
    return said % mistakes
