CREATE OR REPLACE FUNCTION articles_layout_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unchanged articles_layout%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF lower(OLD.during) <= clock_timestamp() THEN
            RAISE EXCEPTION 'layout % was live and stays', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    unchanged := NEW;
    unchanged.during := OLD.during;
    IF unchanged IS DISTINCT FROM OLD OR lower(NEW.during) IS DISTINCT FROM lower(OLD.during) THEN
        RAISE EXCEPTION 'layout % is immutable', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    -- Its end may move, but neither from the past nor into it.
    IF upper(NEW.during) IS DISTINCT FROM upper(OLD.during)
        AND (upper(OLD.during) <= transaction_timestamp()
             OR upper(NEW.during) < transaction_timestamp()) THEN
        RAISE EXCEPTION 'layout % ended or would end in the past', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
