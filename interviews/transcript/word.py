"""Word documents (.docx) to HTML."""

import zipfile
from typing import BinaryIO
from xml.sax import ContentHandler, SAXException

import mammoth
from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from espreso.refusal import Refusal

MEGABYTE = 1024 * 1024
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_PART = 30 * MEGABYTE
MOST_PARTS = 5000
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
"""


def to_html(file: BinaryIO) -> str:
    """The HTML of a .docx file, without its pictures.

    Raises `Refusal` for anything that is not a sound .docx file of sensible size: `not_word`,
    `damaged` or `unpacks`.
    """
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
    except (Refusal, MemoryError):
        raise
    except DefusedXmlException:
        raise Refusal("unpacks") from None
    # A damaged document fails in many places of mammoth, zipfile, zlib and expat, and each
    # has its own exceptions: whatever they are, the editor needs the same advice.
    except Exception:
        raise Refusal("damaged") from None
    return str(converted.value)


def _refuse_dangerous(file: BinaryIO) -> None:
    if not zipfile.is_zipfile(file):
        raise Refusal("not_word")
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if (
            "word/document.xml" not in archive.namelist()
            and "_rels/.rels" not in archive.namelist()
        ):
            raise Refusal("not_word")
        # zipfile never unpacks more of a part than its stated size, so these sums can be trusted.
        texts = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
        if (
            len(parts) > MOST_PARTS
            or sum(part.file_size for part in parts) > LARGEST_UNPACKED
            or any(part.file_size > LARGEST_PART for part in texts)
        ):
            raise Refusal("unpacks")
        for part in texts:
            # Office Open XML (ECMA-376, part 2) has no document type declarations.
            with archive.open(part) as stream:
                try:
                    parse(stream, ContentHandler(), forbid_dtd=True)
                except SAXException:
                    if part.filename.startswith("word/"):
                        raise
