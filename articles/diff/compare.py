"""Diff of two states of a piece, as rows side by side. Knows no database.

What a piece says about itself makes one row a fact. Its text makes one row a block, and one a
paragraph where the block is a text: who puts a picture between two paragraphs cuts a block in
two, and has changed no word. Keys (of authors, photos …) are told by `Names`. All of it takes from
one budget (`effort.py`).
"""

import json
from bisect import bisect
from collections import deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import richtext

from .align import Alignable, align, unmoved
from .effort import Effort
from .formatting import Look, elements, look_of, remarks_on
from .rows import (
    LEFT,
    DiffRow,
    Field,
    Fold,
    FrozenBlock,
    Kind,
    Names,
    folded,
    interleaved,
    lines_of,
)
from .words import SAME

Content = dict[str, Any]

_Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class Comparison:
    """Two states of a piece, the earlier and the later one."""

    facts: list[DiffRow]
    text: list[DiffRow]
    # Of a text that says the same: whether other blocks hold it, or other blanks part its words.
    divided_anew: bool
    blanks_differ: bool
    # Whether it was too much to compare: then what is the same may be shown as replaced.
    incomplete: bool = False

    @property
    def changed_facts(self) -> list[DiffRow]:
        return [row for row in self.facts if row.state != SAME]

    @property
    def same_facts(self) -> list[DiffRow]:
        return [row for row in self.facts if row.state == SAME]

    @property
    def changes_of_text(self) -> int:
        return sum(row.state not in {SAME, LEFT} for row in self.text)

    @property
    def says_the_same(self) -> bool:
        return not (self.changed_facts or self.changes_of_text)

    @property
    def asides(self) -> list[str]:
        """What is another way, and says the same."""
        fields = (field for row in (*self.facts, *self.text) for field in row.fields if field.aside)
        return list(dict.fromkeys(remark for field in fields for remark in field.remarks))

    @property
    def folded_text(self) -> list[DiffRow | Fold[DiffRow]]:
        return folded(self.text)


def compare(
    before: Content, after: Content, names: Names, effort: Effort | None = None
) -> Comparison:
    """Return what became of `before` in `after`."""
    documents = [
        [block for block in content["document"] if block["kind"] not in names.facts]
        for content in (before, after)
    ]
    old, new = (units(document) for document in documents)
    effort = effort or Effort()
    facts = list(_facts(before, after, names, effort))
    text = _text_rows(old, new, names, effort)
    same = all(row.state == SAME for row in text)
    return Comparison(
        facts=facts,
        text=text,
        divided_anew=same and old == new and documents[0] != documents[1],
        blanks_differ=same and _letters(old, names) != _letters(new, names),
        incomplete=effort.exhausted,
    )


# What a piece says about itself.

_FACTS = (
    ("headline", gettext_lazy("Headline")),
    ("standfirst", gettext_lazy("Standfirst")),
    ("label", gettext_lazy("Label")),
    ("section", gettext_lazy("Section")),
    ("byline", gettext_lazy("Byline")),
    ("lead", gettext_lazy("Lead photo")),
    ("tags", gettext_lazy("Tags")),
    # What its kind adds.
    ("kind", ""),
    ("read_also", gettext_lazy("Related")),
    ("slug", gettext_lazy("URL")),
    ("language", gettext_lazy("Language")),
    ("search_title", gettext_lazy("Title for search engines")),
    ("search_description", gettext_lazy("Description for search engines")),
)


def _facts(before: Content, after: Content, names: Names, effort: Effort) -> Iterator[DiffRow]:
    for name, label in _FACTS:
        if name == "lead":
            old, new = before[name], after[name]
            fields = tuple(_diff_fields(old, new, _kind_of(new, names), names, effort))
            if any(field.lines or field.pictures for field in fields):
                yield DiffRow(name, str(label), old, new, fields)
        elif name == "kind":
            yield from _facts_of_kind(before, after, names, effort)
        else:
            old, new = (_lines_of_fact(name, content, names) for content in (before, after))
            yield from _fact(name, label, old, new, effort)


