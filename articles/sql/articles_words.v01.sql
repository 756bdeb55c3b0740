-- All that is searched by is found by this: what a text says, and what somebody asks.
--
-- Ukrainian goes through the configuration for English, which leaves Cyrillic letters alone, stems
-- the Latin words among them, and drops the words that say nothing without moving the others.
CREATE OR REPLACE FUNCTION articles_words(language text, said text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE language
    WHEN 'en' THEN to_tsvector('pg_catalog.english', said)
    WHEN 'uk' THEN (
        SELECT coalesce(
            string_agg(
                articles_lexeme(stem) || ':' || array_to_string(positions, ','), ' '), ''
        )::tsvector
        FROM unnest(to_tsvector('pg_catalog.english', articles_plain_uk(said))),
            articles_stem_uk(lexeme) AS stem
        WHERE stem <> '')
    ELSE to_tsvector('pg_catalog.simple', said)
END;
