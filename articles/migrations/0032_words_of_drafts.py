"""Drafts are found by their words, too: an index of those of each kind of block."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat, Left


def _words(said):
    return Func(Value("uk"), Left(said, 200_000), function="articles_words")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("articles", "0031_slugs_of_before")]
    operations = [
        AddIndexConcurrently("prose", GinIndex(_words(F("html")), name="prose_words")),
        AddIndexConcurrently("figure", GinIndex(_words(F("caption")), name="figure_words")),
        AddIndexConcurrently(
            "pullquote",
            GinIndex(
                _words(Concat(F("quote"), Value(" "), F("attribution"), output_field=TextField())),
                name="pull_quote_words",
            ),
        ),
    ]
