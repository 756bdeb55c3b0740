-- Everything on which a version stands: the piece itself, the pieces in other languages that lead
-- to it, and each list that has or had it. The names are those that are said in
-- articles/models/version.py and version_queryset.py.
CREATE OR REPLACE FUNCTION articles_version_scopes(version articles_version) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY['pieces', 'piece:' || version.article_id, 'language:' || version.language,
                 'section:' || version.section_id, 'label:' || version.label,
                 'kind:' || version.kind, 'part:' || version.article_id / 10000,
                 'translations:' || coalesce(version.original_id, version.article_id)]
        || ARRAY(SELECT 'topic:' || tag_id FROM articles_taggedversion
                  WHERE content_object_id = version.id)
        || ARRAY(SELECT 'author:' || author_id FROM articles_versionbyline
                  WHERE version_id = version.id)
$$;
