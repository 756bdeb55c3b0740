"""Comments: what colleagues say to each other about a draft. Readers never see it."""

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION

from .article import Article, Stage
from .user import User


class CommentQuerySet(models.QuerySet):
    """Comments, for the desk."""

    def open(self):
        """Keep what nobody has resolved: answers go with what they answer."""
        return self.filter(resolved_at=None, answers_to=None)

    def sending_back(self):
        """Keep those with which a draft came back, until it is sent on, published or scheduled."""
        decided = self.model._meta.apps.get_model("articles.Version").objects.filter(
            article=OuterRef("article"), created_at__gt=OuterRef("at")
        )
        # A comment of that very moment: the two were written by one step.
        return self.filter(
            ~Exists(decided),
            article__stage=Stage.DRAFT,
            at=F("article__staged_at"),
            by=F("article__staged_by"),
            part="",
        )


class Comment(models.Model):
    """A remark on a piece, or on one of its blocks; or an answer to a remark.

    `part` names the block, as `Block.block_key` does; a remark on the whole piece has none.
    `quote` keeps the block's words of that time, since the block may be gone one day.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    part = models.CharField(max_length=60, blank=True)
    quote = models.CharField(max_length=200, blank=True)
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answers_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="answers"
    )
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["article"],
                condition=models.Q(resolved_at=None, answers_to=None),
                name="comment_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="comment_says_something",
                violation_error_message=_("Write a comment."),
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolved_by=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_is_resolved_by_somebody",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=models.Q(answers_to=None) | models.Q(resolved_at=None, part="", quote=""),
                name="comment_answer_belongs_to_its_comment",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def thread_id(self) -> int:
        """The key of the comment that it answers, or its own."""
        return self.answers_to_id or self.pk
