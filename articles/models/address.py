"""Permalink: where a piece can be read, for life."""

from django.db import models
from django.utils import timezone


class Address(models.Model):
    """A path that belongs to one piece for ever, its former slugs included.

    No other piece can take it, so a link that was once shared never leads elsewhere.
    """

    path = models.CharField(max_length=150, unique=True)
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="addresses"
    )

    def __str__(self):
        return self.path

    @staticmethod
    def path_for(slug, published_at):
        """Return “2025/04/21/the-slug”: the day in the site's time zone, then the slug."""
        return f"{timezone.localtime(published_at):%Y/%m/%d}/{slug}"
