-- Notes what this transaction changes, until its commit counts it. What changes more than a log
-- should hold (a common topic that is merged into another) changes the whole site.
CREATE OR REPLACE FUNCTION articles_note_change(scopes text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    this xid8 := pg_current_xact_id();
    -- The transaction, and how much it has noted.
    noted text[] := string_to_array(current_setting('espreso.noted', true), ' ');
    already int := 0;
    added int;
BEGIN
    IF noted[1] = this::text THEN
        already := noted[2]::int;
    END IF;
    IF already > 1000 THEN
        RETURN;
    END IF;
    INSERT INTO articles_change_due (transaction, scope)
        SELECT this, scope FROM unnest(scopes) AS scope ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
    IF already + added > 1000 THEN
        INSERT INTO articles_change_due (transaction, scope) VALUES (this, 'site')
            ON CONFLICT DO NOTHING;
    END IF;
    PERFORM set_config('espreso.noted', this || ' ' || already + added, true);
    IF already = 0 AND added > 0 THEN
        INSERT INTO articles_edition_due VALUES (this) ON CONFLICT DO NOTHING;
    END IF;
END $$;
