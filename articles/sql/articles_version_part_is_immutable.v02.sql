-- A language that was not written down yet may be.
CREATE OR REPLACE FUNCTION articles_version_part_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(OLD) ->> 'language' = ''
            AND to_jsonb(NEW) - 'language' = to_jsonb(OLD) - 'language' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'what version % carries is immutable', OLD.version_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM articles_version
               WHERE id = OLD.version_id AND lower(during) <= clock_timestamp()) THEN
        RAISE EXCEPTION 'version % was live and keeps what it carries', OLD.version_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
