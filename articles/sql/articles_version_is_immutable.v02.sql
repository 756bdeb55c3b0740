-- A generated column of NEW is not computed yet when this is asked. Computed from columns that
-- may not change, it cannot change either.
CREATE OR REPLACE FUNCTION articles_version_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unchanged articles_version%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF lower(OLD.during) <= clock_timestamp() THEN
            RAISE EXCEPTION 'version % of article % was live and stays', OLD.number, OLD.article_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    unchanged := NEW;
    unchanged.during := OLD.during;
    unchanged.search := OLD.search;
    IF unchanged IS DISTINCT FROM OLD OR lower(NEW.during) IS DISTINCT FROM lower(OLD.during) THEN
        RAISE EXCEPTION 'version % of article % is immutable', OLD.number, OLD.article_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    -- Its end may move, but neither from the past nor into it: that would rewrite what was live.
    IF upper(NEW.during) IS DISTINCT FROM upper(OLD.during)
        AND (upper(OLD.during) <= transaction_timestamp()
             OR upper(NEW.during) < transaction_timestamp()) THEN
        RAISE EXCEPTION 'version % of article % ended or would end in the past',
            OLD.number, OLD.article_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
