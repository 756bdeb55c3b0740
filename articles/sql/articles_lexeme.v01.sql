-- As tsvector and tsquery are written.
CREATE OR REPLACE FUNCTION articles_lexeme(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '''' || replace(replace(word, '\', '\\'), '''', '''''') || '''';
