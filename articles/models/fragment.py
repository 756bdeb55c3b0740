"""Fragment cache: HTML of versions, kept for all workers."""

from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, When

from .version_sql import PHOTOS


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
                condition=Q(variant__in=Variant.values), name="fragment_variant_is_known"
            )
        ]

    def __str__(self):
        return f"{self.version_id} ({self.variant})"


def with_fragment(versions: models.QuerySet, variant: Variant, code) -> models.QuerySet:
    """Bring the HTML of each version as `kept_html` with its `kept_facts`, if it is still good.

    What it would be made of comes along, as `document_to_render` and `photos_state`, only where it
    is missing.
    """
    good = Q(fragments__variant=variant, fragments__code=code, fragments__photos=PHOTOS)
    return versions.defer("document").annotate(
        kept=FilteredRelation("fragments", condition=good),
        kept_html=F("kept__html"),
        kept_facts=F("kept__facts"),
        document_to_render=Case(
            When(kept__html=None, then=F("document")), output_field=models.JSONField()
        ),
        photos_state=Case(When(kept__html=None, then=PHOTOS), output_field=models.TextField()),
    )
