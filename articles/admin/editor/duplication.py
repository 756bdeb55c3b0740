"""Duplicating: the button that begins a piece as a copy of another one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from articles.actions.duplication import duplicate
from articles.admin.common.urls import address, form_of, url_name


class DuplicationMixin:
    """Adds duplicating to the admin of a kind of piece."""

    def get_urls(self):
        page = path(
            "<int:object_id>/duplicate/",
            self.admin_site.admin_view(self.duplicate_view),
            name=url_name(self, "duplicate"),
        )
        return [page, *super().get_urls()]

    def duplicate_view(self, request, object_id):
        """Begin a copy, for who may read the piece and write pieces."""
        piece = self.piece_to_see(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self._duplicated(request, piece)

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        if "_duplicate" in request.attempt.data:
            return self._duplicated(request, obj)
        return response

    def _duplicated(self, request, piece):
        if not self.has_add_permission(request):
            raise PermissionDenied
        made = duplicate(piece, request.user)
        words = _("Copied from “%s”.") % piece.headline
        self.log_addition(request, made, words)
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(form_of(made))

    def extra_form_context(self, request, piece, form):
        context = super().extra_form_context(request, piece, form)
        if piece and self.has_add_permission(request):
            context["duplicate_url"] = address(self, "duplicate", piece.pk)
        return context
