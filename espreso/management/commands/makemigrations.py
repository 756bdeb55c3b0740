"""`manage.py makemigrations`: Django's own, from the code alone."""

from django.core.management.commands import makemigrations
from django.db import connection


class Command(makemigrations.Command):
    def handle(self, *labels, **options):
        # Django would ask the database for its history, and so start a server to read files.
        # `migrate` asks the same before it changes anything.
        settings = connection.settings_dict
        engine, settings["ENGINE"] = settings["ENGINE"], "django.db.backends.dummy"
        try:
            super().handle(*labels, **options)
        finally:
            settings["ENGINE"] = engine