def _facts_of_kind(
    before: Content, after: Content, names: Names, effort: Effort
) -> Iterator[DiffRow]:
    for kind, told in names.facts.items():
        sides = (
            told(next((block for block in content["document"] if block["kind"] == kind), {}))
            for content in (before, after)
        )
        for (name, label, old), (_name, _label, new) in zip(*sides, strict=True):
            yield from _fact(name, label, old, new, effort)


def _fact(
    name: str, label: str | Promise, old: list[str], new: list[str], effort: Effort
) -> Iterator[DiffRow]:
    if old or new:
        field = Field("", lines_of(old, new, effort.share()), _order_remarks(old, new))
        yield DiffRow(name, str(label), old, new, (field,))


def _lines_of_fact(name: str, content: Content, names: Names) -> list[str]:
    gone = _("(no longer there)")
    match name:
        case "label":
            return [str(names.labels.get(content["label"], content["label"]))]
        case "language":
            return [str(names.languages.get(content["language"], content["language"]))]
        case "section":
            key = content["section"]
            return [names.sections.get(key, gone)] if key else []
        case "byline":
            return [names.authors.get(key, gone) for key in content["byline"]]
        case "read_also":
            return [names.headlines.get(key, gone) for key in content["read_also"]]
        case "tags":
            told = {tag["id"] or tag["name"]: f"{tag['name']} {gone}" for tag in content["tags"]}
            return sorted({names.tags.get(key, name) for key, name in told.items()})
        case _:
            return str(content[name]).splitlines()


def _order_remarks(old: list[str], new: list[str]) -> tuple[str, ...]:
    return (_("The order changed."),) if old != new and sorted(old) == sorted(new) else ()


# The text.

# Each is a row of the page.
_MOST_UNITS = 3_000
# Said only where they changed.
_QUIET = {"credit", "alternative_text", "copyright", "licence"}


@dataclass(frozen=True)
class _Unit:
    """A block, or one paragraph of a text as a block of its own, and what names it for ever."""

    block: FrozenBlock
    identity: str

    @cached_property
    def part(self) -> Alignable:
        block = self.block
        words = " ".join(value for value in block.values() if isinstance(value, str))
        if block["kind"] == "prose":
            words = richtext.text_of(block["html"])
        return Alignable(self.key, block["kind"], words)

    @cached_property
    def key(self) -> Hashable:
        # What is named is known by that, whatever became of its words.
        for name in (self.identity, "photo", "url"):
            if self.block.get(name):
                return name, self.block[name]
        if self.block["kind"] == "prose":
            return repr(look_of(self.block["html"]))
        return json.dumps(self.block, sort_keys=True)

    @property
    def is_named(self) -> bool:
        return bool(self.block.get(self.identity))


def units(document: Sequence[FrozenBlock]) -> list[FrozenBlock]:
    """Return the blocks of a text, its prose cut into paragraphs: the first 3,000 of them."""
    found: list[FrozenBlock] = []
    for block in document:
        divides = block["kind"] == "prose" and block["html"].count("</") <= _MOST_UNITS
        paragraphs = elements(block["html"]) if divides else []
        if paragraphs and len(found) + len(paragraphs) <= _MOST_UNITS:
            found += ({"kind": "prose", "html": html} for html in paragraphs if html.strip())
        else:
            found.append(block)
    return found


def _letters(blocks: list[FrozenBlock], names: Names) -> list[list[str | Look]]:
    """All that the blocks say, to the letter."""
    return [
        [
            look_of(block.get(name, ""), blanks_count=True) if is_rich else block.get(name, "")
            for name, _label, is_rich in _kind_of(block, names).fields
        ]
        for block in blocks
    ]


def _text_rows(
    before: list[FrozenBlock], after: list[FrozenBlock], names: Names, effort: Effort
) -> list[DiffRow]:
    old, new = (
        [_Unit(block, _kind_of(block, names).identity) for block in blocks]
        for blocks in (before, after)
    )
    found = align([unit.part for unit in old], [unit.part for unit in new], effort)
    chain = unmoved(found)
    origin = {j: i for i, j in found if (i, j) not in chain}
    ways = _ways(chain, origin)
    chain |= _replaced(old, new, chain, set(origin.values()), set(origin))
    rows = []
    for i, j in interleaved(len(old), len(new), sorted(chain)):
        former = i if j is None else origin.get(j, i)
        left = None if former is None else old[former].block
        here = None if j is None else new[j].block
        way = "" if former is None else ways.get(former, "")
        rows.append(_diff_row(left, here, names, effort, way))
    return rows


