-- The list whose page it arranges: “section-4” is the page of section:4, the front page that of
-- its language.
CREATE OR REPLACE FUNCTION articles_layout_scopes(layout articles_layout) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY[CASE page WHEN 'front' THEN 'language:' || language
                           ELSE replace(page, '-', ':') END]
      FROM articles_arrangement WHERE id = layout.arrangement_id
$$;
