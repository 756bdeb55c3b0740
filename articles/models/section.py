"""Sections: the parts of the newspaper."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espreso.slugs import slug_for

from .slug_history import Addressed, Former
from .translated import Translated


class Section(Addressed, Translated):
    """Where a piece belongs: War, Politics, Culture. Every published piece has exactly one."""

    in_words = ("name", "description")

    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=60, unique=True)
    slug = models.SlugField(_("public URL"), max_length=60, unique=True, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position in the navigation"), default=0, help_text=_("Sections appear in this order.")
    )
    in_navigation = models.BooleanField(_("shown in the navigation"), default=True)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self):
        return self.said("name")

    def save(self, **kwargs):
        self.slug = self.slug or self.free_slug(slug_for(self.name, 60, nameless="section"), 60)
        super().save(**kwargs)

    def has_been_public(self):
        """Whether the navigation names it, or some version in it has begun."""
        begun = self.versions.filter(during__startswith__lte=Now())
        return self.in_navigation or begun.exists()

    def get_absolute_url(self):
        return reverse("articles:section", args=[self.slug])


class FormerSection(Former):
    """A former address of a section."""

    of = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="former")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="former_section_leads_once")]
