"""Diff page: two states of a piece side by side, with the names and thumbnails that it shows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path
from django.utils.translation import gettext as _

from articles.admin.common.urls import address, url_name
from articles.content.snapshot import Content, tags_of_today
from articles.diff.compare import compare
from articles.diff.rows import Kind, Names
from articles.models import Article, Author, Block, Label, Photo, Section

from .entries import entry_named


@dataclass(frozen=True)
class Thumbnail:
    """A photo as the comparison shows it: small, or by a sign when readers cannot see it."""

    key: int
    name: str
    src: str
    remark: str = ""

    @classmethod
    def of(cls, key: int, photo: Photo | None) -> "Thumbnail":
        """Return the picture of the photo with this key, which may be gone from the library."""
        sign = static("desk/common/no-picture.svg")
        if photo is None:
            return cls(key, "", sign, _("no longer in the library"))
        if photo.withdrawn_at:
            return cls(key, str(photo), sign, _("withdrawn"))
        return cls(key, str(photo), photo.thumbnail if photo.usable else sign)


class CompareMixin:
    """Adds the comparison of two entries of the history to an admin."""

    def get_urls(self):
        page = path(
            "<int:object_id>/compare/",
            self.admin_site.admin_view(self.compare_view),
            name=url_name(self, "compare"),
        )
        return [page, *super().get_urls()]

    def compare_view(self, request, object_id):
        """Show two entries, the earlier one first, whichever was named first."""
        piece = self.piece_to_see(request, object_id)
        chosen = [request.GET.get(side, "") for side in ("a", "b")]
        if not all(chosen) or chosen[0] == chosen[1]:
            words = _("Choose two different entries to compare.")
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(address(self, "history", piece.pk))
        sides = sorted((entry_named(piece, name) for name in chosen), key=lambda entry: entry.place)
        before, after = (entry.content() for entry in sides)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Compare: %s") % piece.headline,
            "piece": piece,
            "before": sides[0],
            "after": sides[1],
            "comparison": compare(before, after, names_in(before, after)),
            "may_restore": self.has_change_permission(request, piece),
            "history": address(self, "history", piece.pk),
            "back": address(self, "change", piece.pk),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/desk/history/compare.html", context)


def names_in(*states: Content) -> Names:
    """Look up what the keys in some states of a piece stand for: in as many queries for many."""

    def keys(name):
        return {key for state in states for key in state[name]}

    blocks = [block for state in states for block in (state["lead"], *state["document"])]
    photos = {block["photo"] for block in blocks if block.get("photo")}
    found = Photo.objects.in_bulk(photos) if photos else {}
    sections = {state["section"] for state in states} - {None}
    authors, pieces = keys("byline"), keys("read_also")
    return Names(
        sections=_distinct_names(
            sections,
            [(row.pk, str(row), row.slug) for row in Section.objects.filter(pk__in=sections)],
        ),
        authors=_distinct_names(
            authors, Author.objects.filter(pk__in=authors).values_list("pk", "name", "slug")
        ),
        headlines=_distinct_names(
            pieces, Article.objects.filter(pk__in=pieces).values_list("pk", "headline")
        ),
        tags=_tag_names([tag for state in states for tag in state["tags"]]),
        photos={key: Thumbnail.of(key, found.get(key)) for key in photos},
        labels=dict(Label.choices),
        languages=dict(settings.LANGUAGES),
        kinds={model.kind: _kind(model) for model in Block.kinds()},
        facts={kind.front_kind: kind.facts for kind in Article.kinds() if kind.front_kind},
    )


def _distinct_names(keys: Iterable[int], rows: Iterable[tuple]) -> Mapping[int, str]:
    """Return what the rows (key, name, perhaps slug) with these keys are called.

    Of two that share a name each is told by its slug too, or by its number.
    """
    called = dict.fromkeys(keys, (_("(no longer there)"), ""))
    called |= {key: (name, "".join(slug)) for key, name, *slug in rows}
    times = Counter(name for name, _slug in called.values())
    number = _("no. %d")
    return {
        key: name if times[name] == 1 else f"{name} ({slug or number % key})"
        for key, (name, slug) in called.items()
    }


def _tag_names(kept) -> Mapping[int | str, str]:
    today = zip(kept, tags_of_today(kept), strict=True)
    return {tag["id"] or tag["name"]: found.name for tag, found in today if found}


def _kind(model) -> Kind:
    options = model._meta
    fields = [
        (name, options.get_field(name).verbose_name, name in model.rich)
        for name in model.frozen
        if options.get_field(name).editable
    ]
    if "photo" in {field.name for field in options.fields}:
        # A picture's words are its own, or those of its photo.
        of_photo = ("caption", "credit", "alternative_text", "copyright", "licence")
        fields += [(name, Photo._meta.get_field(name).verbose_name, False) for name in of_photo]
    return Kind(options.verbose_name, tuple(fields), model.identity)
