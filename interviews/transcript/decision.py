"""Which part each passage plays: the most plausible sequence of parts, by dynamic programming.

Each passage gives evidence for the parts that it could play, and parts follow each other as they
do in interviews: an introduction, then questions with their answers, captions among them. The
sequence with the highest sum is found as in a Viterbi decoder, in time linear in the passages.
"""

from collections.abc import Sequence
from dataclasses import replace

from interviews.transcript import phrases
from interviews.transcript.parts import Part
from interviews.transcript.signals import DASH, Document, Look

INTRODUCTION, QUESTION, ANSWER, PROSE = "introduction", "question", "answer", "prose"
BEFORE_ANSWER, AFTER_ANSWER, OPENING = (
    "caption before the answer",
    "caption after an answer",
    "caption at the opening",
)
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
FOLLOWS = {
    INTRODUCTION: {INTRODUCTION: 0, QUESTION: 0, OPENING: 0, ANSWER: -8},
    OPENING: {INTRODUCTION: 0, QUESTION: 0, OPENING: -1, ANSWER: -8},
    QUESTION: {QUESTION: -2.5, ANSWER: 0, BEFORE_ANSWER: 0.5},
    BEFORE_ANSWER: {ANSWER: 0, BEFORE_ANSWER: -1},
    ANSWER: {ANSWER: 0, QUESTION: 0, AFTER_ANSWER: 0, PROSE: 0},
    AFTER_ANSWER: {ANSWER: 0, QUESTION: 0, AFTER_ANSWER: -1, PROSE: 0},
    PROSE: {PROSE: 0, QUESTION: 0, AFTER_ANSWER: 0, ANSWER: -3},
}
FIRST = {INTRODUCTION: 0, OPENING: -1, QUESTION: 0, ANSWER: -8}
LAST = {QUESTION: -3, BEFORE_ANSWER: -4}


def decide(document: Document) -> list[Part]:
    """The part of each passage; PROSE for all that are no captions when nobody is interviewed."""
    looks = document.looks
    if not looks:
        return []
    states = _best_sequence(document)
    prompts = _prompts_between(looks, states)
    if prompts:
        states = _best_sequence(replace(document, prompts=prompts))
    if not _is_interview(document, states):
        return [
            Part.CAPTION if _caption(look, document, index) >= 8 else Part.PROSE
            for index, look in enumerate(looks)
        ]
    return [PARTS[state] for state in states]


def _prompts_between(looks, states):
    """Statements that take the place of a question where each answer is one paragraph.

    Then an odd number of paragraphs stands between any two questions found, and each second
    one of them is shorter than those around it and not about the speaker.
    """
    runs: list[list[int]] = []
    for index, state in enumerate(states):
        if state == QUESTION:
            runs.append([])
        elif state == ANSWER and runs:
            runs[-1].append(index)
    runs = [run for run in runs if run]
    if len(runs) < 3 or any(len(run) % 2 == 0 for run in runs):
        return frozenset()
    between = [(run[n - 1], run[n], run[n + 1]) for run in runs for n in range(1, len(run), 2)]
    short = all(
        looks[at].size <= 25
        and looks[at].size < (looks[before].size + looks[after].size) / 2
        and not looks[at].about_self
        for before, at, after in between
    )
    if not short:
        return frozenset()
    # One or two could be chance, unless they read as prompts by themselves.
    return frozenset(
        at
        for _before, at, _after in between
        if len(between) >= 3 or looks[at].addresses or phrases.PROMPT_START.match(looks[at].bare)
    )


def _best_sequence(document):
    evidence = [_evidence(document, index) for index in range(len(document.looks))]
    scores = {state: FIRST.get(state, NEVER) + evidence[0][state] for state in FOLLOWS}
    origins = []
    for index in range(1, len(evidence)):
        reached, origin = {}, {}
        for state in FOLLOWS:
            best, best_from = NEVER * 10, state
            for before, ways in FOLLOWS.items():
                if state in ways:
                    score = scores[before] + ways[state] + _change(document, index, before, state)
                    if score > best:
                        best, best_from = score, before
            reached[state], origin[state] = best + evidence[index][state], best_from
        # Only differences matter; without this a long text would lose precision.
        top = max(reached.values())
        scores = {state: score - top for state, score in reached.items()}
        origins.append(origin)
    state = max(scores, key=lambda last: scores[last] + LAST.get(last, 0))
    sequence = [state]
    for origin in reversed(origins):
        state = origin[state]
        sequence.append(state)
    return sequence[::-1]


def _change(document, index, before, after):
    """Evidence that a turn begins here, when the text marks the turns."""
    look = document.looks[index]
    if document.both_named and not look.passage.starts_turn:
        if after == QUESTION:
            return 7 if before == QUESTION else -9
        if after == ANSWER and before == QUESTION:
            return -3
    if document.dashes == "turn":
        if DASH.match(look.text):
            return -3 if before == after == ANSWER or before == after == QUESTION else 0
        if after == QUESTION or (before == QUESTION and after == ANSWER):
            return -5
    if before == after == QUESTION and look.opens_with_a_statement:
        return -3
    return 0


