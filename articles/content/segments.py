"""Segments: a headline, a paragraph, a caption, so much as somebody mends at once.

What a piece says is looked at as `said` gives it: the fields in which readers read words, and the
document. A segment is its words alone; put back, they stand between the links and emphasis that
were there.
"""

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.diff.merge import Choice, merged_parts
from articles.diff.words import ADDED, REMOVED, SAME, changed_words, counted, likeness
from articles.models import Article, Block, Version
from espreso import richtext

from .freeze import freeze_lead, lead_of
from .upgrade import upgrade_document

Said = dict[str, Any]

_FIELDS = {"headline": _("Headline"), "standfirst": _("Standfirst")}
_LEAD = "lead"
# As cleaned rich text is written.
_BLOCK = re.compile(rf"(</?(?:{'|'.join(sorted(richtext.BLOCKS))})\b[^>]*>)")
_TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_SIGN = re.compile(rf"(?P<tag>{_TAG.pattern})|(?P<sign>&[^\s;&<]+;|[^<])", re.DOTALL)
_EMPTIED = re.compile(r"<(strong|em|a|sub|sup|span)\b[^>]*></\1>")
_NEXT = re.compile(r"\s*\S+")
_WORD = re.compile(r"\S+|\s+")
# Paragraphs that share less are two paragraphs, and not one that was changed.
_LIKE = 0.6


@dataclass(frozen=True)
class Segment:
    """Words in their place: a field of the piece, or a part of a field of one of its blocks."""

    field: str
    text: str
    label: str = ""
    # How many characters fit into its field, where there is a limit.
    longest: int | None = None
    block: int | None = None
    part: int = 0

    @property
    def place(self) -> str:
        """Return where it stands in this state of the piece: “headline”, “4-answer-0”."""
        return self.field if self.block is None else f"{self.block}-{self.field}-{self.part}"

    @property
    def mark(self) -> str:
        """Return the same for the same words."""
        return hashlib.blake2b(self.text.encode(), digest_size=8).hexdigest()

    @property
    def blankless(self) -> str:
        """Return its letters as they compare with what a browser shows."""
        return without_blanks(self.text)


def without_blanks(text: str) -> str:
    """Return `text` without its blanks, with which a browser deals as it likes."""
    return "".join(text.split())


def said_by(version: Version) -> Said:
    """Return what a version says in words."""
    return {name: getattr(version, name) for name in _FIELDS} | {
        _LEAD: lead_of(version),
        "document": upgrade_document(version.document),
    }


def said_in(article: Article, blocks: list[Block]) -> Said:
    """Return what the draft, with these `blocks`, says in words."""
    return {name: getattr(article, name) for name in _FIELDS} | {
        _LEAD: freeze_lead(article),
        "document": [block.freeze(article.language) for block in blocks],
    }


def segments(said: Said) -> list[Segment]:
    """Return the segments of a piece that say something, in the order in which one reads them."""
    found = [
        Segment(name, said[name], str(label), _longest(Article, name))
        for name, label in _FIELDS.items()
    ]
    if said[_LEAD].get("photo"):
        longest = _longest(Article, "lead_caption")
        found.append(Segment(_LEAD, said[_LEAD]["caption"], str(_("Lead caption")), longest))
    kinds = {kind.kind: kind for kind in Block.kinds()}
    for number, data in enumerate(said["document"]):
        if kind := kinds.get(data["kind"]):
            found += _of_block(kind, number, data)
    return [segment for segment in found if segment.text.strip()]


def _longest(model, name):
    return model._meta.get_field(name).max_length


def _of_block(kind, number, data) -> Iterator[Segment]:
    for name in kind.worded():
        label = capfirst(kind._meta.get_field(name).verbose_name)
        if name not in kind.rich:
            yield Segment(name, data[name], label, _longest(kind, name), number)
            continue
        for part, piece in enumerate(_BLOCK.split(data[name])):
            if not _BLOCK.fullmatch(piece):
                yield Segment(name, _words_of(piece), label, None, number, part)


def _words_of(inline):
    return html.unescape(_TAG.sub(_spoken, inline))


def _spoken(tag):
    return "\n" if tag[0].startswith("<br") else ""


