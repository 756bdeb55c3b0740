"""Layouts: how a page is arranged by hand: the draft of editors, and what readers see of it.

An arrangement names pieces and never versions: a page shows the version of each that is live,
and fills the place of one that is not. So nothing unpublished can come out by it.
"""

import re

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Func, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Now
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION
from espreso.keys import KEY

from .language import LanguageField
from .live_range import has_a_start, live_once
from .section import Section
from .tag import Tag
from .user import User

FRONT = "front"
_PAGE = re.compile(rf"(section|topic)-({KEY})")
_KINDS = {Section: "section", Tag: "topic"}


def page_key(row: Section | Tag) -> str:
    """Return the name of the page of a section or a topic: “section-4”."""
    return f"{_KINDS[type(row)]}-{row.pk}"


class Arrangement(models.Model):
    """A page's arrangement as editors are working on it. Readers see a `Layout`.

    `page` is "front", "section-4" or "topic-9". No foreign key leads there: a topic that is
    merged into another goes, and what its page once showed stays written down. `document` is
    as `articles.public.layout_document` describes it.
    """

    page = models.CharField(_("page"), max_length=30)
    language = LanguageField(_("language"))
    document = models.JSONField(_("page layout"), default=dict)
    # Counts the saves: a form carries the one that it was opened with.
    revision = models.PositiveIntegerField(default=0)
    modified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    modified_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front page and leads")
        # Who may change it may publish it too.
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language"], name="arrangement_one_for_a_page_and_language"
            ),
            models.CheckConstraint(
                condition=Q(page__regex=r"^(front|(section|topic)-[1-9][0-9]*)$"),
                name="arrangement_page_is_known",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return f"{self.page} ({self.language})"

    @property
    def name(self) -> str:
        """What its page is called in the desk."""
        subject = self.subject()
        return subject.said("name") if subject else str(_("Front page"))

    @property
    def is_front(self) -> bool:
        return self.page == FRONT

    def subject(self) -> Section | Tag | None:
        """Return the section or the topic whose page it is: None for the front page."""
        return subjects_of([self.page]).get(self.page)


def subjects_of(pages) -> dict[str, Section | Tag]:
    """Return the sections and topics whose pages these are, by the names of the pages."""
    parsed = [found for page in pages if (found := _PAGE.fullmatch(page))]
    rows = {}
    for model, kind in _KINDS.items():
        if keys := {found[2] for found in parsed if found[1] == kind}:
            rows |= {page_key(row): row for row in model.objects.filter(pk__in=keys)}
    return rows


class LayoutQuerySet(models.QuerySet):
    """What readers see of arrangements."""

    def live(self):
        """Keep what readers see now, by the clock of the database."""
        return self.filter(during__contains=Now())

    def coming(self):
        """Keep what is scheduled, the next one first."""
        return self.filter(during__startswith__gt=Now()).order_by("during")

    def documents(self, page, language=None):
        """Return the document of a page that is live, as a subquery.

        `page` is its name or an expression; the language that of the page without one.
        """
        found = self.live().filter(
            arrangement__page=page, arrangement__language=language or get_language()
        )
        return found.values("document")[:1]

    def documents_for(self, model, language=None):
        """Return the same for each row of a queryset of sections or topics."""
        name = Concat(
            Value(f"{_KINDS[model]}-"),
            Cast(OuterRef("pk"), models.CharField()),
            output_field=models.CharField(),
        )
        return self.documents(name, language)


class Layout(models.Model):
    """An arrangement as readers saw it, see it or will see it: immutable, as a version is."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="layouts")
    number = models.PositiveIntegerField(_("number"))
    during = DateTimeRangeField(_("live"))
    document = models.JSONField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        default_permissions = ()
        ordering = ["arrangement", "-during"]
        constraints = [
            live_once("arrangement", name="layout_live_once_at_a_time"),
            models.UniqueConstraint(fields=["arrangement", "number"], name="layout_number_unique"),
            has_a_start(name="layout_range_has_a_start"),
        ]
        indexes = [
            # The newest moment at which a page changed by the clock alone.
            models.Index(Func("during", function="lower"), name="layout_opens"),
        ]

    def __str__(self):
        return f"{self.arrangement} {self.number}"
