"""Fragment cache: HTML of versions, kept for all workers."""

from django.db import models
from django.db.models import Q

from espreso.broken_rules import CONTRADICTION


class Variant(models.TextChoices):
    """For what a version is made HTML."""

    PAGE = "page"
    LIGHT = "light"
    FEED = "feed"


class Fragment(models.Model):
    """The HTML of a version, as the code with this fingerprint made it of photos in this state.

    A version never changes, so that this is good for as long as those two are the same, and
    nothing is invalidated. Its table is unlogged: what a crash of the database takes is made anew.
    """

    pk = models.CompositePrimaryKey("version_id", "variant")
    version = models.ForeignKey(
        "articles.Version",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="fragments",
    )
    variant = models.CharField(max_length=5, choices=Variant.choices)
    # What made it: the fingerprint of the code, and what else the HTML depends on.
    code = models.TextField()
    photos = models.TextField()
    html = models.TextField()
    # What the page says about the HTML.
    facts = models.JSONField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(variant__in=Variant.values),
                name="fragment_variant_is_known",
                violation_error_message=CONTRADICTION,
            )
        ]

    def __str__(self):
        return f"{self.version_id} ({self.variant})"
