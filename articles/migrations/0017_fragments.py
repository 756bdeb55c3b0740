"""What was made of versions is kept for all workers, see docs/decisions/0019-cold-pages.md."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_version_closes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fragment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "version_id",
                        "variant",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "variant",
                    models.CharField(
                        choices=[("page", "Page"), ("light", "Light"), ("feed", "Feed")],
                        max_length=5,
                    ),
                ),
                ("code", models.TextField()),
                ("photos", models.TextField()),
                ("html", models.TextField()),
                ("facts", models.JSONField()),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="fragments",
                        to="articles.version",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("variant__in", ["page", "light", "feed"])),
                        name="fragment_variant_is_known",
                    )
                ],
            },
        ),
        # A crash may take it: it is made anew, and costs the log nothing.
        migrations.RunSQL("ALTER TABLE articles_fragment SET UNLOGGED", migrations.RunSQL.noop),
    ]
