"""The edition is counted after all other checks of a commit, which may wait for somebody.

Foreign keys are checked at the commit too, and each check waits for whoever holds the row it
points to. Counted among them, the edition was held during that wait: a publication that waited
for an author whose address was being changed, and that change, which then wanted to count,
deadlocked. So the commit only notes that it has to count, and does it in its next round.
"""

from django.db import migrations

COUNT_LAST = """
CREATE TABLE articles_edition_due (transaction xid8 PRIMARY KEY);

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

-- PostgreSQL runs deferred triggers in rounds: this one belongs to the round after the one in
-- which its row was noted, when nothing of the transaction is left to be checked.
CREATE FUNCTION articles_count_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM articles_edition_due WHERE transaction = NEW.transaction;
    INSERT INTO articles_edition (number) VALUES (1)
        ON CONFLICT (only_row) DO UPDATE SET number = articles_edition.number + 1;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER articles_edition_due_is_counted AFTER INSERT ON articles_edition_due
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_count_edition();
"""

COUNT_AMONG_OTHERS = """
DROP TABLE articles_edition_due;
DROP FUNCTION articles_count_edition();

CREATE OR REPLACE FUNCTION articles_next_edition() RETURNS trigger LANGUAGE plpgsql AS $$
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


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_tags_in_use_are_protected")]
    operations = [migrations.RunSQL(COUNT_LAST, COUNT_AMONG_OTHERS)]
