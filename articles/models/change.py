"""Kinds of change: what a publication is to readers, and what they were told of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.TextChoices):
    """What a publication is to readers."""

    FIRST = "first", _("First publication")
    UPDATE = "update", _("Update")
    CORRECTION = "correction", _("Correction")
    SILENT = "silent", _("Silent fix")


# Those of which readers are told, in a note.
ANNOUNCED = (Change.UPDATE, Change.CORRECTION)


@dataclass(frozen=True)
class Announcement:
    """A change that readers were told of: an update or a correction, when, in which words."""

    change: Change
    note: str
    at: datetime

    @classmethod
    def of(cls, kept: dict) -> "Announcement":
        return cls(Change(kept["change"]), kept["note"], datetime.fromisoformat(kept["at"]))
