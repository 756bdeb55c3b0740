"""`manage.py load_demo`: everything that the demo needs before it can be served."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from demo import loader
from espreso import static_files


class Command(BaseCommand):
    help = "Bring database and static files up to date, and fill the newsroom when it is empty."

    def handle(self, **options):
        try:
            call_command("migrate", interactive=False, verbosity=0)
            static_files.collect_when_changed()
            loader.load()
        except loader.NotOfTheDemo as error:
            raise CommandError(str(error)) from error
        except (OSError, DatabaseError) as error:
            why = " ".join(str(error).split())
            raise CommandError(
                f"The newsroom could not be prepared: {why}. Free disk space and the right to "
                "write to var/ are what it needs; then start it again. Nothing half done stays."
            ) from error
