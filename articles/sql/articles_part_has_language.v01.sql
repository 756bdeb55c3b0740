-- What is listed by a topic or an author is of the language of its version. The trigger names the
-- column in which the version's key stands.
CREATE OR REPLACE FUNCTION articles_part_has_language() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.language := (SELECT language FROM articles_version
                     WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint);
    RETURN NEW;
END $$;
