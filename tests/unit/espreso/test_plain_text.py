"""Unicode normalisation: what nobody sees goes, and what changes a word or an emoji stays."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from espreso import richtext
from espreso.plain_text import cleaned, has_visible_text, one_line

JOINERS = "\u200c\u200d\ufe0e\ufe0f\ufe00\u180b\U000e0067\U000e007f\U000e0100"
HIDDEN = "\u00ad\u200b\u2060\ufeff\u202a\u202e\u2066\u2069\u034f\u3164\x01\x7f\ufff9" + JOINERS
SEEN = "aЇїe>;1#*\u0301\u0308\u0338 \u00a0\n👨👩❤🏴🏻\u20e3مخ葛क्ᠠשל\u200e\u200f&<>"
hostile = st.text(st.sampled_from(HIDDEN + SEEN) | st.characters(codec="utf-8"), max_size=60)
html = st.lists(
    hostile
    | st.sampled_from(
        ["<p>", "</p>", "<b>", "</b>", "<h2>", "</h2>", "<li>", "<br>", "&shy;", "&#8203;", "&lt;"]
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("sign", HIDDEN)
def test_a_word_with_an_invisible_sign_in_it_is_that_word(sign):
    assert cleaned(f"Ки{sign}їв") == "Київ"
    assert cleaned(f"ki{sign}t") == "kit"


@pytest.mark.parametrize(
    "text",
    ["👨\u200d👩\u200d👧", "❤\ufe0f", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3", "👋🏻", "🏳\ufe0f\u200d🌈",
     "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "می\u200cخواهم",
     "क्\u200dष", "ශ්\u200dරී", "葛\U000e0100", "\u200fשלום (2)\u200f", "ᠠ\u180b", "a\tb\nc\r\nd",
     "half\u00a0a\u202fspace", "ʼ‘’“”…–—№"],
)  # fmt: skip
def test_what_a_script_or_an_emoji_needs_stays(text):
    assert cleaned(text) == text.replace("\r\n", "\n") if not text.isprintable() else text


def test_twins_of_a_word_are_one():
    assert cleaned(unicodedata.normalize("NFD", "Їжак і йод")) == "Їжак і йод"
    assert cleaned("Override \u202etest of bidi\u202c") == "Override test of bidi"
    assert one_line(" two\u2028lines\x0b and \r\n a third\t ") == "two lines and a third"


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b\u200b", "\u00ad", "\u202e", "\u00a0", "\u3164", "\u115f",
             "\u2800", "\u200e", "\ufe0f", "\u0301", "\u20e3", "\u2060\u2003", "\U000e0041"],
)  # fmt: skip
def test_what_nobody_sees_says_nothing(text):
    assert not has_visible_text(text)
    assert richtext.clean(f"<p>{text}</p><p>{text}</p>") == ""


@pytest.mark.parametrize("text", ["a", "🔥", "…", "1", "ї", "葛", "❤\ufe0f", "\u0915\u094d"])
def test_what_somebody_sees_says_something(text):
    assert has_visible_text(text)


def _seen(text):
    text = unicodedata.normalize("NFC", text)
    return [sign for sign in text if unicodedata.category(sign)[0] in "LNPS" and sign != "\u3164"]


@given(hostile)
@example("\ufe0f\u200d🔥")
@example("\u2329\ufe0f")
def test_cleaning_is_idempotent_and_keeps_every_sign_that_is_seen(text):
    once = cleaned(text)
    assert cleaned(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert one_line(one_line(text)) == one_line(text)
    assert [each for each in _seen(once) if each != "ﾠ"] == [e for e in _seen(text) if e != "ﾠ"]


@given(html)
@example("0\x1b")
def test_cleaning_html_is_idempotent_and_what_is_shown_is_what_was_cleaned(value):
    once = richtext.clean(value)
    assert richtext.clean(once) == once
    assert richtext.allowed(once) == once
    assert cleaned(richtext.text_of(once)) == richtext.text_of(once)


@pytest.mark.parametrize("sign", [*HIDDEN, "\u0301", "🔥", "ї\u0308", "a\u200d"])
def test_cleaning_takes_as_many_rounds_for_a_long_text_as_for_a_short_one(sign):
    # A second for what takes the square of it would be hours.
    long = f"а{sign}" * 200_000
    assert cleaned(cleaned(long)) == cleaned(long)


def test_an_address_cannot_hide_its_scheme_behind_what_is_cleaned_away():
    for sign in ("&shy;", "\u200b", "&#x2060;", "\u202e", "\x01"):
        cleaned = richtext.clean(f'<p><a href="java{sign}script:alert(1)">ї{sign}</a></p>')
        assert "javascript:" not in cleaned.lower()
