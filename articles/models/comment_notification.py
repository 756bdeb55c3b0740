"""Comment notifications: to whom a comment was said, until they have seen it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION

from .comment import Comment
from .user import User


class Reason(models.TextChoices):
    """Why a comment is somebody's business."""

    MENTION = "mention", _("mentions you")
    REPLY = "reply", _("replies to you")


class CommentNotificationQuerySet(models.QuerySet):
    """Notifications."""

    def unread_by(self, user):
        """Keep what `user` has not seen yet."""
        return self.filter(to=user, read_at=None)

    def mark_read(self) -> None:
        self.update(read_at=Now())


class CommentNotification(models.Model):
    """Somebody who is named in a comment, or whose thread it answers."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notifications")
    to = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=8, choices=Reason)
    read_at = models.DateTimeField(null=True)

    objects = CommentNotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["to"], condition=Q(read_at=None), name="comment_notification_unread"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "to"],
                name="comment_notified_once",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values),
                name="comment_notification_reason",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return f"{self.to}: {self.comment}"
