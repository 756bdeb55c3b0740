"""What had begun before the desk could know: a schedule to be cancelled, a session to be ended."""

from django.db import migrations

# A publication gives a label to a piece without one, and changes no other. What was scheduled
# before anybody wrote down the label that it found had none to give back, and cancelling it took
# the piece's own away. Versions are immutable, so the guard steps aside for this.
LABELS = """
ALTER TABLE articles_version DISABLE TRIGGER USER;
UPDATE articles_version SET label_before = label
 WHERE label_before = '' AND label NOT IN ('', 'updated');
ALTER TABLE articles_version ENABLE TRIGGER USER;
"""

# Until now every change of a draft counted as one of what it says, by whoever made the last.
DRAFTS = """
UPDATE articles_article
   SET text_revision = revision, acted_by_id = modified_by_id, acted_at = modified_at;
"""

# Sessions are ended by a list that sign-in writes. Who signed in before there was one signs in
# once more, and can be signed out from then on.
SESSIONS = """
DELETE FROM django_session
 WHERE session_key NOT IN (SELECT session_key FROM usersessions_usersession);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_the_desk"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(LABELS, migrations.RunSQL.noop),
        migrations.RunSQL(DRAFTS, migrations.RunSQL.noop),
        migrations.RunSQL(SESSIONS, migrations.RunSQL.noop),
    ]
