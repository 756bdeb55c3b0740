-- The card of a piece, where it becomes another when this version opens or ends: the version
-- before or after it says something else on its card, or there is none.
CREATE OR REPLACE FUNCTION articles_card_scopes(
    version articles_version, opened boolean, ended boolean
) RETURNS text[] LANGUAGE sql STABLE AS $$
    WITH alike AS (
        SELECT other.during FROM articles_version other
         WHERE other.article_id = version.article_id AND other.id <> version.id
           AND (other.path, other.headline, other.standfirst, other.label, other.language,
                other.section_id, other.published_at, other.lead_photo_id,
                other.lead_alternative_text, other.lead_focal)
               IS NOT DISTINCT FROM
               (version.path, version.headline, version.standfirst, version.label,
                version.language, version.section_id, version.published_at,
                version.lead_photo_id, version.lead_alternative_text, version.lead_focal)
    )
    SELECT CASE
        WHEN opened AND NOT EXISTS (
            SELECT FROM alike WHERE upper(alike.during) = lower(version.during))
          OR ended AND NOT EXISTS (
            SELECT FROM alike WHERE lower(alike.during) = upper(version.during))
        THEN ARRAY['card:' || version.article_id] ELSE '{}' END
$$;
