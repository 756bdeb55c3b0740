"""What speaks for each part that a passage could play, in the light of the whole text."""

import re

from interviews.transcript import phrases, turns
from interviews.transcript.signals import DASH, Document, Look

INTRODUCTION, QUESTION, ANSWER, PROSE = "introduction", "question", "answer", "prose"
BEFORE_ANSWER, AFTER_ANSWER, OPENING = (
    "caption before the answer",
    "caption after an answer",
    "caption at the opening",
)
FULL_NAME = re.compile(r"[A-ZА-ЯІЇЄҐ][\w’ʼ-]+\s[A-ZА-ЯІЇЄҐ][\w’ʼ-]+")


def of(document: Document, index: int) -> dict[str, float]:
    """How well each part would suit the passage at `index`; 0 is neutral, 20 beyond doubt."""
    look = document.looks[index]
    as_caption = caption(look, document, index)
    evidence = {
        QUESTION: _question(document, index),
        ANSWER: _answer(look),
        INTRODUCTION: _introduction(document, index),
        PROSE: _prose(document, index),
        BEFORE_ANSWER: as_caption,
        AFTER_ANSWER: as_caption,
        OPENING: as_caption - 1.5,
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


def _answer(look: Look) -> float:
    score = 0.0
    if look.of_the_talk and not look.first_person:
        score -= 2
    if look.puts_to and look.size <= 40:
        score -= 1.5
    if look.only_asks:
        score -= 2
    return score


def _question(document: Document, index: int) -> float:
    look = document.looks[index]
    score = 5.0 if look.asks else -4.2
    if look.only_asks:
        score += 1
    if look.size > 40:
        score -= 5 if not look.asks or look.first_person else 1.5
    if look.size > 80:
        score -= 3
    if look.asks_to:
        score += 7 if not look.asks else 1
    if look.addresses and look.size <= 40:
        at_once = phrases.SECOND_PERSON.search(look.first_sentence)
        score += 3 if look.asks or look.calls or at_once else 1
    elif look.about_self:
        score -= 6
    if look.quoted:
        score -= 6
    score -= turns.rhetoric(look)
    if not look.asks and phrases.TELLS.match(look.bare[:60]):
        score -= 3
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
    if _before_the_talk(document, index):
        score -= 8
    return score


def _as_prompt(document: Document, index: int) -> float:
    """A statement put to somebody: short among long, on its own, and not about the speaker."""
    look = document.looks[index]
    around = [other.size for other in _neighbours(document, index)]
    if look.size > 35 or look.about_self or not around:
        return 0
    contrast = min(around) / look.size
    score = 0.0
    if contrast >= 2:
        score += 1.5
    if contrast >= 5:
        score += 1
    if look.puts_to:
        score += 2
    elif look.opens_with_you:
        score += 1
    if look.leads_on:
        score += 3 if look.is_one_sentence or look.size <= 20 else 1.5
    elif look.is_one_sentence and phrases.GUESSES.search(look.bare):
        score += 1 if look.size > 8 else 2.5
    elif phrases.PROMPT_START.match(look.bare) and look.size <= 8 and not look.first_person:
        score += 2.5
    if "?" in look.first_sentence and look.addresses and not look.retells:
        score += 3
    if index and look.is_one_sentence and look.size <= 16 and not look.unfinished:
        score += 0.5
    if index and look.starts_as_question and look.unfinished and look.size <= 12 and contrast >= 2:
        score += 4
    return score


def _neighbours(document: Document, index: int) -> list[Look]:
    """The passages before and after, past one that says it is a caption."""
    looks = document.looks
    before, after = index - 1, index + 1
    if before > 0 and looks[before].says_caption:
        before -= 1
    if after < len(looks) - 1 and looks[after].says_caption:
        after += 1
    return [looks[at] for at in (before, after) if 0 <= at < len(looks)]


def caption(look: Look, document: Document, index: int) -> float:
    """How much the passage at `index` is like a caption."""
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


def _introduction(document: Document, index: int) -> float:
    look = document.looks[index]
    score = 0.0
    if look.of_the_talk and not look.about_self:
        score += 3
    if look.asks and not look.of_the_talk:
        score -= 2
    if look.about_self:
        score -= 1.5
    if look.leads_on or look.puts_to:
        score -= 1
    if look.addresses and not look.asks:
        score -= 1.5
    if index in document.headings and (document.mark is None or index not in document.mark):
        score += 2
    if look.byline:
        score += 6
    if index == 0 and not look.inquiring and not look.addresses:
        score += 1
    if index <= 2 and look.size >= 12 and not look.inquiring and not look.first_person:
        score += 3 if document.mark is not None and index in document.mark else 0.5
    return score


def _prose(document: Document, index: int) -> float:
    look = document.looks[index]
    if index >= len(document.looks) - 3 and (_is_closing(look) or _presents_again(document, index)):
        return 6
    if index in document.headings and (document.mark is None or index not in document.mark):
        return 5
    return -5


def _is_closing(look: Look) -> bool:
    return look.byline or (look.size <= 40 and bool(phrases.CLOSING.match(look.text)))


def _presents_again(document: Document, index: int) -> bool:
    """A note on the interviewee at the end: the name of the introduction, told about."""
    look = document.looks[index]
    name = FULL_NAME.match(look.bare)
    return bool(
        name
        and not look.passage.starts_turn
        and not look.first_person
        and not look.addresses
        and any(name[0] in other.text for other in document.looks[: min(5, index)])
    )


def _before_the_talk(document: Document, index: int) -> bool:
    """Above a date, a byline or the story of how the talk came about, nobody was asked yet."""
    if index >= 8:
        return False
    following = document.looks[index + 1 : 10]
    if any(look.dateline or look.byline for look in following):
        return True
    if document.looks[index].addresses or any(look.of_the_talk for look in document.looks[:index]):
        return False
    for look in following[:3]:
        if look.addresses or look.asks or look.passage.starts_turn:
            return False
        if look.of_the_talk and not look.about_self and not look.asks:
            return True
    return False
