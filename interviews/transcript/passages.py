"""Passages: the common form of all sources, made of runs of equally formatted characters."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any, Self

from espreso import plain_text

SPACES = re.compile(r"[^\S\n]+")
SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20]+", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """Characters in one format. A newline is a line break within the paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""

    @property
    def format(self) -> tuple[bool, bool, str]:
        return self.bold, self.italic, self.href


@dataclass(frozen=True)
class Passage:
    """A paragraph as it was found, before anything is guessed about it.

    `kind` is what the source said it is: "h1" to "h6", "li", "ol", "dt", "quote", "caption",
    "alt" (the description of a picture), or nothing for a plain paragraph. `place` is its
    number in the source.
    """

    runs: tuple[Run, ...]
    kind: str = ""
    after_picture: bool = False
    speaker: str = ""
    starts_turn: bool = False
    place: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).replace("\n", " ")

    @property
    def bold(self) -> bool:
        return self._is_mostly(run.bold for run in self.runs)

    @property
    def italic(self) -> bool:
        return self._is_mostly(run.italic for run in self.runs)

    def _is_mostly(self, marks: Iterable[bool]) -> bool:
        letters = [len(run.text.strip()) for run in self.runs]
        marked = sum(compress(letters, marks))
        return sum(letters) > 0 and marked >= 0.85 * sum(letters)

    @property
    def bold_lead(self) -> int:
        """The length of the bold beginning; 0 without one or when all of it is bold."""
        length = 0
        for run in self.runs:
            if not run.bold:
                return length if run.text.strip() or run is not self.runs[-1] else 0
            length += len(run.text)
        return 0

    def after(self, offset: int, **changes: Any) -> Self:
        """The passage without its first `offset` characters."""
        return replace(self, runs=tidy(split_runs(self.runs, offset)[1]), **changes)

    def before(self, offset: int, **changes: Any) -> Self:
        """The first `offset` characters of the passage."""
        return replace(self, runs=tidy(split_runs(self.runs, offset)[0]), **changes)

    @property
    def html(self) -> str:
        return "".join(_markup(run) for run in self.runs)


def split_runs(runs: Iterable[Run], offset: int) -> tuple[list[Run], list[Run]]:
    """Runs before and after the character at `offset`."""
    head, tail = [], []
    for run in runs:
        here = max(0, min(offset, len(run.text)))
        offset -= here
        if here:
            head.append(replace(run, text=run.text[:here]))
        if here < len(run.text):
            tail.append(replace(run, text=run.text[here:]))
    return head, tail


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with single spaces, nothing invisible, no space at either end, neighbours merged."""
    groups: list[tuple[Run, list[str]]] = []
    at_space = True
    for run in runs:
        text = SPACES.sub(" ", plain_text.cleaned(run.text))
        text = re.sub(r" ?\n[ \n]*", "\n", text)
        if at_space:
            text = text.lstrip(" \n")
        if not text:
            continue
        at_space = text[-1] in " \n"
        if groups and groups[-1][0].format == run.format:
            groups[-1][1].append(text)
        else:
            groups.append((run, [text]))
    merged = [replace(run, text="".join(texts)) for run, texts in groups]
    if merged:
        last = merged.pop()
        if last.text.rstrip():
            merged.append(replace(last, text=last.text.rstrip()))
        elif merged:
            merged[-1] = replace(merged[-1], text=merged[-1].text.rstrip())
    return tuple(merged)


def _markup(run: Run) -> str:
    markup = html.escape(run.text).replace("\n", "<br>")
    if run.italic:
        markup = f"<em>{markup}</em>"
    if run.bold:
        markup = f"<strong>{markup}</strong>"
    if run.href and SAFE_LINK.fullmatch(run.href):
        markup = f'<a href="{html.escape(run.href)}">{markup}</a>'
    return markup
