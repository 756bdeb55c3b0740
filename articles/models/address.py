"""Permalink: where a piece can be read, for life."""

from django.db import models
from django.utils import timezone

from espreso.slugs import free_slug


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

    @classmethod
    def free_slug(cls, article, slug, published_at) -> str:
        """Return `slug`, with a number where another piece has that address of the day."""
        day = cls.path_for("", published_at)
        others = cls.objects.exclude(article=article.pk)

        def taken(beginning):
            paths = others.filter(path__startswith=f"{day}{beginning}")
            return [path.removeprefix(day) for path in paths.values_list("path", flat=True)]

        return free_slug(slug, taken)

    @classmethod
    def claim(cls, article, slug, published_at) -> str:
        """Give `article` the address with the free slug, and return that slug."""
        while True:
            free = cls.free_slug(article, slug, published_at)
            path = cls.path_for(free, published_at)
            address, _created = cls.objects.get_or_create(path=path, defaults={"article": article})
            # Of two at once the second one waits for the first, and takes the next number.
            if address.article_id == article.pk:
                return free

    @staticmethod
    def path_for(slug, published_at):
        """Return “2025/04/21/the-slug”: the day in the site's time zone, then the slug."""
        return f"{timezone.localtime(published_at):%Y/%m/%d}/{slug}"
