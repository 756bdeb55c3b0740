"""Which names come again and again, among as many as somebody likes."""

from espreso.repetition import Repetition


def test_a_name_is_known_from_its_nth_time_on_also_among_others():
    is_repeated = Repetition(times=3, most=10)
    said = []
    for number in range(5):
        said.append(is_repeated("link"))
        assert not any(is_repeated(f"{number}-{other}") for other in range(9))
    assert said == [False, False, True, True, True]


def test_those_that_came_longest_ago_are_forgotten():
    is_repeated = Repetition(times=2, most=10)
    is_repeated("link")
    for other in range(10):
        is_repeated(other)
    assert not is_repeated("link")
    assert len(is_repeated._counts) == 10
