"""Startup checks: a worker refuses a database that is unfit, or behind the code in migrations.

They cost a tenth of a second here, and seconds as commands before it. A database that is away is no
reason: a worker that is started meanwhile serves when it is back.
"""

import logging

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from espreso.database_errors import fault_of
from espreso.postgresql.connection import READER, set_patience

logger = logging.getLogger(__name__)


def run() -> None:
    """Raise `ImproperlyConfigured`, which says all that is wrong."""
    set_patience(READER)
    try:
        found = run_checks(databases=[connection.alias])
        problems = [str(each) for each in found if each.is_serious() and not each.is_silenced()]
        problems += _pending_migrations()
    except Error as error:
        if fault_of(error) is None:
            raise
        logger.warning("The database could not be checked: %s", error)
    else:
        if problems:
            raise ImproperlyConfigured("\n".join(problems))
    finally:
        connection.close()


def _pending_migrations():
    executor = MigrationExecutor(connection)
    if pending := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield (
            f"The database is behind the code: {len(pending)} migrations have not run. "
            "Run them with `manage.py migrate`, as espreso-migrate.service does."
        )
