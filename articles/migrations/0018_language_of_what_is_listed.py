"""The language of a version beside its topics and names, so that lists of either are by language."""

from django.db import migrations, models

from articles.sql import sql

TRIGGER = """
CREATE TRIGGER articles_{0}_has_language BEFORE INSERT ON articles_{0}
    FOR EACH ROW EXECUTE FUNCTION articles_part_has_language('{1}');
"""
DROP = """
DROP TRIGGER articles_versionbyline_has_language ON articles_versionbyline;
DROP TRIGGER articles_taggedversion_has_language ON articles_taggedversion;
DROP FUNCTION articles_part_has_language();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_fragments")]
    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="language",
                field=models.CharField(db_default="", default="", editable=False, max_length=8),
            )
            for name in ("taggedversion", "versionbyline")
        ),
        migrations.RunSQL(
            sql("articles_part_has_language", 1)
            + TRIGGER.format("taggedversion", "content_object_id")
            + TRIGGER.format("versionbyline", "version_id")
            + sql("articles_version_part_is_immutable", 2),
            sql("articles_version_part_is_immutable", 1) + DROP,
        ),
    ]
