"""Words are looked for in one language, and in the newest texts first."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import F, Func

from articles.sql import sql


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0019_lists_by_language")]
    operations = [
        migrations.RunSQL(
            sql("articles_findable", 1),
            "DROP FUNCTION articles_findable(text, timestamptz, bigint, text, tsvector);",
        ),
        AddIndexConcurrently(
            model_name="version",
            index=GinIndex(
                Func(
                    F("language"),
                    F("published_at"),
                    F("section_id"),
                    F("label"),
                    F("search"),
                    function="articles_findable",
                ),
                fastupdate=False,
                name="version_findable",
            ),
        ),
        RemoveIndexConcurrently(model_name="version", name="version_search"),
    ]
