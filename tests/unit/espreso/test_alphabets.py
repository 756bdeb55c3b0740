"""Writing systems: what is in other letters than its language is noticed, and little else."""

import pytest

from espreso import alphabets

pytestmark = pytest.mark.unit

UKRAINIAN = "Її під’їзд освітили, і ґанок теж."
RUSSIAN = "Мы объявили это вчера, и ёлка зажглась."
EITHER = "Трамвай на мосту"
ENGLISH = "Trams cross the bridge again."


@pytest.fixture(autouse=True)
def languages(settings):
    settings.LANGUAGES = [("en", "English"), ("uk", "Ukrainian"), ("ru", "Russian")]


@pytest.mark.parametrize(
    ("text", "language", "suggested"),
    [
        (UKRAINIAN, "en", "uk"),
        (RUSSIAN, "en", "ru"),
        (EITHER, "en", ""),
        (ENGLISH, "uk", "en"),
        (RUSSIAN, "uk", "ru"),
        (UKRAINIAN, "ru", "uk"),
    ],
)
def test_letters_of_another_language_are_noticed(text, language, suggested):
    assert alphabets.contradicted(text, language)
    assert alphabets.suggested(text, language) == suggested


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (UKRAINIAN, "uk"),
        (RUSSIAN, "ru"),
        (ENGLISH, "en"),
        (EITHER, "uk"),
        (EITHER, "ru"),
        # Names in the letters of others, and what has no letters.
        ("IRIS-T: перші пуски під Києвом", "uk"),
        ("2022–2024: 5 000 €", "uk"),
        ("", "en"),
        # A script that nobody has said anything about.
        ("東京の朝", "ja"),
    ],
)
def test_what_is_in_its_letters_is_left_alone(text, language):
    assert not alphabets.contradicted(text, language)


def test_letters_of_a_language_that_the_site_has_not_are_no_contradiction(settings):
    settings.LANGUAGES = [("en", "English"), ("uk", "Ukrainian")]
    assert not alphabets.contradicted(RUSSIAN, "uk")
    assert alphabets.suggested(EITHER, "en") == "uk"


def test_a_text_begins_in_the_language_of_its_letters_or_in_the_first_one(settings):
    settings.LANGUAGE_CODE = "en"
    assert [alphabets.likely(text) for text in (UKRAINIAN, ENGLISH, EITHER)] == ["uk", "en", "en"]
