"""Rich text is read in a time that its length bounds, however it was made.

No clock is asked: the limit of the processor ends what takes the square of it, which is minutes.
"""

import io

import pytest

from espreso.richtext import clean, headings, text_of, with_anchors
from tests.hostile_markup import SHAPES, markup
from tests.unit.espreso.test_limited_process import called

LENGTH = 600_000
FUNCTIONS = [clean, text_of, headings]


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_no_markup_takes_more_time_than_its_length_does(shape):
    written = io.BytesIO(markup(shape, LENGTH).encode())
    names = [f"{function.__module__}:{function.__name__}" for function in FUNCTIONS]

    returned, _output = called("read_markup", {"functions": names}, written, seconds=10)

    assert len(returned) == len(FUNCTIONS)


@pytest.mark.parametrize("shape", SHAPES)
def test_cleaning_hostile_markup_twice_is_cleaning_it_once(shape):
    cleaned = clean(markup(shape, 2_000))

    assert clean(cleaned) == cleaned
    assert with_anchors(cleaned, "part").count("<h2") == len(headings(cleaned))


def test_text_that_is_too_long_keeps_its_words():
    assert text_of(clean("<p>word</p>" * 200_000)).split() == ["word"] * 200_000
