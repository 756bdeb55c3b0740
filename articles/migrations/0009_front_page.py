"""Pages arranged by hand, and what readers see of it: see docs/decisions/0016-arrangements.md."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from articles.sql import sql

# What readers saw stays, as a version does; and every change is a new edition of the site.
TRIGGERS = """
CREATE TRIGGER articles_layout_immutable BEFORE UPDATE OR DELETE ON articles_layout
    FOR EACH ROW EXECUTE FUNCTION articles_layout_is_immutable();

CREATE CONSTRAINT TRIGGER articles_layout_next_edition AFTER INSERT OR UPDATE OR DELETE
    ON articles_layout DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION articles_next_edition();
"""

DROP = """
DROP TRIGGER articles_layout_next_edition ON articles_layout;
DROP TRIGGER articles_layout_immutable ON articles_layout;
DROP FUNCTION articles_layout_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="author",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                help_text="Stands on the author's page, cut around its focal point.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="portrayed",
                to="articles.photo",
                verbose_name="portrait",
            ),
        ),
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(max_length=30, verbose_name="page")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("uk", "Ukrainian")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("document", models.JSONField(default=dict, verbose_name="arrangement")),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "modified_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed"),
                ),
                (
                    "modified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "front page",
                "verbose_name_plural": "front page and leads",
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.CreateModel(
            name="Layout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="live"),
                ),
                ("document", models.JSONField()),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "arrangement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="layouts",
                        to="articles.arrangement",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "layout",
                "verbose_name_plural": "layouts",
                "ordering": ["arrangement", "-during"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.UniqueConstraint(
                fields=("page", "language"), name="arrangement_one_for_a_page_and_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.CheckConstraint(
                condition=models.Q(("page__regex", "^(front|(section|topic)-[1-9][0-9]*)$")),
                name="arrangement_page_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="layout",
            index=models.Index(models.Func("during", function="lower"), name="layout_opens"),
        ),
        migrations.AddConstraint(
            model_name="layout",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("arrangement"),
                            models.F("arrangement"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
                name="layout_live_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="layout",
            constraint=models.UniqueConstraint(
                fields=("arrangement", "number"), name="layout_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="layout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__isempty", False),
                    ("during__lower_inc", True),
                    ("during__lower_inf", False),
                    ("during__upper_inc", False),
                ),
                name="layout_range_has_a_start",
            ),
        ),
        migrations.RunSQL(sql("articles_layout_is_immutable", 1) + TRIGGERS, DROP),
    ]
