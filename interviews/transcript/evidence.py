"""Evidence: scores for each part that a passage could play, in the light of the whole text."""

import re

from interviews.transcript import phrases, turns
from interviews.transcript.signals import DASH, Document, PassageCues

INTRODUCTION, QUESTION, ANSWER, PROSE = "introduction", "question", "answer", "prose"
BEFORE_ANSWER, AFTER_ANSWER, OPENING = (
    "caption before the answer",
    "caption after an answer",
    "caption at the opening",
)
FULL_NAME = re.compile(r"[A-ZА-ЯІЇЄҐ][\w’ʼ-]+\s[A-ZА-ЯІЇЄҐ][\w’ʼ-]+")


def evidence_for(document: Document, index: int) -> dict[str, float]:
    """How well each part would suit the passage at `index`; 0 is neutral, 20 beyond doubt."""
    cues = document.cues[index]
    as_caption = caption(cues, document, index)
    evidence = {
        QUESTION: _question(document, index),
        ANSWER: _answer(cues),
        INTRODUCTION: _introduction(document, index),
        PROSE: _prose(document, index),
        BEFORE_ANSWER: as_caption,
        AFTER_ANSWER: as_caption,
        OPENING: as_caption - 1.5,
    }
    if cues.passage.speaker and cues.passage.starts_turn:
        asks = cues.passage.speaker in document.askers
        evidence |= {
            QUESTION: 20 if asks else -20,
            ANSWER: -20 if asks else 20,
            INTRODUCTION: -20,
            PROSE: -20,
        }
        evidence |= dict.fromkeys((BEFORE_ANSWER, AFTER_ANSWER, OPENING), -30)
    elif cues.passage.kind in ("caption", "alt"):
        evidence |= {QUESTION: -20, ANSWER: -20, INTRODUCTION: -20, PROSE: -20}
    return evidence


def _answer(cues: PassageCues) -> float:
    score = 0.0
    if cues.of_the_talk and not cues.first_person:
        score -= 2
    if cues.puts_to and cues.size <= 40:
        score -= 1.5
    if cues.only_asks:
        score -= 2
    return score


def _question(document: Document, index: int) -> float:
    cues = document.cues[index]
    score = 5.0 if cues.asks else -4.2
    if cues.only_asks:
        score += 1
    if cues.size > 40:
        score -= 5 if not cues.asks or cues.first_person else 1.5
    if cues.size > 80:
        score -= 3
    if cues.asks_to:
        score += 7 if not cues.asks else 1
    if cues.addresses and cues.size <= 40:
        at_once = phrases.SECOND_PERSON.search(cues.first_sentence)
        score += 3 if cues.asks or cues.calls or at_once else 1
    elif cues.about_self:
        score -= 6
    if cues.quoted:
        score -= 6
    score -= turns.rhetoric(cues)
    if not cues.asks and phrases.TELLS.match(cues.bare[:60]):
        score -= 3
    if not cues.asks:
        score += _as_prompt(document, index)
    if index in document.prompts:
        score += 5
    if document.mark is not None:
        score += 8 if index in document.mark else -7
        if index in document.mark and not cues.inquiring and not cues.addresses and index == 0:
            score -= 6
    if document.dashes == "question":
        score += 5 if DASH.match(cues.text) else -6
    if _before_the_talk(document, index):
        score -= 8
    return score


def _as_prompt(document: Document, index: int) -> float:
    """A statement put to somebody: short among long, on its own, and not about the speaker."""
    cues = document.cues[index]
    around = [other.size for other in _neighbours(document, index)]
    if cues.size > 35 or cues.about_self or not around:
        return 0
    contrast = min(around) / cues.size
    score = 0.0
    if contrast >= 2:
        score += 1.5
    if contrast >= 5:
        score += 1
    if cues.puts_to:
        score += 2
    elif cues.opens_with_you:
        score += 1
    if cues.leads_on:
        score += 3 if cues.is_one_sentence or cues.size <= 20 else 1.5
    elif cues.is_one_sentence and phrases.GUESSES.search(cues.bare):
        score += 1 if cues.size > 8 else 2.5
    elif phrases.PROMPT_START.match(cues.bare) and cues.size <= 8 and not cues.first_person:
        score += 2.5
    if "?" in cues.first_sentence and cues.addresses and not cues.retells:
        score += 3
    if index and cues.is_one_sentence and cues.size <= 16 and not cues.unfinished:
        score += 0.5
    if index and cues.starts_as_question and cues.unfinished and cues.size <= 12 and contrast >= 2:
        score += 4
    return score


