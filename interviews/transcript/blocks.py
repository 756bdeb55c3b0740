"""Block building: corrected paragraphs become the blocks of an interview."""

import html
from collections.abc import Iterable, Sequence
from typing import Any

from interviews.transcript.parts import Paragraph, Part
from interviews.transcript.speakers import is_mark

Block = dict[str, Any]


def to_blocks(paragraphs: Iterable[Paragraph]) -> list[Block]:
    """Blocks in the order of the page; everything but what was marked SKIP is in one of them.

    {"kind": "prose", "html"}, {"kind": "question_answer", "question", "asker", "respondent",
    "answer"} and {"kind": "figure", "caption"}: html and answer are paragraphs of rich text, the
    others plain text. A caption never parts an answer: one that stands before the answer begins
    comes before its question, one within the answer after it.
    """
    blocks: list[Block] = []
    story: list[Paragraph] = []
    exchange: _Exchange | None = None

    def close() -> None:
        nonlocal exchange
        if story:
            blocks.append({"kind": "prose", "html": _paragraphs(story)})
            story.clear()
        if exchange:
            blocks.extend(exchange.blocks())
            exchange = None

    for paragraph in paragraphs:
        part = paragraph.part
        if part is Part.SKIP:
            continue
        if part is Part.QUESTION:
            if exchange is None or exchange.answers:
                close()
                exchange = _Exchange()
            exchange.questions.append(paragraph)
        elif part is Part.ANSWER and exchange:
            exchange.answers.append(paragraph)
        elif part is Part.CAPTION and exchange:
            (exchange.after if exchange.answers else exchange.before).append(_figure(paragraph))
        elif part is Part.CAPTION:
            close()
            blocks.append(_figure(paragraph))
        else:
            if exchange:
                close()
            story.append(paragraph)
    close()
    return blocks


class _Exchange:
    """A question, its answer, and the pictures that came with them."""

    def __init__(self) -> None:
        self.questions: list[Paragraph] = []
        self.answers: list[Paragraph] = []
        self.before: list[Block] = []
        self.after: list[Block] = []

    def blocks(self) -> list[Block]:
        askers, respondents = _speakers(self.questions), _speakers(self.answers)
        question_answer = {
            "kind": "question_answer",
            "question": _spoken(self.questions, askers),
            "asker": askers[0] if len(askers) == 1 else "",
            "respondent": respondents[0] if len(respondents) == 1 else "",
            "answer": _paragraphs(self.answers, named=len(respondents) > 1),
        }
        return [*self.before, question_answer, *self.after]


def _speakers(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The names in the order of their first words; marks such as "Q" are no names."""
    return list(
        dict.fromkeys(p.speaker for p in paragraphs if p.speaker and not is_mark(p.speaker))
    )


def _spoken(paragraphs: Sequence[Paragraph], speakers: list[str]) -> str:
    if len(speakers) < 2:
        return " ".join(paragraph.text for paragraph in paragraphs)
    return " ".join(
        f"{p.speaker}: {p.text}" if p.speaker in speakers else p.text for p in paragraphs
    )


def _paragraphs(paragraphs: Sequence[Paragraph], named: bool = True) -> str:
    return "".join(
        f"<p>{_name(paragraph) if named else ''}{paragraph.html}</p>" for paragraph in paragraphs
    )


def _name(paragraph: Paragraph) -> str:
    if not paragraph.speaker or is_mark(paragraph.speaker):
        return ""
    return f"<strong>{html.escape(paragraph.speaker)}:</strong> "


def _figure(paragraph: Paragraph) -> Block:
    return {"kind": "figure", "caption": paragraph.text}
