CREATE OR REPLACE FUNCTION articles_note_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_note_change(articles_version_scopes(coalesce(NEW, OLD)));
    RETURN NULL;
END $$;
