"""App config: the site, under all other apps; registers the check of its host names."""

from django.apps import AppConfig
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from . import (
    database,
    forms,
    limited_process,
    requests,  # noqa: F401 — registers its check
)


class EspresoConfig(AppConfig):
    name = "espreso"
    verbose_name = "Espreso"

    def ready(self):
        """Let every choice among rows say that one may be gone since the form was opened, every
        field of text clean what was typed, and nobody who waits for a process hold a connection.
        """
        gone = _("Select a valid choice. What you chose is not there, or not any more.")
        for field in (ModelChoiceField, ModelMultipleChoiceField):
            field.default_error_messages = {**field.default_error_messages, "invalid_choice": gone}
        forms.clean_every_field()
        limited_process.let_go = database.give_back
