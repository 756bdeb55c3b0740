"""Plans: on which day a piece should come out, what it will be, and who writes it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .user import User


class PlanQuerySet(models.QuerySet):
    """Plans of pieces."""

    def open(self):
        """Keep those of pieces that readers neither see nor will see at a known time."""
        return self.filter(article__versions=None)


class Plan(models.Model):
    """What a newsroom means to do with a piece. Readers never see it, nor does its history."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="plan")
    day = models.DateField(_("planned day"), null=True, blank=True)
    pitch = models.TextField(
        _("pitch"),
        max_length=600,
        blank=True,
        help_text=_("In a few sentences: what the piece will be."),
    )
    writer = models.ForeignKey(
        User,
        verbose_name=_("who writes it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["day"], condition=~Q(day=None), name="plan_of_day")]

    def __str__(self):
        return str(self.article)
