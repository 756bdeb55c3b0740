"""Who did what: a table that nobody changes, and the database sees to it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from articles.sql import sql

TRIGGER = """
CREATE TRIGGER articles_activity_immutable BEFORE UPDATE OR DELETE ON articles_activity
    FOR EACH ROW EXECUTE FUNCTION articles_activity_is_immutable();
"""

DROP = """
DROP TRIGGER articles_activity_immutable ON articles_activity;
DROP FUNCTION articles_activity_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0034_unsaved_deleted"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("updated", "Published an update"),
                            ("corrected", "Published a correction"),
                            ("fixed", "Published a silent fix"),
                            ("scheduled", "Scheduled"),
                            ("rescheduled", "Changed the scheduled time"),
                            ("cancelled", "Cancelled the schedule"),
                            ("withdrew", "Withdrew"),
                            ("reinstated", "Reinstated"),
                            ("deleted", "Deleted"),
                            ("put_back", "Put a draft back"),
                            ("invited", "Invited"),
                            ("role", "Changed a role"),
                            ("switched_off", "Deactivated an account"),
                            ("switched_on", "Reactivated an account"),
                            ("password", "Set somebody’s password"),
                            ("factor", "Removed a second factor"),
                            ("signed_in", "Signed in"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=310, verbose_name="name")),
                ("model", models.CharField(blank=True, max_length=80)),
                ("key", models.BigIntegerField(null=True)),
                ("about", models.CharField(blank=True, max_length=310, verbose_name="about")),
                ("detail", models.CharField(blank=True, max_length=80)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activity",
                "ordering": ["-at", "-pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="activity_newest_first"),
                    models.Index(fields=["act", "-at"], name="activity_of_a_kind"),
                    models.Index(fields=["by", "-at"], name="activity_of_somebody"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "published",
                                    "updated",
                                    "corrected",
                                    "fixed",
                                    "scheduled",
                                    "rescheduled",
                                    "cancelled",
                                    "withdrew",
                                    "reinstated",
                                    "deleted",
                                    "put_back",
                                    "invited",
                                    "role",
                                    "switched_off",
                                    "switched_on",
                                    "password",
                                    "factor",
                                    "signed_in",
                                ],
                            )
                        ),
                        name="activity_act_is_known",
                        violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
                    )
                ],
            },
        ),
        migrations.RunSQL(sql("articles_activity_is_immutable", 1) + TRIGGER, DROP),
    ]
