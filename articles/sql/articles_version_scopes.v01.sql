-- Everything on which a version stands: the piece itself in all its languages, and each list that
-- has or had it. The names are those of articles/models/version_queryset.py.
CREATE OR REPLACE FUNCTION articles_version_scopes(version articles_version) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY['pieces', 'piece:' || version.article_id, 'language:' || version.language,
                 'section:' || version.section_id, 'label:' || version.label,
                 'kind:' || version.kind, 'part:' || version.article_id / 10000]
        || ARRAY(SELECT DISTINCT 'piece:' || other.article_id FROM articles_version other
                  WHERE coalesce(other.original_id, other.article_id)
                      = coalesce(version.original_id, version.article_id))
        || ARRAY(SELECT 'topic:' || tag_id FROM articles_taggedversion
                  WHERE content_object_id = version.id)
        || ARRAY(SELECT 'author:' || author_id FROM articles_versionbyline
                  WHERE version_id = version.id)
$$;