def _evidence(document, index):
    look = document.looks[index]
    caption = _caption(look, document, index)
    evidence = {
        QUESTION: _question(document, index),
        ANSWER: -2 if look.of_the_talk and not look.first_person else 0,
        INTRODUCTION: _introduction(document, index),
        PROSE: _prose(document, index),
        BEFORE_ANSWER: caption,
        AFTER_ANSWER: caption,
        OPENING: caption - 1.5,
    }
    if look.passage.speaker and look.passage.starts_turn:
        asks = look.passage.speaker in document.askers
        evidence |= {
            QUESTION: 20 if asks else -20,
            ANSWER: -20 if asks else 20,
            INTRODUCTION: -20,
            PROSE: -20,
        }
        evidence |= dict.fromkeys((BEFORE_ANSWER, AFTER_ANSWER, OPENING), -30)
    elif look.passage.kind in ("caption", "alt"):
        evidence |= {QUESTION: -20, ANSWER: -20, INTRODUCTION: -20, PROSE: -20}
    return evidence


def _question(document, index):
    look = document.looks[index]
    score = 5.0 if look.asks else -4.0
    if look.size > 40:
        score -= 5 if not look.asks or look.first_person else 1.5
    if look.size > 80:
        score -= 3
    if look.asks_to:
        score += 7 if not look.asks else 1
    if look.addresses and look.size <= 40:
        score += 3
    elif look.about_self:
        score -= 6
    if look.quoted:
        score -= 6
    if not look.asks:
        score += _as_prompt(document, index)
    if index in document.prompts:
        score += 5
    if document.mark is not None:
        score += 8 if index in document.mark else -7
        if index in document.mark and not look.inquiring and not look.addresses and index == 0:
            score -= 6
    if document.dashes == "question":
        score += 5 if DASH.match(look.text) else -6
    if _before_dateline(document, index):
        score -= 8
    return score


def _as_prompt(document, index):
    """A statement put to somebody: short among long, on its own, and not about the speaker."""
    look = document.looks[index]
    around = [
        other.size for other in document.looks[max(0, index - 1) : index + 2] if other is not look
    ]
    if look.size > 35 or look.about_self or not around:
        return 0
    contrast = min(around) / look.size
    score = 0.0
    if contrast >= 2:
        score += 1.5
    if contrast >= 5:
        score += 1
    if "?" in look.text and look.addresses:
        score += 3
    if index and look.starts_as_question and look.unfinished and look.size <= 12 and contrast >= 2:
        score += 4
    return score


def _caption(look, document, index):
    if look.says_caption or look.passage.kind in ("caption", "alt"):
        return 12.0
    if not look.fragment or look.passage.kind in ("li", "ol", "dt") or look.dateline:
        return -8.0
    if document.mark is not None and index in document.mark:
        return -6.0
    if look.passage.after_picture:
        return 5.0
    neighbours = document.looks[max(0, index - 1) : index] + document.looks[index + 1 : index + 2]
    if not document.fragments_mean_captions or any(
        other.text.endswith(":") for other in neighbours[:1]
    ):
        return -3.0
    if len([other for other in neighbours if other.fragment]) == 2:
        return -3.0
    return 1.5 + (2 if look.passage.italic else 0)


def _introduction(document, index):
    look = document.looks[index]
    score = 0.0
    if look.of_the_talk and not look.about_self:
        score += 3
    if look.asks and not look.of_the_talk:
        score -= 2
    if look.about_self:
        score -= 1.5
    if index in document.headings and (document.mark is None or index not in document.mark):
        score += 2
    if index == 0 and not look.inquiring and not look.addresses:
        score += 1
    if index <= 2 and look.size >= 12 and not look.inquiring and not look.first_person:
        score += 3 if document.mark is not None and index in document.mark else 0.5
    return score


def _prose(document, index):
    look = document.looks[index]
    if index >= len(document.looks) - 3 and _is_closing(look):
        return 6
    if index in document.headings and (document.mark is None or index not in document.mark):
        return 5
    return -5


def _is_closing(look):
    return look.size <= 40 and bool(phrases.CLOSING.match(look.text))


def _before_dateline(document, index):
    """Above the date of a page stand its name and headline."""
    return index < 8 and any(look.dateline for look in document.looks[index + 1 : 10])


def _is_interview(document, states: Sequence[str]):
    """Whether the questions found are questions to somebody rather than a turn of style."""
    questions = [index for index, state in enumerate(states) if state == QUESTION]
    if not questions:
        return False
    if document.askers or document.mark is not None or document.dashes:
        return True
    put = sum(_is_put_to_somebody(document.looks[index]) for index in questions)
    if put:
        return True
    answered = any(
        document.looks[index].first_person for index, state in enumerate(states) if state == ANSWER
    )
    plain = any(document.looks[index].inquiring for index in questions)
    return (len(questions) >= 2 or (plain and len(states) <= 4)) and (
        answered or len(questions) * 8 >= len(states)
    )


def _is_put_to_somebody(look: Look):
    return look.asks_to or (look.asks and look.addresses)
