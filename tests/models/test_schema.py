"""The schema is that of the code: the same for every site, whatever its settings and its age."""

import hashlib
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.db import connection

from articles.models import Article
from articles.sql import FOLDER, sql


@pytest.mark.slow
@pytest.mark.parametrize("languages", [None, "en", "uk,en", "en,uk,pl"])
def test_no_choice_of_languages_wants_a_migration(languages):
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    environment = {name: said for name, said in os.environ.items() if name != "LANGUAGES"}
    asked = subprocess.run(
        [
            sys.executable,
            *("manage.py", "makemigrations", "--check", "--dry-run", "--skip-checks"),
        ],
        env=environment | nowhere | ({"LANGUAGES": languages} if languages else {}),
        cwd=site.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (asked.returncode, asked.stdout) == (0, "No changes detected\n")


def test_a_form_offers_the_languages_of_the_site_and_posts_one_value(settings):
    settings.LANGUAGES = [("pl", "Polish"), ("uk", "Ukrainian")]
    settings.LANGUAGE_CODE = "pl"
    field = Article._meta.get_field("language").formfield()
    assert field.choices == settings.LANGUAGES
    assert (field.initial(), field.show_hidden_initial) == ("pl", False)
    assert Article().language == "pl"


# Functions in SQL.

NAME = re.compile(r"(\w+)\.v(\d\d)\.sql")


def versions_of_functions():
    """Return the numbers of the files of each function."""
    versions = {}
    for path in sorted(FOLDER.glob("*.sql")):
        name, number = NAME.fullmatch(path.name).groups()
        versions.setdefault(name, []).append(int(number))
    return versions


def functions_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, pg_get_functiondef(oid) FROM pg_proc"
            " WHERE pronamespace = current_schema()::regnamespace"
        )
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_the_functions_of_a_fresh_database_are_those_of_the_newest_files():
    made = functions_of_the_database()
    newest = {name: max(numbers) for name, numbers in versions_of_functions().items()}
    assert made.keys() == newest.keys()
    with connection.cursor() as cursor:
        for name, number in newest.items():
            cursor.execute(sql(name, number))
    assert functions_of_the_database() == made


def test_a_released_file_of_sql_is_never_changed():
    listed = dict(
        reversed(line.split("  ")) for line in (FOLDER / "SHA256SUMS").read_text().splitlines()
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.sql")
    }
    assert found == listed


def test_the_versions_of_a_function_are_counted_from_one():
    for name, numbers in versions_of_functions().items():
        assert numbers == list(range(1, len(numbers) + 1)), name
        for number in numbers:
            made = re.findall(r"^CREATE OR REPLACE FUNCTION (\w+)", sql(name, number), re.MULTILINE)
            assert made == [name]


def test_migrations_read_every_function_from_a_file_and_write_none():
    read = ""
    for path in sorted(site.BASE_DIR.glob("*/migrations/*.py")):
        read += path.read_text(encoding="utf-8")
    assert not re.search(r"CREATE\s+(OR\s+REPLACE\s+)?FUNCTION", read)
    assert [name for name in versions_of_functions() if f'"{name}"' not in read] == []
