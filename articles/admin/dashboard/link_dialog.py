"""Link dialog: what a link in a text may lead to, by words, or by an address that is typed."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Now
from django.urls import path
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.common.state import State
from articles.admin.common.urls import url_name
from articles.content.checks import path_of_piece
from articles.models import Author, Page, Section, Tag, Version
from espreso import languages, links
from espreso.admin_lists import asked_for, refused_search

from .finder import FinderMixin, answer, in_short, name_of, piece_at


class LinkDialogMixin(FinderMixin):
    """Adds the address that the link dialog of a text asks."""

    def get_urls(self):
        link = path(
            "link/", self.admin_site.admin_view(self.link_view), name=url_name(self, "link")
        )
        return [link, *super().get_urls()]

    def link_view(self, request):
        """Answer with what `q` may lead readers to: [{words, note, address, warns}, …] as JSON.

        `refused` says in words why there is nothing. What has no address cannot be chosen.
        """
        typed = asked_for(request)
        if not typed:
            return answer([])
        try:
            whole = links.completed(typed)
        except links.BadLink as why:
            # Of what somebody copied from the desk, readers have a page of their own.
            is_words = why.code == "no_address"
            if is_words and (refused := refused_search(typed)):
                return answer([], refused)
            found = self._by_words(request, typed) if is_words or piece_at(typed) else []
            return answer(found, "" if is_words and found else why.messages[0])
        return answer([self._as_typed(request, whole)])

    def _as_typed(self, request, whole):
        """Return the address itself, and what there is to say of it when it is one of ours."""
        here = links.path_here(whole)
        found = self.pieces_found(request, here) if path_of_piece(here) else []
        if found:
            piece = _piece(found[0], whole)
            return piece | {"words": whole, "note": f"{found[0].headline}: {piece['note']}"}
        note = _("No piece of ours has this address.") if path_of_piece(here) else ""
        return {"words": whole, "note": note, "address": whole, "warns": bool(note)}

    def _by_words(self, request, typed):
        pieces = self.pieces_found(request, typed)
        addresses = _addresses(pieces)
        found = [_piece(piece, addresses.get(piece.pk, "")) for piece in pieces]
        language = request.GET.get("language", "")
        if language not in dict(languages.choices()):
            language = translation.get_language()
        for model in (Tag, Author, Section, Page):
            for _admin, row in self.others_found(request, model, typed):
                if model is Page and not row.published:
                    continue
                # As the piece speaks: its name may become the words of the link.
                with translation.override(language):
                    said = {"words": name_of(row), "address": row.get_absolute_url()}
                found.append(said | {"note": capfirst(model._meta.verbose_name), "warns": False})
        return found


def _piece(piece, address):
    state = State(piece)
    warning = ""
    if not state.has_versions:
        address, warning = "", _("there is no address to link to before it is published")
    elif state.withdrawn:
        warning = _("readers cannot see it")
    elif not state.live:
        warning = _("the link works once it is published")
    note = f"{in_short(piece)}: {warning}" if warning else in_short(piece)
    return {"words": piece.headline, "note": note, "address": address, "warns": bool(warning)}


def _addresses(pieces) -> dict[int, str]:
    """Return where readers find each piece: as it is out, else as it will be."""
    is_coming = ExpressionWrapper(Q(during__startswith__gt=Now()), BooleanField())
    versions = Version.objects.filter(article__in=pieces).only("article", "language", "path")
    versions = versions.order_by("article_id", is_coming, "-number").distinct("article_id")
    return {version.article_id: version.get_absolute_url() for version in versions}
