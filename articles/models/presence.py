"""Presence: the windows of the desk in which a piece is open."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from espreso.broken_rules import CONTRADICTION

from .article import Article
from .user import User

# A window that said nothing for so long is gone, whether or not it could say goodbye.
GONE_AFTER = timedelta(seconds=35)


# Browsers let a tab that nobody looks at speak once a minute.
GONE_AFTER_UNSEEN = timedelta(seconds=150)


_IS_HERE = Q(seen_at__gt=Now() - GONE_AFTER) | Q(
    unseen_since__isnull=False, seen_at__gt=Now() - GONE_AFTER_UNSEEN
)


class PresenceQuerySet(models.QuerySet):
    """Open windows."""

    def here(self):
        """Keep the windows that are open now, by the database's clock."""
        return self.filter(_IS_HERE)

    def gone(self):
        """Keep those that fell silent."""
        return self.exclude(_IS_HERE)


class Presence(models.Model):
    """A window of the desk in which a piece is open, and when it last said so.

    `window` is a random name that a form has from its opening to its closing. `unseen_since`
    is None while somebody looks at it.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    window = models.CharField(max_length=40)
    seen_at = models.DateTimeField(db_default=Now())
    unseen_since = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "window"], name="presence_once_a_window"),
            models.CheckConstraint(
                condition=~Q(window=""),
                name="presence_names_its_window",
                violation_error_message=CONTRADICTION,
            ),
        ]
        indexes = [models.Index(fields=["article", "-seen_at"], name="presence_of_piece")]

    def __str__(self):
        return f"{self.user} ({self.window})"
