"""The names of files that are to go, committed before the files are written."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_found_by_language_and_time")]
    operations = [
        migrations.CreateModel(
            name="DoomedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("storage", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("due_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["storage", "name"], name="doomed_file_is_doomed_once"
                    )
                ],
            },
        ),
    ]
