"""To whom a comment was said, and what each person gets by mail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0037_unsaved_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="mail_comments",
            field=models.BooleanField(
                db_default=True, default=True, verbose_name="Comments on my pieces"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="mail_mentions",
            field=models.BooleanField(
                db_default=True, default=True, verbose_name="Comments that mention me"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="mail_replies",
            field=models.BooleanField(
                db_default=True, default=True, verbose_name="Replies to my comments"
            ),
        ),
        migrations.CreateModel(
            name="CommentNotification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("mention", "mentions you"), ("reply", "replies to you")],
                        max_length=8,
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="articles.comment",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["to"],
                        name="comment_notification_unread",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comment", "to"),
                        name="comment_notified_once",
                        violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["mention", "reply"])),
                        name="comment_notification_reason",
                        violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
                    ),
                ],
            },
        ),
    ]
