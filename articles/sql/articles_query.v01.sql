-- What people type: "a phrase", in whatever quotation marks, -without, this or that.
CREATE OR REPLACE FUNCTION articles_query(language text, asked text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    asked := translate(
        asked, U&'\00AB\00BB\201C\201D\201E\201F\2013\2014', repeat('"', 6) || '  '
    );
    -- A hyphen between blanks is a dash, and excludes nothing.
    asked := regexp_replace(asked, '(^|\s)-+(?=\s|$)', ' ', 'g');
    IF language = 'uk' THEN
        SELECT string_agg(
            CASE
                WHEN part = 'або' THEN 'or'
                -- Which English leaves out, and counts as a place in a phrase.
                ELSE coalesce(nullif(articles_stem_uk(part), ''), 'the')
            END,
            '' ORDER BY place
        )
        INTO asked
        FROM regexp_matches(articles_plain_uk(asked), '[[:alnum:]]+|[^[:alnum:]]+', 'g')
            WITH ORDINALITY AS cut(parts, place), unnest(parts) AS part;
    END IF;
    RETURN websearch_to_tsquery(
        CASE
            WHEN language IN ('en', 'uk') THEN 'pg_catalog.english'
            ELSE 'pg_catalog.simple'
        END::regconfig,
        coalesce(asked, '')
    );
END $$;
