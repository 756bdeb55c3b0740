"""Translated fields: names of sections, authors and topics in every language of the site."""

from django.db import models
from django.db.models import F, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
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


# The same rule where the database follows it: as an expression, and as SQL.


def said_as(field: str, language: str) -> Coalesce:
    """Return what `said` returns, for a queryset."""
    words = KeyTextTransform(field, KeyTextTransform(language, "in_other_languages"))
    return Coalesce(NullIf(words, Value("")), F(field), output_field=models.TextField())


def said_in_sql(row: str, field: str, language: str) -> str:
    """Return what `said` returns, for a row and a language by their names in a statement."""
    words = f"{row}.in_other_languages #>> ARRAY[{language}, '{field}']"
    return f"coalesce(nullif({words}, ''), {row}.{field})"
