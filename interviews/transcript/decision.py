"""Decoding: the most plausible sequence of parts, by dynamic programming (Viterbi).

Each passage gives evidence for the parts that it could play, and parts follow each other as they
do in interviews: an introduction, then questions with their answers, captions among them. The
sequence with the highest sum is found as in a Viterbi decoder, in time linear in the passages.
"""

from collections.abc import Sequence
from dataclasses import replace

from interviews.transcript import evidence, turns
from interviews.transcript.evidence import (
    AFTER_ANSWER,
    ANSWER,
    BEFORE_ANSWER,
    INTRODUCTION,
    OPENING,
    PROSE,
    QUESTION,
)
from interviews.transcript.parts import Part
from interviews.transcript.signals import DASH, Document, PassageCues

PARTS = {
    INTRODUCTION: Part.INTRODUCTION,
    QUESTION: Part.QUESTION,
    ANSWER: Part.ANSWER,
    PROSE: Part.PROSE,
    BEFORE_ANSWER: Part.CAPTION,
    AFTER_ANSWER: Part.CAPTION,
    OPENING: Part.CAPTION,
}
NEVER = -1000.0
# What may follow what, and how readily. A pair that is missing is out of the question.
FOLLOWS: dict[str, dict[str, float]] = {
    INTRODUCTION: {INTRODUCTION: 0, QUESTION: 0, OPENING: 0, ANSWER: -8},
    OPENING: {INTRODUCTION: 0, QUESTION: 0, OPENING: -1, ANSWER: -8},
    QUESTION: {QUESTION: -2.5, ANSWER: 0, BEFORE_ANSWER: 0.5},
    BEFORE_ANSWER: {ANSWER: 0, BEFORE_ANSWER: -1},
    ANSWER: {ANSWER: 0, QUESTION: 0, AFTER_ANSWER: 0, PROSE: 0},
    AFTER_ANSWER: {ANSWER: 0, QUESTION: 0, AFTER_ANSWER: -1, PROSE: 0},
    PROSE: {PROSE: 0, QUESTION: 0, AFTER_ANSWER: 0, ANSWER: -3},
}
FIRST: dict[str, float] = {INTRODUCTION: 0, OPENING: -1, QUESTION: 0, ANSWER: -8}
LAST: dict[str, float] = {QUESTION: -3, BEFORE_ANSWER: -4}


def decide(document: Document) -> list[Part]:
    """The part of each passage; PROSE for all that are no captions when nobody is interviewed."""
    all_cues = document.cues
    if not all_cues:
        return []
    states = _best_sequence(document)
    prompts = turns.prompts_between(all_cues, _answers(states))
    if prompts:
        states = _best_sequence(replace(document, prompts=prompts))
    if not _is_interview(document, states):
        return [
            Part.CAPTION if evidence.caption(cues, document, index) >= 8 else Part.PROSE
            for index, cues in enumerate(all_cues)
        ]
    return [PARTS[state] for state in states]


def _answers(states: Sequence[str]) -> list[list[int]]:
    """The places of the paragraphs of each answer."""
    runs: list[list[int]] = []
    for index, state in enumerate(states):
        if state == QUESTION:
            runs.append([])
        elif state == ANSWER and runs:
            runs[-1].append(index)
    return [run for run in runs if run]


def _best_sequence(document: Document) -> list[str]:
    weighed = [evidence.evidence_for(document, index) for index in range(len(document.cues))]
    scores = {state: FIRST.get(state, NEVER) + weighed[0][state] for state in FOLLOWS}
    origins: list[dict[str, str]] = []
    for index in range(1, len(weighed)):
        reached: dict[str, float] = {}
        origin: dict[str, str] = {}
        for state in FOLLOWS:
            best, best_from = NEVER * 10, state
            for before, ways in FOLLOWS.items():
                if state in ways:
                    score = (
                        scores[before]
                        + ways[state]
                        + _turn_evidence(document, index, before, state)
                    )
                    if score > best:
                        best, best_from = score, before
            reached[state], origin[state] = best + weighed[index][state], best_from
        # Only differences matter; without this a long text would lose precision.
        top = max(reached.values())
        scores = {state: score - top for state, score in reached.items()}
        origins.append(origin)
    state = max(scores, key=lambda last: scores[last] + LAST.get(last, 0))
    sequence = [state]
    for came_from in reversed(origins):
        state = came_from[state]
        sequence.append(state)
    return sequence[::-1]


def _turn_evidence(document: Document, index: int, before: str, after: str) -> float:
    """Evidence that a turn begins here, when the text marks the turns."""
    cues = document.cues[index]
    if document.both_named and not cues.passage.starts_turn:
        if after == QUESTION:
            return 7 if before == QUESTION else -9
        if after == ANSWER and before == QUESTION:
            return -3
    if document.dashes == "turn":
        if DASH.match(cues.text):
            return -3 if before == after == ANSWER or before == after == QUESTION else 0
        if after == QUESTION or (before == QUESTION and after == ANSWER):
            return -5
    if before == after == QUESTION:
        marked = document.mark is not None and index in document.mark
        return 0 if marked or cues.passage.starts_turn else -8
    if before in (QUESTION, BEFORE_ANSWER) and after == ANSWER:
        asked = document.cues[index - 1 if before == QUESTION else index - 2]
        weight = 0.6 if asked.only_asks else 0.3 if asked.inquiring else 1
        return weight * turns.reply(asked, cues)
    return 0


def _is_interview(document: Document, states: Sequence[str]) -> bool:
    """Whether the questions found are questions to somebody rather than a turn of style."""
    questions = [index for index, state in enumerate(states) if state == QUESTION]
    if not questions:
        return False
    if document.askers or document.mark is not None or document.dashes:
        return True
    put = sum(_is_put_to_somebody(document.cues[index]) for index in questions)
    if put:
        return True
    answered = any(
        document.cues[index].first_person for index, state in enumerate(states) if state == ANSWER
    )
    plain = any(document.cues[index].inquiring for index in questions)
    return (len(questions) >= 2 or (plain and len(states) <= 4)) and (
        answered or len(questions) * 8 >= len(states)
    )


def _is_put_to_somebody(cues: PassageCues) -> bool:
    return cues.asks_to or (cues.asks and cues.addresses)
