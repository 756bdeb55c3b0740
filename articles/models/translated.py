"""Words that stand around pieces of every language: names of sections, authors and topics."""

from django.db import models
from django.utils.translation import get_language


class Translated(models.Model):
    """A row with names in its fields, and what they are in the further languages of the site.

    `in_other_languages` is {"uk": {"name": "Війна"}}; what is missing there is as in the field.
    """

    # The fields that are words.
    in_words: tuple[str, ...] = ("name",)

    in_other_languages = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def said(self, field: str, language: str | None = None) -> str:
        """Return the words of a field in `language`, or in the one that the page speaks."""
        words = self.in_other_languages.get(language or get_language(), {})
        return words.get(field) or getattr(self, field)
