"""Two people's changes come together, and nothing of either side is lost without a decision."""

from hypothesis import given
from hypothesis import strategies as st

from articles.diff.merge import UNKNOWN, Choice, Merge, merge, merged_order, order_mark

KEYS = st.sampled_from("abcdefg")
SIDES = st.dictionaries(KEYS, st.sampled_from("123"))
ORDERS = st.lists(st.integers(0, 9), unique=True)


def result(base, mine, theirs, asked=(), choices=None):
    """What stands in the end, or None when something is still to be decided."""
    merged = merge(base, mine, theirs, asked, choices)
    if merged.conflicts:
        return None
    both = {**theirs, **mine}
    sides = {key: theirs if key in merged.theirs else mine for key in both}
    return {key: side[key] for key, side in sides.items() if key in side}


@given(SIDES, SIDES)
def test_two_sides_that_say_the_same_are_what_both_say(base, both):
    merged = merge(base, both, both)
    assert merged == Merge()
    assert result(base, both, both) == both


@given(SIDES, SIDES)
def test_who_changed_nothing_gets_what_the_other_side_says(base, changed):
    assert result(base, base, changed) == changed
    assert result(base, changed, base) == changed


@given(SIDES, SIDES, SIDES)
def test_no_change_of_either_side_is_lost_without_a_decision(base, mine, theirs):
    merged = merge(base, mine, theirs)
    for key in {*base, *mine, *theirs}:
        began, one, other = (side.get(key) for side in (base, mine, theirs))
        kept = other if key in merged.theirs else one
        if key not in merged.conflicts:
            assert one == began or kept == one
            assert other == began or kept == other


@given(SIDES, SIDES, SIDES)
def test_only_what_both_changed_differently_is_asked_about(base, mine, theirs):
    for key in merge(base, mine, theirs).conflicts:
        assert len({side.get(key) for side in (base, mine, theirs)}) == 3


@given(SIDES, SIDES, SIDES)
def test_both_sides_are_asked_about_the_same(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert set(one.conflicts) == set(other.conflicts)
    assert result(base, mine, theirs) == result(base, theirs, mine)


@given(SIDES, SIDES, SIDES, st.sampled_from(Choice))
def test_a_choice_for_each_decides(base, mine, theirs, choice):
    asked = merge(base, mine, theirs).conflicts
    assert set(merge(theirs, mine, theirs, asked).conflicts) == set(asked)
    decided = merge(theirs, mine, theirs, asked, dict.fromkeys(asked, choice))
    assert not decided.conflicts
    of_mine = choice == Choice.MINE
    assert set(asked) == set(decided.replaced if of_mine else decided.chosen)


@given(SIDES, SIDES, SIDES, SIDES, st.sampled_from(Choice))
def test_a_choice_does_not_count_for_a_third_save(base, mine, theirs, third, choice):
    asked = merge(base, mine, theirs).conflicts
    merged = merge(theirs, mine, third, asked, dict.fromkeys(asked, choice))
    for key in asked:
        one, other, seen = (side.get(key) for side in (mine, third, theirs))
        if other not in (seen, one):
            assert key in merged.conflicts


@given(SIDES, SIDES)
def test_without_a_base_every_difference_is_a_conflict(mine, theirs):
    unknown = dict.fromkeys([*mine, *theirs], UNKNOWN)
    different = {key for key in unknown if mine.get(key) != theirs.get(key)}
    assert set(merge(unknown, mine, theirs).conflicts) == different


# The order.


@given(ORDERS, ORDERS)
def test_every_row_stands_there_once(leading, other):
    order = merged_order(leading, other)
    assert sorted(order) == sorted({*leading, *other})


@given(ORDERS, ORDERS)
def test_the_order_is_that_of_the_side_that_leads(leading, other):
    assert [key for key in merged_order(leading, other) if key in leading] == leading


def test_what_is_new_stands_after_what_it_was_written_after():
    assert merged_order("abxc", "abyc") == list("abyxc")
    assert merged_order("tabuvc", "abc") == list("tabuvc")
    assert merged_order("cab", "abxc") == list("cabx")
    # What they deleted is still somewhere to stand after.
    assert merged_order("abxc", "ac") == list("abxc")


@given(st.permutations("abcdef"), st.permutations("abcdef"))
def test_orders_are_the_same_when_all_that_both_have_stands_the_same(mine, theirs):
    common = set("abcd")
    same = [key for key in mine if key in common] == [key for key in theirs if key in common]
    assert (order_mark(mine, common) == order_mark(theirs, common)) == same
