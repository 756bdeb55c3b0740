"""Transcript acceptance: a corrected proposal becomes the text of an interview, as a whole or not
at all.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.actions.publishing import locked
from articles.content import saves, snapshot
from articles.content.thaw import add_blocks, replace_blocks
from articles.exceptions import ActionRefused
from articles.models import Block, Figure, Occasion
from articles.models.blocks import MOST_BLOCKS
from espreso import richtext
from interviews.models import Interview, Interviewee, QuestionAnswer
from interviews.transcript import Paragraph, Part, to_blocks, words
from interviews.transcript.speakers import is_mark

# What stands where a name would, and names nobody.
NAMELESS = (
    words.QUESTION_MARKS
    | words.ANSWER_MARKS
    | words.ASKERS
    | words.ANSWERERS
    | words.NUMBERED_SPEAKERS
)
LONGEST_NAME = Interviewee._meta.get_field("name").max_length
LONGEST_QUESTION = QuestionAnswer._meta.get_field("question").max_length
LONGEST_CAPTION = Figure._meta.get_field("caption").max_length
_THEIRS = gettext_lazy(
    "%(who)s changed this interview on %(when)s, after this proposal was made. Nothing was added. "
    "Check the interview as it is now; your corrections are below, and you can accept them again."
)
_YOURS = gettext_lazy(
    "You changed this interview yourself on %(when)s, after this proposal was made, so you may "
    "have accepted it already. Nothing was added now. Check the interview; your corrections are "
    "below, and you can accept them again."
)


@dataclass(frozen=True)
class AcceptedTranscript:
    """What came of a proposal: numbers of blocks, new interviewees, and who alone asks."""

    questions: int = 0
    waiting: int = 0
    texts: int = 0
    interviewees: tuple[str, ...] = ()
    asker: str = ""

    @classmethod
    def of(cls, document: Sequence[dict]) -> "AcceptedTranscript":
        """Count the blocks of `document`."""
        kinds = [block["kind"] for block in document]
        return cls(kinds.count("question_answer"), kinds.count("figure"), kinds.count("prose"))

    def in_words(self) -> str:
        """Return, for the editor, what was made: “6 questions, 3 pictures are waiting, 2 texts”."""
        counts = [
            ngettext("%d question", "%d questions", self.questions) % self.questions,
            ngettext("%d picture still to add", "%d pictures still to add", self.waiting)
            % self.waiting
            if self.waiting
            else "",
            ngettext("%d text", "%d texts", self.texts) % self.texts if self.texts else "",
        ]
        return ", ".join(filter(None, counts))


@transaction.atomic
def accept(
    interview: Interview,
    paragraphs: Iterable[Paragraph],
    by,
    *,
    revision: int,
    replacing: bool = False,
    naming: bool = True,
    signs_off: bool = False,
) -> AcceptedTranscript:
    """Put `paragraphs` into the draft, after its text or (`replacing`) in place of it.

    `naming` adds those who answer to the interviewees. An interview that was ready stays so for who
    `signs_off`. Raises `StaleDraft` when the draft is
    not at `revision` any more, and `ActionRefused` when there is nothing to add or too much.
    """
    article = locked(interview, revision, by, theirs=_THEIRS, yours=_YOURS)
    document = document_of(paragraphs)
    present = [] if replacing else Block.all_of(article)
    if not document:
        raise ActionRefused(
            _("Every paragraph is skipped, so there is nothing to add. Choose the parts first."),
            code="nothing",
        )
    if len(present) + len(document) > MOST_BLOCKS:
        raise ActionRefused(
            _(
                "This would give the interview %(number)d blocks; the desk can edit at most "
                "%(limit)d. Skip a part of it, or split it into two interviews."
            )
            % {"number": len(present) + len(document), "limit": MOST_BLOCKS},
            code="blocks",
        )
    if replacing and (replaced := Block.all_of(article)):
        snapshot.save_milestone(article, Occasion.REPLACED, by, replaced)
    interviewees = _add_interviewees(interview, document) if naming else ()
    document, asker = _voiced(interview, document, present)
    if replacing:
        replace_blocks(article, document)
    else:
        add_blocks(article, document, after=max((block.ordering for block in present), default=0))
    article.bump(by, signs_off=signs_off)
    saves.keep(article, by)
    return replace(AcceptedTranscript.of(document), interviewees=interviewees, asker=asker)


def document_of(paragraphs: Iterable[Paragraph]) -> list[dict]:
    """Return the blocks that `paragraphs` become. Nothing is too long for them."""
    return _too_long_as_prose(to_blocks(_foldable(paragraphs)))


def _foldable(paragraphs):
    """The paragraphs, with a speaker for whom a block has no place put before the words."""
    for paragraph in paragraphs:
        speaker = paragraph.speaker
        homeless = len(speaker) > LONGEST_NAME or paragraph.part is Part.CAPTION
        if speaker and homeless and not is_mark(speaker):
            yield replace(
                paragraph,
                html=f"{escape(speaker)}: {paragraph.html}",
                text=f"{speaker}: {paragraph.text}",
                speaker="",
            )
        else:
            yield paragraph


def _too_long_as_prose(document):
    """The document, with everything that is too long for its field as prose in its place."""
    return [
        {"kind": "prose", "html": _as_prose(block)} if _is_too_long(block) else block
        for block in document
    ]


def _is_too_long(block):
    return (
        len(block.get("question", "")) > LONGEST_QUESTION
        or len(block.get("caption", "")) > LONGEST_CAPTION
    )


def _as_prose(block):
    if block["kind"] == "figure":
        return richtext.from_text(block["caption"])
    spoken = [(block["asker"], richtext.from_text(block["question"]))]
    spoken.append((block["respondent"], block["answer"]))
    return "".join(
        f"<p><strong>{escape(name)}:</strong></p>{said}" if name else said for name, said in spoken
    )


def names_somebody(speaker: str) -> bool:
    """Whether `speaker` is a name; “Q”, “Guest” and “Speaker 2” are none."""
    return not set(_name_parts(speaker)) <= NAMELESS


def _name_parts(name):
    return re.findall(r"[^\W\d_]+", re.sub(r"['’ʼ]", "", name).casefold())


def _is_same_person(speaker, person):
    """Whether `speaker`, perhaps by surname alone, is `person`, with the full name."""
    return set(_name_parts(speaker)) <= set(_name_parts(person))


def _add_interviewees(interview, document):
    """Add those who answer to the interviewees, unless they are there; return the new names."""
    known = [person.name for person in interview.interviewees.all()]
    answering = dict.fromkeys(block.get("respondent", "") for block in document)
    names = tuple(
        name
        for name in answering
        if names_somebody(name) and not any(_is_same_person(name, person) for person in known)
    )
    Interviewee.objects.bulk_create(
        Interviewee(interview=interview, name=name, position=place)
        for place, name in enumerate(names, start=len(known))
    )
    return names


def _voiced(interview, document, present):
    """The document without names that say the same above every question, and who alone asks.

    The only one who answers stands among the interviewees, the only one who asks in the byline.
    """
    present = [block for block in present if isinstance(block, QuestionAnswer)]
    interviewees = [person.name for person in interview.interviewees.all()]
    answering = {block.get("respondent", "") for block in document}
    answering |= {block.respondent for block in present}
    alone = len(answering - {""}) == 1 and all(
        not names_somebody(name) or any(_is_same_person(name, person) for person in interviewees)
        for name in answering
    )
    asking = {block.get("asker", "") for block in document} | {block.asker for block in present}
    asking -= {""}
    asker = asking.pop() if len(asking) == 1 else ""
    superfluous = ({"respondent": ""} if alone and len(interviewees) < 2 else {}) | (
        {"asker": ""} if asker else {}
    )
    voiced = [
        block | superfluous if block["kind"] == "question_answer" else block for block in document
    ]
    return voiced, asker if names_somebody(asker) else ""
