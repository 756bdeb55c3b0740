"""Language field: one of the languages of the site, for what is written in a language."""

from django.db import models

from espreso import languages


class LanguageField(models.CharField):
    """A language of the site. Which ones it speaks is a setting, and no part of the schema.

    Migrations name this class and the functions that tell the languages: they keep their names.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 8, "choices": languages.choices} | kwargs)

    def formfield(self, **kwargs):
        # One whose default is asked for would be posted with what it showed at first, too.
        return super().formfield(**{"show_hidden_initial": False} | kwargs)
