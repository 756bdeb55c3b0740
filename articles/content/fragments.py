"""Fragment cache: what was made of versions is kept for all workers, and read with the version."""

import contextlib

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import Case, F, FilteredRelation, Q, When
from django.utils.translation import get_language

from articles.models import Fragment, Variant, Version
from articles.models.version_sql import PHOTOS
from espreso import document


def code(*more: str) -> str | None:
    """Return what HTML depends on besides its version and its photos, or None to keep nothing.

    A release changes the fingerprint, so that it never serves yesterday's markup.
    """
    if not settings.FRAGMENT_CACHE:
        return None
    return ":".join((document.fingerprint(), get_language(), *more))


def bring(versions: models.QuerySet, variant: Variant, code) -> models.QuerySet:
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


def keep(variant: Variant, code: str | None, made: list[tuple[Version, str, dict]]) -> None:
    """Keep the HTML of versions and the facts about it, in place of that of former versions.

    Where the database refuses it, the next reader's page is made as this one was.
    """
    if code is None or not made:
        return
    rows = [
        Fragment(
            version=version,
            variant=variant,
            code=code,
            photos=version.photos_state,
            html=html,
            facts=facts,
        )
        for version, html, facts in sorted(made, key=lambda each: each[0].pk)
    ]
    versions = [row.version_id for row in rows]
    pieces = [version.article_id for version, _html, _facts in made]
    with contextlib.suppress(DatabaseError), transaction.atomic():
        Fragment.objects.filter(version__article__in=pieces).exclude(version__in=versions).delete()
        Fragment.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["version", "variant"],
            update_fields=["code", "photos", "html", "facts"],
        )
