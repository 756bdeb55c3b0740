"""Preview: a piece as readers would see it, from what is in the form or from a version."""

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import all_valid
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from articles.admin.common.urls import url_name
from articles.admin.editor.save_attempt import SaveAttempt
from articles.models import Version
from articles.public import preview


class PreviewMixin:
    """Adds the addresses of previews to the admin of a kind of piece."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("add/preview/", view(self.preview_view), name=url_name(self, "add_preview")),
            path(
                "<int:object_id>/preview/",
                view(self.preview_view),
                name=url_name(self, "preview"),
            ),
            path(
                "<int:object_id>/versions/<int:number>/",
                view(self.version_view),
                name=url_name(self, "version"),
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request, object_id=None):
        """Show the draft: as it is kept, or (posted) as it stands in the form.

        The form is saved for that in a transaction that is never committed, so that a
        preview goes the whole way that a publication goes, and leaves nothing.
        """
        piece = self.piece_to_see(request, object_id) if object_id else None
        if request.method != "POST":
            if piece is None:
                raise Http404
            return self._show_draft(request, piece)
        if not (
            self.has_change_permission(request, piece)
            if piece
            else self.has_add_permission(request)
        ):
            raise PermissionDenied
        with transaction.atomic():
            response = self._show_form(request, piece)
            response.render()
            transaction.set_rollback(True)
        return response

    def _show_form(self, request, piece):
        attempt = SaveAttempt.of(request)
        attempt.data, attempt.is_preview = attempt.posted, True
        fields = flatten_fieldsets(self.get_fieldsets(request, piece))
        form_class = self.get_form(request, piece, change=piece is not None, fields=fields)
        form = form_class(attempt.data, request.FILES, instance=piece)
        formsets, _inlines = self._create_formsets(request, form.instance, change=piece is not None)
        valid = form.is_valid()
        new = self.save_form(request, form, change=piece is not None) if valid else form.instance
        if not (all_valid(formsets) and valid):
            context = {
                **self.admin_site.each_context(request),
                "title": _("This cannot be previewed yet"),
                "mistakes": [*_mistakes(form), *_mistakes_of_blocks(formsets)],
            }
            return preview.private(
                TemplateResponse(
                    request, "admin/desk/publishing/preview_refused.html", context, status=422
                )
            )
        self.save_model(request, new, form, piece is not None)
        self.save_related(request, form, formsets, piece is not None)
        return self._show_draft(request, new)

    def _show_draft(self, request, piece):
        return preview.preview_response(request, preview.version_of_draft(piece))

    def version_view(self, request, object_id, number):
        """Show what readers saw, or will see, in one version."""
        piece = self.piece_to_see(request, object_id)
        versions = Version.objects.for_page()
        version = get_object_or_404(versions, article_id=piece.pk, number=number)
        return preview.preview_response(request, version)


def _mistakes(form, where=""):
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            yield ": ".join(filter(None, (where, str(label or ""), error)))


def _mistakes_of_blocks(formsets):
    for formset in formsets:
        yield from formset.non_form_errors()
        for number, form in enumerate(formset.forms, start=1):
            name = formset.model._meta.verbose_name
            yield from _mistakes(form, where=f"{name} {number}")
