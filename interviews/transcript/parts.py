"""Parts: the paragraphs that an editor sees and corrects, each with its part in the interview."""

import enum
from dataclasses import dataclass


class Part(enum.StrEnum):
    """The place of a paragraph in an interview."""

    INTRODUCTION = "introduction"
    QUESTION = "question"
    ANSWER = "answer"
    CAPTION = "caption"
    PROSE = "prose"
    SKIP = "skip"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a transcript with the part and the speaker guessed for it.

    `html` is inline rich text that is safe to show: escaped, and with no markup but
    strong, em, br and a[href] to http, https and mailto. `text` says the same without markup.
    `speaker` is the name or the mark ("Q", "Відповідь") that stood before the words.
    """

    html: str
    text: str
    part: Part
    speaker: str = ""
