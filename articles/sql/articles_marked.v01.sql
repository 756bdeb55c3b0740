-- An excerpt in which the words that were found stand between U+E000 and U+E001: no HTML.
CREATE OR REPLACE FUNCTION articles_marked(
    language text, said text, asked tsquery, options text
) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    beginnings text[];
    key text;
    words text;
BEGIN
    said := translate(left(said, 100000), U&'\E000\E001', '');
    options := options || U&', StartSel="\E000", StopSel="\E001"';
    IF language <> 'uk' THEN
        RETURN ts_headline(
            CASE language WHEN 'en' THEN 'pg_catalog.english' ELSE 'pg_catalog.simple' END::regconfig,
            said, asked, options
        );
    END IF;
    -- What was asked is stems, and what stands there is words: each stem becomes the words of
    -- this text that have it. An apostrophe that is a letter does not part a word.
    said := regexp_replace(
        said, U&'([[:alpha:]])[''\2019\2018`]([[:alpha:]])', U&'\005C1\02BC\005C2', 'g'
    );
    -- Few words begin as one that was asked for, and only those are stemmed.
    beginnings := ARRAY(
        SELECT DISTINCT translate(part[1], 'еєії', 'оооо')
        FROM regexp_matches(asked::text, '''(\w)', 'g') AS part
    );
    FOR key, words IN
        SELECT coalesce((ts_lexize('pg_catalog.english_stem', stem))[1], stem),
               string_agg(articles_lexeme(lexeme), ' | ')
        FROM unnest(to_tsvector('pg_catalog.simple', said)), articles_stem_uk(lexeme) AS stem
        WHERE translate(left(lexeme, 1), 'ґеєії', 'гоооо') = ANY (beginnings)
        GROUP BY 1
    LOOP
        IF key <> '' AND asked @> articles_lexeme(key)::tsquery THEN
            asked := ts_rewrite(asked, articles_lexeme(key)::tsquery, words::tsquery);
        END IF;
    END LOOP;
    RETURN ts_headline('pg_catalog.simple', said, asked, options);
END $$;
