"""Transcript forms: what is handed in, and the proposal to correct.

Nothing is kept between them but what they carry themselves.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from espreso import plain_text, richtext
from espreso.keys import key_of
from interviews.actions import LONGEST_NAME, AcceptedTranscript, document_of
from interviews.transcript import Paragraph, Part, TranscriptError
from interviews.transcript.source import READABLE, Source

# As the form itself writes them, and no other way.
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class PartChoice:
    """A part as the editor sees it, and the key that sets it."""

    part: Part
    name: str
    key: str


CHOICES = [
    PartChoice(Part.INTRODUCTION, _("Introduction"), "I"),
    PartChoice(Part.QUESTION, _("Question"), "Q"),
    PartChoice(Part.ANSWER, _("Answer"), "A"),
    PartChoice(Part.CAPTION, _("Caption"), "C"),
    PartChoice(Part.PROSE, _("Text"), "T"),
    PartChoice(Part.SKIP, _("Skip"), "S"),
]


class WholeText(forms.CharField):
    """Text as it was typed or pasted; only what PostgreSQL cannot store is left out.

    Its words are cleaned when its paragraphs are read.
    """

    as_typed = True

    def __init__(self, **kwargs):
        super().__init__(required=False, strip=False, **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\x00", "")


class TranscriptForm(forms.Form):
    """Step 1: a pasted text, the HTML of a clipboard, or a file. Makes `source`, `paragraphs`."""

    text = WholeText(
        label=_("The interview"),
        widget=forms.Textarea(attrs={"rows": 16, "aria-describedby": "paste-help"}),
    )
    html = WholeText(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        help_text=format_lazy("{} {}", _("Accepted file types:"), ", ".join(READABLE)),
        widget=forms.FileInput(attrs={"accept": ",".join(READABLE)}),
    )

    def clean(self):
        typed = Source(self.cleaned_data.get("text", ""), self.cleaned_data.get("html", ""))
        file = self.cleaned_data.get("file")
        if self.errors:
            return
        if typed and file:
            self.add_error(
                "file",
                _(
                    "You sent both a text and a file, and only one can be read at a time. Press "
                    "the button again to continue with the text, or clear it and choose the file "
                    "again."
                ),
            )
            return
        if not typed and not file:
            self.add_error(
                "text", _("There is no text yet: paste the interview, or choose a file.")
            )
            return
        try:
            self.source = Source.of_file(file.name, file) if file else typed
            self.paragraphs = self.source.paragraphs()
            self.source.refuse_too_much(self.paragraphs)
        except TranscriptError as error:
            self.add_error("file" if file else "text", str(error))

    def pasted(self) -> list[SafeString]:
        """Return the paragraphs of pasted HTML as they were understood, to look at."""
        try:
            passages = Source(html=self["html"].value() or "").passages()
        except TranscriptError:
            # Why was said when it was handed in.
            return []
        return [richtext.safe(passage, inline=True) for passage in passages]


@dataclass(frozen=True)
class ParagraphRow:
    """A paragraph as it is being corrected. `joined` makes it go on with the one before."""

    paragraph: Paragraph
    joined: bool = False

    @property
    def words(self) -> SafeString:
        return richtext.safe(self.paragraph.html, inline=True)


@dataclass(frozen=True)
class Proposal:
    """Step 2: what the editor corrects, with all that the next request needs to know."""

    rows: list[ParagraphRow]
    source: Source
    revision: int
    replacing: bool = False
    naming: bool = True

    longest_name = LONGEST_NAME

    @classmethod
    def of(cls, paragraphs: Iterable[Paragraph], source: Source, revision: int) -> "Proposal":
        """Return the proposal as it is before anything is corrected."""
        return cls([ParagraphRow(paragraph) for paragraph in paragraphs], source, revision)

    @classmethod
    def of_post(cls, data) -> "Proposal":
        """Return what came back from the browser, which is trusted for nothing."""
        numbers = sorted(
            int(name.removeprefix("html-"))
            for name in data
            if name.startswith("html-") and _NUMBER.fullmatch(name.removeprefix("html-"))
        )
        rows = [_posted_row(data, number) for number in numbers]
        return cls(
            rows=[row for row in rows if row.paragraph.text],
            source=Source(_stored(data.get("text", "")), _stored(data.get("html", ""))),
            revision=key_of(data.get("revision")) or 0,
            replacing=data.get("where") == "replace",
            naming="naming" in data,
        )

    def paragraphs(self) -> list[Paragraph]:
        """Return the corrected paragraphs, those that belong together as one."""
        whole: list[Paragraph] = []
        for row in self.rows:
            if row.joined and whole:
                whole[-1] = _join_paragraphs(whole[-1], row.paragraph)
            else:
                whole.append(row.paragraph)
        return whole

    def speakers(self) -> list[str]:
        """Return everybody who speaks, in the order of their first words."""
        return list(dict.fromkeys(filter(None, (row.paragraph.speaker for row in self.rows))))

    def counts(self) -> list[str]:
        """Return in words what would be made: “6 questions”, “3 captions wait for pictures”…"""
        paragraphs = self.paragraphs()
        made = AcceptedTranscript.of(document_of(paragraphs))
        skipped = sum(paragraph.part is Part.SKIP for paragraph in paragraphs)
        numbers = {"questions": made.questions, "captions": made.waiting, "skipped": skipped}
        return [COUNTED[name](n) for name, n in numbers.items() if n or name == "questions"]


def _join_paragraphs(first, second):
    # Somebody else's name stays, as words: perhaps it never was a name.
    name = "" if second.speaker in ("", first.speaker) else f"{second.speaker}: "
    return replace(
        first,
        html=f"{first.html} {escape(name)}{second.html}",
        text=f"{first.text} {name}{second.text}",
    )


def _posted_row(data, number):
    html = richtext.clean(data[f"html-{number}"], inline=True)
    part = data.get(f"part-{number}", "")
    paragraph = Paragraph(
        html=html,
        text=" ".join(richtext.text_of(html).split()),
        # Words that nothing is known about are kept, as text.
        part=Part(part) if part in Part else Part.PROSE,
        speaker=plain_text.one_line(data.get(f"speaker-{number}", "")),
    )
    return ParagraphRow(paragraph, joined=f"joined-{number}" in data)


def _stored(words):
    return words.replace("\x00", "")


COUNTED = {
    "questions": lambda n: ngettext("%d question", "%d questions", n) % n,
    "captions": lambda n: (
        ngettext("%d caption has no picture yet", "%d captions have no pictures yet", n) % n
    ),
    "skipped": lambda n: ngettext("%d paragraph is skipped", "%d paragraphs are skipped", n) % n,
}
# One number for each of the plural categories of Unicode CLDR that English and Ukrainian have.
SAMPLES = {"one": 1, "few": 2, "many": 5, "other": 5}


def counting_words() -> dict[str, dict[str, str]]:
    """Return the sentences of `Proposal.counts` for the browser, a form for each plural.

    A “#” stands for the number.
    """
    return {
        name: {
            category: in_words(number).replace(str(number), "#")
            for category, number in SAMPLES.items()
        }
        for name, in_words in COUNTED.items()
    }
