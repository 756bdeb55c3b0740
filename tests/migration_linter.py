"""Linter of migrations: what breaks the code of the release before, told from its SQL.

Migrations expand before they contract (docs/decisions/0018-migrations.md), from BASELINE on. Squawk
reads the SQL that they run. One that has to break a rule of it says so, and why:

    class Migration(migrations.Migration):
        exempt_from = {"ban-drop-column": "Release 0.3 was the last that read it."}
"""

import os
import subprocess
import sys
from pathlib import Path

import django
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.paths import APPS

# The newest of each app when this began.
BASELINE = {"articles": "0013", "interviews": "0002"}
OLDEST_POSTGRESQL = "15"
LEFT_OUT = (
    # Django makes one with each new foreign key, over a column that is still empty.
    "adding-foreign-key-constraint",
    # What Django makes of a field.
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-text-field",
    # A migration is a transaction, and `migrate` sets both.
    "prefer-robust-stmts",
    "require-lock-timeout",
    "require-statement-timeout",
)


def problems(migration: Migration, state: ProjectState) -> str:
    """Return what Squawk says of a migration of this state: nothing when it is all right."""
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(state, editor, collect_sql=True)
    exempt_from = getattr(migration, "exempt_from", {})
    squawk = [
        *(Path(sys.executable).with_name("squawk"), "--reporter", "gcc"),
        *("--pg-version", OLDEST_POSTGRESQL),
        *("--exclude", ",".join([*LEFT_OUT, *exempt_from])),
        *("--stdin-filepath", f"{migration.app_label} {migration.name}"),
        *(["--assume-in-transaction"] if migration.atomic else []),
    ]
    sql = "\n".join(editor.collected_sql)
    done = subprocess.run(squawk, input=sql, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def new_migrations() -> list[tuple[Migration, ProjectState]]:
    """Return those after the baseline, each with the state that it finds."""
    loader = MigrationLoader(None)
    return [
        (migration, loader.project_state(key, at_end=False))
        for key, migration in sorted(loader.disk_migrations.items())
        if key[0] in APPS and key[1][:4] > BASELINE.get(key[0], "0000")
    ]


def main() -> int:
    found = "".join(problems(*migration) for migration in new_migrations())
    if not found:
        return 0
    sys.stderr.write(found)
    sys.stderr.write("Lines: manage.py sqlmigrate. What to do: docs/decisions/0018-migrations.md\n")
    return 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espreso.settings")
    django.setup()
    sys.exit(main())
