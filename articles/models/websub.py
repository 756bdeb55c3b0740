"""WebSub: how far the hub has been told."""

from django.db import models


class HubMark(models.Model):
    """Until which moment the hub was told of what the clock brought. There is one row, or none."""

    until = models.DateTimeField()

    def __str__(self):
        return str(self.until)
