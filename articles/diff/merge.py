"""Three-way merge of two people's changes to one piece. Plain data in, plain data out.

Whatever can be changed by itself has a key: a field, a block. A side maps its keys to marks,
and equal marks are equal words. A key that a side does not map is not there on that side.
`base` is what both sides began with. Where that is not known, give a mark that nobody has
(`UNKNOWN`): then every difference is a conflict.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

UNKNOWN = ""

Key = Hashable
Marks = Mapping[Key, str]


class Choice(StrEnum):
    """Whose words stay where both sides changed them."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass
class Merge:
    """Which side each key comes from. What is not named here comes from mine."""

    # They alone changed these.
    taken: list[Key] = field(default_factory=list)
    # These were chosen from theirs, and these from mine, against theirs.
    chosen: list[Key] = field(default_factory=list)
    replaced: list[Key] = field(default_factory=list)
    # Both changed these, each in another way, and nobody has chosen.
    conflicts: list[Key] = field(default_factory=list)

    @property
    def theirs(self) -> set[Key]:
        """The keys whose words are theirs."""
        return {*self.taken, *self.chosen}


def merge(
    base: Marks,
    mine: Marks,
    theirs: Marks,
    asked: Collection[Key] = (),
    choices: Mapping[Key, Choice] | None = None,
) -> Merge:
    """Say for every key whose words it gets.

    `asked` are conflicts that were shown before, with `base` as their theirs: each of them
    remains one until there is a choice for it. A choice counts for what was shown and for
    nothing later: if theirs is not `base` any more, it is a conflict anew.
    """
    choices = choices or {}
    merged = Merge()
    for key in dict.fromkeys([*theirs, *mine, *base]):
        began, one, other = base.get(key), mine.get(key), theirs.get(key)
        if one == other:
            continue
        if one == began:
            merged.taken.append(key)
        elif other != began:
            merged.conflicts.append(key)
        elif key in asked:
            places = {
                Choice.MINE: merged.replaced,
                Choice.THEIRS: merged.chosen,
                None: merged.conflicts,
            }
            places[choices.get(key)].append(key)
    return merged


# A text of more paragraphs is one thing: to find what they have in common takes their square.
MOST_PARTS = 300


def merged_parts(
    base: Sequence[str],
    mine: Sequence[str],
    theirs: Sequence[str],
    preferred: Choice | None = None,
) -> list[tuple[Choice, int]] | None:
    """Return where each part of the merged sequence stands, on a side that has it (diff3).

    Where both sides changed the same place, each in another way, that of the preferred side
    stands; without one, None is returned.
    """
    if max(len(base), len(mine), len(theirs)) > MOST_PARTS:
        return None
    one, other = _kept(base, mine), _kept(base, theirs)
    order: list[tuple[Choice, int]] = []
    began = first = second = 0
    for at in [*sorted(one.keys() & other.keys()), len(base)]:
        here, there = one.get(at, len(mine)), other.get(at, len(theirs))
        was, mine_now, theirs_now = base[began:at], mine[first:here], theirs[second:there]
        if mine_now == was:
            order += [(Choice.THEIRS, place) for place in range(second, there)]
        elif theirs_now in (was, mine_now):
            order += [(Choice.MINE, place) for place in range(first, here)]
        else:
            # Side by side, each changed another one.
            pairs = _one_by_one(was, mine_now, theirs_now, preferred)
            if pairs is None:
                return None
            begins = {Choice.MINE: first, Choice.THEIRS: second}
            order += [(side, begins[side] + place) for side, place in pairs]
        if at < len(base):
            order.append((Choice.MINE, here))
        began, first, second = at + 1, here + 1, there + 1
    return order


def _one_by_one(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], preferred: Choice | None
) -> list[tuple[Choice, int]] | None:
    if not len(base) == len(mine) == len(theirs):
        whole = mine if preferred == Choice.MINE else theirs
        return [(preferred, place) for place in range(len(whole))] if preferred else None
    pairs = []
    for place, (was, one, other) in enumerate(zip(base, mine, theirs, strict=True)):
        if was in (one, other) or one == other:
            pairs.append((Choice.THEIRS if one == was else Choice.MINE, place))
        elif preferred:
            pairs.append((preferred, place))
        else:
            return None
    return pairs


def _kept(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Return where the parts of `base` stand in `side`, for those that stayed in their order."""
    blocks = SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks()
    return {start + n: to + n for start, to, size in blocks for n in range(size)}


def merged_order(leading: Iterable[Key], other: Iterable[Key]) -> list[Key]:
    """Return every key of both sides once, in the order of the side that leads.

    What only the other side has comes after what it follows there.
    """
    order = list(leading)
    there = set(order)
    # By what each follows there; a run of them follows what the first of them does.
    runs: dict[Key | None, list[Key]] = {}
    follows = None
    for key in other:
        if key in there:
            follows = key
        else:
            runs.setdefault(follows, []).append(key)
    return [*runs.get(None, ()), *(one for key in order for one in (key, *runs.get(key, ())))]


def order_mark(keys: Iterable[str], common: Collection[str]) -> str:
    """Return a mark of the order in which a side has what is `common` to both."""
    return " ".join(key for key in keys if key in common)
