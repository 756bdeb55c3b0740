"""What each commit changed of what readers see, beside how many there were: see
docs/decisions/0004-edition.md."""

from django.db import migrations

from articles.sql import sql

CREATE = """
CREATE TABLE articles_change (number bigint NOT NULL, scope text NOT NULL);
CREATE INDEX articles_change_number ON articles_change (number);
CREATE TABLE articles_change_due (
    transaction xid8, scope text, PRIMARY KEY (transaction, scope)
);
"""
FUNCTIONS = (
    "articles_note_change", "articles_version_scopes", "articles_card_scopes", "articles_layout_scopes",
    "articles_photo_scopes",
    "articles_note_version", "articles_note_version_part", "articles_note_photo",
    "articles_note_layout", "articles_note_site", "articles_changes_since",
)  # fmt: skip
EVER, LATER = "INSERT OR UPDATE OR DELETE", "UPDATE OR DELETE"
# What no published piece names yet is on no page: a new author, topic or photo changes nothing.
TRIGGERS = {
    "version": (EVER, "articles_note_version()"),
    "taggedversion": (
        EVER,
        "articles_note_version_part('content_object_id', 'topic', 'tag_id')",
    ),
    "versionbyline": (EVER, "articles_note_version_part('version_id', 'author', 'author_id')"),
    "versionphoto": (EVER, "articles_note_version_part('version_id', 'picture', 'photo_id')"),
    "layout": (EVER, "articles_note_layout()"),
    "photo": (LATER, "articles_note_photo()"),
    "author": (LATER, "articles_note_site()"),
    "tag": (LATER, "articles_note_site()"),
    "formertag": (EVER, "articles_note_site()"),
    "section": (EVER, "articles_note_site()"),
    "menuitem": (EVER, "articles_note_site()"),
    "page": (EVER, "articles_note_site()"),
}
TRIGGER = """
CREATE CONSTRAINT TRIGGER articles_{table}_{name} AFTER {events}
    ON articles_{table} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION {function};
"""


def triggers(name, of):
    return "".join(
        TRIGGER.format(table=table, name=name, events=events, function=function)
        for table, (events, function) in of.items()
    )


def drop_triggers(name):
    return "".join(
        f"DROP TRIGGER articles_{table}_{name} ON articles_{table};" for table in TRIGGERS
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_words_of_the_forms")]
    operations = [
        migrations.RunSQL(
            CREATE
            + "".join(sql(name, 1) for name in FUNCTIONS)
            + sql("articles_count_edition", 2)
            + drop_triggers("next_edition")
            + triggers("noted", TRIGGERS),
            sql("articles_count_edition", 1)
            + drop_triggers("noted")
            + triggers(
                "next_edition",
                dict.fromkeys(TRIGGERS, (EVER, "articles_next_edition()")),
            )
            + "DROP FUNCTION articles_changes_since(bigint, timestamptz);"
            + "DROP FUNCTION articles_note_site(), articles_note_layout(), articles_note_photo(),"
            " articles_note_version_part(), articles_note_version(), articles_photo_scopes(bigint),"
            " articles_layout_scopes(articles_layout), articles_version_scopes(articles_version),"
            " articles_card_scopes(articles_version, boolean, boolean),"
            " articles_note_change(text[]);"
            "DROP TABLE articles_change_due, articles_change;",
        )
    ]
