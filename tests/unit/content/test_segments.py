"""Segments: a fix changes words and leaves tags alone; a suggestion says where it belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content import segments
from articles.content.segments import Span, merged_text, span_of

WORDS = st.lists(
    st.sampled_from(["bridge ", "tram", " the", ",", " ", "п’ять", "—", "&", "<b>", "\u00a0"]),
    max_size=12,
).map("".join)
TAGGED = (
    '<p>See <a href="/a/?b=1&amp;c=2" rel="noopener">the <em>old</em> &amp; wide</a> brigde.</p>'
)


def said(html):
    return {
        "headline": "",
        "standfirst": "",
        "lead": {"photo": None},
        "document": [{"kind": "prose", "html": html}],
    }


def mended(html, text):
    state = said(html)
    (segment,) = segments.segments(state)
    return segments.with_words(state, segment, text)["document"][0]["html"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("See the old & wide bridge.", TAGGED.replace("brigde", "bridge")),
        ("See the new & wide brigde.", TAGGED.replace("old", "new")),
        ("See the old & wider brigde.", TAGGED.replace("wide<", "wider<")),
        ("See the & wide brigde.", TAGGED.replace("<em>old</em> ", "")),
        ("See the old < wide brigde.", TAGGED.replace("&amp; wide", "&lt; wide")),
    ],
)
def test_links_and_emphasis_stay_around_the_words_that_stay(text, html):
    assert mended(TAGGED, text) == html


@given(WORDS)
def test_a_passage_says_what_was_typed_and_nothing_of_it_becomes_a_tag(text):
    text = f"See {text} brigde."
    (segment,) = segments.segments(said(mended(TAGGED, text)))
    assert segments.without_blanks(segment.text) == segments.without_blanks(text)


@pytest.mark.parametrize(
    ("old", "new", "span"),
    [
        ("Trams cros it.", "Trams cross it.", Span("Trams ", "cros", " it.", "cross")),
        ("I have cat", "I have a cat", Span("I ", "have ", "cat", "have a ")),
        ("cat sat", "a cat sat", Span("", "cat", " sat", "a cat")),
        ("a a cat", "a cat", Span("a ", "a ", "cat", "")),
        ("cat", "cats", Span("", "cat", "", "cats")),
    ],
)
def test_a_suggestion_names_whole_words_and_what_to_write_instead(old, new, span):
    assert span_of(old, new) == span


@given(WORDS, WORDS)
def test_a_suggestion_quotes_something_and_makes_the_new_words_of_the_old_ones(old, new):
    old, new = f"{old}tram", new.strip()
    if old == new:
        return
    span = span_of(old, new)
    assert span.before + span.quote + span.after == old
    assert span.before + span.replacement + span.after == new
    assert span.quote.strip()


def test_what_a_colleague_changed_elsewhere_in_a_paragraph_stays():
    base, mine, theirs = "Trams cros it.", "Many Trams cros it again.", "Trams cross it."
    assert merged_text(base, mine, theirs) == "Many Trams cross it again."
    assert merged_text(base, "Trams crossed it.", theirs) is None
    assert merged_text(base, base, theirs) == theirs
