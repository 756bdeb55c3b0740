"""Transcript source: what an editor hands in: plain text, HTML, or a file."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import limited_process
from espreso.refusal import BUSY, FAILED, TOO_MUCH, Refusal
from interviews.transcript import Paragraph, Part, TranscriptError

PLAIN, PAGES, WORD = (".txt", ".md", ".text"), (".html", ".htm"), (".docx",)
READABLE = PLAIN + PAGES + WORD
# The proposal goes to the browser and comes back in one form, together with its source.
FIELDS_OF_A_PARAGRAPH = 4
FIELDS_OF_THE_FORM = 40
BYTES_OF_A_PARAGRAPH = 80
BYTES_OF_THE_FORM = 200_000
LARGEST_FILE_MB = 25
OLE, PDF, RTF = b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf"
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

_REFUSALS = {
    "not_word": gettext_lazy(
        "This is not a Word document (.docx). Save the text as .docx in a word processor, or "
        "paste it."
    ),
    "damaged": gettext_lazy(
        "This file is damaged. Open it in a word processor, save it as .docx again, or "
        "paste its text."
    ),
    "unpacks": gettext_lazy(
        "This file unpacks to far more than a transcript would contain. Paste its text instead."
    ),
    TOO_MUCH: gettext_lazy(
        "This takes too long or too much memory to read. Paste the text without its formatting, "
        "or a part of it."
    ),
    BUSY: gettext_lazy("Many files are being processed right now. Wait a minute and try again."),
    FAILED: gettext_lazy(
        "This could not be read. Paste the text without its formatting; if this happens again, "
        "tell whoever runs the site."
    ),
}


@dataclass(frozen=True)
class Source:
    """A transcript as it was handed in: `text`, `html`, or one after the other."""

    text: str = ""
    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.html.strip())

    @classmethod
    def of_file(cls, name: str, file: BinaryIO) -> "Source":
        """Return what stands in the file; a Word document becomes HTML.

        Raises `TranscriptError`, in the editor's words, for a file that cannot be read.
        """
        suffix = PurePath(name).suffix.lower()
        if (file.seek(0, 2) or file.tell()) > LARGEST_FILE_MB * 1024 * 1024:
            raise TranscriptError(
                _(
                    "This file is larger than %(limit)s MB. "
                    "Remove the pictures from it, or paste its text."
                )
                % {"limit": LARGEST_FILE_MB}
            )
        file.seek(0)
        start = file.read(8)
        file.seek(0)
        if start.startswith(PDF) or suffix == ".pdf":
            raise TranscriptError(
                _(
                    "A PDF does not store paragraphs in a readable way. Open it, copy its text "
                    "and paste that, or save the original as .docx."
                )
            )
        if start.startswith((OLE, RTF)) or suffix in (".doc", ".rtf"):
            raise TranscriptError(
                _(
                    "This is an old Word format (.doc). Open it in a word processor and save it "
                    "as .docx, or paste its text."
                )
            )
        if suffix in WORD:
            return cls(html=_asked("word", file=file))
        if suffix in PLAIN + PAGES:
            words = _decode_upload(file.read())
            return cls(html=words) if suffix in PAGES else cls(text=words)
        raise TranscriptError(
            _("“%(name)s” cannot be read. Accepted file types: %(kinds)s; or paste the text.")
            % {"name": PurePath(name).name, "kinds": ", ".join(READABLE)}
        )

    def paragraphs(self) -> list[Paragraph]:
        """Return the proposal.

        Raises `TranscriptError` when no words are in the source, or it takes too long to read.
        """
        proposed = [
            Paragraph(html, text, Part(part), speaker)
            for html, text, part, speaker in _asked("propose", html=self.html, text=self.text)
        ]
        if not proposed:
            raise TranscriptError(_("It contains no words: paste the text of the interview."))
        return proposed

    def passages(self) -> list[str]:
        """Return the HTML of each passage of the HTML, as it was understood."""
        return _asked("passages", html=self.html) if self.html else []

    def refuse_too_much(self, paragraphs: list[Paragraph]) -> None:
        """Raise `TranscriptError` when the form could not bring source and proposal back."""
        most = (
            settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - FIELDS_OF_THE_FORM
        ) // FIELDS_OF_A_PARAGRAPH
        if len(paragraphs) > most:
            raise TranscriptError(
                _(
                    "This has %(number)d paragraphs; at most %(limit)d can be corrected at once. "
                    "Your text is still here: cut out a part of it, and add that afterwards in "
                    "the same way."
                )
                % {"number": len(paragraphs), "limit": most}
            )
        size = _weight(self.text) + _weight(self.html)
        size += sum(_weight(p.html) + _weight(p.speaker) + BYTES_OF_A_PARAGRAPH for p in paragraphs)
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE - BYTES_OF_THE_FORM:
            raise TranscriptError(
                _(
                    "This is more text than can be corrected at once. It is still here: cut out a "
                    "part of it, and add that afterwards in the same way."
                )
            )


def _asked(function: str, file: BinaryIO | None = None, **request: str) -> Any:
    asked = f"interviews.transcript.process:{function}"
    try:
        with limited_process.run(asked, request, file) as (returned, _output):
            return returned
    except Refusal as refusal:
        raise TranscriptError(str(_REFUSALS[refusal.code])) from None


def _decode_upload(content: bytes) -> str:
    encoding = BYTE_ORDER_MARKS.get(content[:2], "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TranscriptError(
            _("The characters in this file cannot be read. Save it as UTF-8, or paste its text.")
        ) from error


def _weight(words: str) -> int:
    # A form sends each line break as two characters.
    return len(words.encode(errors="replace")) + words.count("\n")
