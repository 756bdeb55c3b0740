"""Shared preview: a look at a draft for somebody without an account."""

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.roles import editing_every_piece
from espreso.broken_rules import CONTRADICTION

from .article import Article, Byline
from .user import User

LONGEST = timedelta(days=14)
# What was shared before its owner was switched off stays over when they are switched on again.
_SHARED_SINCE = Q(by__switched_off_at=None) | Q(created_at__gt=F("by__switched_off_at"))
_IN_TIME = Q(revoked_at=None, expires_at__gt=Now(), by__is_active=True) & _SHARED_SINCE


def _valid():
    """Return what holds of a link that opens. Whoever may not write a piece shares it no more."""
    everything = editing_every_piece(User.objects).filter(pk=OuterRef("by"))
    writes = [
        Article.objects.filter(pk=OuterRef("article"), created_by=OuterRef("by")),
        Byline.objects.filter(article=OuterRef("article"), author__user=OuterRef("by")),
        Article.shared_with.through.objects.filter(
            article=OuterRef("article"), user=OuterRef("by")
        ),
    ]
    may_write = Q(Exists(everything))
    for way in writes:
        may_write |= Q(Exists(way.order_by()))
    return _IN_TIME & may_write


def new_token() -> str:
    """Return what nobody guesses: 192 random bits."""
    return secrets.token_urlsafe(24)


class SharedPreviewQuerySet(models.QuerySet):
    """Links to drafts."""

    def valid(self):
        """Keep the links that still open, by the database's clock.

        With the account that made it a link ends too: who left shares nothing any more, and who was
        let out of a piece nothing of that.
        """
        return self.filter(_valid())

    def with_validity(self):
        """Annotate each link with `is_valid`: whether it is among the valid ones."""
        return self.annotate(is_valid=ExpressionWrapper(_valid(), models.BooleanField()))


class SharedPreview(models.Model):
    """A link under which a draft can be read, as it stands when it is opened, until it ends.

    Who has the link may read: it is kept as it is, since whoever reads the database reads
    the draft there too.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="shared_previews")
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    recipient = models.CharField(
        _("recipient"), max_length=120, blank=True, help_text=_("For your own records.")
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SharedPreviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="shared_preview_ends_after_it_begins",
                violation_error_message=_("A preview must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + LONGEST),
                name="shared_preview_ends_within_two_weeks",
                violation_error_message=_("A preview can be shared for two weeks at most."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="shared_preview_is_revoked_by_somebody",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=~Q(token=""),
                name="shared_preview_has_a_token",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return f"{self.article} ({self.recipient})"

    def get_absolute_url(self):
        return reverse("articles:shared_preview", args=[self.token])
