"""Where the piece is that unsaved words are about, while it is deleted and can be put back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0033_words_of_constraints")]
    operations = [
        migrations.AddField(
            model_name="unsaved",
            name="deleted",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="unsaved",
                to="articles.deleteddraft",
            ),
        ),
    ]
