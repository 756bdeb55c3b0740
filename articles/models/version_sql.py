"""SQL of a version: what its page says besides the body.

As expressions of the ORM these took longer to compile, for each reader anew, than all the rest of
the page's queries to compile and to run. A preview has no version in the database yet: what it
says instead, as Python, stands beside.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models.expressions import RawSQL

from .author import Author
from .change import ANNOUNCED
from .live_range import live_in_sql
from .tag import Tag
from .translated import said_in_sql


def constant(sql, field, **rules):
    """Return an expression without a parameter that anybody could fill."""
    sql = sql.format(**rules) if rules else sql
    return RawSQL(sql, (), output_field=field)  # noqa: S611 — see above


TAGS = constant(
    """
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', tag.id, 'slug', tag.slug, 'name', {name})
                             ORDER BY tag.name), '[]')
      FROM articles_taggedversion tagged JOIN articles_tag tag ON tag.id = tagged.tag_id
     WHERE tagged.content_object_id = articles_version.id
    """,
    models.JSONField(),
    name=said_in_sql("tag", "name", "language"),
)


def tag_list(tags: Iterable[Tag], language: str) -> list[dict]:
    """Return what `TAGS` says of a version in `language` with these tags, ordered by name."""
    return [{"id": tag.pk, "slug": tag.slug, "name": tag.said("name", language)} for tag in tags]


BYLINE = constant(
    """
    SELECT coalesce(jsonb_agg(jsonb_build_object(
               'slug', author.slug, 'name', {name}, 'role', {role}
           ) ORDER BY line.position), '[]')
      FROM articles_versionbyline line JOIN articles_author author ON author.id = line.author_id
     WHERE line.version_id = articles_version.id
    """,
    models.JSONField(),
    name=said_in_sql("author", "name", "language"),
    role=said_in_sql("author", "role", "language"),
)


def byline(authors: Iterable[Author], language: str) -> list[dict]:
    """Return what `BYLINE` says of a version in `language` under the names of these authors."""
    return [
        {"slug": author.slug} | {name: author.said(name, language) for name in ("name", "role")}
        for author in authors
    ]


# What readers were told since the first publication, the last first. A silent fix says nothing,
# and takes nothing back. What comes later than the version itself is not known to it.
CHANGES = constant(
    """
    SELECT coalesce(jsonb_agg(jsonb_build_object('change', told.change, 'note', told.note,
                                               'at', told.modified_at)
                             ORDER BY told.number DESC), '[]')
      FROM articles_version told
     WHERE told.article_id = articles_version.article_id
       AND told.number <= articles_version.number AND told.change IN ({told})
    """,
    models.JSONField(),
    told=", ".join(f"'{change}'" for change in ANNOUNCED),
)
# The same piece in other languages, where it is live there too.
TRANSLATIONS = constant(
    """
    SELECT coalesce(jsonb_agg(jsonb_build_object('language', other.language, 'path', other.path)
                             ORDER BY other.language), '[]')
      FROM articles_version other
     WHERE {live} AND other.language <> articles_version.language
       AND coalesce(other.original_id, other.article_id)
           = coalesce(articles_version.original_id, articles_version.article_id)
    """,
    models.JSONField(),
    live=live_in_sql("other"),
)
# Changes whenever one of its photos does, a withdrawal included, in whatever order they commit.
PHOTOS = constant(
    """
    SELECT coalesce(
               md5(string_agg(photo.id || ' ' || photo.modified_at, ',' ORDER BY photo.id)), '')
      FROM articles_versionphoto shown JOIN articles_photo photo ON photo.id = shown.photo_id
     WHERE shown.version_id = articles_version.id
    """,
    models.TextField(),
)
