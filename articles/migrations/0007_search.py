"""The words of what is published, for search: see docs/decisions/0011-search.md."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# One word of Ukrainian without what its case, number, gender or tense adds: enough that all
# forms of a noun or an adjective meet, also where a vowel changes (ніч, ночі; Харків, Харкова;
# ринок, ринку). It is a key and no word. An empty one stands for a word that says nothing.
STEM = """
CREATE FUNCTION articles_stem_uk(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    vowels CONSTANT text := 'аеєиіїоуюя';
    -- One letter for both г; apostrophes and marks of stress are no letters.
    s text := translate(lower(word), U&'ґ''\\02BC\\2019\\2018\\02B9`\\0301', 'г');
    named text;
    size int;
BEGIN
    IF ascii(s) NOT BETWEEN 1072 AND 1119 THEN
        RETURN s;
    END IF;
    IF s IN ('а', 'або', 'без', 'би', 'бо', 'був', 'буде', 'була', 'були', 'було', 'бути', 'в',
             'вам', 'вас', 'ви', 'вже', 'від', 'він', 'вона', 'вони', 'воно', 'все', 'всі', 'де',
             'для', 'до', 'є', 'ж', 'же', 'з', 'за', 'зі', 'і', 'із', 'її', 'їм', 'їх', 'його',
             'йому', 'й', 'коли', 'ми', 'мене', 'мені', 'на', 'над', 'нам', 'нас', 'не', 'ні',
             'них', 'о', 'об', 'під', 'по', 'при', 'про', 'та', 'так', 'також', 'там', 'те', 'ти',
             'тим', 'то', 'тобто', 'того', 'той', 'тому', 'ту', 'у', 'хто', 'це', 'цей', 'ці',
             'цього', 'цьому', 'ця', 'через', 'чи', 'що', 'щоб', 'щодо', 'як', 'яка', 'яке',
             'який', 'якого', 'якої', 'які', 'яких', 'якщо', 'я') THEN
        RETURN '';
    END IF;
    -- Towns in -ів: elsewhere that is the genitive of many, and goes.
    IF s LIKE ANY ('{%ів%,%їв%,%ов%,%єв%}') THEN
        named := substring(s FROM '^(бердич|васильк|глух|кан|ки|кос|крак|льв|макар|микола|немир|обух|'
            'рах|фаст|харк|черніг|чугу)[іїоє]в(?:а|у|і|ом|ові)?$');
        IF named IS NOT NULL THEN
            RETURN named || 'ов';
        END IF;
    END IF;
    -- A city is no bridge (міст, мосту), and a day has no vowel to go by.
    IF s IN ('місто', 'міста', 'місту', 'містом', 'місті', 'містам', 'містами', 'містах') THEN
        RETURN 'місто';
    ELSIF s IN ('день', 'дня', 'дню', 'днем', 'дні', 'днів', 'дням', 'днями', 'днях') THEN
        RETURN 'день';
    ELSIF s = 'воєн' THEN
        s := 'війн';
    END IF;

    size := length(s);
    IF size > 5 AND right(s, 2) IN ('ся', 'сь') THEN
        s := left(s, -2);
        size := size - 2;
    END IF;
    IF size > 7 AND right(s, 3) IN ('ать', 'ить', 'уть', 'ють', 'ять') THEN
        s := left(s, -3);
    ELSIF size > 6 AND right(s, 4) IN ('ього', 'ьому') THEN
        s := left(s, -4);
    ELSIF size > 5 AND right(s, 3) IN (
        'ами', 'ями', 'ими', 'іми', 'ома', 'има', 'ьми', 'ого', 'ому', 'ьою', 'ьої') THEN
        s := left(s, -3);
    ELSIF size > 3 AND right(s, 2) IN (
        'ах', 'ях', 'их', 'іх', 'їх', 'ам', 'ям', 'ом', 'ем', 'єм', 'им', 'ім', 'їм', 'ів', 'їв',
        'ей', 'ий', 'ій', 'ою', 'ею', 'єю', 'ої', 'ую', 'юю')
        AND (size > 4 OR translate(left(s, 2), vowels, '') <> left(s, 2)) THEN
        s := left(s, -2);
    ELSIF size > 2 AND right(s, 1) IN ('а', 'е', 'є', 'и', 'і', 'ї', 'о', 'у', 'ю', 'я', 'ь', 'й')
    THEN
        s := left(s, -1);
    END IF;
    -- Once more, so that "систем" (of systems) and "система" meet, "партій" and "партія".
    size := length(s);
    IF size > 4 AND right(s, 2) IN (
        'ах', 'ях', 'их', 'іх', 'їх', 'ам', 'ям', 'ом', 'ем', 'єм', 'им', 'ім', 'їм', 'ів', 'їв')
    THEN
        s := left(s, -2);
    ELSIF size > 6 AND right(s, 3) = 'ієв' THEN
        s := left(s, -3);
    ELSIF size > 3 AND right(s, 1) IN ('е', 'є', 'и', 'і', 'ї', 'о') THEN
        s := left(s, -1);
    ELSIF size > 6 AND right(s, 2) IN (
        'ав', 'ал', 'ат', 'ив', 'ил', 'ит', 'яв', 'ял', 'ят', 'ов', 'ев', 'єв') THEN
        s := left(s, -2);
    END IF;

    s := replace(s, 'ь', '');
    size := length(s);
    IF size > 3 AND right(s, 1) = substr(s, size - 1, 1) THEN
        s := left(s, -1);
    END IF;
    -- Hands in the locative (руці), help too (допомозі); and a Ukrainian of either sex.
    s := CASE right(s, 1)
        WHEN 'ц' THEN left(s, -1) || 'к'
        WHEN 'з' THEN left(s, -1) || 'г'
        ELSE s
    END;
    -- The vowel that comes and goes: ринок and ринку, вікон and вікна, липень and липня.
    size := length(s);
    IF size > 3 AND right(s, 1) IN ('в', 'к', 'л', 'н', 'р')
        AND substr(s, size - 1, 1) IN ('е', 'і', 'о')
        AND strpos(vowels, substr(s, size - 2, 1)) = 0
        AND translate(left(s, -3), vowels, '') <> left(s, -3) THEN
        s := left(s, -2) || right(s, 1);
    END IF;
    -- The one that changes: ніч and ночі, Ірпінь and Ірпеня.
    RETURN regexp_replace(s, '[еєіїо]([^аеєиіїоуюя]*)$', 'о\\1');
END $$;
"""

# All that is searched by is found by these: what a text says, and what somebody asks. Bodies that
# begin with RETURN are bound when they are made: a dump is restored without a search path.
#
# Ukrainian goes through the configuration for English, which leaves Cyrillic letters alone, stems
# the Latin words among them, and drops the words that say nothing without moving the others.
WORDS = """
CREATE FUNCTION articles_plain_uk(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    translate(lower(normalize(said, NFC)), U&'ґ''\\02BC\\2019\\2018\\02B9`\\0301', 'г'),
    '([[:alnum:]])-([а-яіїє])', '\\1 \\2', 'g'
);

-- As tsvector and tsquery are written.
CREATE FUNCTION articles_lexeme(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || '''';

CREATE FUNCTION articles_words(language text, said text) RETURNS tsvector
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

-- A tsvector holds a megabyte: the first 200,000 characters of a text, or 33,000 words, fit in.
CREATE FUNCTION articles_searchable(
    language text, headline text, standfirst text, body text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN setweight(articles_words(language, headline), 'A')
    || setweight(articles_words(language, left(standfirst, 10000)), 'B')
    || setweight(articles_words(language, left(body, 200000)), 'D');

-- What people type: "a phrase", in whatever quotation marks, -without, this or that.
CREATE FUNCTION articles_query(language text, asked text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    asked := translate(
        asked, U&'\\00AB\\00BB\\201C\\201D\\201E\\201F\\2013\\2014', repeat('"', 6) || '  '
    );
    -- A hyphen between blanks is a dash, and excludes nothing.
    asked := regexp_replace(asked, '(^|\\s)-+(?=\\s|$)', ' ', 'g');
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

-- An excerpt in which the words that were found stand between U+E000 and U+E001: no HTML.
CREATE FUNCTION articles_marked(
    language text, said text, asked tsquery, options text
) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    beginnings text[];
    key text;
    words text;
BEGIN
    said := translate(left(said, 100000), U&'\\E000\\E001', '');
    options := options || U&', StartSel="\\E000", StopSel="\\E001"';
    IF language <> 'uk' THEN
        RETURN ts_headline(
            CASE language WHEN 'en' THEN 'pg_catalog.english' ELSE 'pg_catalog.simple' END::regconfig,
            said, asked, options
        );
    END IF;
    -- What was asked is stems, and what stands there is words: each stem becomes the words of
    -- this text that have it. An apostrophe that is a letter does not part a word.
    said := regexp_replace(
        said, U&'([[:alpha:]])[''\\2019\\2018`]([[:alpha:]])', U&'\\005C1\\02BC\\005C2', 'g'
    );
    -- Few words begin as one that was asked for, and only those are stemmed.
    beginnings := ARRAY(
        SELECT DISTINCT translate(part[1], 'еєії', 'оооо')
        FROM regexp_matches(asked::text, '''(\\w)', 'g') AS part
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
"""

# A generated column of NEW is not computed yet when this is asked. Computed from columns that
# may not change, it cannot change either.
IMMUTABLE = """
CREATE OR REPLACE FUNCTION articles_version_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unchanged articles_version%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF lower(OLD.during) <= clock_timestamp() THEN
            RAISE EXCEPTION 'version % of article % was live and stays', OLD.number, OLD.article_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    unchanged := NEW;
    unchanged.during := OLD.during;
    {computed}
    IF unchanged IS DISTINCT FROM OLD OR lower(NEW.during) IS DISTINCT FROM lower(OLD.during) THEN
        RAISE EXCEPTION 'version % of article % is immutable', OLD.number, OLD.article_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    -- Its end may move, but neither from the past nor into it: that would rewrite what was live.
    IF upper(NEW.during) IS DISTINCT FROM upper(OLD.during)
        AND (upper(OLD.during) <= transaction_timestamp()
             OR upper(NEW.during) < transaction_timestamp()) THEN
        RAISE EXCEPTION 'version % of article % ended or would end in the past',
            OLD.number, OLD.article_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

DROP = """
DROP FUNCTION articles_marked(text, text, tsquery, text);
DROP FUNCTION articles_query(text, text);
DROP FUNCTION articles_searchable(text, text, text, text);
DROP FUNCTION articles_words(text, text);
DROP FUNCTION articles_lexeme(text);
DROP FUNCTION articles_plain_uk(text);
DROP FUNCTION articles_stem_uk(text);
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_languages")]
    operations = [
        migrations.RunSQL(STEM + WORDS, DROP),
        migrations.RunSQL(
            IMMUTABLE.replace("{computed}", "unchanged.search := OLD.search;"),
            IMMUTABLE.replace("{computed}", ""),
        ),
        migrations.AddField(
            model_name="version",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "language",
                    "headline",
                    "standfirst",
                    "text",
                    function="articles_searchable",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["search"], name="version_search"
            ),
        ),
    ]
