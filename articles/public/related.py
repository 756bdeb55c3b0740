"""Related pieces (“Read also”): what to read next."""

from django.db.models.expressions import RawSQL

from articles.models import Version
from articles.models.live_range import live_in_sql
from espreso.compiled_queries import compiled_query

COUNT = 4
# What the editor picked, and a few of each topic or of the section, by their indexes: a topic with
# thousands of pieces costs what a small one does. Former versions are left out here, or the newest
# piece would fill all places with its own. As an array, so that the planner expects a few too.
_CANDIDATES = f"""
    SELECT unnest(ARRAY(
    SELECT version.id
      FROM articles_version version
     WHERE version.article_id = ANY(%s::bigint[]) AND {live_in_sql("version")}
     UNION ALL
    SELECT newest.id
      FROM unnest(%s::bigint[]) AS tag (id)
     CROSS JOIN LATERAL (SELECT version.id
                           FROM articles_taggedversion tagged
                           JOIN articles_version version ON version.id = tagged.content_object_id
                          WHERE tagged.tag_id = tag.id AND tagged.language = %s
                            AND {live_in_sql("version")}
                          ORDER BY tagged.published_at DESC, version.article_id DESC
                          LIMIT %s) AS newest
     UNION ALL
    (SELECT version.id
       FROM articles_version version
      WHERE version.section_id = %s AND version.language = %s AND {live_in_sql("version")}
      ORDER BY version.published_at DESC, version.article_id DESC
      LIMIT %s)))
"""  # noqa: S608 — of a constant
_AT_PATHS = "SELECT article_id FROM articles_version WHERE path = ANY(%s::text[])"
_PLACE = "array_position(%s::bigint[], articles_version.article_id)"


def read_also(version: Version, linked: list[str]) -> list[Version]:
    """Return what the editor picked, filled up with the newest pieces on the same topics.

    One without topics is filled up from its section. What the text links to, at
    the paths `linked`, is left out.
    """
    tags = [tag["id"] for tag in version.tag_list]
    return _related(
        version.article_id,
        version.language,
        version.read_also,
        tags,
        None if tags else version.section_id,
        linked,
        COUNT + 1 + len(linked),
    )


@compiled_query
def _related(article, language, picked, tags, section, linked, count):
    candidates = [picked, tags, language, count, section, language, count]
    # Parameters fill them, and no words of anybody's.
    found = RawSQL(_CANDIDATES, candidates)  # noqa: S611 — see above
    linked_to = RawSQL(_AT_PATHS, [linked])  # noqa: S611
    place = RawSQL(_PLACE, [picked])  # noqa: S611
    return (
        Version.objects.live()
        .in_language(language)
        # Else each publication would make the page of every piece on its topics.
        .suggested()
        .for_cards()
        .filter(pk__in=found)
        .exclude(article=article)
        .exclude(article__in=linked_to)
        .order_by(place.asc(nulls_last=True), "-published_at", "-article_id")[:COUNT]
    )
