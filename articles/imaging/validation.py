"""Upload validation: a file is let through only when it is safe and possible to decode.

Every refusal is a ``ValidationError`` whose message an editor can act upon and whose
``code`` a program can read.
"""

import math
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageFile

MAX_BYTES = 40 * 1024 * 1024
"""The largest file accepted, in bytes."""

MAX_PIXELS = 80_000_000
"""The largest picture accepted, in pixels: above any phone panorama and most cameras, and
below the size at which Pillow itself begins to warn of a decompression bomb. Rendering one
took 190 MB of memory as JPEG, 740 MB as PNG with transparency and 1.3 GB as WebP, whose
reader keeps two canvases."""

MAX_SIDE = 30_000
"""The longest side accepted, in pixels. AVIF readers stop at 32,768, JPEG at 65,535."""

MIN_SIDE = 32
"""The shortest side accepted, in pixels. Anything smaller is an icon or a tracking pixel."""

EXTENSIONS = {
    "JPEG": (".jpg", ".jpeg", ".jpe"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "AVIF": (".avif",),
    "HEIF": (".heic", ".heif", ".hif"),
    "GIF": (".gif",),
}
"""The formats accepted, by Pillow's names, with the file name extensions of each; the first
is the usual one."""

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

    Raises ``ValidationError`` with the code ``too_large``, ``svg``, ``not_a_picture``,
    ``truncated`` or ``too_many_pixels``.
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
        raise (_damaged() if SIGNATURES.match(head) else _not_a_picture()) from None
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    if max(picture.size) > MAX_SIDE:
        raise ValidationError(
            _(
                "This picture is longer than %(limit)d pixels on one side. "
                "Make it smaller and upload it again."
            ),
            code="too_many_pixels",
            params={"limit": MAX_SIDE},
        )
    return picture


def decode(picture: ImageFile.ImageFile) -> None:
    """Decode every pixel; raise ``ValidationError`` (``truncated``) when some cannot be."""
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
        raise ValidationError(
            _(
                "This file is %(size)d MB; the limit for a picture is %(limit)d MB. Export it as "
                "JPEG, or make it smaller, and upload it again."
            ),
            code="too_large",
            params={"size": math.ceil(size / 1024**2), "limit": MAX_BYTES // 1024**2},
        )


def _refuse_svg(head: bytes) -> None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<") and b"<svg" in text:
        raise ValidationError(
            _(
                "SVG drawings can contain scripts, so they are not accepted. Export the drawing "
                "as PNG and upload that."
            ),
            code="svg",
        )


def _not_a_picture() -> ValidationError:
    return ValidationError(
        _(
            "This file is not a picture that can be published. "
            "Save it as JPEG, PNG, WebP, HEIC or AVIF and upload that."
        ),
        code="not_a_picture",
    )


def _damaged() -> ValidationError:
    return ValidationError(
        _(
            "This picture is damaged or incomplete. Export it again, or ask for it to be sent "
            "again, then upload it."
        ),
        code="truncated",
    )


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has more than %(limit)d megapixels. Make it smaller and upload it again."),
        code="too_many_pixels",
        params={"limit": MAX_PIXELS // 1_000_000},
    )
