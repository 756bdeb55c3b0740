"""Turn-taking: what the shape of a passage and its neighbour say about whose turn it is."""

import re
from collections.abc import Sequence

from interviews.transcript import phrases
from interviews.transcript.signals import PassageCues

# Too common to be an echo of anything.
COMMON = frozenset(
    """
    about after again also always another anything because been before being both came could does
    doing done down each even ever every everything first from going have having here into just
    know like made make many more most much must never only other over people really same should
    some something still such than that their them then there these they thing things think this
    those through time under understand very well were what when where which while will with would
    year years your yours але адже буде були було більше вони вона воно всіх весь дуже його кого
    коли люди може можна мене мені навіть немає нема потім просто перед після про раз разу себе свій
    своє своя своїх собі такий така таке такі там теж тепер того тому треба тільки хочу час через
    чого якщо який яка яке які щось щоб цього цьому
""".split()
)
WORD = re.compile(r"[^\W\d_]{4,}")
SENTENCE_END = re.compile(r"[.!?…]+[\"'”»)\]]*(?=\s|$)")
STEM = 5
FIRST_WORDS = 90


def rhetoric(cues: PassageCues) -> float:
    """How much a question at the end of several sentences is a turn of style, put to nobody."""
    if not cues.asks or not cues.opens_with_a_statement or cues.size <= 10:
        return 0
    score = 1.5
    if cues.first_person:
        score += 3
    if cues.retells:
        score += 2
    if phrases.RHETORICAL.match(cues.last_sentence):
        score += 2.5
    return score


def reply(question: PassageCues, answer: PassageCues) -> float:
    """How much the beginning of `answer` sounds like one to `question`."""
    opening = first_sentence(answer.bare)
    is_short = opening.count(" ") <= 2 and len(opening) < len(answer.bare)
    score = 0.0
    if phrases.STANDS_FOR.match(answer.bare[:FIRST_WORDS]):
        score += 3
    elif phrases.REPLIES.match(answer.bare[:FIRST_WORDS]):
        score += 2
    elif is_short:
        score += 1.5 if " " in opening else 2
    echo = _stems(question.text[-400:]) & _stems(answer.bare[:50] if is_short else opening)
    if echo:
        score += 2.5 if len(echo) == 1 else 3.5
    if answer.about_self:
        score += 1
    return min(score, 5.0)


def first_sentence(text: str) -> str:
    """The first sentence of `text`, or the beginning of a long one."""
    head = text[:FIRST_WORDS]
    end = SENTENCE_END.search(head)
    return head[: end.start()] if end else head


def _stems(text: str) -> set[str]:
    words = [word for word in WORD.findall(text.casefold()) if word not in COMMON]
    # Ukrainian writes "у" for "в" after a consonant.
    return {re.sub("^у(?=[^аеиіоуюяєї])", "в", word)[:STEM] for word in words}


def prompts_between(
    all_cues: Sequence[PassageCues], answers: Sequence[Sequence[int]]
) -> frozenset[int]:
    """Statements that take the place of a question where each answer is one paragraph.

    Then an odd number of paragraphs stands between any two questions found, and each second
    one of them is shorter than those around it and not about the speaker.
    """
    if len(answers) < 3 or any(len(run) % 2 == 0 for run in answers):
        return frozenset()
    between = [(run[n - 1], run[n], run[n + 1]) for run in answers for n in range(1, len(run), 2)]
    short = all(
        all_cues[at].size <= 25
        and all_cues[at].size < (all_cues[before].size + all_cues[after].size) / 2
        and not all_cues[at].about_self
        for before, at, after in between
    )
    if not short:
        return frozenset()
    # One or two could be chance, unless they read as prompts by themselves.
    return frozenset(
        at
        for _before, at, after in between
        if len(between) >= 3
        or all_cues[at].addresses
        or phrases.PROMPT_START.match(all_cues[at].bare)
        or reply(all_cues[at], all_cues[after]) >= 2
    )
