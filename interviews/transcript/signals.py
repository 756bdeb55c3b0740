"""Cues, or features: what can be seen of a passage and of the whole text, each under its name."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from interviews.transcript import phrases, words
from interviews.transcript.passages import Passage

CLOSERS = "\"'”’»)]* "
NUMBER = re.compile(r"\d{1,3}[.)]\s|№\s?\d{1,3}")
DASH = re.compile(r"[-–—―]\s*(?=[^\s\d-])")
SENTENCE = re.compile(r"\w{2}[.!…]\s")
A_LONG_QUESTION = 60


@dataclass(frozen=True)
class PassageCues:
    """One passage, with the features that tell questions, answers and captions apart."""

    passage: Passage

    @cached_property
    def text(self) -> str:
        return self.passage.text

    @cached_property
    def size(self) -> int:
        """In words."""
        return self.text.count(" ") + 1

    @cached_property
    def bare(self) -> str:
        """The text without its number and dash."""
        return NUMBER.sub("", self.text.lstrip("-–—―•* "), count=1).lstrip(" -–—")

    @cached_property
    def end(self) -> str:
        return self.text.rstrip(CLOSERS)[-2:]

    @cached_property
    def asks(self) -> bool:
        return self.end.endswith("?") or self.end in ("?!", "?…", "?.")

    @cached_property
    def quoted(self) -> bool:
        return (
            self.bare[:1] in '"“«„'
            and self.text.rstrip(" .?!")[-1:] in '"”»“'
            and self.text[-1:] != "?"
        )

    @cached_property
    def asks_to(self) -> bool:
        return self.size <= A_LONG_QUESTION and bool(phrases.ASKS_TO.match(self.bare[:120]))

    @cached_property
    def addresses(self) -> bool:
        """Speaks to somebody: by title, or with a "you" that is not "anyone"."""
        return (
            self.calls
            or self.opens_with_you
            or bool(phrases.SECOND_PERSON.search(phrases.ANYONE.sub(" ", self.bare[:600])))
        )

    @cached_property
    def opens_with_you(self) -> bool:
        return bool(
            self.is_one_sentence
            and self.size <= 20
            and re.match(r"(?:You|Ви)\s", self.bare)
            and not phrases.TELLS.match(self.bare)
        )

    @cached_property
    def calls(self) -> bool:
        return bool(phrases.CALLS.match(self.bare[:90]))

    @cached_property
    def first_person(self) -> bool:
        return bool(phrases.FIRST_PERSON.search(self.bare[:600]))

    @cached_property
    def about_self(self) -> bool:
        head = phrases.POLITE.sub(" ", self.bare[:600])
        return bool(phrases.FIRST_SINGULAR.search(head) or phrases.HELPLESS_WE.search(head))

    @cached_property
    def starts_as_question(self) -> bool:
        return bool(phrases.INTERROGATIVE.match(self.bare))

    @cached_property
    def opens_with_a_statement(self) -> bool:
        """As an answer does that ends in a question of its own."""
        statement = SENTENCE.search(self.text)
        return bool(
            statement
            and statement.start() < self.text.find("?")
            and not phrases.SECOND_PERSON.search(self.last_sentence)
        )

    @cached_property
    def last_sentence(self) -> str:
        return re.split(r"[.!?…]\s", self.text[-300:])[-1]

    @cached_property
    def first_sentence(self) -> str:
        return SENTENCE.split(self.text[:300], maxsplit=1)[0]

    @cached_property
    def retells(self) -> bool:
        """The question in it is somebody else's: "He asked: why?"."""
        return bool(re.search(r"[:«“\"]", self.text[: self.text.find("?")]))

    @cached_property
    def is_one_sentence(self) -> bool:
        return not SENTENCE.search(self.text)

    @cached_property
    def only_asks(self) -> bool:
        """One short question and nothing else."""
        return self.asks and self.size <= 25 and self.is_one_sentence

    @cached_property
    def inquiring(self) -> bool:
        """Would be read as a question anywhere."""
        return self.size <= A_LONG_QUESTION and (self.asks or self.asks_to)

    @cached_property
    def puts_to(self) -> bool:
        """A statement whose first words speak to somebody: "You said in March that…"."""
        return not self.about_self and (self.calls or bool(phrases.PUTS_TO.match(self.bare[:120])))

    @cached_property
    def leads_on(self) -> bool:
        """Hearsay to be judged, a conclusion to be confirmed, or a change of subject."""
        return not self.about_self and bool(
            phrases.HEARSAY.match(self.bare[:200])
            or phrases.LEADS_ON.match(self.bare[:120])
            or (self.size <= 25 and phrases.CONFIRM.search(self.bare[-40:]))
        )

    @cached_property
    def byline(self) -> bool:
        return len(self.text) <= 100 and bool(phrases.BYLINE.fullmatch(self.text))

    @cached_property
    def unfinished(self) -> bool:
        """Ends without the punctuation of a sentence."""
        return not self.end.endswith((".", "!", "?", "…", ":", ";", ",", "-", "–", "—"))

    @cached_property
    def says_caption(self) -> bool:
        return self.size <= 45 and bool(
            phrases.CAPTION.match(self.text) or phrases.CREDIT.search(self.text)
        )

    @cached_property
    def fragment(self) -> bool:
        """Short and without an end, as captions, subheadings and items of lists are."""
        first = self.text[:1]
        return (
            self.unfinished
            and 2 <= self.size <= 18
            and (first.isupper() or first.isdigit() or first in '"“«„([')
            and not phrases.SECOND_PERSON.search(self.text)
            and not phrases.FIRST_SINGULAR.search(self.text)
        )

    @cached_property
    def of_the_talk(self) -> bool:
        return bool(phrases.TOLD_ABOUT_TALK.search(self.text[:600]))

    @cached_property
    def dateline(self) -> bool:
        """Only a date or an hour."""
        if len(self.text) > 60:
            return False
        if phrases.CLOCK.fullmatch(self.text):
            return True
        parts = re.findall(r"[^\W\d_]+|\d+", re.sub(r"['’ʼ]", "", self.text.lower()))
        alphabetic = [part for part in parts if part.isalpha()]
        return (
            bool(alphabetic)
            and all(part in words.DATE_WORDS for part in alphabetic)
            and (
                len(alphabetic) < len(parts)
                or all(part in words.MONTHS_AND_DAYS for part in alphabetic)
            )
        )


