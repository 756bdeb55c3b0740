"""Userbar: from a page of the site to its form, for who is signed in at the desk.

The site's script asks for it where the desk has left its mark (docs/decisions/0030-userbar.md), so
that the pages of readers are the same for everybody.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, path, resolve, reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import permissions
from articles.admin.common.state import State
from articles.admin.common.urls import address, form_of, url_name
from articles.models import (
    FRONT,
    Address,
    Arrangement,
    Article,
    Author,
    Page,
    Section,
    Tag,
    page_key,
)
from espreso import languages

# The pages that are about one row, by the names of their addresses.
_ROWS = {"section": Section, "tag": Tag, "author": Author, "page": Page}


class UserbarMixin:
    """Adds the address that the site's script asks."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.userbar_view)
        return [path("userbar/", view, name=url_name(self, "userbar")), *super().get_urls()]

    def userbar_view(self, request) -> HttpResponse:
        """Answer with the bar for the page of readers whose path is `page`."""
        context = _about(self, request, request.GET.get("page", ""))
        return render(request, "admin/desk/dashboard/userbar.html", context)


def _about(desk, request, page):
    language = translation.get_language_from_path(page) or languages.default()
    try:
        with translation.override(language):
            match = resolve(page)
    except Resolver404:
        return {}
    name, said = match.url_name, match.kwargs
    if match.app_name != "articles":
        return {}
    if "year" in said and "slug" in said:
        where = "{year}/{month}/{day}/{slug}".format(**said)
        found = Address.objects.filter(path=where).values_list("article", flat=True).first()
        return _about_piece(desk, request, found) if found else {}
    if name == "front":
        return {"edit": _layout_of(request, FRONT, language)}
    if name in _ROWS:
        rows = _ROWS[name].objects.filter(slug=said["slug"])
        row = (rows.filter(language=language) if name == "page" else rows).first()
        return {"edit": row and _form_of(desk, request, row, language)}
    return {}


def _about_piece(desk, request, key):
    piece = Article.objects.with_kind().get(pk=key).specific()
    user, state = request.user, State.of(key)
    if not permissions.may_see(user, piece):
        return {}
    edits = permissions.may_edit(user, piece)
    fixes = edits and permissions.may_publish(user, piece)
    own = desk.admin_site.get_model_admin(type(piece))
    opens = _("Edit") if edits else _("Open in the desk")
    context = {"edit": form_of(piece), "opens": opens, "said": _in_words(state)}
    if not state.live:
        return context
    # What is scheduled was made of the draft, and would bring the typo back.
    if fixes and not state.scheduled:
        return context | {"fix": address(own, "fix", key)}
    return context | {"suggest": address(own, "suggest", key)}


def _in_words(state):
    """Say what the page does not show: of a piece that is live as its draft says, nothing."""
    if state.live and not state.scheduled:
        return _("Unpublished changes in the draft") if state.changed else ""
    return capfirst(state.in_short())


def _form_of(desk, request, row, language):
    """Return where one changes what a page is about: of a section, what leads its page."""
    if isinstance(row, Section):
        return _layout_of(request, page_key(row), language)
    own = desk.admin_site.get_model_admin(type(row))
    return address(own, "change", row.pk) if own.has_change_permission(request, row) else ""


def _layout_of(request, page, language):
    if not permissions.may(request.user, "change", Arrangement):
        return ""
    return reverse("admin:articles_arrangement_arrange", args=[page, language])
