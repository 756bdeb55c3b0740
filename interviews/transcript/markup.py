"""HTML parsing: from the clipboard of word processors, browsers and Google Docs to passages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import nh3
from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from interviews.transcript.passages import Passage, Run, tidy


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


HIDDEN = _tags("""
    script style title template noscript svg math object iframe select textarea
""")
BLOCKS = _tags("""
    address article aside blockquote body button center details dd div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p
    pre section summary table tbody td tfoot th thead tr ul
""")
SHOWN = BLOCKS | _tags("a b strong i em cite span img br")
KINDS = {
    "blockquote": "quote",
    "dt": "dt",
    "summary": "dt",
    "figcaption": "caption",
    "li": "li",
} | {f"h{level}": f"h{level}" for level in range(1, 7)}
FONT_WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
FONT_STYLE = re.compile(r"font-style\s*:\s*(\w+)", re.IGNORECASE)
NOT_SHOWN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
# Word draws the bullets of its lists as text in a symbol font.
WORD_BULLET = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
CAPTION_CLASS = re.compile(r"(?:^|[\W_]|mso)caption", re.IGNORECASE)
FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|svg)", re.IGNORECASE)
TURN = re.compile(r"[-–—] |[^\s:][^:]{0,39}:(?:\s|$)|\d{1,3}[.)] |[\[(]?\d{1,2}:\d\d")
LINE_OF_VERSE = 60
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.IGNORECASE)
CLOSED_BY_THEMSELVES = _tags(
    "p li dt dd td th tr br hr img meta link input col option wbr source area base embed"
)
DEEPEST = 2000


@dataclass(frozen=True)
class _Format:
    """What the elements around a piece of text say about it."""

    bold: bool = False
    italic: bool = False
    href: str = ""
    kind: str = ""
    in_figure: bool = False
    preformatted: bool = False

    def within(self, tag: Tag) -> Self:
        style = str(tag.get("style", ""))
        weight, slant = FONT_WEIGHT.search(style), FONT_STYLE.search(style)
        bold = self.bold or tag.name in ("b", "strong")
        if weight:
            bold = weight[1].lower() in ("bold", "bolder", "600", "700", "800", "900")
        italic = self.italic or tag.name in ("i", "em", "cite")
        if slant:
            italic = slant[1].lower() in ("italic", "oblique")
        kind = KINDS.get(tag.name, self.kind)
        if tag.name == "li" and tag.parent is not None and tag.parent.name == "ol":
            kind = "ol"
        if tag.name == "figure" and not tag.find(["table", "blockquote"]):
            kind = "caption"
        if CAPTION_CLASS.search(" ".join(tag.get_attribute_list("class"))) and not tag.find("img"):
            kind = "caption"
        return replace(
            self,
            bold=bold,
            italic=italic,
            kind=kind,
            href=str(tag.get("href", "")).strip() if tag.name == "a" else self.href,
            in_figure=self.in_figure or (tag.name == "figure" and kind == "caption"),
            preformatted=self.preformatted or tag.name == "pre",
        )


def _well_formed(markup: str) -> str:
    """The markup as browsers understand it, which the parser below reads in linear time."""
    depth = 0
    for tag in TAG.finditer(markup):
        if tag[2].lower() not in CLOSED_BY_THEMSELVES:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            # No page is nested so deeply, and to find what closes what would take forever.
            markup = "".join(f"<p>{words}</p>" for words in TAG.split(markup)[::3])
            break
    return nh3.clean(
        markup,
        tags=set(SHOWN),
        clean_content_tags=set(HIDDEN),
        attributes={"*": {"style", "class", "hidden"}, "a": {"href"}, "img": {"alt"}},
        link_rel=None,
    )


def passages_of_html(markup: str) -> list[Passage]:
    """Passages of the visible text of a page or of a fragment, in order."""
    reader = _Reader()
    # An explicit stack: nesting has no limit in what people paste, recursion in Python has.
    page = BeautifulSoup(_well_formed(markup), "html.parser")
    pending: list[tuple[PageElement, _Format, bool]] = [(page, _Format(), False)]
    while pending:
        node, form, leaving = pending.pop()
        if isinstance(node, Tag):
            if leaving:
                reader.boundary(form, leaving_figure=node.name == "figure")
                continue
            if _is_hidden(node):
                continue
            inner = form.within(node)
            if node.name == "img":
                reader.picture(node, form)
            elif node.name == "br":
                reader.runs.append(Run("\n"))
            elif node.name in BLOCKS:
                if node.name == "figure" or not form.in_figure:
                    reader.boundary(form)
                pending.append((node, inner, True))
            pending += [(child, inner, False) for child in reversed(node.contents)]
        elif type(node) is NavigableString:
            reader.words(str(node), form)
    reader.flush()
    return reader.passages


class _Reader:
    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.runs: list[Run] = []
        self.kind = ""
        self.after_picture = False
        self.described = ""

    def words(self, text: str, form: _Format) -> None:
        if not form.preformatted:
            text = re.sub(r"[\n\r\t]+", " ", text)
        if text.strip():
            self.kind = form.kind
        self.runs.append(Run(text, form.bold, form.italic, form.href))

    def picture(self, tag: Tag, form: _Format) -> None:
        description = " ".join(str(tag.get("alt", "")).split())
        if not form.in_figure:
            self.flush()
            self.after_picture = True
        if " " in description and not FILE_NAME.fullmatch(description):
            if form.in_figure:
                self.described = description
            else:
                self.passages.append(Passage(tidy([Run(description)]), kind="alt"))

    def boundary(self, form: _Format, leaving_figure: bool = False) -> None:
        if form.in_figure and not leaving_figure:
            self.runs.append(Run(" "))
            return
        if leaving_figure and not tidy(self.runs) and self.described:
            self.runs, self.kind = [Run(self.described)], "alt"
        self.described = ""
        self.flush()

    def flush(self) -> None:
        passage = Passage(tidy(self.runs), kind=self.kind, after_picture=self.after_picture)
        self.runs, self.kind = [], ""
        if passage.runs:
            self.after_picture = False
            self.passages += _split_at_breaks(passage)


def _is_hidden(tag: Tag) -> bool:
    style = str(tag.get("style", ""))
    if tag.name in HIDDEN or tag.has_attr("hidden") or NOT_SHOWN.search(style):
        return True
    return bool(WORD_BULLET.search(style)) and not any(
        map(str.isalnum, tag.get_text().strip(" o\xa0"))
    )


def _split_at_breaks(passage: Passage) -> list[Passage]:
    """The paragraphs that line breaks make of a passage; verse and headings keep their breaks."""
    if passage.kind.startswith("h") or passage.kind == "caption":
        runs = tidy(replace(run, text=run.text.replace("\n", " ")) for run in passage.runs)
        return [replace(passage, runs=runs)]
    words = "".join(run.text for run in passage.runs)
    if "\n" not in words:
        return [passage]
    lines: list[list[Run]] = []
    line: list[Run] = []
    for run in passage.runs:
        for number, piece in enumerate(run.text.split("\n")):
            if number:
                lines.append(line)
                line = []
            line.append(replace(run, text=piece))
    lines.append(line)
    found = [replace(passage, runs=runs) for each in lines if (runs := tidy(each))]
    return [passage] if _is_verse(found) else found


def _is_verse(lines: Sequence[Passage]) -> bool:
    return not any(
        len(line.text) > LINE_OF_VERSE
        or line.text.rstrip("\"'”»").endswith((".", "?", "!", "…", ":"))
        or line.bold
        or TURN.match(line.text)
        for line in lines[:-1]
    )
