"""Word diff: which words changed between two texts. Knows neither the database nor HTML.

The words that stand once in both texts and in the same order hold the two together (the idea
of “patience diff”); between two of them difflib compares what is left. So a chapter that was
put in before another does not shift everything after it. What that may cost is counted
(`effort.py`).
"""

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Hashable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from .effort import OF_A_TEXT, Effort

SAME, REMOVED, ADDED = "same", "removed", "added"

WordDiff = list[tuple[str, str]]
Pairs = list[tuple[int, int]]

_Texts = Sequence[Hashable]
_Tokens = list[tuple[str, str]]
# Whether it is the same or changed, the old text, the new text.
_Run = tuple[str, str, str]

_WORD = re.compile(r"\w+(?:[-'’ʼ.]\w+)*")
# A word with what is inside it, a line's end, or one sign; and the blanks after it.
_TOKEN = re.compile(rf"(\n|{_WORD.pattern}|[^\w\s])([^\S\n]*)|([^\S\n]+)")
# Where nothing is unique, difflib takes the square, and more: not of more pairs than these.
_MOST_PAIRS = 20_000
# Texts that share less than this are two texts, and not one that was changed.
_LEAST_SHARED = 0.25


def changed_words(old: str, new: str, effort: Effort | None = None) -> WordDiff:
    """Return what became of `old`, as parts in order: [(“same”, …), (“removed”, …), (“added”, …)].

    The same and the removed parts together are `old`, the same and the added ones `new`, each to
    the letter. Where both stand at one place, what was removed comes first. What `effort` does
    not suffice for is replaced as a whole.
    """
    if old == new:
        return [(SAME, new)] if new else []
    effort = effort or Effort(OF_A_TEXT)
    if not (old and new and effort.spend(len(old) + len(new))):
        return [part for part in ((REMOVED, old), (ADDED, new)) if part[1]]
    before, after = _tokens(old), _tokens(new)
    parts: WordDiff = []
    left = right = 0
    said, says = ([word for word, _blanks in tokens] for tokens in (before, after))
    pairs = matching(said, says, effort)
    for i, j in [*pairs, (len(before), len(after))]:
        gone, come = _join_tokens(before[left:i]), _join_tokens(after[right:j])
        blanks = _blanks_after_both(gone, come)
        parts.append((REMOVED, gone.removesuffix(blanks)))
        parts.append((ADDED, come.removesuffix(blanks)))
        parts.append((SAME, blanks))
        if i < len(before):
            parts.append((SAME, before[i][0]))
            parts += _blanks(before[i][1], after[j][1])
        left, right = i + 1, j + 1
    parts = _whole(parts)
    if _shared(parts) < _LEAST_SHARED * max(len(old), len(new)):
        parts = _whole([(REMOVED, old), (ADDED, new)])
    return parts


def counted(text: str) -> Counter[str]:
    """Return how often each word stands in `text`, whatever its case."""
    return Counter(_WORD.findall(text.casefold()))


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return how much of two texts is the same, from 0 to 1, in whatever order: cheaply."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 1.0


def matching(old: _Texts, new: _Texts, effort: Effort | None = None) -> Pairs:
    """Return the places in `old` and `new` that hold the same, both going up."""
    effort = effort or Effort(OF_A_TEXT)
    pairs: Pairs = []
    # What is left between two pairs. All of one depth come before the next: should the effort
    # end, each stretch of the text has had its turn.
    gaps = deque([_Gap(0, len(old), 0, len(new))])
    while gaps:
        gap = _without_ends(old, new, gaps.popleft(), pairs)
        if gap.is_open and effort.spend(gap.old_end - gap.old + gap.new_end - gap.new):
            if anchors := _anchors(old, new, gap):
                pairs += anchors
                gaps += _between(anchors, gap)
            else:
                pairs += _by_difflib(old, new, gap, effort)
    return sorted(pairs)


