"""Piece templates: what pieces that come again begin with. None of them is a piece."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espreso.broken_rules import CONTRADICTION

from .compressed import CompressedJSONField
from .user import User


class PieceTemplate(models.Model):
    """All that a piece said when somebody made a template of it, under a name.

    `content` is as `articles.content.snapshot` writes it, `kind` as versions keep it.
    """

    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=100)
    kind = models.CharField(max_length=40)
    content: Any = CompressedJSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="piece_template_name",
                violation_error_message=_("Another template has this name."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="piece_template_has_a_name",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return self.name
