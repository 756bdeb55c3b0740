"""Word documents (.docx) to HTML."""

import zipfile
from typing import BinaryIO
from xml.sax import ContentHandler, SAXException

import mammoth
from defusedxml import DefusedXmlException
from defusedxml.sax import parse
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
LARGEST_FILE = 25 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_PART = 30 * MEGABYTE
MOST_PARTS = 5000
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
"""


class TranscriptError(ValueError):
    """The file cannot be read; the message says to the editor why and what to do."""


def to_html(file: BinaryIO) -> str:
    """The HTML of a .docx file, without its pictures.

    Raises TranscriptError for anything that is not a sound .docx file of sensible size.
    """
    file.seek(0, 2)
    if file.tell() > LARGEST_FILE:
        raise TranscriptError(
            _(
                "This file is larger than %(limit)s MB. "
                "Remove the pictures from it, or paste its text."
            )
            % {"limit": LARGEST_FILE // MEGABYTE}
        )
    file.seek(0)
    try:
        _refuse_dangerous(file)
        file.seek(0)
        converted = mammoth.convert_to_html(
            file,
            style_map=STYLES,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            external_file_access=False,
            include_embedded_style_map=False,
        )
    except TranscriptError:
        raise
    except DefusedXmlException as error:
        raise TranscriptError(_too_much()) from error
    # A damaged document fails in many places of mammoth, zipfile, zlib and expat, and each
    # has its own exceptions: whatever they are, the editor needs the same advice.
    except Exception as error:
        raise TranscriptError(
            _(
                "This file is damaged. Open it in a word processor, save it as .docx again, or "
                "paste its text."
            )
        ) from error
    return str(converted.value)


def _refuse_dangerous(file: BinaryIO) -> None:
    if not zipfile.is_zipfile(file):
        raise TranscriptError(_not_word())
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if (
            "word/document.xml" not in archive.namelist()
            and "_rels/.rels" not in archive.namelist()
        ):
            raise TranscriptError(_not_word())
        # zipfile never unpacks more of a part than its stated size, so these sums can be trusted.
        texts = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        if (
            len(parts) > MOST_PARTS
            or sum(part.file_size for part in parts) > LARGEST_UNPACKED
            or any(part.file_size > LARGEST_PART for part in texts)
        ):
            raise TranscriptError(_too_much())
        for part in texts:
            # Office Open XML (ECMA-376, part 2) has no document type declarations.
            with archive.open(part) as stream:
                try:
                    parse(stream, ContentHandler(), forbid_dtd=True)
                except SAXException:
                    if part.filename.startswith("word/"):
                        raise


def _not_word() -> str:
    return _(
        "This is not a Word document (.docx). Save the text as .docx in a word processor, or "
        "paste it."
    )


def _too_much() -> str:
    return _(
        "This file unpacks to far more than a transcript would contain. Paste its text instead."
    )
