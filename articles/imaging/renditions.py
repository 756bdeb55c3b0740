"""Renditions: public copies of a picture, upright, in sRGB, in several widths, with its credit."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageCms

from .metadata_write import as_exif, as_xmp
from .results import RenditionFile
from .sizes import WIDTHS, Point, Ratio, Size, largest_part, part_around, sizes_of
from .validation import SIDEWAYS, decode, format_of, open_picture, orientation_of, pillow_warnings

ENCODINGS: dict[str, dict[str, Any]] = {
    # Speed 8 takes a tenth of the time of the default 6, and the file is no larger.
    "avif": {"format": "AVIF", "quality": 60, "speed": 8},
    "jpeg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture of each orientation upright. ``ImageOps.exif_transpose`` also rewrites
the EXIF, which is thrown away here, and fails on some that it cannot write."""


def renditions(
    file: BinaryIO,
    *,
    credit: str,
    copyright: str,  # noqa: A002 - the name of the field of a photo
    licence: str = "",
    widths: Iterable[int] = WIDTHS,
    ratio: Ratio | None = None,
    focal: Point = (0.5, 0.5),
    formats: Iterable[str] = tuple(ENCODINGS),
) -> Iterator[RenditionFile]:
    """Yield the renditions of a picture, the widest first, each as AVIF and then as JPEG.

    `formats` may name one of the two.

    Nothing is enlarged: a picture narrower than a width is rendered at its own width, once.
    With ``ratio``, such as ``(16, 9)``, the largest part of that shape is taken, as near to
    having ``focal`` at its middle as the edges allow. ``focal`` is measured from the top left
    of the upright picture, from 0 to 1 on each axis.

    Nothing of the metadata of the original survives; ``credit``, ``copyright`` and the
    address of the ``licence`` are written into every file, as EXIF and XMP.

    The file is read when the first rendition is asked for, and left at its beginning.
    Raises what ``validation.open_picture`` and ``validation.decode`` raise.
    """
    picture, sizes = _upright(file, widths, ratio)
    part = part_around(focal, picture.size, sizes[0])
    exif, xmp = as_exif(credit, copyright), as_xmp(credit, copyright, licence)
    for size in sizes:
        rendition = picture.resize(size, Image.Resampling.LANCZOS, box=part)
        for name in formats:
            content = BytesIO()
            rendition.save(content, exif=exif or b"", xmp=xmp, **ENCODINGS[name])
            yield RenditionFile(*size, name, content.getvalue())


@pillow_warnings()
def _upright(
    file: BinaryIO, widths: Iterable[int], ratio: Ratio | None
) -> tuple[Image.Image, list[Size]]:
    """Decode the picture, no larger than the widest rendition needs; return it with the sizes."""
    try:
        opened = open_picture(file)
        is_jpeg = format_of(opened) == "JPEG"
        if not is_jpeg:
            decode(opened)
        orientation = orientation_of(opened)
        width, height = opened.size
        if orientation in SIDEWAYS:
            width, height = height, width
        sizes = sizes_of((width, height), widths, ratio)
        scale = min(1, sizes[0][0] / largest_part((width, height), ratio)[0])
        needed = max(1, round(opened.width * scale)), max(1, round(opened.height * scale))
        if is_jpeg:
            opened.draft(opened.mode, needed)
            decode(opened)
    finally:
        file.seek(0)
    picture = _in_resizable_mode(opened)
    if picture.size != needed:
        picture = picture.resize(needed, Image.Resampling.LANCZOS, reducing_gap=3)
    if orientation in TURNS:
        picture = picture.transpose(TURNS[orientation])
    picture = _in_srgb(_on_white(picture))
    picture.info.clear()
    return picture, sizes


def _in_resizable_mode(picture: Image.Image) -> Image.Image:
    """Only modes with eight bits and no palette can be resized smoothly."""
    if picture.mode.startswith(("I", "F")):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "P", "PA") or "transparency" in picture.info:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Both formats show the same picture: JPEG has no transparency, so neither has AVIF."""
    if picture.mode not in ("LA", "RGBA"):
        return picture
    opaque = picture.convert(picture.mode.removesuffix("A"))
    paper = Image.new(opaque.mode, opaque.size, "white")
    paper.paste(opaque, mask=picture.getchannel("A"))
    paper.info = picture.info
    return paper


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Convert by the embedded profile; a picture without one is in sRGB by convention."""
    if profile := picture.info.get("icc_profile"):
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
            # None is for what is converted in place.
            assert converted
            return converted
        except (ImageCms.PyCMSError, OSError):
            # A broken profile, or one for other colours than the picture has, says nothing.
            pass
    return picture.convert("RGB")
