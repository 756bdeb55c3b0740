"""Image inspection: format, size and metadata of an uploaded picture."""

from pathlib import PurePath
from typing import BinaryIO

from PIL import ImageFile

from espreso.refusal import Refusal

from .limits import (
    ALTERNATIVE_TEXT_LENGTH,
    CAPTION_LENGTH,
    COPYRIGHT_LENGTH,
    CREDIT_LENGTH,
    EXTENSIONS,
    LICENCE_LENGTH,
    MIN_SIDE,
)
from .metadata_read import embedded_metadata, plain
from .results import Inspected
from .validation import (
    SIDEWAYS,
    decode,
    format_of,
    is_animated,
    open_picture,
    orientation_of,
    pillow_warnings,
)


@pillow_warnings()
def inspect(file: BinaryIO) -> Inspected:
    """Examine an uploaded file and return what it is; the file is left at its beginning.

    The whole picture is decoded once, so that what is accepted can be rendered.

    Raises ``Refusal`` with one of the codes ``too_large``, ``svg``, ``not_a_picture``,
    ``truncated``, ``too_many_pixels``, ``too_long``, ``too_small``, ``extension`` and ``animated``.
    A file without a name, or whose name has no extension, is judged by its content alone.
    """
    try:
        picture = open_picture(file)
        _refuse_wrong_extension(getattr(file, "name", None), format_of(picture))
        if min(picture.size) < MIN_SIDE:
            raise Refusal("too_small", width=picture.width, height=picture.height, limit=MIN_SIDE)
        if is_animated(picture):
            raise Refusal("animated")
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
    licence = plain(words.licence)
    return Inspected(
        width=width,
        height=height,
        format=kind,
        caption=plain(words.caption, CAPTION_LENGTH),
        credit=plain(words.credit_line or words.creator, CREDIT_LENGTH),
        copyright=plain(words.copyright, COPYRIGHT_LENGTH),
        # Longer than it may be, it leads elsewhere.
        licence=licence if len(licence) <= LICENCE_LENGTH else "",
        alternative_text=plain(words.alternative_text, ALTERNATIVE_TEXT_LENGTH),
    )


def _refuse_wrong_extension(name: object, kind: str) -> None:
    extension = PurePath(str(name or "")).suffix.lower()
    if extension and extension not in EXTENSIONS[kind]:
        raise Refusal("extension", extension=extension, format=kind, right=EXTENSIONS[kind][0])
