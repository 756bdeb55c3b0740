"""Plain text parsing: text with or without Markdown, to passages."""

import re
from collections.abc import Iterator
from itertools import pairwise

from interviews.transcript.passages import Passage, Run, tidy

WIDEST_WRAP = 120
TURN = re.compile(
    r"(?:[-–—] |\S{1,20}(?: \S{1,20}){0,3}:(?:\s|$)|[\[(]?\d{1,2}:\d\d|#{1,6} |\*\*|\d{1,3}[.)] )"
)
HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
EMPHASIS = re.compile(r"\*{1,3}|_{1,2}")
PICTURE = re.compile(r"!\[([^\[\]\n]{1,300})\]\([^\s()<>]{1,1000}(?:\s\"[^\"]{0,200}\")?\)")
# Before a paragraph that a letter quotes from the one it answers.
QUOTED = re.compile(r"(?:>\s?){0,5}>\s(?=\S)")
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(((?:https?://|mailto:)[^\s()<>]{1,1000})\)")


def passages_of_text(text: str) -> list[Passage]:
    """Passages of a pasted text.

    A line is a paragraph, unless the text was wrapped by a mail program or a terminal at a
    fixed width: then lines are joined up to the next one with room left for another word.
    """
    lines = [line.strip() for line in re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)]
    return [passage for line in _unwrapped(lines) if (passage := _passage(line)).runs]


def _unwrapped(lines: list[str]) -> Iterator[str]:
    width = max(map(len, lines), default=0)
    full = [
        bool(line and following) and len(line) + 1 + len(following[:width].split(" ", 1)[0]) > width
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]
    inner = sum(bool(line and following) for line, following in pairwise(lines))
    wrapped = 40 <= width <= WIDEST_WRAP and sum(full) >= 3 and sum(full) >= 0.6 * inner
    if not wrapped:
        yield from lines
        return
    paragraph: list[str] = []
    for line, is_full, following in zip(lines, full, [*lines[1:], ""], strict=True):
        paragraph.append(line)
        if not is_full or TURN.match(following):
            yield " ".join(paragraph)
            paragraph = []


def _passage(line: str) -> Passage:
    picture = PICTURE.fullmatch(line)
    if picture:
        return Passage(_inline_runs(picture[1]), kind="alt")
    quoted = QUOTED.match(line)
    if quoted:
        return Passage(_inline_runs(line[quoted.end() :]), kind="quote")
    heading = HEADING.match(line)
    if heading:
        return Passage(_inline_runs(line[heading.end() :].rstrip("# ")), kind=f"h{len(heading[1])}")
    return Passage(_inline_runs(line))


def _inline_runs(line: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    end = 0
    for link in LINK.finditer(line):
        runs += _emphasised(line[end : link.start()])
        runs.append(Run(link[1], href=link[2]))
        end = link.end()
    return tidy(runs + _emphasised(line[end:]))


def _emphasised(text: str) -> list[Run]:
    """Runs of bold and italic; marks that do not pair up stay characters of the text."""
    marks = list(EMPHASIS.finditer(text))
    pairs = set[int]()
    opened: dict[str, int] = {}
    for number, mark in enumerate(marks):
        before, after = (
            text[max(0, mark.start() - 1) : mark.start()],
            text[mark.end() : mark.end() + 1],
        )
        kind = mark[0]
        if before.strip() and not after.isalnum() and kind in opened:
            pairs |= {opened.pop(kind), number}
        elif after.strip() and not before.isalnum() and kind not in opened:
            opened[kind] = number
    runs: list[Run] = []
    end, on = 0, set[str]()
    for number in sorted(pairs):
        mark = marks[number]
        runs.append(_run(text[end : mark.start()], on))
        on ^= {mark[0]}
        end = mark.end()
    return [*runs, _run(text[end:], on)]


def _run(text: str, on: set[str]) -> Run:
    return Run(text, bold=bool(on & {"**", "__", "***"}), italic=bool(on & {"*", "_", "***"}))
