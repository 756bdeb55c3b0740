"""The schema is that of the code: the same for every site, whatever its settings."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as site

from articles.models import Article


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
