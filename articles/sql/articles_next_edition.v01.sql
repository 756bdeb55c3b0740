CREATE OR REPLACE FUNCTION articles_next_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this text := pg_current_xact_id()::text;
BEGIN
    IF current_setting('espreso.counted_in', true) IS DISTINCT FROM this THEN
        PERFORM set_config('espreso.counted_in', this, true);
        INSERT INTO articles_edition_due VALUES (pg_current_xact_id());
    END IF;
    RETURN NULL;
END $$;
