from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_who_revoked_a_shared_preview"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="text_revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        # Until now every change of the draft counted as one of what it says.
        migrations.RunSQL(
            "UPDATE articles_article SET text_revision = revision", migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("change", "correction")),
                fields=["-modified_at", "-id"],
                name="version_corrections",
            ),
        ),
    ]
