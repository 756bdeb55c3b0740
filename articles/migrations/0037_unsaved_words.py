"""The words by which somebody knows again what they typed and did not save."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0036_suggested_fix"),
    ]

    operations = [
        migrations.AddField(
            model_name="unsaved",
            name="words",
            field=models.CharField(db_default="", default="", max_length=140),
        ),
    ]
