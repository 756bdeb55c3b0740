"""Finder: whatever the desk has, by its words in any language, or by a pasted address (Ctrl+K)."""

from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.db.models import BooleanField, F, Func, Value
from django.http import JsonResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import get_language

from articles.admin.common.state import State
from articles.admin.common.urls import address, form_of, url_name
from articles.models import Address, Article, Author, Page, Photo, Section, Tag, Version
from espreso.admin_lists import refused_search
from espreso.keys import key_of

# Of each kind so many, the newest pieces first; nobody reads a longer list.
MOST_PIECES, MOST_OTHERS = 8, 4


class FinderMixin:
    """Adds the address that the finder of every page of the desk asks."""

    def get_urls(self):
        find = path(
            "find/", self.admin_site.admin_view(self.find_view), name=url_name(self, "find")
        )
        return [find, *super().get_urls()]

    def find_view(self, request):
        """Answer with what is found for `q`: [{words, note, address}, …] as JSON."""
        typed = request.GET.get("q", "").replace("\0", "").strip()
        if refused := refused_search(typed):
            return JsonResponse({"found": [], "refused": refused})
        found = self._pieces(request, typed) if typed else []
        for model in (Tag, Author, Section, Photo, Page):
            found += self._others(request, model, typed) if typed else []
        response = JsonResponse({"found": found})
        response.headers["Cache-Control"] = "no-store"
        return response

    def _pieces(self, request, typed):
        mine = self.get_queryset(request).with_kind().with_state()
        if key := _piece_at(typed):
            pieces = mine.filter(pk=key)
        else:
            by_line, _duplicates = self.get_search_results(request, mine, typed)
            by_text = _with_words(typed)
            pieces = by_line.order_by("-modified_at")[:MOST_PIECES]
            known = {piece.pk for piece in pieces}
            left = MOST_PIECES - len(known)
            more = mine.filter(pk__in=by_text).exclude(pk__in=known).order_by("-modified_at")[:left]
            pieces = [*pieces, *more]
        return [_piece_found(piece) for piece in pieces]

    def _others(self, request, model, typed):
        admin = self.admin_site.get_model_admin(model)
        if not admin.has_view_permission(request):
            return []
        rows, _duplicates = admin.get_search_results(request, admin.get_queryset(request), typed)
        kind = capfirst(model._meta.verbose_name)
        return [
            {
                "words": _name_of(row),
                "note": kind,
                "address": address(admin, "change", row.pk),
            }
            for row in rows[:MOST_OTHERS]
        ]


def _piece_found(piece):
    state = State(piece)
    return {
        "words": piece.headline,
        "note": f"{capfirst(piece.specific()._meta.verbose_name)}, {state.in_short()}",
        "address": form_of(piece),
    }


def _name_of(row):
    """Return what a row is called in the language of the desk."""
    return row.said("name") if "name" in getattr(row, "in_words", ()) else str(row)


def _with_words(typed):
    """Return the pieces with these words in the text that readers see, in any form of them."""
    asked = Func(Value(get_language()), Value(typed), function="articles_query")
    has_them = Func(
        F("search"),
        asked,
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    return Version.objects.live().filter(has_them).values("article")


def _piece_at(typed) -> int | None:
    """Return the piece that a pasted address leads to: its page, or its form in the desk."""
    parts = [part for part in unquote(urlsplit(typed).path).split("/") if part]
    if "/" not in typed or not parts:
        return None
    if parts[0] == "admin":
        return _piece_of_form(*parts[1:4])
    where = "/".join(parts[-4:])
    return Address.objects.filter(path=where).values_list("article", flat=True).first()


def _piece_of_form(app="", model="", key="") -> int | None:
    """Return the piece that a form is about: “articles”, “article”, “12”."""
    try:
        kind = apps.get_model(app, model)
    except LookupError:
        return None
    return key_of(key) if issubclass(kind, Article) else None
