"""The words of what is published, for search: see docs/decisions/0011-search.md."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from articles.sql import sql

# Each is made of those before it.
FUNCTIONS = (
    "articles_stem_uk",
    "articles_plain_uk",
    "articles_lexeme",
    "articles_words",
    "articles_searchable",
    "articles_query",
    "articles_marked",
)

DROP = """
DROP FUNCTION articles_marked(text, text, tsquery, text);
DROP FUNCTION articles_query(text, text);
DROP FUNCTION articles_searchable(text, text, text, text);
DROP FUNCTION articles_words(text, text);
DROP FUNCTION articles_lexeme(text);
DROP FUNCTION articles_plain_uk(text);
DROP FUNCTION articles_stem_uk(text);
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_languages")]
    operations = [
        migrations.RunSQL("".join(sql(name, 1) for name in FUNCTIONS), DROP),
        migrations.RunSQL(
            sql("articles_version_is_immutable", 2), sql("articles_version_is_immutable", 1)
        ),
        migrations.AddField(
            model_name="version",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "language",
                    "headline",
                    "standfirst",
                    "text",
                    function="articles_searchable",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["search"], name="version_search"
            ),
        ),
    ]
