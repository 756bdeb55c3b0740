"""Sizes of renditions, and of the parts that are cut out around a focal point."""

from collections.abc import Iterable

WIDTHS = (480, 800, 1200, 1600, 2400)
"""The widths of renditions, in pixels: from a small phone to a full-width picture at 2x."""

SHARE_SIZE = (1200, 630)
"""Pixels: the shape that networks show large (1.91 to 1), at twice the size that most show it."""

Ratio = tuple[int, int]
Point = tuple[float, float]
Size = tuple[int, int]


def sizes_of(whole: Size, widths: Iterable[int] = WIDTHS, ratio: Ratio | None = None) -> list[Size]:
    """Return the sizes of the renditions of a picture that is `whole` large, the widest first."""
    width, height = largest_part(whole, ratio)
    return [
        (each, max(1, round(each * height / width)))
        for each in sorted({min(each, max(1, int(width))) for each in widths}, reverse=True)
    ]


def largest_part(size: Size, ratio: Ratio | None) -> Point:
    """The size of the largest part of the given shape."""
    width, height = size
    if ratio is None:
        return size
    shape = ratio[0] / ratio[1]
    return min(width, height * shape), min(height, width / shape)


def part_around(focal: Point, whole: Size, part: Size) -> tuple[int, int, int, int]:
    """The box of a part whose middle is as near to the focal point as the edges allow."""
    width, height = (min(sides) for sides in zip(whole, part, strict=True))
    left = min(max(round(focal[0] * whole[0] - width / 2), 0), whole[0] - width)
    top = min(max(round(focal[1] * whole[1] - height / 2), 0), whole[1] - height)
    return left, top, left + width, top + height
