"""Translating: the buttons that begin a piece in another language, and marks until it is done."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from articles.actions.translation import translate
from articles.admin.common.urls import address, form_of, url_name
from articles.content.translation import Untranslated, in_other_languages


class TranslationMixin:
    """Adds translating to the admin of a kind of piece."""

    def get_urls(self):
        page = path(
            "<int:object_id>/translate/",
            self.admin_site.admin_view(self.translate_view),
            name=url_name(self, "translate"),
        )
        return [page, *super().get_urls()]

    def translate_view(self, request, object_id):
        """Begin the piece in another language, for who may read it and write pieces."""
        piece = self.piece_to_see(request, object_id)
        return self._translated(request, piece, request.POST.get("language"))

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        if language := request.attempt.data.get("_translate"):
            return self._translated(request, obj, language)
        return response

    def _translated(self, request, piece, language):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if language not in dict(settings.LANGUAGES):
            raise Http404
        if language == piece.language:
            # Given to it with this save.
            return HttpResponseRedirect(form_of(piece))
        made, is_new = translate(piece, language, request.user)
        if is_new:
            words = _("Copied from “%s”. What is not translated yet is marked.") % piece.headline
            self.log_addition(request, made, words)
            self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(form_of(made))

    def bar_context(self, request, piece, form=None):
        context = super().bar_context(request, piece, form)
        if piece is None:
            return context
        return context | {
            "untranslated": Untranslated.of(piece),
            "translations": self._translations(request, piece),
            "translate_url": address(self, "translate", piece.pk),
        }

    def _translations(self, request, piece):
        """Return for each other language the way to the piece in it, or a button that makes it."""
        there = {one.language: form_of(one) for one in in_other_languages(piece).with_kind()}
        may_add = self.has_add_permission(request)
        return [
            {
                "language": code,
                "address": there.get(code),
                "words": (_("Open in %s") if code in there else _("Translate into %s")) % name,
            }
            for code, name in settings.LANGUAGES
            if code != piece.language and (code in there or may_add)
        ]
