-- What a version is found by: its words, and its language, alone and with the year and the month
-- (UTC), its section and its label. No word of a text begins as these do. A word that stands
-- everywhere is so looked for in the newest texts of one language, or of a section, and the index
-- passes over all others.
CREATE OR REPLACE FUNCTION articles_findable(
    language text, published_at timestamptz, section bigint, label text, words tsvector
) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN words || array_to_tsvector(ARRAY[
    '=' || language,
    '=' || language || extract(year FROM published_at AT TIME ZONE 'UTC')::int::text,
    '=' || language || extract(year FROM published_at AT TIME ZONE 'UTC')::int::text
        || '-' || extract(month FROM published_at AT TIME ZONE 'UTC')::int::text,
    '=section:' || section::text,
    '=label:' || label
]);
