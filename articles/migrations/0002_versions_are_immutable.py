"""The database itself keeps what was published: see docs/decisions/0003-immutable-versions.md."""

from django.db import migrations

from articles.sql import sql

VERSIONS = """
CREATE TRIGGER articles_version_immutable BEFORE UPDATE OR DELETE ON articles_version
    FOR EACH ROW EXECUTE FUNCTION articles_version_is_immutable();
"""

PARTS = """
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
    operations = [
        migrations.RunSQL(
            sql("articles_version_is_immutable", 1)
            + VERSIONS
            + sql("articles_version_part_is_immutable", 1)
            + PARTS,
            DROP,
        )
    ]
