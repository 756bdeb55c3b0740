"""Three-way merge of sequences: what each side changed, unless both changed the same place."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from articles.diff.merge import MOST_PARTS, Choice, merged_parts


def merged(base, mine, theirs):
    order = merged_parts(base, mine, theirs)
    sides = {Choice.MINE: mine, Choice.THEIRS: theirs}
    return None if order is None else "".join(sides[side][place] for side, place in order)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("abc", "Abc", "abC", "AbC"),
        ("abc", "abc", "xyz", "xyz"),
        ("abc", "bc", "abcd", "bcd"),
        ("abc", "xabc", "abcy", "xabcy"),
        ("abcde", "abXcde", "abcYde", "abXcYde"),
        ("abc", "aBc", "aBc", "aBc"),
        ("", "a", "a", "a"),
        ("abc", "ac", "ac", "ac"),
        # Nothing that stayed lies between.
        ("ab", "Ab", "aB", "AB"),
        ("abcd", "aBcd", "abCd", "aBCd"),
        # Both changed the same place.
        ("abc", "aBc", "aβc", None),
        ("abc", "abcx", "abcy", None),
        ("abc", "ac", "aBc", None),
    ],
)
def test_both_sides_come_together(base, mine, theirs, both):
    assert merged(base, mine, theirs) == both
    assert merged(base, theirs, mine) == both


texts = some.text(alphabet="abcd", max_size=12)


@given(texts, texts)
def test_a_side_that_changed_nothing_gives_way(base, other):
    assert merged(base, base, other) == other
    assert merged(base, other, base) == other


@given(texts, texts, texts)
def test_no_part_comes_from_nowhere_and_both_orders_say_the_same(base, mine, theirs):
    found = merged(base, mine, theirs)
    assert found == merged(base, theirs, mine)
    assert found is None or set(found) <= {*mine, *theirs}


def test_of_very_many_parts_none_is_looked_for():
    many = "a" * (MOST_PARTS + 1)
    assert merged(many, f"{many}b", f"b{many}") is None
