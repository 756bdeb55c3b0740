"""Headline slug: the last part of the URL, which follows the headline until readers know it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from espreso.slugs import slug_for


class HeadlineSlug(models.Model):
    """A row whose slug is made of its headline, until somebody types or publishes one."""

    headline: Any
    versions: Any

    slug = models.SlugField(
        _("public URL"),
        max_length=80,
        blank=True,
        help_text=_(
            "The last part of the URL. If empty, it follows the headline until the first "
            "publication."
        ),
    )
    # Whether somebody typed the slug. Otherwise it is made of the headline, and follows it.
    slug_by_hand = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs):
        made, fields = slug_for(self.headline), kwargs.get("update_fields")
        if self._state.adding:
            self.slug_by_hand = self.slug_by_hand or self.slug not in {"", made}
        if not self.slug or ((fields is None or "slug" in fields) and self.slug_follows_headline):
            self.slug = made
        super().save(**kwargs)

    @property
    def slug_follows_headline(self) -> bool:
        """Whether a new headline makes a new slug: nobody typed one, and none is published.

        One that is scheduled counts as published, until that is cancelled.
        """
        return not (self.slug_by_hand or (self.pk and self.versions.exists()))

    @property
    def typed_slug(self) -> str:
        """What the field for the slug says: nothing while it follows the headline."""
        return "" if self.slug_follows_headline else self.slug
