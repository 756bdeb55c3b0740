"""A number that grows with every change that readers may see, and the moment of the last one
that the clock alone brought: see docs/decisions/0004-edition.md."""

from django.db import migrations

from articles.sql import sql

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

-- Foreign keys are checked at the commit too, and each check waits for whoever holds the row it
-- points to. Counted among them, the edition would be held during that wait, and two transactions
-- could wait for each other. So the commit's first round only notes, once a transaction, that it
-- has to count.
CREATE TABLE articles_edition_due (transaction xid8 PRIMARY KEY);
"""

COUNT = """
CREATE CONSTRAINT TRIGGER articles_edition_due_is_counted AFTER INSERT ON articles_edition_due
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_count_edition();
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
            CREATE
            + sql("articles_next_edition", 1)
            + sql("articles_count_edition", 1)
            + COUNT
            + "".join(TRIGGER.format(table) for table in TABLES),
            DROP
            + "DROP FUNCTION articles_next_edition(); DROP TABLE articles_edition_due;"
            + "DROP FUNCTION articles_count_edition(); DROP TABLE articles_edition;",
        )
    ]
