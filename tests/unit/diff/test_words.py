"""Which words changed: exact on both sides, quick on long texts, and as a person would say it."""

import random

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from articles.diff.words import ADDED, REMOVED, SAME, changed_words, counted, likeness, matching

WORDS = st.lists(
    st.sampled_from(["bridge", "tram", "the", "of", ",", ".", "\n", "  ", "п’ять", "—", " "]),
    max_size=60,
).map("".join)


def side(parts, changed):
    return "".join(text for kind, text in parts if kind in (SAME, changed))


@pytest.mark.slow
@given(st.one_of(WORDS, st.text()), st.one_of(WORDS, st.text()))
def test_both_texts_come_out_of_what_changed_to_the_letter(old, new):
    parts = changed_words(old, new)
    assert side(parts, REMOVED) == old
    assert side(parts, ADDED) == new
    assert all(text for _kind, text in parts)


@given(WORDS)
def test_a_text_compared_with_itself_is_the_same(text):
    assert changed_words(text, text) == ([(SAME, text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (
            "The old bridge reopened.",
            "The new bridge reopened.",
            [(SAME, "The "), (REMOVED, "old"), (ADDED, "new"), (SAME, " bridge reopened.")],
        ),
        ("It reopened.", "It reopened. At last.", [(SAME, "It reopened."), (ADDED, " At last.")]),
        ("One\nTwo\nThree", "One\nThree", [(SAME, "One\n"), (REMOVED, "Two\n"), (SAME, "Three")]),
        (
            "П’ять мостів стоять.",
            "Шість мостів стоять.",
            [(REMOVED, "П’ять"), (ADDED, "Шість"), (SAME, " мостів стоять.")],
        ),
    ],
)
def test_a_change_is_said_by_words(old, new, parts):
    assert changed_words(old, new) == parts


def test_a_text_that_was_written_anew_is_not_shredded():
    old = "The mayor said on Monday that the bridge of the city is closed."
    new = "Snow fell. Of the hundred trams, none ran; people walked on ice to the market."
    assert changed_words(old, new) == [(REMOVED, old), (ADDED, new)]


def test_a_chapter_put_in_before_leaves_the_rest_as_it_is():
    chapter = "\n".join(
        f"In the year {year} a bridge was built here." for year in range(1900, 1990)
    )
    parts = changed_words(chapter, f"Something else came first.\n{chapter}")
    assert parts == [(ADDED, "Something else came first.\n"), (SAME, chapter)]


def test_the_work_grows_with_the_text_and_not_with_its_square():
    """Without one unique word, the pairs to compare are bounded, and it still comes out."""
    chance = random.Random(1)
    old = " ".join(chance.choices("abcde", k=20_000))
    new = " ".join(chance.choices("abcde", k=20_000))
    parts = changed_words(old, new)
    assert side(parts, ADDED) == new


def test_matching_never_goes_back():
    pairs = matching("abcabcxyz", "xyzabcabc")
    assert pairs == sorted(pairs)
    assert all("abcabcxyz"[i] == "xyzabcabc"[j] for i, j in pairs)


def test_likeness_counts_words():
    assert likeness(counted(""), counted("")) == 1
    assert likeness(counted("A bridge"), counted("bridge, a")) == 1
    assert likeness(counted("bridge"), counted("tram")) == 0
    assert likeness(counted("a b c d"), counted("a b x y")) == 0.5


def test_words_on_the_page_are_escaped_and_said_without_colour():
    words = changed_words("<b>old</b> bridge over the river", "<i>new</i> bridge over the river")
    html = render_to_string("admin/desk/history/diff.html", {"words": words})
    assert "<b>" not in html
    assert "&lt;" in html
    assert '<del data-said="removed:">' in html
    assert '<ins data-said="added:">' in html
