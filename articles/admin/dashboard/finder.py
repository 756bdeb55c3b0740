"""Finder: whatever the desk has, by its words in any language, or by a pasted address (Ctrl+K)."""

from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.db.models import BooleanField, Func, Value
from django.http import JsonResponse
from django.urls import path
from django.utils.text import capfirst

from articles.admin.common.state import State
from articles.admin.common.urls import address, form_of, url_name
from articles.models import (
    Address,
    Article,
    Author,
    Block,
    Page,
    Photo,
    Section,
    Tag,
    Version,
)
from articles.models.version_queryset import FINDABLE
from espreso.admin_lists import asked_for, refused_search
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
        typed = asked_for(request)
        if refused := refused_search(typed):
            return answer([], refused)
        found = [_piece_found(piece) for piece in self.pieces_found(request, typed)]
        for model in (Tag, Author, Section, Photo, Page):
            found += [
                {
                    "words": name_of(row),
                    "note": capfirst(model._meta.verbose_name),
                    "address": address(admin, "change", row.pk),
                }
                for admin, row in self.others_found(request, model, typed)
            ]
        return answer(found)

    def pieces_found(self, request, typed):
        """Return the piece at a pasted address, or those with these words, with kind and state."""
        if not typed:
            return []
        mine = self.get_queryset(request).with_kind().with_state()
        if key := piece_at(typed):
            return list(mine.filter(pk=key))
        by_line, _duplicates = self.get_search_results(request, mine, typed)
        pieces = list(by_line.order_by("-modified_at")[:MOST_PIECES])
        by_text = mine.filter(pk__in=_with_words(typed)).exclude(pk__in=[one.pk for one in pieces])
        return pieces + list(by_text.order_by("-modified_at")[: MOST_PIECES - len(pieces)])

    def others_found(self, request, model, typed):
        """Yield what else has these words, each with the admin of its kind."""
        admin = self.admin_site.get_model_admin(model)
        if typed and admin.has_view_permission(request):
            rows, _some_twice = admin.get_search_results(
                request, admin.get_queryset(request), typed
            )
            for row in rows[:MOST_OTHERS]:
                yield admin, row


def answer(found, refused=""):
    """Answer with what was found, or why nothing was looked for."""
    response = JsonResponse({"found": found, "refused": str(refused)})
    response.headers["Cache-Control"] = "no-store"
    return response


def _piece_found(piece):
    return {"words": piece.headline, "note": in_short(piece), "address": form_of(piece)}


def in_short(piece: Article) -> str:
    """Say what kind of piece it is, and in which state: “Article, in review”."""
    return f"{capfirst(piece.specific()._meta.verbose_name)}, {State(piece).in_short()}"


def name_of(row):
    """Return what a row is called in the language of the desk."""
    return row.said("name") if "name" in getattr(row, "in_words", ()) else str(row)


def _with_words(typed):
    """Return the pieces that say these words, in any form: to readers, or in a part of the draft.

    Indexes know no places of words, and a phrase is asked for by its words.
    """
    asked = Func(
        Func(Value("uk"), Value(typed), function="articles_query"),
        template="replace(regexp_replace(%(expressions)s::text, '<(-|[0-9]+)>', '&', 'g'),"
        " '!', '')::tsquery",
    )
    drafts = [
        kind.objects.filter(_matches(kind.words, asked)).order_by().values("parent")
        for kind in Block.kinds()
        if kind.words
    ]
    live = Version.objects.live().filter(_matches(FINDABLE, asked))
    return live.order_by().values("article").union(*drafts)


def _matches(words, asked):
    return Func(
        words,
        asked,
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def piece_at(typed) -> int | None:
    """Return the piece that a pasted address leads to: its page, or its form in the desk."""
    try:
        parts = [part for part in unquote(urlsplit(typed).path).split("/") if part]
    except ValueError:
        return None
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
