"""Results: what is told of a picture, and the files that are made of it."""

from dataclasses import dataclass


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


@dataclass(frozen=True)
class RenditionFile:
    """One file for readers. ``format`` is ``avif`` or ``jpeg``; sizes are in pixels."""

    width: int
    height: int
    format: str
    content: bytes
