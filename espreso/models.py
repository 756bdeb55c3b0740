"""Models of the site itself."""

from django.db import models


class AttemptCount(models.Model):
    """How many attempts fell into a bucket until its time is over, see `espreso.attempts`."""

    bucket = models.PositiveIntegerField(primary_key=True)
    number = models.PositiveIntegerField()
    until = models.DateTimeField()

    def __str__(self):
        return f"{self.bucket}: {self.number}"
