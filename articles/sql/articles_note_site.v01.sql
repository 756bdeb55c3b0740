-- Names and menus stand on every page.
CREATE OR REPLACE FUNCTION articles_note_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    END IF;
    PERFORM articles_note_change(ARRAY['site']);
    RETURN NULL;
END $$;
