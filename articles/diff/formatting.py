"""Formatting diff: what became of links, bold and italics, apart from the words.

An editor writes anew what it was given: two tags the other way round, a paragraph into each point
of a list. What looks the same to readers is the same here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import richtext

from .effort import Effort

# What each tag in two texts costs, as words looked at.
_OF_A_TAG = 50
# Of more words in bold, or links, that changed, each is looked for in the whole text: too much to
# find, and to read.
_MOST_REMARKS = 50

_BLOCK = re.compile(rf"<(/?)(?:{'|'.join(sorted(richtext.BLOCKS, reverse=True))})\b[^>]*>")
_PART = re.compile(r"<(?P<end>/?)(?P<tag>\w+)(?P<rest>[^>]*)>|[^<]+")
_BLANKS = re.compile(r"(\s+)")
# In these an editor writes the first words as a paragraph, which is not told.
_HOLDERS, _UNTOLD = ("<li", "<blockquote"), ""
_END = ("<>", None)
# What readers see or hear of a tag.
_ATTRIBUTE = re.compile(r' ((?:href|title|hreflang|lang|start)="[^"]*")')
_DRESS = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
}
_SHAPES = {
    "p": gettext_lazy("a paragraph"),
    "h2": gettext_lazy("a sub-heading"),
    "h3": gettext_lazy("a small sub-heading"),
    "ul": gettext_lazy("a list"),
    "ol": gettext_lazy("a numbered list"),
    "blockquote": gettext_lazy("a quotation"),
}


def elements(html: str) -> list[str]:
    """Cut cleaned rich text into its paragraphs, headings, lists; joined, they are `html`."""
    parts: list[str] = []
    start = depth = 0
    for tag in _BLOCK.finditer(html):
        cut = None
        if tag[1]:
            depth = max(0, depth - 1)
            cut = tag.end() if not depth else None
        else:
            cut = tag.start() if not depth else None
            depth += 1
        if cut is not None and cut > start:
            parts.append(html[start:cut])
            start = cut
    return parts + ([html[start:]] if start < len(html) else [])


# A tag that dresses words, and its attributes.
Mark = tuple[str, ...]
# Words and the marks on them. Blanks have none, and the tag of a block has None.
Look = list[tuple[str, tuple[Mark, ...] | None]]


def look_of(html: str, *, blanks_count: bool = False) -> Look:
    """Return what cleaned rich text says and how it looks, however its tags are written.

    With `blanks_count` one blank is not like another.
    """
    look: Look = []
    marks: list[Mark] = []
    # The blocks that are open.
    blocks: list[str] = []
    for part in _PART.finditer(html):
        tag, is_end = part["tag"], bool(part["end"])
        if not tag:
            words = unescape(part[0])
            words = words if blanks_count else _BLANKS.sub(" ", words)
            _add_words(look, words, tuple(sorted(set(marks))))
        elif tag == "br":
            _add_tag(look, "<br>")
        elif tag not in richtext.BLOCKS:
            if not is_end:
                marks.append(_mark(part))
            elif mine := [place for place, mark in enumerate(marks) if mark[0] == tag]:
                del marks[mine[-1]]
        elif is_end:
            if (blocks.pop() if blocks else tag) != _UNTOLD:
                _add_tag(look, f"</{tag}>")
        elif tag == "p" and look and look[-1][1] is None and look[-1][0].startswith(_HOLDERS):
            blocks.append(_UNTOLD)
        else:
            blocks.append(tag)
            _add_tag(look, f"<{' '.join(_mark(part))}>")
    _strip_end(look)
    return look


def _mark(part: re.Match[str]) -> Mark:
    return (part["tag"], *map(unescape, sorted(_ATTRIBUTE.findall(part["rest"]))))


def _add_words(look: Look, words: str, marks: tuple[Mark, ...]) -> None:
    if not look or look[-1][1] is None:
        words = words.lstrip()
    for said in _BLANKS.split(words) if marks else [words]:
        worn = () if said.isspace() else marks
        if said and look and look[-1][1] == worn:
            look[-1] = (look[-1][0] + said, worn)
        elif said:
            look.append((said, worn))


def _add_tag(look: Look, tag: str) -> None:
    _strip_end(look)
    look.append((tag, None))


def _strip_end(look: Look) -> None:
    """Leave out the blanks after which there are no words."""
    if look and look[-1][1] is not None:
        words, marks = look.pop()
        if words := words.rstrip():
            look.append((words, marks))


def _outline(look: Look) -> list[object]:
    """Return how it looks, whatever it says."""
    parts = (tag if marks is None else marks for tag, marks in look if tag.strip())
    return [part for part, _same in groupby(parts)]


def remarks_on(old: str, new: str, effort: Effort) -> list[str]:
    """Say what became of the formatting and the links between two rich texts, in words."""
    if old == new:
        return []
    look, look_now = look_of(old), look_of(new)
    if look == look_now:
        return []
    outline = _outline(look)
    alike = outline == _outline(look_now)
    if alike and not any(marks for _words, marks in look):
        # As most of what is changed: the same paragraphs, with nothing in them but words.
        return []
    then, now = _Dress(old, look), _Dress(new, look_now)
    same_words = then.words == now.words
    cost = _OF_A_TAG * (len(then.shape) + then.size + len(now.shape) + now.size)
    if not effort.spend(cost + len(old) + len(new)) or then.differs_in(now) > _MOST_REMARKS:
        # Of words that changed in their old dress it would not be true.
        return [_("The formatting changed.")] if same_words or not alike else []
    said = [*_of_dress(then, now), *_of_links(then, now), *_of_shape(then, now)]
    if not said and same_words:
        said.append(_("The formatting changed."))
    return said


class _Dress:
    def __init__(self, html: str, look: Look) -> None:
        self.words = richtext.text_of(html)
        self.plain = " ".join(self.words.split())
        worn = Counter(_worn(look))
        self.size = worn.total()
        self.marks, self.links = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for (mark, words), times in worn.items():
            if mark[0] in _DRESS:
                self.marks[mark[0], words] += times
            elif mark[0] == "a":
                self.links[words, _address(mark)] += times
        opened = (tag for tag, marks in look if marks is None and tag[:1] == "<")
        self.shape = [tag.strip("<>").split()[0] for tag in opened if tag[1] not in "/b"]

    def differs_in(self, other: "_Dress") -> int:
        marks = len(self.marks - other.marks) + len(other.marks - self.marks)
        return marks + len(self.links - other.links) + len(other.links - self.links)


def _worn(look: Look) -> Iterator[tuple[Mark, str]]:
    """Yield each mark with the words that it goes on for."""
    going_on: dict[Mark, list[str]] = {}
    for words, marks in [*look, _END]:
        if words == "<br>" or not words.strip():
            for said in going_on.values():
                said.append(" ")
            continue
        for mark in going_on.keys() - set(marks or ()):
            yield mark, " ".join("".join(going_on.pop(mark)).split())
        for mark in marks or ():
            going_on.setdefault(mark, []).append(words)


def _address(mark: Mark) -> str:
    return next((one[len('href="') : -1] for one in mark if one.startswith("href=")), "")


def _of_dress(then: _Dress, now: _Dress) -> Iterator[str]:
    # Words that are new, or gone, took their dress with them.
    for name, words in now.marks - then.marks:
        if words in then.plain:
            yield _("Now %(dress)s: “%(words)s”.") % {"dress": _DRESS[name], "words": words}
    for name, words in then.marks - now.marks:
        if words in now.plain:
            yield _("No longer %(dress)s: “%(words)s”.") % {"dress": _DRESS[name], "words": words}


def _of_links(then: _Dress, now: _Dress) -> Iterator[str]:
    gone, come = dict(then.links - now.links), dict(now.links - then.links)
    for words, address in come:
        former = next((link for link in gone if link[0] == words), None)
        said = {"words": words, "address": address}
        if former:
            del gone[former]
            yield _("The link “%(words)s” now goes to %(address)s; it went to %(former)s.") % (
                said | {"former": former[1]}
            )
        elif same := next((link for link in gone if link[1] == address), None):
            # The same link under other words: those are shown anyway.
            del gone[same]
        else:
            yield _("Link added: “%(words)s”, %(address)s.") % said
    for words, address in gone:
        yield _("Link removed: “%(words)s”, %(address)s.") % {"words": words, "address": address}


def _of_shape(then: _Dress, now: _Dress) -> Iterator[str]:
    if then.shape == now.shape:
        return
    was, becomes = (_SHAPES.get(next(iter(dress.shape), "")) for dress in (then, now))
    if was and becomes and was != becomes:
        yield _("Was %(was)s, now %(becomes)s.") % {"was": was, "becomes": becomes}
    elif then.words == now.words:
        yield _("Paragraphs, sub-headings or lists changed.")
