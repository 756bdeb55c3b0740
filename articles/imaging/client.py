"""Imaging client: has pictures decoded and drawn by a process within limits.

Each function raises ``ValidationError`` with words that an editor can act upon and a ``code`` that
a program can read; the codes are those of ``WORDS``.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from espreso import limited_process
from espreso.refusal import BUSY, FAILED, TOO_MUCH, Refusal

from .results import Inspected, RenditionFile
from .sizes import WIDTHS, Point, Ratio

WORDS = {
    "too_large": _(
        "This file is %(size)d MB; the limit for a picture is %(limit)d MB. Export it as "
        "JPEG, or make it smaller, and upload it again."
    ),
    "svg": _(
        "SVG drawings can contain scripts, so they are not accepted. Export the drawing "
        "as PNG and upload that."
    ),
    "not_a_picture": _(
        "This file is not a picture that can be published. "
        "Save it as JPEG, PNG, WebP, HEIC or AVIF and upload that."
    ),
    "heic": _("This site cannot open HEIC pictures. Save it as JPEG and upload that."),
    "truncated": _(
        "This picture is damaged or incomplete. Export it again, or ask for it to be sent "
        "again, then upload it."
    ),
    "too_many_pixels": _(
        "This picture has more than %(limit)d megapixels. Make it smaller and upload it again."
    ),
    "too_long": _(
        "This picture is longer than %(limit)d pixels on one side. "
        "Make it smaller and upload it again."
    ),
    "too_small": _(
        "This picture is only %(width)d × %(height)d pixels. "
        "It needs at least %(limit)d on each side: upload a larger one."
    ),
    "animated": _(
        "This picture is animated, and readers would see only its first frame. Save "
        "the frame you want as JPEG or PNG and upload that."
    ),
    "extension": _(
        "The name of this file ends in %(extension)s, but it contains a %(format)s "
        "picture. Change the extension to %(right)s and upload it again."
    ),
    TOO_MUCH: _(
        "This picture takes too long or too much memory to open. Save it as an ordinary JPEG, or "
        "make it smaller, and upload that."
    ),
    BUSY: _("Many pictures are being processed right now. Wait a minute and try again."),
    FAILED: _(
        "This picture could not be processed. Save it as JPEG and upload that; if this happens "
        "again, tell whoever runs the site."
    ),
}


def inspect(file: BinaryIO) -> Inspected:
    """Examine an uploaded file and return what it is; the file is left at its beginning.

    The whole picture is decoded once, so that what is accepted can be rendered. A file without a
    name, or whose name has no extension, is judged by its content alone.
    """
    name = str(getattr(file, "name", None) or "")
    file.seek(0)
    with _asked("inspect", {"name": name}, file) as (said, _output):
        return Inspected(**{**said, "licence": _valid_url(said["licence"])})


def renditions(
    file: BinaryIO,
    *,
    credit: str,
    copyright: str,  # noqa: A002 - the name of the field of a photo
    licence: str = "",
    widths: Iterable[int] = WIDTHS,
    ratio: Ratio | None = None,
    focal: Point = (0.5, 0.5),
    formats: Iterable[str] = ("avif", "jpeg"),
    **limits: float,
) -> Iterator[RenditionFile]:
    """Yield the renditions of a picture, as `renditions.renditions` makes them.

    `limits` are those of `espreso.limited_process.run`.
    """
    request = {
        "credit": credit,
        "copyright": copyright,
        "licence": licence,
        "widths": list(widths),
        "ratio": ratio,
        "focal": focal,
        "formats": list(formats),
    }
    with _asked("renditions", request, file, **limits) as (made, output):
        for width, height, kind, length in made:
            yield RenditionFile(width, height, kind, output.read(length))


def share_card(photo: BinaryIO | None = None, patience: float = 10, **words: Any) -> bytes:
    """Return a JPEG of `SHARE_SIZE`, as `share_card.share_picture` draws it."""
    with _asked("share_card", words, photo, patience=patience) as (_nothing, output):
        return output.read()


@contextmanager
def _asked(
    function: str, request: dict[str, Any], file: BinaryIO | None, **limits: Any
) -> Iterator[tuple[Any, BinaryIO]]:
    asked = f"articles.imaging.process:{function}"
    try:
        with limited_process.run(asked, request, file, **limits) as answer:
            yield answer
    except Refusal as refusal:
        raise ValidationError(
            WORDS[refusal.code], code=refusal.code, params=refusal.parameters
        ) from None


def _valid_url(text: str) -> str:
    """Return the address in ``text``, or nothing where it is none that can be kept."""
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return ""
    return text
