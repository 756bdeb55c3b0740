CREATE OR REPLACE FUNCTION articles_plain_uk(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    translate(lower(normalize(said, NFC)), U&'ґ''\02BC\2019\2018\02B9`\0301', 'г'),
    '([[:alnum:]])-([а-яіїє])', '\1 \2', 'g'
);
