"""Image inspection: format, size and metadata of an uploaded picture."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from PIL import ImageFile

from .metadata_read import (
    ALTERNATIVE_TEXT_LENGTH,
    CAPTION_LENGTH,
    COPYRIGHT_LENGTH,
    CREDIT_LENGTH,
    LICENCE_LENGTH,
    embedded_metadata,
    plain,
)
from .validation import (
    EXTENSIONS,
    MIN_SIDE,
    SIDEWAYS,
    decode,
    format_of,
    is_animated,
    open_picture,
    orientation_of,
    pillow_warnings,
)


@dataclass(frozen=True)
class Inspected:
    """An accepted picture: pixels as seen upright, a key of ``EXTENSIONS``, and its own words.

    The words are proposals for the editor, plain text on one line, empty when not found.
    """

    width: int
    height: int
    format: str
    caption: str
    credit: str
    copyright: str
    licence: str
    alternative_text: str


@pillow_warnings()
def inspect(file: BinaryIO) -> Inspected:
    """Examine an uploaded file and return what it is; the file is left at its beginning.

    The whole picture is decoded once, so that what is accepted can be rendered.

    Raises ``ValidationError`` with one of the codes ``too_large``, ``svg``, ``not_a_picture``,
    ``truncated``, ``too_many_pixels``, ``too_small``, ``extension`` and ``animated``.
    A file without a name, or whose name has no extension, is judged by its content alone.
    """
    try:
        picture = open_picture(file)
        _refuse_wrong_extension(getattr(file, "name", None), format_of(picture))
        if min(picture.size) < MIN_SIDE:
            raise ValidationError(
                _(
                    "This picture is only %(width)d × %(height)d pixels. "
                    "It needs at least %(limit)d on each side: upload a larger one."
                ),
                code="too_small",
                params={
                    "width": picture.width,
                    "height": picture.height,
                    "limit": MIN_SIDE,
                },
            )
        if is_animated(picture):
            raise ValidationError(
                _(
                    "This picture is animated, and readers would see only its first frame. Save "
                    "the frame you want as JPEG or PNG and upload that."
                ),
                code="animated",
            )
        return _examined(picture)
    finally:
        file.seek(0)


def _examined(picture: ImageFile.ImageFile) -> Inspected:
    kind, (width, height) = format_of(picture), picture.size
    if kind == "JPEG":
        # Reads the file to its end all the same, with a sixty-fourth of the memory.
        picture.draft(picture.mode, (1, 1))
    decode(picture)
    if orientation_of(picture) in SIDEWAYS:
        width, height = height, width
    words = embedded_metadata(picture)
    return Inspected(
        width=width,
        height=height,
        format=kind,
        caption=plain(words.caption, CAPTION_LENGTH),
        credit=plain(words.credit_line or words.creator, CREDIT_LENGTH),
        copyright=plain(words.copyright, COPYRIGHT_LENGTH),
        licence=_valid_url(plain(words.licence)),
        alternative_text=plain(words.alternative_text, ALTERNATIVE_TEXT_LENGTH),
    )


def _valid_url(text: str) -> str:
    """Return the address in ``text``, or nothing where it is none that can be kept."""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return ""
    return text if len(text) <= LICENCE_LENGTH else ""


def _refuse_wrong_extension(name: object, kind: str) -> None:
    extension = PurePath(str(name or "")).suffix.lower()
    if extension and extension not in EXTENSIONS[kind]:
        raise ValidationError(
            _(
                "The name of this file ends in %(extension)s, but it contains a %(format)s "
                "picture. Change the extension to %(right)s and upload it again."
            ),
            code="extension",
            params={
                "extension": extension,
                "format": kind,
                "right": EXTENSIONS[kind][0],
            },
        )
