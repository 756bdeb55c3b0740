CREATE OR REPLACE FUNCTION articles_activity_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Who signed in is looked up within a year, or never.
    IF TG_OP = 'DELETE' AND OLD.act = 'signed_in'
        AND OLD.at < statement_timestamp() - interval '365 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'activity % is immutable', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
