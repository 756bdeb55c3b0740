"""Share card: the picture shown where a piece is shared: headline, label and photo."""

from bisect import bisect_left, bisect_right
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageDraw, ImageFont

from .metadata_write import as_exif, as_xmp
from .sizes import SHARE_SIZE, Point, part_around, sizes_of
from .validation import decode, open_picture, pillow_warnings

# The colours of the site, see static/site/site.css.
PAPER, INK, SOFT, ACCENT, HAIR = "#fffdf9", "#1b1a17", "#5d5850", "#a4161f", "#ded9cf"
SERIF, SANS = "NotoSerif-Bold", "NotoSans-Bold"
_PHOTO = (504, SHARE_SIZE[1])
_MARGIN = 60
_SIZES = range(104, 33, -2)
_LEADING = 1.16
_HEADLINE = (132, 500)
_Font = ImageFont.FreeTypeFont
_FONTS = Path(__file__).parent / "fonts"
_JPEG: dict[str, Any] = {"format": "JPEG", "quality": 88, "progressive": True, "optimize": True}


def share_picture(
    *,
    headline: str,
    label: str,
    section: str,
    paper: str,
    photo: BinaryIO | None = None,
    focal: Point = (0.5, 0.5),
    credit: str = "",
    copyright: str = "",  # noqa: A002 - the name of the field of a photo
    licence: str = "",
) -> bytes:
    """Return a JPEG of `SHARE_SIZE` with these words, and with the photo at its side.

    A headline becomes as large as its place allows, and ends in “…” where even the smallest
    letters would not do. Signs that the fonts lack are left out. Raises as `renditions` does.
    """
    picture = Image.new("RGB", SHARE_SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    right = SHARE_SIZE[0] - _MARGIN
    if photo:
        right = SHARE_SIZE[0] - _PHOTO[0] - _MARGIN // 2
        picture.paste(_cut(photo, focal), (SHARE_SIZE[0] - _PHOTO[0], 0))
        _write_credit(picture, _drawable(credit, SANS))
    draw.rectangle((0, 0, 11, SHARE_SIZE[1]), fill=ACCENT)
    label, section = (_drawable(words, SANS) for words in (label, section))
    headline, paper = (_drawable(words, SERIF) for words in (headline, paper))
    _write_kicker(draw, label, section, right)
    _write_headline(draw, headline, right)
    draw.line((_MARGIN, 532, right, 532), fill=HAIR, width=2)
    name = _font(SERIF, 34)
    draw.text((_MARGIN, 578), _truncated(paper, name, right - _MARGIN), INK, name, anchor="ls")
    content = BytesIO()
    words = (credit, copyright) if photo else ("", "")
    xmp = as_xmp(*words, licence if photo else "")
    picture.save(content, exif=as_exif(*words) or b"", xmp=xmp, **_JPEG)
    return content.getvalue()


@pillow_warnings()
def _cut(photo: BinaryIO, focal: Point) -> Image.Image:
    opened = open_picture(photo)
    decode(opened)
    ((width, height),) = sizes_of(opened.size, [opened.width], _PHOTO)
    part = part_around(focal, opened.size, (width, height))
    return opened.convert("RGB").resize(_PHOTO, Image.Resampling.LANCZOS, box=part)


def _write_credit(picture: Image.Image, credit: str) -> None:
    font = _font(SANS, 16)
    left, bottom = SHARE_SIZE[0] - _PHOTO[0], SHARE_SIZE[1]
    if credit := _truncated(credit, font, _PHOTO[0] - 32):
        strip = (left, bottom - 34, SHARE_SIZE[0], bottom)
        shade = Image.new("RGB", (strip[2] - strip[0], strip[3] - strip[1]), "black")
        picture.paste(Image.blend(picture.crop(strip), shade, 0.62), strip)
        place = (SHARE_SIZE[0] - 14, bottom - 11)
        ImageDraw.Draw(picture).text(place, credit, "white", font, anchor="rs")


def _write_kicker(draw: ImageDraw.ImageDraw, label: str, section: str, right: int) -> None:
    font, at = _font(SANS, 27), _MARGIN
    for words, colour in ((label.upper(), ACCENT), (section, SOFT)):
        if words := _truncated(words, font, right - at):
            draw.text((at, 90), words, colour, font, anchor="ls")
            at += round(font.getlength(words)) + 18


def _write_headline(draw: ImageDraw.ImageDraw, headline: str, right: int) -> None:
    top, bottom = _HEADLINE
    width = right - _MARGIN

    def arranged(size: int) -> list[str]:
        return _wrapped(headline, _font(SERIF, size), width)

    def room(size: int) -> int:
        return int((bottom - top) / (size * _LEADING))

    # The largest letters that fit; where none do, the smallest.
    size = _SIZES[
        bisect_left(_SIZES[:-1], True, key=lambda each: len(arranged(each)) <= room(each))
    ]
    lines, font = arranged(size), _font(SERIF, size)
    if len(lines) > room(size):
        kept = room(size) - 1
        lines = [*lines[:kept], _truncated(" ".join(lines[kept:]), font, width)]
    for number, line in enumerate(lines):
        baseline = top + size * (0.8 + number * _LEADING)
        draw.text((_MARGIN, baseline), line, INK, font, anchor="ls")


def _wrapped(words: str, font: _Font, width: float) -> list[str]:
    """Break `words` into lines no wider than `width`, inside of a word where it is wider."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        lines += [line] if line else []
        while font.getlength(word) > width:
            end = _longest(word, font, width)
            lines.append(word[:end])
            word = word[end:]
        line = word
    return [*lines, line] if line else lines


def _truncated(words: str, font: _Font, width: float) -> str:
    """Return as much of `words` as fits into one line, with “…” where something is left out."""
    if font.getlength(words) <= width:
        return words
    words = words[: _longest(words, font, width - font.getlength("…"), 0)].rstrip()
    return f"{words}…" if words else ""


def _longest(words: str, font: _Font, width: float, least: int = 1) -> int:
    """Return how many of the first letters of `words` are no wider than `width`."""
    lengths = range(len(words) + 1)
    fits = bisect_right(lengths, width, key=lambda length: font.getlength(words[:length])) - 1
    return max(least, fits)


def _drawable(words: str, name: str) -> str:
    """Return `words` on one line, without the signs that a font lacks."""
    return " ".join("".join(sign for sign in words if _has(name, sign)).split())


@cache
def _font(name: str, size: int) -> _Font:
    # Basic layout: what letters need here is kerning, and all machines then draw the same.
    return ImageFont.truetype(
        str(_FONTS / f"{name}.ttf"), size, layout_engine=ImageFont.Layout.BASIC
    )


@cache
def _has(name: str, sign: str) -> bool:
    # Pillow tells no other way: what a font lacks is drawn as one and the same box.
    font = _font(name, 40)
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask("\U0010ffff"))
