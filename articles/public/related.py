"""Related pieces (“Read also”): what to read next."""

import re

from django.db.models import Case, Q, When
from django.db.models.expressions import RawSQL

from articles.models import Version
from articles.models.live_range import live_in_sql

COUNT = 4
# A few of each topic, by its index: a topic with thousands of pieces costs what a small one does.
# Former versions are left out here, or the newest piece would fill all places with its own.
_NEWEST_OF_EACH_TAG = f"""
    SELECT newest.id
      FROM unnest(%s::bigint[]) AS tag (id)
     CROSS JOIN LATERAL (SELECT version.id
                           FROM articles_taggedversion tagged
                           JOIN articles_version version ON version.id = tagged.content_object_id
                          WHERE tagged.tag_id = tag.id AND version.language = %s
                            AND {live_in_sql("version")}
                          ORDER BY tagged.published_at DESC, version.article_id DESC
                          LIMIT %s) AS newest
"""  # noqa: S608 — of a constant
# A link to a piece of ours, by its address of today or of then. One to another site with the same
# address below its name costs a piece its place, and nothing else.
_LINK = re.compile(
    r'href="(?:https?://[^/"]+)?/(?:[a-z]{2}/)?(\d{4}/\d{2}/\d{2}/[-\w]+)/?[?#"]', re.ASCII
)


def read_also(version: Version) -> list[Version]:
    """Return what the editor picked, filled up with the newest pieces on the same topics.

    One without topics is filled up from its section. What the text links to is left out.
    """
    # A newer one may come minutes later: else each publication made the pages of all its topics.
    live = Version.objects.live().in_language(version.language).suggested()
    linked = _linked_paths(version.document)
    count = COUNT + 1 + len(linked)
    if version.tag_list:
        tags = [tag["id"] for tag in version.tag_list]
        # Parameters fill it, and no words of anybody's.
        related = RawSQL(_NEWEST_OF_EACH_TAG, [tags, version.language, count])  # noqa: S611 — see above
    else:
        related = live.filter(section=version.section_id).newest_first().values("pk")[:count]
    others = live.for_cards().exclude(article=version.article_id)
    if linked:
        others = others.exclude(
            article__in=Version.objects.filter(path__in=linked).values("article")
        )
    if not version.read_also:
        return list(others.filter(pk__in=related).newest_first()[:COUNT])
    picked = Q(article__in=version.read_also)
    found = others.filter(picked | Q(pk__in=related)).order_by(
        Case(When(picked, then=0), default=1), "-published_at", "-article_id"
    )
    places = {article: place for place, article in enumerate(version.read_also)}
    return sorted(found[:COUNT], key=lambda other: places.get(other.article_id, len(places)))


def _linked_paths(document) -> set[str]:
    """Return the paths of our pieces to which a text links."""
    words = (words for block in document for words in block.values() if isinstance(words, str))
    return {path for text in words for path in _LINK.findall(text)}
