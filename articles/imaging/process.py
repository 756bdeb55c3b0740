"""Imaging process: what `client` asks for, answered with data that crosses to it."""

from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any, BinaryIO

from .inspect import inspect as inspect_picture
from .renditions import renditions as make_renditions
from .share_card import share_picture

Request = Mapping[str, Any]


def inspect(request: Request, file: BytesIO, output: BinaryIO) -> dict[str, Any]:
    """Return what the picture is."""
    file.name = request["name"]
    return asdict(inspect_picture(file))


def renditions(request: Request, file: BytesIO, output: BinaryIO) -> list[list[Any]]:
    """Write the renditions one after the other; return width, height, format and length of each."""
    written = []
    for made in make_renditions(file, **request):
        output.write(made.content)
        written.append([made.width, made.height, made.format, len(made.content)])
    return written


def share_card(request: Request, file: BytesIO | None, output: BinaryIO) -> None:
    """Write the share card."""
    output.write(share_picture(photo=file, **request))
