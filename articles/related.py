"""What to read next."""

from django.db.models import Case, Q, When
from django.db.models.expressions import RawSQL

from .models import Version

COUNT = 4
# A few of each topic, by its index: a topic with thousands of pieces costs what a small one does.
_NEWEST_OF_EACH_TAG = """
    SELECT newest.content_object_id
      FROM unnest(%s::bigint[]) AS tag (id)
     CROSS JOIN LATERAL (SELECT content_object_id FROM articles_taggedversion
                          WHERE tag_id = tag.id
                          ORDER BY published_at DESC, content_object_id DESC LIMIT 8) AS newest
"""


def read_also(version: Version) -> list[Version]:
    """Return what the editor picked, filled up with the newest pieces on the same topics.

    One without topics is filled up from its section.
    """
    live = Version.objects.live()
    if version.tag_list:
        tags = [tag["id"] for tag in version.tag_list]
        related = RawSQL(_NEWEST_OF_EACH_TAG, [tags])  # noqa: S611 — the tags are a parameter
    else:
        related = live.filter(section=version.section_id).newest_first().values("pk")[: COUNT + 1]
    others = live.for_cards().exclude(article=version.article_id)
    if not version.read_also:
        return list(others.filter(pk__in=related).newest_first()[:COUNT])
    picked = Q(article__in=version.read_also)
    found = others.filter(picked | Q(pk__in=related)).order_by(
        Case(When(picked, then=0), default=1), "-published_at", "-pk"
    )
    places = {article: place for place, article in enumerate(version.read_also)}
    return sorted(found[:COUNT], key=lambda other: places.get(other.article_id, len(places)))
