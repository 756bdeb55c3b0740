"""Author: a name in bylines."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espreso.slugs import slug_for

from .photo import Photo
from .slug_history import Addressed, Former
from .translated import Translated
from .user import User


class Author(Addressed, Translated):
    """A name in bylines, with a page of its own. Not everybody who writes signs in."""

    in_words = ("name", "role", "biography")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("public URL"), max_length=80, unique=True, blank=True)
    role = models.CharField(
        _("role"), max_length=120, blank=True, help_text=_("“War correspondent”, “Columnist”…")
    )
    biography = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Photo,
        verbose_name=_("portrait"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="portrayed",
        help_text=_("Shown on the author’s page, cropped around its focal point."),
    )
    user = models.OneToOneField(
        User,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("The account of this author, if they write in the desk themselves."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.slug = self.slug or self.free_slug(slug_for(self.name, nameless="author"))
        super().save(**kwargs)

    def has_been_public(self):
        """Whether some version with this name in its byline has begun."""
        return self.versions.filter(during__startswith__lte=Now()).exists()

    def get_absolute_url(self):
        return reverse("articles:author", args=[self.slug])


class FormerAuthor(Former):
    """A former address of an author."""

    of = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="former")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="former_author_leads_once")]
