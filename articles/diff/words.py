"""Word diff: which words changed between two texts. Knows neither the database nor HTML.

The words that stand once in both texts and in the same order hold the two together (the idea
of “patience diff”); between two of them difflib compares what is left. So a chapter that was
put in before another does not shift everything after it, and a long text costs little more
than its length.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

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
# Where nothing is unique, difflib takes the square: this many pairs cost it milliseconds.
_MOST_PAIRS = 20_000
# Texts that share less than this are two texts, and not one that was changed.
_LEAST_SHARED = 0.25


def changed_words(old: str, new: str) -> WordDiff:
    """Return what became of `old`, as parts in order: [(“same”, …), (“removed”, …), (“added”, …)].

    The same and the removed parts together are `old`, the same and the added ones `new`, each to
    the letter. Where both stand at one place, what was removed comes first.
    """
    if old == new:
        return [(SAME, new)] if new else []
    before, after = _tokens(old), _tokens(new)
    parts: WordDiff = []
    left = right = 0
    pairs = matching([word for word, _blanks in before], [word for word, _blanks in after])
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


def matching(old: _Texts, new: _Texts) -> Pairs:
    """Return the places in `old` and `new` that hold the same, both going up."""
    return list(_matching(old, new, 0, len(old), 0, len(new)))


def _matching(
    old: _Texts, new: _Texts, left: int, left_end: int, right: int, right_end: int
) -> Iterator[tuple[int, int]]:
    while left < left_end and right < right_end and old[left] == new[right]:
        yield left, right
        left, right = left + 1, right + 1
    tail = 0
    while (
        left < left_end - tail
        and right < right_end - tail
        and old[left_end - tail - 1] == new[right_end - tail - 1]
    ):
        tail += 1
    left_end, right_end = left_end - tail, right_end - tail
    if left < left_end and right < right_end:
        anchors = _anchors(old, new, left, left_end, right, right_end)
        if anchors:
            for i, j in anchors:
                yield from _matching(old, new, left, i, right, j)
                yield i, j
                left, right = i + 1, j + 1
            yield from _matching(old, new, left, left_end, right, right_end)
        else:
            yield from _matching_by_difflib(old, new, left, left_end, right, right_end)
    yield from ((left_end + n, right_end + n) for n in range(tail))


def _anchors(
    old: _Texts, new: _Texts, left: int, left_end: int, right: int, right_end: int
) -> Pairs:
    """The longest chain, going up on both sides, of what stands once on each."""
    places = _once(new, right, right_end)
    pairs = [
        (place, places[word])
        for word, place in _once(old, left, left_end).items()
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


def _matching_by_difflib(
    old: _Texts, new: _Texts, left: int, left_end: int, right: int, right_end: int
) -> Iterator[tuple[int, int]]:
    if (left_end - left) * (right_end - right) > _MOST_PAIRS:
        return
    matcher = SequenceMatcher(None, old[left:left_end], new[right:right_end], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        yield from ((left + i + n, right + j + n) for n in range(size))


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
