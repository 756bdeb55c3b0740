"""Keys that browsers send: a number as a page of ours writes it, or nothing at all."""

import pytest

from espreso.keys import key_of


@pytest.mark.parametrize(
    ("posted", "key"), [("1", 1), ("907", 907), ("9" * 18, 10**18 - 1), (7, 7)]
)
def test_a_key_is_read_as_a_number(posted, key):
    assert key_of(posted) == key


@pytest.mark.parametrize(
    "posted", [None, "", "0", "012", "-1", "+1", "1.0", " 1", "1\n", "9" * 19, "½", "١", "x", True]
)
def test_what_no_page_of_ours_writes_is_no_key(posted):
    assert key_of(posted) is None
