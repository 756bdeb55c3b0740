"""Whether somebody typed the slug of a draft, and the one that a version's draft asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0029_unsaved_earlier"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="slug_by_hand",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="version",
            name="slug_before",
            field=models.SlugField(
                blank=True, db_default="", db_index=False, default="", max_length=80
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="slug",
            field=models.SlugField(
                blank=True,
                help_text="The last part of the URL. If empty, it follows the headline until the first publication.",
                max_length=80,
                verbose_name="public URL",
            ),
        ),
    ]
