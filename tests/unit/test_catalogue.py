"""The catalogues of words: whole, compiled, and true to what they translate."""

import re
from functools import cache
from pathlib import Path

import django
import pytest

from tests import catalogue

CATALOGUES = sorted(catalogue.LOCALE.glob("*/LC_MESSAGES/*.po"))
HOW = "Run `make messages`, translate what it names, and run it again."
# What code puts words into, and the elements around words.
_FILLED = re.compile(r"%%?(?:\(\w+\))?[a-zA-Z]|%%|\{\w*\}|</?\w+[^>]*>")


@pytest.fixture(params=CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def path(request):
    return request.param


@cache
def words_in(path):
    return catalogue.read(path)


def test_every_word_of_the_code_is_in_the_catalogues():
    used = {(message.context, message.id) for message in catalogue.used() if message.id}
    assert len(used) > 900
    for path in CATALOGUES:
        if path.stem == "django":
            known = {(message.context, message.id) for message in words_in(path)}
            assert sorted(map(str, used - known)) == [], HOW


def test_a_catalogue_leaves_nothing_untranslated_or_guessed(path):
    assert catalogue.untranslated(words_in(path)) == [], HOW


def test_the_compiled_catalogue_says_what_the_written_one_says(path):
    compiled = catalogue.read(path.with_suffix(".mo"))
    assert catalogue.words(compiled) == catalogue.words(words_in(path)), HOW


def test_a_translation_is_filled_with_what_its_original_is(path):
    """A placeholder that is lost or misspelt is an error on the page, or a gap in it."""
    for message in words_in(path):
        if not message.id:
            continue
        *_, original = catalogue.forms(message.id)
        for translated in catalogue.forms(message.string):
            assert sorted(_FILLED.findall(translated)) == sorted(_FILLED.findall(original)), (
                translated
            )
            assert translated.endswith("\n") == original.endswith("\n")


def test_plurals_are_counted_as_django_counts_them(path):
    """Django reads a catalogue whose plurals are others as a language apart from its own."""
    language = path.parts[-3]
    own = Path(django.__file__).parent / f"conf/locale/{language}/LC_MESSAGES/django.po"
    assert words_in(path).plural_forms == catalogue.read(own).plural_forms
