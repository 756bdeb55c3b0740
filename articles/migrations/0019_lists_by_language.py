"""Fill the language of what was published before, in parts, and build the indexes of lists by it."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

# Rows of one statement.
PART = 20_000


def fill(apps, editor):
    for model, version in (("TaggedVersion", "content_object_id"), ("VersionByline", "version_id")):
        rows = apps.get_model("articles", model).objects
        last = rows.aggregate(last=models.Max("pk"))["last"] or 0
        for first in range(0, last + 1, PART):
            editor.execute(
                f"UPDATE {rows.model._meta.db_table} AS part SET language = version.language"  # noqa: S608
                f" FROM articles_version version WHERE version.id = part.{version}"
                " AND part.language = '' AND part.id BETWEEN %s AND %s",
                [first, first + PART - 1],
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0018_language_of_what_is_listed")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            model_name="taggedversion",
            index=models.Index(
                fields=["tag", "language", "-published_at", "-content_object"],
                name="tag_language_newest_first",
            ),
        ),
        RemoveIndexConcurrently(model_name="taggedversion", name="tag_newest_first"),
        AddIndexConcurrently(
            model_name="versionbyline",
            index=models.Index(
                fields=["author", "language", "-published_at", "-version"],
                name="author_language_newest_first",
            ),
        ),
        RemoveIndexConcurrently(model_name="versionbyline", name="author_newest_first"),
        AddIndexConcurrently(
            model_name="version",
            index=models.Index(
                condition=models.Q(("change", "correction")),
                fields=["language", "-modified_at", "-article"],
                name="version_language_corrections",
            ),
        ),
        RemoveIndexConcurrently(model_name="version", name="version_corrections"),
    ]