class _Gap(NamedTuple):
    """A stretch of each side that is still to be compared."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def is_open(self) -> bool:
        return self.old < self.old_end and self.new < self.new_end


def _without_ends(old: _Texts, new: _Texts, gap: _Gap, pairs: Pairs) -> _Gap:
    """Put into `pairs` what both sides begin and end with, and return what is left."""
    left, left_end, right, right_end = gap
    while left < left_end and right < right_end and old[left] == new[right]:
        pairs.append((left, right))
        left, right = left + 1, right + 1
    while left < left_end and right < right_end and old[left_end - 1] == new[right_end - 1]:
        left_end, right_end = left_end - 1, right_end - 1
        pairs.append((left_end, right_end))
    return _Gap(left, left_end, right, right_end)


def _between(anchors: Pairs, gap: _Gap) -> Iterator[_Gap]:
    left, right = gap.old, gap.new
    for i, j in [*anchors, (gap.old_end, gap.new_end)]:
        yield _Gap(left, i, right, j)
        left, right = i + 1, j + 1


def _anchors(old: _Texts, new: _Texts, gap: _Gap) -> Pairs:
    """The longest chain, going up on both sides, of what stands once on each."""
    places = _once(new, gap.new, gap.new_end)
    pairs = [
        (place, places[word])
        for word, place in _once(old, gap.old, gap.old_end).items()
        if word in places
    ]
    return longest_increasing_subsequence(sorted(pairs))


def longest_increasing_subsequence(pairs: Pairs) -> Pairs:
    """Return the longest chain of `pairs`, sorted by the first place, in which both go up."""
    # Patience sorting: `ends` are the last pairs of the best chains of each length.
    ends: Pairs = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in pairs:
        length = bisect_left(ends, pair[1], key=lambda end: end[1])
        before[pair] = ends[length - 1] if length else None
        ends[length : length + 1] = [pair]
    chain: Pairs = []
    last = ends[-1] if ends else None
    while last:
        chain.append(last)
        last = before[last]
    return chain[::-1]


def _once(words: _Texts, start: int, end: int) -> dict[Hashable, int]:
    """Where each word stands that stands no more than once."""
    times = Counter(words[start:end])
    return {words[place]: place for place in range(start, end) if times[words[place]] == 1}


def _by_difflib(old: _Texts, new: _Texts, gap: _Gap, effort: Effort) -> Iterator[tuple[int, int]]:
    if (gap.old_end - gap.old) * (gap.new_end - gap.new) > _MOST_PAIRS:
        return
    sides = old[gap.old : gap.old_end], new[gap.new : gap.new_end]
    for i, j, size in _CountedMatcher(effort, *sides).get_matching_blocks():
        yield from ((gap.old + i + n, gap.new + j + n) for n in range(size))


class _CountedMatcher(SequenceMatcher[Hashable]):
    """It looks for the longest match again in what is left on both sides of each."""

    def __init__(self, effort: Effort, old: _Texts, new: _Texts) -> None:
        self._effort = effort
        self._ends = len(old), len(new)
        super().__init__(None, old, new, autojunk=False)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Find none where no effort is left."""
        ahi, bhi = (
            end if given is None else given
            for end, given in zip(self._ends, (ahi, bhi), strict=True)
        )
        # For each word on the one side it goes through the same ones on the other, from the first.
        if not self._effort.spend((ahi - alo) * bhi):
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def _tokens(text: str) -> _Tokens:
    """Each word with the blanks after it: they belong to it, and are not compared."""
    return [(found[1] or "", found[2] or found[3] or "") for found in _TOKEN.finditer(text)]


def _join_tokens(tokens: _Tokens) -> str:
    return "".join(word + blanks for word, blanks in tokens)


def _blanks(old: str, new: str) -> WordDiff:
    return [(SAME, new)] if old == new else [(REMOVED, old), (ADDED, new)]


def _blanks_after_both(old: str, new: str) -> str:
    blanks = old[len(old.rstrip(" ")) :]
    return blanks if blanks == new[len(new.rstrip(" ")) :] else ""


def _whole(parts: WordDiff) -> WordDiff:
    """Join neighbours, and swallow what is the same between two larger changes."""
    runs = _alternating_runs(parts)
    for place in range(1, len(runs) - 1):
        kind, same, _same = runs[place]
        if kind == SAME and _is_island(same, runs[place - 1], runs[place + 1]):
            runs[place] = ("changed", same, same)
    changed = [
        part
        for kind, old, new in runs
        for part in ([(SAME, new)] if kind == SAME else [(REMOVED, old), (ADDED, new)])
    ]
    return [
        part
        for kind, old, new in _alternating_runs(changed)
        for part in ([(SAME, new)] if kind == SAME else [(REMOVED, old), (ADDED, new)])
        if part[1]
    ]


def _alternating_runs(parts: WordDiff) -> list[_Run]:
    """The parts as stretches in turn the same and changed: [kind, old text, new text]."""
    runs: list[_Run] = []
    for same, group in groupby((p for p in parts if p[1]), key=lambda part: part[0] == SAME):
        stretch = list(group)
        old = "".join(text for kind, text in stretch if kind != ADDED)
        new = "".join(text for kind, text in stretch if kind != REMOVED)
        runs.append((SAME if same else "changed", old, new))
    return runs


def _is_island(same: str, before: _Run, after: _Run) -> bool:
    shores = (max(len(old), len(new)) for _kind, old, new in (before, after))
    return "\n" not in same and 2 * len(same.strip()) <= min(shores)


def _shared(parts: WordDiff) -> int:
    return sum(len(text) for kind, text in parts if kind == SAME)
