"""Sequence alignment: which part of one text became which part of another. Knows neither the
database nor HTML.

First what is the same (or has the same name for ever) and stands in the same order, then what
is the same elsewhere, then what is alike. Candidates for likeness are found by the rarer words
that they share, so that two long texts are never compared each with each. What that may cost is
counted (`effort.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .effort import Effort
from .words import Pairs, counted, likeness, longest_increasing_subsequence, matching

# Less than this in common, and it is another text.
_ALIKE = 0.5
# A word that stands in more parts than this says little about any one of them.
_MOST_PLACES = 20
# Of so few pairs each is looked at.
_FEW_PAIRS = 400
_CANDIDATES = 5


@dataclass(frozen=True)
class Alignable:
    """What can be told apart: `key` is equal for what is the same, `family` for what may pair."""

    key: Hashable
    family: str
    text: str

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands in it: asked only of what has changed."""
        return counted(self.text)


def align(old: Sequence[Alignable], new: Sequence[Alignable], effort: Effort) -> Pairs:
    """Return which of `old` became which of `new`, each in one pair at most, by their places."""
    old_keys, new_keys = [part.key for part in old], [part.key for part in new]
    found = matching(old_keys, new_keys, effort)
    found += _same_elsewhere(old_keys, new_keys, found)
    found += _alike(old, new, found, effort)
    return sorted(found)


def unmoved(found: Pairs) -> set[tuple[int, int]]:
    """Return the pairs that stand in one order on both sides. The others have moved."""
    return set(longest_increasing_subsequence(found))


def _left(parts: Sequence[object], taken: Iterable[int]) -> list[int]:
    taken = set(taken)
    return [place for place in range(len(parts)) if place not in taken]


def _same_elsewhere(old: list[Hashable], new: list[Hashable], found: Pairs) -> Pairs:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for j in reversed(_left(new, (j for _i, j in found))):
        places[new[j]].append(j)
    left = _left(old, (i for i, _j in found))
    return [(i, places[old[i]].pop()) for i in left if places.get(old[i])]


def _alike(
    old: Sequence[Alignable], new: Sequence[Alignable], found: Pairs, effort: Effort
) -> Pairs:
    left = _left(old, (i for i, _j in found))
    right = _left(new, (j for _i, j in found))
    if not left or not right:
        return []
    if not effort.spend(sum(len(old[i].text) for i in left) + sum(len(new[j].text) for j in right)):
        return []
    scored = []
    for i, j in _candidates(old, new, left, right, effort):
        if old[i].family == new[j].family:
            if not effort.spend(len(old[i].words) + len(new[j].words)):
                break
            score = likeness(old[i].words, new[j].words)
            if score >= _ALIKE:
                scored.append((-score, abs(i - j), i, j))
    chosen: Pairs = []
    gone, come = set[int](), set[int]()
    for _score, _way, i, j in sorted(scored):
        if i not in gone and j not in come:
            chosen.append((i, j))
            gone.add(i)
            come.add(j)
    return chosen


def _candidates(
    old: Sequence[Alignable],
    new: Sequence[Alignable],
    left: list[int],
    right: list[int],
    effort: Effort,
) -> Iterator[tuple[int, int]]:
    if len(left) * len(right) <= _FEW_PAIRS:
        yield from ((i, j) for i in left for j in right)
        return
    places: dict[str, list[int]] = defaultdict(list)
    for j in right:
        for word in new[j].words:
            places[word].append(j)
    for i in left:
        shared = Counter[int]()
        if not effort.spend(_MOST_PLACES * len(old[i].words)):
            return
        for word in old[i].words:
            if len(there := places.get(word, ())) <= _MOST_PLACES:
                shared.update(there)
        yield from ((i, j) for j, _count in shared.most_common(_CANDIDATES))
