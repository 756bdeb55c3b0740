"""Writing systems: what is in other letters than its language is noticed, and little else."""

import pytest

from espreso import alphabets
from tests.letters import (
    CONTRADICTED,
    EITHER,
    ENGLISH,
    LANGUAGES,
    LEFT_ALONE,
    RUSSIAN,
    UKRAINIAN,
)

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def languages(settings):
    settings.LANGUAGES = LANGUAGES


@pytest.mark.parametrize(("text", "language", "suggested"), CONTRADICTED)
def test_letters_of_another_language_are_noticed(text, language, suggested):
    assert alphabets.contradicted(text, language)
    assert alphabets.suggested(text, language) == suggested


@pytest.mark.parametrize(("text", "language"), LEFT_ALONE)
def test_what_is_in_its_letters_is_left_alone(text, language):
    assert not alphabets.contradicted(text, language)


def test_letters_of_a_language_that_the_site_has_not_are_no_contradiction(settings):
    settings.LANGUAGES = [("en", "English"), ("uk", "Ukrainian")]
    assert not alphabets.contradicted(RUSSIAN, "uk")
    assert alphabets.suggested(EITHER, "en") == "uk"


def test_a_text_begins_in_the_language_of_its_letters_or_in_the_first_one(settings):
    settings.LANGUAGE_CODE = "en"
    assert [alphabets.likely(text) for text in (UKRAINIAN, ENGLISH, EITHER)] == ["uk", "en", "en"]
