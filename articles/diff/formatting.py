"""Formatting diff: what became of links, bold and italics, apart from the words."""

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import richtext

from .effort import Effort

# What two texts cost to parse, and each tag in them, as words looked at.
_OF_A_PARSER, _OF_A_TAG = 3_000, 50
# Of more words in bold, or links, that changed, each is looked for in the whole text: too much to
# find, and to read.
_MOST_REMARKS = 50

_BLOCK = re.compile(rf"<(/?)(?:{'|'.join(sorted(richtext.BLOCKS, reverse=True))})\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_DRESS = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
}
_PLAIN = {f"<{slash}{tag}>" for tag in richtext.BLOCKS for slash in ("", "/")}
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


def remarks_on(old: str, new: str, effort: Effort) -> list[str]:
    """Say what became of the formatting and the links between two rich texts, in words."""
    if old == new:
        return []
    tags, tags_now = _TAG.findall(old), _TAG.findall(new)
    if tags == tags_now and set(tags) <= _PLAIN:
        # As most of what is changed: the same paragraphs, with nothing in them but words.
        return []
    cost = _OF_A_PARSER + _OF_A_TAG * (len(tags) + len(tags_now)) + len(old) + len(new)
    if not effort.spend(cost):
        return [_("The formatting changed.")]
    then, now = _Dress(old), _Dress(new)
    if then.differs_in(now) > _MOST_REMARKS:
        return [_("The formatting changed.")]
    said = [*_of_dress(then, now), *_of_links(then, now), *_of_shape(then, now)]
    if not said and then.words == now.words:
        said.append(_("The formatting changed."))
    return said


class _Dress:
    def __init__(self, html: str) -> None:
        soup = BeautifulSoup(html, "html.parser")
        self.words = richtext.text_of(html)
        self.plain = " ".join(self.words.split())
        self.marks = Counter((tag.name, _plain_text(tag)) for tag in soup.find_all(list(_DRESS)))
        self.links = Counter((_plain_text(tag), tag.get("href", "")) for tag in soup.find_all("a"))
        self.shape = [tag.name for tag in soup.find_all(list(richtext.BLOCKS))]

    def differs_in(self, other: "_Dress") -> int:
        marks = len(self.marks - other.marks) + len(other.marks - self.marks)
        return marks + len(self.links - other.links) + len(other.links - self.links)


def _plain_text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


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
