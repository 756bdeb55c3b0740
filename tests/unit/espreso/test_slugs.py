"""Slugs: what of a headline stands in the address."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espreso.slugs import slug_for
from tests.paths import DATA

SLUGS = tomllib.loads((DATA / "headlines.toml").read_text())["slugs"]


@pytest.mark.parametrize(("headline", "slug"), SLUGS.items())
def test_an_address_says_what_the_headline_says_in_any_alphabet(headline, slug):
    assert slug_for(headline) == slug


@pytest.mark.parametrize("sign", list("–—/…‑·|,:;+&=→ \u00a0\u2009\t"))
def test_what_parts_words_parts_them_in_the_address(sign):
    assert slug_for(f"Київ{sign}Lviv") == "kyiv-lviv"


@pytest.mark.parametrize("sign", list("\u00ad\u200b\u200c\u200d\u2060\ufeff\u202e\u0301'’ʼ"))
def test_what_stands_inside_a_word_parts_none(sign):
    assert slug_for(f"об{sign}єднати") == "obiednaty"


@given(st.text(max_size=300), st.integers(10, 80))
def test_every_headline_makes_an_address_that_is_its_own_slug(headline, length):
    slug = slug_for(headline, length)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= length
    assert slug_for(slug, length) == slug


def test_a_long_headline_ends_with_a_word_and_a_long_word_is_cut():
    assert slug_for("слово " * 40) == "-".join(["slovo"] * 13)
    assert slug_for("х" * 200) == ("kh" * 40)
    assert slug_for(f"a {'b' * 200}") == f"a-{'b' * 78}"
