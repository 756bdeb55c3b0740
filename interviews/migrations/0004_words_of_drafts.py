"""Interviews are found by what is said in their drafts, too."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat, Left

_SAID = Concat(F("question"), Value(" "), F("answer"), output_field=TextField())


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("articles", "0032_words_of_drafts"),
        ("interviews", "0003_words_of_the_forms"),
    ]
    operations = [
        AddIndexConcurrently(
            "questionanswer",
            GinIndex(
                Func(Value("uk"), Left(_SAID, 200_000), function="articles_words"),
                name="question_answer_words",
            ),
        ),
    ]
