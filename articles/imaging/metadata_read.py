"""Metadata (IPTC, XMP, Exif), read: captions, credits and rights from the file of a picture.

Sources of the names: IPTC Photo Metadata Standard 2023.1 (XMP and IIM), Exif 3.0.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from PIL import ExifTags, Image

from espreso import plain_text

from .validation import UNREADABLE

MAX_XMP_BYTES = 4 * 1024 * 1024
"""Editors keep the whole history of a picture in XMP; past this size it is not read."""

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
XMP_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

IIM_RESOURCE = 0x0404
IIM_DIGEST_RESOURCE = 0x0425

CAMERA_CAPTIONS = frozenset(
    {
        "default",
        "digital camera",
        "exif_jpeg_picture",
        "exif jpeg",
        "konica minolta digital camera",
        "minolta digital camera",
        "olympus digital camera",
        "samsung camera pictures",
        "sony dsc",
    }
)
"""What cameras write by themselves in the place of a caption."""


@dataclass(frozen=True)
class EmbeddedMetadata:
    """What one kind of metadata says; empty where it says nothing."""

    caption: str = ""
    credit_line: str = ""
    creator: str = ""
    copyright: str = ""
    licence: str = ""
    alternative_text: str = ""


def embedded_metadata(picture: Image.Image) -> EmbeddedMetadata:
    """Return what a decoded picture says of itself, each text from the best source that has it.

    XMP comes before IIM, whose fields are short (a credit has 32 bytes: 16 Cyrillic letters),
    unless a program that knows only IIM has changed the words since: then the digest in the
    file no longer matches, and IIM is the newer (Metadata Working Group, Guidelines 2.0, 3.3).
    EXIF comes last. Unreadable metadata counts as absent.
    """
    resources = picture.info.get("photoshop") or {}
    iim = resources.get(IIM_RESOURCE, b"")
    digest = resources.get(IIM_DIGEST_RESOURCE)
    from_xmp, from_iim = _words_of_xmp(_xmp_of(picture)), _words_of_iim(iim)
    iim_is_newer = digest and digest != hashlib.md5(iim, usedforsecurity=False).digest()
    first, second = (from_iim, from_xmp) if iim_is_newer else (from_xmp, from_iim)
    sources = (first, second, _words_of_exif(picture))
    best = {
        name: next((text for words in sources if (text := getattr(words, name))), "")
        for name in EmbeddedMetadata.__dataclass_fields__
    }
    return EmbeddedMetadata(**best)


def plain(text: str, length: int | None = None) -> str:
    """Return ``text`` on one line, without control characters, of at most ``length`` characters."""
    # What files hold of damaged letters parts words; what nobody sees does not.
    printable = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs", "Cn") else letter for letter in text
    )
    words = " ".join(plain_text.cleaned(printable).split())[:length].rstrip()
    return words if plain_text.has_visible_text(words) else ""


def _xmp_of(picture: Image.Image) -> bytes:
    xmp = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return xmp.encode("utf-8", "replace") if isinstance(xmp, str) else xmp


def _words_of_xmp(xmp: bytes) -> EmbeddedMetadata:
    if not xmp or len(xmp) > MAX_XMP_BYTES:
        return EmbeddedMetadata()
    try:
        root = ElementTree.fromstring(xmp.rstrip(b"\0 \r\n\t"), forbid_dtd=True)
    except (ParseError, ValueError, LookupError):
        # ValueError is also the class of what defusedxml forbids: entities and DTDs.
        return EmbeddedMetadata()
    descriptions = [
        each for rdf in root.iter(f"{RDF}RDF") for each in rdf.findall(f"{RDF}Description")
    ]
    return EmbeddedMetadata(
        caption=_in_default_language(descriptions, f"{DC}description"),
        credit_line=_in_default_language(descriptions, f"{PHOTOSHOP}Credit"),
        creator=", ".join(text for _, text in _texts(descriptions, f"{DC}creator")),
        copyright=_in_default_language(descriptions, f"{DC}rights"),
        licence=_in_default_language(descriptions, f"{XMP_RIGHTS}WebStatement"),
        alternative_text=_in_default_language(descriptions, f"{IPTC_CORE}AltTextAccessibility"),
    )


def _in_default_language(descriptions: list[Element], name: str) -> str:
    texts = _texts(descriptions, name)
    in_default = [text for language, text in texts if language == "x-default"]
    return next(iter(in_default or [text for _, text in texts]), "")


def _texts(descriptions: list[Element], name: str) -> list[tuple[str, str]]:
    """The texts of a property, each with its language.

    XMP allows an attribute, an element, or an element with a list inside.
    """
    found = []
    for description in descriptions:
        found.append(("", description.get(name)))
        for element in description.findall(name):
            for item in [*element.iter(f"{RDF}li")] or [element]:
                found.append((item.get(LANGUAGE, ""), item.text))
    return [(language, plain(text)) for language, text in found if text and plain(text)]


def _words_of_iim(iim: bytes) -> EmbeddedMetadata:
    fields = _fields_of_iim(iim)
    is_utf8 = fields.get((1, 90)) == [b"\x1b%G"]

    def text(dataset: int) -> str:
        values = fields.get((2, dataset), [])
        return ", ".join(
            plain(value.decode("utf-8", "replace") if is_utf8 else _decode_without_charset(value))
            for value in values
        )

    return EmbeddedMetadata(
        caption=text(120), credit_line=text(110), creator=text(80), copyright=text(116)
    )


def _fields_of_iim(iim: bytes) -> Mapping[tuple[int, int], list[bytes]]:
    """Split IIM into its fields, up to the first that is broken (IIM 4.2, chapter 1)."""
    fields: dict[tuple[int, int], list[bytes]] = {}
    position = 0
    while iim[position : position + 1] == b"\x1c" and position + 5 <= len(iim):
        record, dataset = iim[position + 1], iim[position + 2]
        size = int.from_bytes(iim[position + 3 : position + 5])
        position += 5
        if size & 0x8000:
            size_of_size = size & 0x7FFF
            if size_of_size > 4:
                break
            size = int.from_bytes(iim[position : position + size_of_size])
            position += size_of_size
        fields.setdefault((record, dataset), []).append(iim[position : position + size])
        position += size
    return fields


def _words_of_exif(picture: Image.Image) -> EmbeddedMetadata:
    try:
        exif = picture.getexif()
        caption, creator, notice = (
            _text_of_exif(exif.get(tag))
            for tag in (
                ExifTags.Base.ImageDescription,
                ExifTags.Base.Artist,
                ExifTags.Base.Copyright,
            )
        )
    except UNREADABLE:
        return EmbeddedMetadata()
    if caption.lower() in CAMERA_CAPTIONS:
        caption = ""
    return EmbeddedMetadata(caption=caption, creator=creator, copyright=notice)


def _text_of_exif(value: object) -> str:
    if isinstance(value, str):
        # Pillow reads these bytes as Latin-1; cameras and agencies write what they like.
        value = value.encode("latin-1", "replace")
    return plain(_decode_without_charset(value)) if isinstance(value, bytes) else ""


def _decode_without_charset(text: bytes) -> str:
    """Decode a text that does not say its charset.

    What is not UTF-8 is Windows-1251 when most of its letters are beyond ASCII, as in a
    Cyrillic text, and Windows-1252 when few are, as in a Latin text with accents.
    """
    try:
        return text.decode()
    except UnicodeDecodeError:
        beyond_ascii = sum(byte > 0x7F for byte in text)
        ascii_letters = sum(bytes([byte]).isalpha() for byte in text)
        charset = "cp1251" if beyond_ascii > ascii_letters else "cp1252"
        return text.decode(charset, "replace")
