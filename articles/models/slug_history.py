"""Slug history: a slug that readers once knew leads to the one of today."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q

from espreso.slugs import free_slug


class AddressedQuerySet(models.QuerySet):
    """Rows that readers find by their slug."""

    def at_address(self, slug):
        """Keep the row that has `slug` today, or else the one that had it formerly: `first()`."""
        rows = self.model._base_manager
        # Either by its index: one condition over both tables would have every row looked at.
        today, formerly = rows.filter(slug=slug), rows.filter(former__slug=slug)
        found = self.filter(pk__in=today.values("pk").union(formerly.values("pk")))
        return found.alias(today=Q(slug=slug)).order_by("-today", "pk")


def slug_free_in(tables, slug: str, max_length: int = 80) -> str:
    """Return `slug`, with a number where one of the rows in `tables` has it."""

    def taken(beginning):
        # Those that were cut to have room for a number begin so, too.
        found = (rows.filter(slug__startswith=beginning).order_by() for rows in tables)
        return [one for rows in found for one in rows.values_list("slug", flat=True)]

    return free_slug(slug, taken, max_length)


class Addressed(models.Model):
    """A row whose `slug` is its address. A changed one that readers knew leaves a redirect.

    The subclass has a `slug`, and a model of former ones (`Former`) that points to it.
    """

    # The fields that are part of the address beside the slug.
    beside: tuple[str, ...] = ()

    objects = AddressedQuerySet.as_manager()

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, **kwargs):
        # Asked when the row is held: what is being published with it is published by then.
        rows = type(self).objects.select_for_update()
        before = rows.filter(pk=self.pk).first() if self.pk else None
        super().save(**kwargs)
        former = self.former.model.objects
        beside = {name: getattr(self, name) for name in self.beside}
        # An address that a row has today leads to it, whatever it was before.
        former.filter(slug=self.slug, **beside).delete()
        if before and before.slug != self.slug and before.has_been_public():
            former.update_or_create(slug=before.slug, **beside, defaults={"of": self})

    def free_slug(self, slug: str, max_length: int = 80) -> str:
        """Return `slug`, with a number where another row has it, or had it as readers remember."""
        others = type(self)._base_manager.exclude(pk=self.pk)
        former: Any = self._meta.get_field("former").related_model
        return slug_free_in((others, former.objects.exclude(of=self.pk)), slug, max_length)

    def has_been_public(self) -> bool:
        """Whether readers could ever find this row at its address."""
        raise NotImplementedError


class Former(models.Model):
    """An address at which readers found a row under another slug. It leads to the row of today.

    A slug that they never saw leaves none: an address that leads anywhere would confirm it. The
    subclass has `of`, the row, with `related_name="former"`.
    """

    slug = models.SlugField(max_length=80)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.slug} → {self.of}"
