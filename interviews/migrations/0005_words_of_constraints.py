"""What is said of each rule of the database that is broken: words alone, nothing in it changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0033_words_of_constraints"),
        ("interviews", "0004_words_of_drafts"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="questionanswer",
            name="question_is_asked",
            constraint=models.CheckConstraint(
                condition=models.Q(("question", ""), _negated=True),
                name="question_is_asked",
                violation_error_message="Write the question.",
            ),
        ),
    ]
