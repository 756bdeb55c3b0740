-- Where a photo shows: in the pieces that use it, on the cards of those that it leads, and with an
-- author.
CREATE OR REPLACE FUNCTION articles_photo_scopes(photo bigint) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT unnest(
               articles_version_scopes(version) || ARRAY['card:' || version.article_id])
      FROM articles_version version
     WHERE version.during @> clock_timestamp()
       AND (version.lead_photo_id = photo
            OR version.id IN (SELECT version_id FROM articles_versionphoto WHERE photo_id = photo))
     UNION
    SELECT 'author:' || id FROM articles_author WHERE portrait_id = photo
$$;
