"""WebSub: how far the hub has been told."""

from django.db import models
from django.db.models.functions import Now


class HubMark(models.Model):
    """Until which moment the hub was told of what came out, and when it is told again.

    There is one row, or none.
    """

    until = models.DateTimeField()
    due_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return str(self.until)
