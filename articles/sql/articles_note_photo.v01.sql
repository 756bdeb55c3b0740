-- Where it shows is looked up when the commit is counted: a piece with it may be published until
-- then.
CREATE OR REPLACE FUNCTION articles_note_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    END IF;
    PERFORM articles_note_change(ARRAY['photo:' || OLD.id]);
    RETURN NULL;
END $$;
