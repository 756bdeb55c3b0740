"""Trash: drafts that somebody deleted, whole, until they are put back or gone for good."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION

from .compressed import CompressedJSONField
from .user import User

# For so long a deleted draft can be put back.
KEPT_FOR = timedelta(days=30)


class DeletedDraftQuerySet(models.QuerySet):
    """Deleted drafts."""

    def waiting(self):
        """Keep those that can still be put back, by the database's clock."""
        return self.filter(deleted_at__gt=Now() - KEPT_FOR)

    def outlived(self):
        """Keep those whose time is over."""
        return self.filter(deleted_at__lte=Now() - KEPT_FOR)

    def own(self, user):
        """Keep the pieces that were `user`'s, as `ArticleQuerySet.own` says it."""
        return self.filter(pk__in=user.deleted_drafts.order_by().values("pk"))


class DeletedDraft(models.Model):
    """A piece that was never public and that somebody deleted, with all that hung on it.

    It is no row of the desk any more: no list, count or search has to leave it out, and its
    address and its pictures are free. `rows` are those that it was, as Django serializes them, and
    `content` is what it said, as `articles.content.snapshot` writes it.
    """

    # The key that it had, and has again once it is put back.
    piece = models.BigIntegerField(unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    headline = models.CharField(_("headline"), max_length=200)
    content: "models.Field[Any, Any]" = CompressedJSONField()
    rows: "models.Field[Any, Any]" = CompressedJSONField()
    owners = models.ManyToManyField(User, related_name="deleted_drafts")
    deleted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(db_default=Now())

    objects = DeletedDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-deleted_at", "-pk"]
        verbose_name = _("deleted draft")
        verbose_name_plural = _("deleted drafts")
        default_permissions = ()
        indexes = [models.Index(fields=["-deleted_at", "-id"], name="deleted_draft_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(headline=""),
                name="deleted_draft_has_a_headline",
                violation_error_message=CONTRADICTION,
            )
        ]

    def __str__(self):
        return self.headline

    @property
    def kept_until(self):
        """When it goes for good."""
        return self.deleted_at + KEPT_FOR
