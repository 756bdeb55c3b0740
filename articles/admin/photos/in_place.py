"""Photos in place: found, uploaded and described from a form that shows them, which stays open.

A script asks for JSON where a browser would ask for a page. What may come in, who may change what,
and what is refused are those of the library's own pages.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import path

from articles.admin.common.paginator import MOST_COUNTED
from articles.admin.common.photo_fields import card_of
from espreso.admin_lists import asked_for, refused_search
from espreso.keys import key_of
from espreso.refusal import BUSY
from espreso.requests import wants_json

FOUND_AT_ONCE = 24
_LAST_PAGE = MOST_COUNTED // FOUND_AT_ONCE


class InPlaceMixin:
    """Adds what the forms of pieces and authors ask of the library."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.find_view)
        find = path("find/", view, name="articles_photo_find")
        return [find, *super().get_urls()]

    def find_view(self, request):
        """Return the photos that may be chosen, the newest first: those with the words, or all."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = asked_for(request)
        if refused := refused_search(words):
            return JsonResponse({"photos": [], "more": False, "refused": refused})
        found, _duplicates = self.get_search_results(request, self.get_queryset(request), words)
        if request.GET.get("by") == "me":
            found = found.filter(uploaded_by=request.user)
        page = min(key_of(request.GET.get("p", "")) or 1, _LAST_PAGE)
        end = page * FOUND_AT_ONCE
        # One more than is shown tells whether there are more, and nothing is counted.
        photos = list(found[end - FOUND_AT_ONCE : end + 1])
        return JsonResponse(
            {
                "photos": [card_of(photo) for photo in photos[:FOUND_AT_ONCE]],
                "more": len(photos) > FOUND_AT_ONCE and page < _LAST_PAGE,
            }
        )

    def response_change(self, request, obj):
        # The page that stays says by itself that it is saved.
        return taken(request, obj) if wants_json(request) else super().response_change(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if not wants_json(request):
            return response
        form = context["adminform"].form
        if obj is None:
            words = " ".join(words for errors in form.errors.values() for words in errors)
            again = form.has_error("picture", BUSY)
            return JsonResponse({"problem": words, "again": again, "token": get_token(request)})
        # It stands in the form of a piece, whose fields have names like these.
        form.auto_id = "id_photo_%s"
        panel = render_to_string("admin/desk/photos/panel.html", response.context_data, request)
        return JsonResponse({"form": panel, "token": get_token(request)})


def taken(request, photo):
    """Answer with the photo as it is saved, and with what there is to say about that."""
    return JsonResponse(
        {
            "photo": card_of(photo),
            "messages": [str(message) for message in messages.get_messages(request)],
            "token": get_token(request),
        }
    )
