"""`manage.py migrate`: Django's own, with lock and statement time-outs.

Whoever comes after a migration that waits for a table waits too, readers first. So it gives up,
and its transaction leaves nothing behind.
"""

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable, QueryCanceled


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        lock, statement = settings.MIGRATE_LOCK_TIMEOUT, settings.MIGRATE_STATEMENT_TIMEOUT
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{lock}s'")
            cursor.execute(f"SET statement_timeout = '{statement}s'")
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CommandError(
                    f"A table was in use for more than {lock} seconds, and the migration was "
                    "taken back. Run it again when less is going on, or raise MIGRATE_LOCK_TIMEOUT."
                ) from error
            if isinstance(error.__cause__, QueryCanceled):
                raise CommandError(
                    f"One step took more than {statement} seconds, and the migration was taken "
                    "back. Raise MIGRATE_STATEMENT_TIMEOUT, and run it again when nobody works."
                ) from error
            raise
        finally:
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout; RESET statement_timeout")