def with_words(said: Said, segment: Segment, text: str) -> Said:
    """Return what a piece says with `text` in the place of one of its segments."""
    if segment.block is None:
        words = {"caption": text, "caption_of_photo": False}
        return said | {segment.field: said[_LEAD] | words if segment.field == _LEAD else text}
    document = list(said["document"])
    data = document[segment.block]
    kind = _kind_of(data)
    if segment.field in kind.rich:
        parts = _BLOCK.split(data[segment.field])
        parts[segment.part] = _reworded(parts[segment.part], segment.text, text)
        text = richtext.clean("".join(parts))
    document[segment.block] = kind.reworded(data, segment.field, text)
    return said | {"document": document}


def searchable(said: Said, segment: Segment) -> str:
    """Return the words of the block in which a segment stands, as the search has them."""
    if segment.block is None:
        return ""
    data = said["document"][segment.block]
    kind = _kind_of(data)
    return kind.thaw(kind.reworded(data, segment.field, data[segment.field])).text()


def _kind_of(data):
    return next(kind for kind in Block.kinds() if kind.kind == data["kind"])


def _reworded(inline: str, old: str, new: str) -> str:
    """Return inline HTML that says `old` so that it says `new`: tags stay where they are."""
    signs, written = _SIGN.finditer(inline), []

    def pass_over(number, *, keep):
        while number:
            found = next(signs)
            is_said = found["tag"] is None or bool(_spoken(found))
            number -= is_said and len(html.unescape(found["sign"] or "\n"))
            if keep or not is_said:
                written.append(found[0])

    for state, words in changed_words(old, new):
        if state == ADDED:
            written.append(html.escape(words, quote=False))
        else:
            pass_over(len(words), keep=state == SAME)
    written += (found[0] for found in signs)
    return _EMPTIED.sub("", "".join(written))


def counterpart(segment: Segment, others: list[Segment]) -> Segment | None:
    """Return which of the `others`, of another state of the piece, is the same segment."""
    others = [other for other in others if other.field == segment.field]
    same = [other for other in others if other.text == segment.text]
    if same:
        return next((other for other in same if other.place == segment.place), same[0])
    words = counted(segment.text)
    alike = [(likeness(words, counted(other.text)), other) for other in others]
    best = max(alike, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] >= _LIKE else None


def merged_text(base: str, mine: str, theirs: str) -> str | None:
    """Return `mine` with what `theirs` changed of `base`: None where both changed the same."""
    if mine == base:
        return theirs
    began, one, other = (_WORD.findall(text) for text in (base, mine, theirs))
    order = merged_parts(began, one, other)
    if order is None:
        return None
    places = {Choice.MINE: one, Choice.THEIRS: other}
    return "".join(places[side][place] for side, place in order)


def letters_changed(old: str, new: str) -> int:
    """Return how many letters go, or how many come, whichever are more."""
    changed = changed_words(old, new)
    return max(
        sum(len(words) for kind, words in changed if kind == state) for state in (REMOVED, ADDED)
    )


@dataclass(frozen=True)
class Span:
    """The words that differ between two texts, and what stands around them."""

    before: str
    quote: str
    after: str
    replacement: str


def span_of(old: str, new: str) -> Span:
    """Return the whole words in which `old` and `new` differ, at least one of `old`."""
    start = next(
        (place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    start = _begin_of_word(old, start)
    while end and not (_parts_words(old, end) and _parts_words(new, end)):
        end -= 1
    if not old[start : len(old) - end].strip():
        # Something new alone: the word before it says where, or else the one after it.
        start = _begin_of_word(old, len(old[:start].rstrip()))
    if not old[start : len(old) - end].strip() and (word := _NEXT.match(old, len(old) - end)):
        end -= len(word[0])
    return Span(
        old[:start],
        old[start : len(old) - end],
        old[len(old) - end :],
        new[start : len(new) - end],
    )


def _begin_of_word(text, place):
    while place and not text[place - 1].isspace():
        place -= 1
    return place


def _parts_words(text, end):
    """Whether a word begins or ends so many signs before the end of `text`."""
    around = text[len(text) - end - 1 : len(text) - end + 1] if end < len(text) else " "
    return any(map(str.isspace, around))
