"""The database itself keeps what was published: see docs/decisions/0003-immutable-versions.md."""

from django.db import migrations

CREATE = """
CREATE FUNCTION articles_version_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER articles_version_immutable BEFORE UPDATE OR DELETE ON articles_version
    FOR EACH ROW EXECUTE FUNCTION articles_version_is_immutable();

CREATE FUNCTION articles_version_part_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
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

CREATE TRIGGER articles_versionbyline_immutable BEFORE UPDATE OR DELETE ON articles_versionbyline
    FOR EACH ROW EXECUTE FUNCTION articles_version_part_is_immutable();
CREATE TRIGGER articles_versionphoto_immutable BEFORE UPDATE OR DELETE ON articles_versionphoto
    FOR EACH ROW EXECUTE FUNCTION articles_version_part_is_immutable();
"""

DROP = """
DROP TRIGGER articles_versionphoto_immutable ON articles_versionphoto;
DROP TRIGGER articles_versionbyline_immutable ON articles_versionbyline;
DROP FUNCTION articles_version_part_is_immutable();
DROP TRIGGER articles_version_immutable ON articles_version;
DROP FUNCTION articles_version_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
