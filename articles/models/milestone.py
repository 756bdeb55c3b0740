"""Milestones: snapshots of a draft that mattered, to be looked at, compared and restored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION

from .article import Article
from .user import User


class Occasion(models.TextChoices):
    """Why a state of the draft was kept."""

    REVIEW = "review", _("Sent for review")
    SENT_BACK = "back", _("Sent back")
    READY = "ready", _("Marked as ready")
    REPLACED = "replaced", _("Replaced")
    CANCELLED = "cancelled", _("Schedule cancelled")


class Milestone(models.Model):
    """What a draft said when it was sent on, or before something else took its place.

    `content` is as `articles.content.snapshot` writes it. Publications are not among them: they are
    versions. Of one that was cancelled before anybody could see it, what it said is kept here,
    with the moment at which it was due and its note for readers.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="milestones")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    # The state of the draft that was kept.
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    due_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["article", "-at"], name="milestone_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(occasion__in=Occasion.values),
                name="milestone_occasion_is_known",
                violation_error_message=CONTRADICTION,
            )
        ]

    def __str__(self):
        return f"{self.get_occasion_display()} ({self.revision})"
