"""Photos whose larger renditions are still to be made."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_doomed_files")]
    operations = [
        migrations.CreateModel(
            name="Rendering",
            fields=[
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="articles.photo",
                    ),
                ),
                ("due_at", models.DateTimeField(db_default=Now())),
            ],
        ),
    ]
