"""What a comparison may cost: counted in what it looks at, whatever somebody writes."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.diff.align import Alignable, align
from articles.diff.compare import compare
from articles.diff.effort import OF_A_PAGE, OF_A_TEXT, Effort
from articles.diff.formatting import remarks_on
from articles.diff.words import ADDED, REMOVED, SAME, changed_words, matching
from tests.unit.diff.test_compare import NAMES, content, prose

CHANCE = random.Random(1)


def opened_one_by_one(number, name="w"):
    """Each word is there twice, until the one before it is found: anchors within anchors."""
    old, new = [[f"{name}1", f"{name}0"] for _side in range(2)]
    for place in range(1, number):
        for side, sign in ((old, "p"), (new, "q")):
            side += [sign, f"{name}{place + 1}", f"{name}{place}"]
    return " ".join([*old, "p"]), " ".join([*new, "q"])


def between_anchors(letters, number=400):
    """Stretches between two unique words, each just short enough to be compared pair by pair."""
    sides = [], []
    for place in range(number):
        for side, length in zip(sides, (120, 140), strict=True):
            side += [f"x{place}", *CHANCE.choices(letters, k=length)]
    return tuple(" ".join(side) for side in sides)


HOSTILE = {
    "anchors within anchors": opened_one_by_one(3_500),
    "one word": ("a " * 20_000, "a " * 19_000 + "b"),
    "two in turn": ("a b " * 10_000, "b a " * 9_000),
    "five at random": tuple(" ".join(CHANCE.choices("abcde", k=20_000)) for _side in range(2)),
    "all different": tuple(
        " ".join(map(str, range(first, first + 10_000))) for first in (0, 20_000)
    ),
    "reversed": (" ".join(map(str, range(9_000))), " ".join(map(str, range(9_000, 0, -1)))),
    "two between anchors": between_anchors("ab"),
    "five between anchors": between_anchors("abcde"),
    "one sign": ("—" * 42_000, "—" * 41_000 + "…"),
    "one long word": ("x" * 42_000, "y" * 42_000),
    "empty lines": ("\n" * 42_000, " \n" * 20_000),
    "blanks": (" " * 42_000, "\u00a0" * 41_000),
}


def side(parts, changed):
    return "".join(text for kind, text in parts if kind in (SAME, changed))


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_paragraph_costs_what_a_text_may_and_both_texts_come_out(shape):
    old, new = HOSTILE[shape]
    effort = Effort(OF_A_TEXT)
    parts = changed_words(old, new, effort)
    assert effort.spent <= OF_A_TEXT
    assert (side(parts, REMOVED), side(parts, ADDED)) == (old, new)


@given(
    st.lists(st.sampled_from("abcd "), max_size=60).map("".join),
    st.lists(st.sampled_from("abcd "), max_size=60).map("".join),
    st.integers(0, 2_000),
)
def test_whatever_may_be_spent_both_texts_come_out_and_no_more_is_spent(old, new, most):
    effort = Effort(most)
    parts = changed_words(old, new, effort)
    assert (side(parts, REMOVED), side(parts, ADDED)) == (old, new)
    assert effort.spent <= most


@given(st.text("abcdef", max_size=80), st.text("abcdef", max_size=80), st.integers(0, 500))
def test_whatever_may_be_spent_what_matches_is_the_same_and_goes_up(old, new, most):
    pairs = matching(old, new, Effort(most))
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs))


def test_one_hostile_paragraph_leaves_enough_for_the_others():
    effort = Effort()
    hostile = effort.share()
    changed_words(*opened_one_by_one(3_500), hostile)
    assert hostile.exhausted
    assert effort.exhausted
    said = changed_words("The old bridge.", "The new bridge.", effort.share())
    assert said == [(SAME, "The "), (REMOVED, "old"), (ADDED, "new"), (SAME, " bridge.")]


def test_a_page_of_hostile_paragraphs_has_one_budget_and_says_that_it_ended():
    pairs = [opened_one_by_one(800, f"w{place}x") for place in range(120)]
    before, after = (content(prose(*(pair[n] for pair in pairs))) for n in range(2))
    effort = Effort()
    found = compare(before, after, NAMES, effort)
    assert OF_A_PAGE / 2 < effort.spent <= OF_A_PAGE
    assert found.incomplete
    assert len(found.text) == 120


def test_a_long_piece_written_anew_takes_a_fraction_of_what_it_may():
    words = [f"w{n}" for n in range(3_000)]
    weights = [1 / (n + 1) for n in range(3_000)]

    def paragraph():
        return CHANCE.choices(words, weights, k=80)

    def anew(words_of_it):
        return [
            CHANCE.choices(words, weights)[0] if CHANCE.random() < 0.4 else w for w in words_of_it
        ]

    old = [paragraph() for _number in range(120)]
    before, after = (
        content(prose(*(" ".join(one) for one in text))) for text in (old, [anew(p) for p in old])
    )
    effort = Effort()
    assert not compare(before, after, NAMES, effort).incomplete
    assert effort.spent < OF_A_PAGE / 5


def test_as_many_paragraphs_as_a_form_may_hold_are_no_more_rows_than_a_page_shows():
    before, after = (content(prose(*(f"{n}{end}" for n in range(60_000)))) for end in "ab")
    found = compare(before, after, NAMES)
    assert len(found.text) == 1
    assert len(found.text[0].fields[0].lines) == 1


def test_parts_of_a_text_that_are_compared_each_with_each_are_counted():
    small = [Alignable(n, "", f"a{n} b c") for n in range(2_000)]
    large = [Alignable("all", "", " ".join(f"a{n}" for n in range(20_000)))]
    effort = Effort(100_000)
    assert align(small, large, effort) == []
    assert effort.exhausted


def test_words_in_bold_are_looked_for_in_the_text_only_while_they_are_few():
    old = "".join(f"<strong>{n}</strong> and " for n in range(5_000))
    new = "".join(f"<em>{n}</em> and " for n in range(5_000))
    assert remarks_on(old, new, Effort()) == ["The formatting changed."]
    assert remarks_on(old, old, Effort()) == []
