"""A number that grows with every change that readers may see, and the moment of the last one
that the clock alone brought: see docs/decisions/0004-edition.md."""

from django.db import migrations

TABLES = (
    "version", "versionbyline", "versionphoto", "taggedversion",
    "photo", "section", "author", "tag", "formertag",
)  # fmt: skip

CREATE = """
CREATE TABLE articles_edition (
    only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT edition_is_one CHECK (only_row),
    number bigint NOT NULL
);
INSERT INTO articles_edition (number) VALUES (1);

-- Deferred to the commit and done once a transaction: whoever holds the row waits for nobody,
-- and a reader who sees the new number sees the new words too.
CREATE FUNCTION articles_next_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this text := pg_current_xact_id()::text;
BEGIN
    IF current_setting('espreso.counted_in', true) IS DISTINCT FROM this THEN
        PERFORM set_config('espreso.counted_in', this, true);
        INSERT INTO articles_edition (number) VALUES (1)
            ON CONFLICT (only_row) DO UPDATE SET number = articles_edition.number + 1;
    END IF;
    RETURN NULL;
END $$;
"""

TRIGGER = """
CREATE CONSTRAINT TRIGGER articles_{0}_next_edition AFTER INSERT OR UPDATE OR DELETE
    ON articles_{0} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION articles_next_edition();
"""

DROP = "".join(
    f"DROP TRIGGER articles_{table}_next_edition ON articles_{table};" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_versions_are_immutable")]
    operations = [
        migrations.RunSQL(
            CREATE + "".join(TRIGGER.format(table) for table in TABLES),
            DROP + "DROP FUNCTION articles_next_edition(); DROP TABLE articles_edition;",
        )
    ]
