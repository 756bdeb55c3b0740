"""Upload validation: a file is let through only when it is safe and possible to decode.

Every refusal is a ``Refusal``, whose words stand in ``client``.
"""

import math
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from PIL import ExifTags, Image, ImageFile

from espreso.refusal import Refusal

from .limits import EXTENSIONS, MAX_BYTES, MAX_PIXELS, MAX_SIDE

SIDEWAYS = (5, 6, 7, 8)
"""The orientations that lay a picture on its side (Exif 3.0, tag 0x0112)."""

READERS = (*EXTENSIONS, "MPO")
"""Pillow reads dozens of formats; every reader left out is a reader that cannot be attacked.

They are asked in this order: AVIF before HEIF, whose reader would take some AVIF for its own."""

SIGNATURES = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|GIF8|RIFF....WEBP|"
    rb"....ftyp(?:avi[fs]|mif1|msf1|he(?:ic|ix|im|is|vc|vx|vm|vs))",
    re.DOTALL,
)

UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow and its codecs raise on damaged files; there is no common class."""

HEIC = re.compile(rb"....ftyp(?:mif1|msf1|he(?:ic|ix|im|is|vc|vx|vm|vs))", re.DOTALL)

# Its wheels hold a library under the GPL, so a site has it where it chooses to.
with suppress(ImportError):
    import pillow_heif

    # Reading the thumbnail instead of the picture would let a damaged picture pass.
    pillow_heif.register_heif_opener(thumbnails=False)


@contextmanager
def pillow_warnings() -> Iterator[None]:
    """Make a warning of a decompression bomb an error, and let the others go unsaid.

    The others tell of oddities in files from cameras and agencies, which nobody here can mend.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def open_picture(file: BinaryIO) -> ImageFile.ImageFile:
    """Return the picture in ``file``, its header read and its pixels not yet decoded.

    Raises ``Refusal`` with the code ``too_large``, ``svg``, ``not_a_picture``, ``heic``,
    ``truncated``, ``too_many_pixels`` or ``too_long``.
    """
    _refuse_too_large(file)
    file.seek(0)
    head = file.read(4096)
    _refuse_svg(head)
    file.seek(0)
    try:
        picture = Image.open(file, formats=READERS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_many_pixels() from None
    except UNREADABLE:
        if HEIC.match(head) and "HEIF" not in Image.OPEN:
            raise Refusal("heic") from None
        raise (_damaged() if SIGNATURES.match(head) else Refusal("not_a_picture")) from None
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    if max(picture.size) > MAX_SIDE:
        raise Refusal("too_long", limit=MAX_SIDE)
    return picture


def decode(picture: ImageFile.ImageFile) -> None:
    """Decode every pixel; raise ``Refusal`` (``truncated``) when some cannot be."""
    try:
        picture.load()
    except UNREADABLE:
        raise _damaged() from None


def is_animated(picture: ImageFile.ImageFile) -> bool:
    """Whether the picture moves. The second frames of phones (depth, gain maps, bursts) do not."""
    if picture.format in ("MPO", "HEIF"):
        return False
    try:
        return bool(getattr(picture, "is_animated", False))
    except UNREADABLE:
        raise _damaged() from None


def orientation_of(picture: ImageFile.ImageFile) -> int:
    """How the stored pixels lie, from 1 (upright) to 8 (Exif 3.0, tag 0x0112).

    PNG may tell this after its pixels, so ask when they are decoded.
    """
    try:
        value = picture.getexif().get(ExifTags.Base.Orientation)
    except UNREADABLE:
        return 1
    return int(value) if value is not None and value in range(1, 9) else 1


def format_of(picture: ImageFile.ImageFile) -> str:
    """The format by its name in ``EXTENSIONS``: the multi-picture JPEG of phones is a JPEG."""
    # Whatever was opened from a file has a format.
    assert picture.format
    return "JPEG" if picture.format == "MPO" else picture.format


def _refuse_too_large(file: BinaryIO) -> None:
    size = file.seek(0, 2) or file.tell()
    if size > MAX_BYTES:
        raise Refusal("too_large", size=math.ceil(size / 1024**2), limit=MAX_BYTES // 1024**2)


def _refuse_svg(head: bytes) -> None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<") and b"<svg" in text:
        raise Refusal("svg")


def _damaged() -> Refusal:
    return Refusal("truncated")


def _too_many_pixels() -> Refusal:
    return Refusal("too_many_pixels", limit=MAX_PIXELS // 1_000_000)
