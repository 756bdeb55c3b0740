"""The forms of a Ukrainian word meet, and words that only look alike do not."""

import tomllib

import pytest
from django.utils import translation

from articles.models import Version
from articles.search.ranking import Question, search
from tests.factories import article, publish
from tests.paths import DATA

FORMS = tomllib.loads((DATA / "search_forms_uk.toml").read_text())


@pytest.fixture
def pieces(db):
    for piece in FORMS["pieces"]:
        text = f"<p>{piece.pop('text')}</p>"
        publish(article(**piece, text=text, language="uk"))


def test_whatever_form_of_a_word_is_asked_for_the_piece_that_says_it_is_first(pieces):
    with translation.override("uk"):
        for asked in FORMS["queries"]:
            live = Version.objects.live().in_language()
            hits = search(live, Question.of(asked["query"])).hits
            found = [hit.version.path.rpartition("/")[2] for hit in hits[:1]]
            assert found == asked["first"], asked["query"]
