"""Changelist: the lists of pieces, as quick at a hundred thousand as at ten."""

from django.contrib import admin
from django.contrib.admin import (
    ChoicesFieldListFilter,
    DateFieldListFilter,
    RelatedFieldListFilter,
    SimpleListFilter,
)
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.admin.common import paginator
from articles.admin.common.state import State
from articles.admin.common.times import short_moment
from articles.admin.common.urls import form_of
from articles.admin.common.widgets import OneSelect
from articles.models import Article, Byline, Stage, Version
from articles.templatetags.desk import language_mark
from espreso import languages
from espreso.keys import key_of


class PieceChangeList(ChangeList):
    """Pieces with all that a line says, in a fixed number of queries."""

    def get_queryset(self, request, **kwargs):
        bylines = Byline.objects.select_related("author").order_by("position", "pk")
        pieces = super().get_queryset(request, **kwargs).select_related("section")
        if self.model is Article:
            pieces = pieces.with_kind()
        return pieces.with_state().prefetch_related(Prefetch("bylines", queryset=bylines))

    def url_for_result(self, result):
        return form_of(result)

    @property
    def counted_to_the_end(self):
        return self.result_count < paginator.MOST_COUNTED


class _Menu:
    """A filter as a menu above the list, which keeps its width for the headlines."""

    template = "admin/desk/editor/filter.html"


class LabelFilter(_Menu, ChoicesFieldListFilter):
    pass


class SectionFilter(_Menu, RelatedFieldListFilter):
    include_empty = False


class LanguageFilter(_Menu, ChoicesFieldListFilter):
    pass


_BY_LANGUAGE = ("language", LanguageFilter)


class DateFilter(_Menu, DateFieldListFilter):
    pass


def in_state(pieces, state):
    """Keep the pieces in a state that `PieceStateFilter` names; all of them for another word."""
    versions = Version.objects.filter(article=OuterRef("pk"))
    coming = Version.objects.filter(during__startswith__gt=Now())
    still = versions.filter(Q(during__endswith=None) | Q(during__endswith__gt=Now()))
    match state:
        case Stage.REVIEW | Stage.READY:
            return pieces.filter(stage=state)
        case "scheduled":
            return pieces.filter(pk__in=coming.values("article"))
        case "live":
            return pieces.filter(Exists(versions.filter(during__contains=Now())))
        case "changed":
            other = versions.exclude(revision=OuterRef("text_revision"))
            return pieces.filter(Exists(other.filter(during__contains=Now())))
        case "withdrawn":
            return pieces.filter(Exists(versions), ~Exists(still))
        case "draft":
            return pieces.filter(~Exists(versions), stage=Stage.DRAFT)
        case "in_work":
            # Nobody sees it, and it says what nobody has seen.
            said = versions.filter(revision=OuterRef("text_revision"))
            return pieces.filter(~Exists(still), ~Exists(said))
    return pieces


class PieceStateFilter(_Menu, SimpleListFilter):
    """What people look for in the morning: what waits for them, what is out, what is to come."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("review", _("In review")),
            ("ready", _("Ready")),
            ("scheduled", _("Scheduled")),
            ("live", _("Live")),
            ("changed", _("Live, changed since")),
            ("withdrawn", _("Withdrawn")),
            ("draft", _("Draft")),
            ("in_work", _("In progress, not live")),
        ]

    def queryset(self, request, queryset):
        return in_state(queryset, self.value())


class MineFilter(_Menu, SimpleListFilter):
    """What one works on: made by oneself, under one's name, or shared with one."""

    title = _("owner")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("Mine"))]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.written_by(request.user)
        return queryset


class AuthorFilter(SimpleListFilter):
    """By one author, found by typing: there are too many for a list of links."""

    title = _("author")
    parameter_name = "author"
    template = "admin/desk/editor/author_filter.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.admin_site = model_admin.admin_site

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return True

    def choices(self, changelist):
        field = Byline._meta.get_field("author").formfield()
        widget = OneSelect(Byline._meta.get_field("author"), self.admin_site)
        widget.choices, widget.is_required = field.choices, False
        yield {
            "select": widget.render(
                self.parameter_name,
                self._author() or "",
                attrs={"id": "desk-author", "class": "desk-filter"},
            ),
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }

    def queryset(self, request, queryset):
        if author := self._author():
            return queryset.filter(pk__in=Byline.objects.filter(author=author).values("article"))
        return queryset

    def _author(self):
        return key_of(self.value())


def authors_of(piece) -> str:
    """Return the byline of a piece of the list."""
    return ", ".join(line.author.name for line in piece.bylines.all())


class ListMixin:
    """Adds the list to the admin of a kind of piece."""

    list_display = ["line", "shown_label", "state", "section", "mark", "names", "changed"]
    list_filter = [
        PieceStateFilter,
        MineFilter,
        ("label", LabelFilter),
        ("section", SectionFilter),
        _BY_LANGUAGE,
        AuthorFilter,
        ("modified_at", DateFilter),
    ]
    list_select_related = False
    list_per_page = 50
    search_fields = ["headline", "standfirst", "slug"]
    search_help_text = _("Words in the headline, standfirst or URL.")
    show_full_result_count = False
    paginator = paginator.CappedPaginator

    def get_list_display(self, request):
        shown = super().get_list_display(request)
        return [name for name in shown if name != "mark" or languages.others()]

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return [one for one in filters if one is not _BY_LANGUAGE or languages.others()]

    def get_changelist(self, request, **kwargs):
        return PieceChangeList

    def changelist_view(self, request, extra_context=None):
        author = OneSelect(Byline._meta.get_field("author"), self.admin_site)
        context = {"media": self.media + author.media, **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description=_("headline"), ordering="headline")
    def line(self, piece):
        return piece.headline

    @admin.display(description=_("label"), ordering="label", empty_value="")
    def shown_label(self, piece):
        return piece.get_label_display() if piece.label else None

    @admin.display(description=_("language"), ordering="language")
    def mark(self, piece):
        return language_mark(piece.language)

    @admin.display(description=_("status"))
    def state(self, piece):
        return State(piece).in_short()

    @admin.display(description=_("byline"), empty_value="")
    def names(self, piece):
        return authors_of(piece) or None

    @admin.display(description=_("changed"), ordering="modified_at")
    def changed(self, piece):
        return short_moment(piece.modified_at)