def _neighbours(document: Document, index: int) -> list[PassageCues]:
    """The passages before and after, past one that says it is a caption."""
    all_cues = document.cues
    before, after = index - 1, index + 1
    if before > 0 and all_cues[before].says_caption:
        before -= 1
    if after < len(all_cues) - 1 and all_cues[after].says_caption:
        after += 1
    return [all_cues[at] for at in (before, after) if 0 <= at < len(all_cues)]


def caption(cues: PassageCues, document: Document, index: int) -> float:
    """How much the passage at `index` is like a caption."""
    if cues.says_caption or cues.passage.kind in ("caption", "alt"):
        return 12.0
    if not cues.fragment or cues.passage.kind in ("li", "ol", "dt") or cues.dateline:
        return -8.0
    if document.mark is not None and index in document.mark:
        return -6.0
    if cues.passage.after_picture:
        return 5.0
    neighbours = document.cues[max(0, index - 1) : index] + document.cues[index + 1 : index + 2]
    if not document.fragments_mean_captions or any(
        other.text.endswith(":") for other in neighbours[:1]
    ):
        return -3.0
    if len([other for other in neighbours if other.fragment]) == 2:
        return -3.0
    return 1.5 + (2 if cues.passage.italic else 0)


def _introduction(document: Document, index: int) -> float:
    cues = document.cues[index]
    score = 0.0
    if cues.of_the_talk and not cues.about_self:
        score += 3
    if cues.asks and not cues.of_the_talk:
        score -= 2
    if cues.about_self:
        score -= 1.5
    if cues.leads_on or cues.puts_to:
        score -= 1
    if cues.addresses and not cues.asks:
        score -= 1.5
    if index in document.headings and (document.mark is None or index not in document.mark):
        score += 2
    if cues.byline:
        score += 6
    if index == 0 and not cues.inquiring and not cues.addresses:
        score += 1
    if index <= 2 and cues.size >= 12 and not cues.inquiring and not cues.first_person:
        score += 3 if document.mark is not None and index in document.mark else 0.5
    return score


def _prose(document: Document, index: int) -> float:
    cues = document.cues[index]
    if index >= len(document.cues) - 3 and (_is_closing(cues) or _presents_again(document, index)):
        return 6
    if index in document.headings and (document.mark is None or index not in document.mark):
        return 5
    return -5


def _is_closing(cues: PassageCues) -> bool:
    return cues.byline or (cues.size <= 40 and bool(phrases.CLOSING.match(cues.text)))


def _presents_again(document: Document, index: int) -> bool:
    """A note on the interviewee at the end: the name of the introduction, told about."""
    cues = document.cues[index]
    name = FULL_NAME.match(cues.bare)
    return bool(
        name
        and not cues.passage.starts_turn
        and not cues.first_person
        and not cues.addresses
        and any(name[0] in other.text for other in document.cues[: min(5, index)])
    )


def _before_the_talk(document: Document, index: int) -> bool:
    """Above a date, a byline or the story of how the talk came about, nobody was asked yet."""
    if index >= 8:
        return False
    following = document.cues[index + 1 : 10]
    if any(cues.dateline or cues.byline for cues in following):
        return True
    if document.cues[index].addresses or any(cues.of_the_talk for cues in document.cues[:index]):
        return False
    for cues in following[:3]:
        if cues.addresses or cues.asks or cues.passage.starts_turn:
            return False
        if cues.of_the_talk and not cues.about_self and not cues.asks:
            return True
    return False