@dataclass(frozen=True)
class Document:
    """What is true of the text as a whole: the marks that it uses, and what they mean in it."""

    cues: tuple[PassageCues, ...]
    askers: frozenset[str]
    mark: frozenset[int] | None
    """The passages with the typographic mark that stands for a question here, if one does."""
    dashes: str
    """What a dash in front means: "question", "turn", or nothing."""
    headings: frozenset[int]
    fragments_mean_captions: bool
    both_named: bool
    """Whether those who ask and those who answer are both labelled, so that no turn is unmarked."""
    prompts: frozenset[int] = frozenset()
    """Statements that the rhythm of questions and answers shows to be questions."""


def survey(passages: Sequence[Passage], askers: set[str]) -> Document:
    """Look at the whole text for the strongest mark of questions that is used consistently."""
    all_cues = tuple(map(PassageCues, passages))
    named = {passage.speaker for passage in passages if passage.speaker}
    headings = frozenset(i for i, cues in enumerate(all_cues) if cues.passage.kind in HEADINGS)
    running = [
        cues
        for cues in all_cues
        if not cues.asks and cues.passage.kind not in {"li", "ol", "caption", "alt", *HEADINGS}
    ]
    unfinished = sum(cues.unfinished for cues in running)
    return Document(
        cues=all_cues,
        askers=frozenset(askers),
        mark=None if named and named - askers and named & askers else _mark_of_questions(all_cues),
        dashes="" if named else _meaning_of_dashes(all_cues),
        headings=headings,
        fragments_mean_captions=unfinished <= 0.5 * len(running) or unfinished <= 2,
        both_named=bool(named & askers and named - askers),
    )


_AllCues = Sequence[PassageCues]

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _mark_of_questions(all_cues: _AllCues) -> frozenset[int] | None:
    """The typographic mark that separates questions from the rest, when there is one."""
    body = [i for i, cues in enumerate(all_cues) if cues.passage.kind not in ("caption", "alt")]
    levels = Counter(all_cues[i].passage.kind for i in body if all_cues[i].passage.kind in HEADINGS)
    numbered = [
        i for i in body if NUMBER.match(all_cues[i].text) or all_cues[i].passage.kind == "ol"
    ]
    plain = [i for i in body if all_cues[i].passage.kind not in HEADINGS]
    marks = [
        *([i for i in body if all_cues[i].passage.kind == level] for level in levels),
        [i for i in body if all_cues[i].passage.kind == "dt"],
        [i for i in plain if all_cues[i].passage.bold],
        [i for i in body if all_cues[i].passage.italic],
        [i for i in body if all_cues[i].passage.kind == "quote"],
        numbered,
    ]
    marks = [_from_first_question(all_cues, mark) for mark in marks]
    # Some set the answers in bold and leave the questions plain.
    marks.append([i for i in plain if not all_cues[i].passage.bold])
    best, best_score = None, 0.0
    for mark in marks:
        score = _separation(all_cues, body, mark)
        if score > best_score:
            best, best_score = frozenset(mark), score
    return best


def _from_first_question(all_cues: _AllCues, mark: list[int]) -> list[int]:
    """Without what carries the mark above the first question: a headline or a standfirst."""
    first = next((n for n, i in enumerate(mark) if _put(all_cues[i])), len(mark))
    return mark[first:]


def _put(cues: PassageCues) -> bool:
    return cues.inquiring or (cues.addresses and cues.size <= A_LONG_QUESTION)


def _separation(all_cues: _AllCues, body: list[int], mark: list[int]) -> float:
    """How much better a mark finds questions than chance does; 0 when it is no mark of them."""
    rest = sorted(set(body) - set(mark))
    if not mark or not rest or len(mark) > 0.7 * len(body):
        return 0
    size = sum(all_cues[i].size for i in mark) / len(mark)
    if size > A_LONG_QUESTION or size > 2 * sum(all_cues[i].size for i in rest) / len(rest):
        return 0
    asking = sum(all_cues[i].inquiring for i in mark)
    towards = sum(_put(all_cues[i]) for i in mark) / len(mark)
    share = asking / len(mark)
    missed = sum(all_cues[i].inquiring and not all_cues[i].about_self for i in rest)
    everywhere = asking + missed
    if towards < 0.5 or not everywhere or share < 0.3 or missed > 0.5 * everywhere:
        return 0
    return share + asking / everywhere + towards


def _meaning_of_dashes(all_cues: _AllCues) -> str:
    dashed = [i for i, cues in enumerate(all_cues) if DASH.match(cues.text)]
    asking = sum(all_cues[i].inquiring for i in dashed)
    if len(dashed) < 2 or not asking or len(dashed) < 0.2 * len(all_cues):
        return ""
    if asking >= 0.7 * len(dashed):
        return "question"
    return "turn" if asking >= 0.2 * len(dashed) else ""
