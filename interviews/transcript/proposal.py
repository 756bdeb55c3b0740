"""Proposal: every paragraph of the source with its part and speaker, for an editor to correct."""

import re
from collections.abc import Sequence
from dataclasses import replace

from interviews.transcript.decision import decide
from interviews.transcript.parts import Paragraph, Part
from interviews.transcript.passages import Passage
from interviews.transcript.signals import DASH, HEADINGS, survey

from . import boilerplate, markup, plain, speakers

ANSWER_INLINE = re.compile(r"\s(?=(?:A\d{0,3}|А|Answer|Відповідь|В):\s)")
# Lower case would go on with the sentence: "— Why? — she asked."
TURN_INLINE = re.compile(r"(?<=[?!])\s(?=[-–—]\s?[A-ZА-ЯІЇЄҐ«“\"'’])")
QUESTION_MARK = re.compile(r"(?:Q\d{0,3}|Question|Питання|Запитання|П|З)\s?[:.]\s")


def from_text(text: str) -> list[Paragraph]:
    """A proposal for plain text, with or without Markdown."""
    return _propose(plain.passages_of_text(text))


def from_html(html: str) -> list[Paragraph]:
    """A proposal for HTML, of which only words and the simplest formats are taken over."""
    return _propose(markup.passages_of_html(html))


def _propose(passages: Sequence[Passage]) -> list[Paragraph]:
    pieces = [
        piece
        for passage in _turns_apart(passages)
        for piece in _split_question_from_answer(passage)
    ]
    pieces = [replace(piece, place=place) for place, piece in enumerate(pieces)]
    skipped = boilerplate.find_boilerplate(pieces)
    content = speakers.name([piece for piece in pieces if piece.place not in skipped])
    document = survey(content, speakers.askers(content))
    parts = _closing_thanks_as_prose(content, decide(document))
    if document.dashes:
        content = [_without_dash(passage) for passage in content]
    proposed = [(piece, Part.SKIP) for piece in pieces if piece.place in skipped]
    proposed += zip(content, parts, strict=True)
    proposed = _pictures_told_once(sorted(proposed, key=lambda pair: pair[0].place))
    return [
        Paragraph(passage.html, passage.text, part, passage.speaker) for passage, part in proposed
    ]


def _turns_apart(passages: Sequence[Passage]) -> Sequence[Passage]:
    """Dialogue whose questions and answers share their paragraphs, each turn on its own."""
    dashed = [passage for passage in passages if DASH.match(passage.text)]
    shared = sum(bool(TURN_INLINE.search(passage.text)) for passage in dashed)
    if shared < 2 or shared < 0.5 * len(dashed):
        return passages
    return [
        piece
        for passage in passages
        for piece in (_turns(passage) if DASH.match(passage.text) else [passage])
    ]


def _turns(passage: Passage) -> list[Passage]:
    answer = TURN_INLINE.search(passage.text)
    if not answer:
        return [passage]
    return [passage.before(answer.start()), passage.after(answer.start())]


def _split_question_from_answer(passage: Passage) -> list[Passage]:
    """A question and its answer, each on its own, when both were set in one paragraph."""
    answer = (
        ANSWER_INLINE.search(passage.text[:3000]) if QUESTION_MARK.match(passage.text) else None
    )
    if answer:
        return [passage.before(answer.start()), passage.after(answer.start())]
    lead = passage.bold_lead
    if lead and passage.kind not in HEADINGS:
        head = passage.text[:lead].rstrip()
        if head.endswith("?") and head.count(" ") >= 1:
            return [passage.before(lead), passage.after(lead)]
    return [passage]


def _without_dash(passage: Passage) -> Passage:
    dash = DASH.match(passage.text)
    return passage.after(dash.end()) if dash else passage


def _closing_thanks_as_prose(passages: Sequence[Passage], parts: list[Part]) -> list[Part]:
    """Thanks at the end of a talk are no question that waits for its answer."""
    end = len(parts)
    while end and parts[end - 1] is Part.QUESTION and "?" not in passages[end - 1].text:
        end -= 1
    if Part.ANSWER not in parts[:end]:
        return parts
    return parts[:end] + [Part.PROSE] * (len(parts) - end)


def _pictures_told_once(proposed: list[tuple[Passage, Part]]) -> list[tuple[Passage, Part]]:
    """The description of a picture stands in for a caption only where none follows."""
    following = [part for _passage, part in proposed[1:]] + [None]
    return [
        (passage, Part.SKIP if passage.kind == "alt" and part is after is Part.CAPTION else part)
        for (passage, part), after in zip(proposed, following, strict=False)
    ]
