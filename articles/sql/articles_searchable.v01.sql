-- A tsvector holds a megabyte: the first 200,000 characters of a text, or 33,000 words, fit in.
CREATE OR REPLACE FUNCTION articles_searchable(
    language text, headline text, standfirst text, body text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN setweight(articles_words(language, headline), 'A')
    || setweight(articles_words(language, left(standfirst, 10000)), 'B')
    || setweight(articles_words(language, left(body, 200000)), 'D');
