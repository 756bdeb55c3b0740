CREATE OR REPLACE FUNCTION articles_note_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_note_change(
        articles_version_scopes(coalesce(NEW, OLD))
        || articles_card_scopes(
            coalesce(NEW, OLD), TG_OP <> 'UPDATE', NOT upper_inf((coalesce(NEW, OLD)).during)));
    RETURN NULL;
END $$;
