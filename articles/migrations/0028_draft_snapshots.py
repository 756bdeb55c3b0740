"""Draft snapshots, kept at each save, and drafts that were deleted and can be put back."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0027_record_of_photos"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeletedDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("piece", models.BigIntegerField(unique=True)),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("headline", models.CharField(max_length=200, verbose_name="headline")),
                ("content", models.BinaryField()),
                ("rows", models.BinaryField()),
                (
                    "deleted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "deleted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owners",
                    models.ManyToManyField(
                        related_name="deleted_drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "deleted draft",
                "verbose_name_plural": "deleted drafts",
                "ordering": ["-deleted_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DraftSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("digest", models.CharField(max_length=32)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deleted",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="articles.deleteddraft",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft snapshot",
                "verbose_name_plural": "draft snapshots",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="deleteddraft",
            index=models.Index(fields=["-deleted_at", "-id"], name="deleted_draft_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="deleteddraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("headline", ""), _negated=True),
                name="deleted_draft_has_a_headline",
            ),
        ),
        migrations.AddIndex(
            model_name="draftsnapshot",
            index=models.Index(
                fields=["article", "-at", "-id"], name="draft_snapshot_newest_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftsnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("article", None), ("deleted", None), _connector="XOR"),
                name="draft_snapshot_belongs_to_one_piece",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftsnapshot",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                name="draft_snapshot_has_a_digest",
            ),
        ),
    ]
