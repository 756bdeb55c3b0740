"""Draft snapshots, or revisions: what a draft said after each save, thinned as they grow old."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, When, Window
from django.db.models.functions import Cast, Now, RowNumber, TruncDay, TruncHour
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION

from .article import Article
from .compressed import CompressedJSONField
from .deleted_draft import DeletedDraft
from .user import User

# For so long every save is kept; then the last one of an hour for so long; then that of a day.
ALL_FOR = timedelta(hours=24)
HOURLY_FOR = timedelta(days=7)
# And no more of one piece than so many: some tens of megabytes of the longest texts.
MOST_OF_A_PIECE = 500


class DraftSnapshotQuerySet(models.QuerySet):
    """What drafts said after their saves."""

    def thin(self, article) -> None:
        """Delete of one piece what is too old to be kept with all the others of its hour or day.

        The newest of all stays whatever its age, since it is the last one of its day.
        """
        age = {"at__gt": Now() - ALL_FOR}, {"at__gt": Now() - ALL_FOR - HOURLY_FOR}
        text = models.TextField()
        slot = Case(
            When(**age[0], then=Cast("pk", text)),
            When(**age[1], then=Cast(TruncHour("at"), text)),
            default=Cast(TruncDay("at"), text),
        )
        newest_first = [F("at").desc(), F("pk").desc()]
        numbered = self.filter(article=article).annotate(
            in_slot=Window(RowNumber(), partition_by=[slot], order_by=newest_first),
            of_all=Window(RowNumber(), order_by=newest_first),
        )
        superfluous = numbered.filter(Q(in_slot__gt=1) | Q(of_all__gt=MOST_OF_A_PIECE))
        self.filter(pk__in=superfluous.values("pk"))._raw_delete(self.db)


class DraftSnapshot(models.Model):
    """What a draft said after a save that changed it, whole.

    `content` is as `articles.content.snapshot` writes it, and `digest` tells at a glance whether
    two say the same. It belongs to a piece, or to one that was deleted.
    """

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, related_name="snapshots"
    )
    deleted = models.ForeignKey(
        DeletedDraft, on_delete=models.CASCADE, null=True, related_name="snapshots"
    )
    # The text revision that was saved.
    revision = models.PositiveIntegerField()
    content: "models.Field[Any, Any]" = CompressedJSONField()
    digest = models.CharField(max_length=32)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = DraftSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("draft snapshot")
        verbose_name_plural = _("draft snapshots")
        default_permissions = ()
        indexes = [
            models.Index(fields=["article", "-at", "-id"], name="draft_snapshot_newest_first")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(article=None) ^ Q(deleted=None),
                name="draft_snapshot_belongs_to_one_piece",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=~Q(digest=""),
                name="draft_snapshot_has_a_digest",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return f"{self.article_id} ({self.revision})"
