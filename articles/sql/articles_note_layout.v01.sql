CREATE OR REPLACE FUNCTION articles_note_layout() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_note_change(articles_layout_scopes(coalesce(NEW, OLD)));
    RETURN NULL;
END $$;