def _ways(chain: _Pairs, origin: Mapping[int, int]) -> dict[int, str]:
    """Which way each part went that has moved: what stays in order and was before it is after."""
    steady_old, steady_new = sorted(i for i, _j in chain), sorted(j for _i, j in chain)
    return {
        i: "up" if bisect(steady_new, j) < bisect(steady_old, i) else "down"
        for j, i in origin.items()
    }


def _replaced(
    old: list[_Unit], new: list[_Unit], chain: _Pairs, moved: set[int], come: set[int]
) -> _Pairs:
    """Pairs of what stands in one place and has nothing in common: a picture for another."""
    found: _Pairs = set()
    left = right = 0
    for i, j in [*sorted(chain), (len(old), len(new))]:
        gone = deque(n for n in range(left, i) if n not in moved and not old[n].is_named)
        here = deque(n for n in range(right, j) if n not in come and not new[n].is_named)
        while gone and here:
            if old[gone[0]].block["kind"] == new[here[0]].block["kind"]:
                found.add((gone.popleft(), here.popleft()))
            elif len(gone) > len(here):
                gone.popleft()
            else:
                here.popleft()
        left, right = i + 1, j + 1
    return found


def _diff_row(
    before: FrozenBlock | None,
    after: FrozenBlock | None,
    names: Names,
    effort: Effort,
    way: str,
) -> DiffRow:
    block = after or before or {}
    kind = _kind_of(block, names)
    if way and after is None:
        return DiffRow(
            block["kind"], str(kind.label), before, None, (), way, _beginning(block, kind)
        )
    fields = tuple(_diff_fields(before, after, kind, names, effort))
    return DiffRow(block["kind"], str(kind.label), before, after, fields, way)


def _kind_of(block: FrozenBlock, names: Names) -> Kind:
    return names.kinds.get(block["kind"]) or Kind(block["kind"], ())


def _beginning(block: FrozenBlock, kind: Kind) -> str:
    said = ((block.get(name, ""), is_rich) for name, _label, is_rich in kind.fields)
    words, is_rich = next((one for one in said if one[0]), ("", False))
    return Truncator(richtext.text_of(words) if is_rich else words).words(12)


def _diff_fields(
    before: FrozenBlock | None,
    after: FrozenBlock | None,
    kind: Kind,
    names: Names,
    effort: Effort,
) -> Iterator[Field]:
    old, new = before or {}, after or {}
    if old.get("photo") or new.get("photo"):
        yield Field("", pictures=(_photo_of(old, names), _photo_of(new, names)))
    for name, label, is_rich in kind.fields:
        then, now = old.get(name, ""), new.get(name, "")
        if (then or now) and not (name in _QUIET and then == now):
            read = richtext.text_of if is_rich else str
            then_lines, now_lines = read(then).splitlines(), read(now).splitlines()
            dressed = is_rich and ((then and now) or "<a " in then + now)
            share = effort.share()
            remarks = remarks_on(then, now, share) if dressed else ()
            yield Field(str(label), lines_of(then_lines, now_lines, share), tuple(remarks))
    if before and after:
        yield from _remarks(before, after, kind.identity)


def _photo_of(block: FrozenBlock, names: Names) -> Any:
    key = block.get("photo")
    return None if key is None else names.photos.get(key, key)


def _remarks(before: FrozenBlock, after: FrozenBlock, identity: str) -> Iterator[Field]:
    if before.get(identity) != after.get(identity):
        yield Field("", remarks=(_("Its anchor changed."),))
    own, then_own = (not side.get("caption_of_photo", True) for side in (after, before))
    if before.get("photo") and before.get("photo") == after.get("photo") and own != then_own:
        said = _("A caption now has its own text, no longer the photo’s.")
        if not own:
            said = _("A caption now has the photo’s text, no longer its own.")
        yield Field("", remarks=(said,), aside=True)
