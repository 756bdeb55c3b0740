"""The pictures of the newsroom: what may come in, what is written in it, what goes out.

Pure functions over files, without Django: they run in a process within limits, which `client`
asks. Nothing here knows of the database.
"""

from .limits import (
    ALTERNATIVE_TEXT_LENGTH,
    CAPTION_LENGTH,
    COPYRIGHT_LENGTH,
    CREDIT_LENGTH,
    EXTENSIONS,
    LICENCE_LENGTH,
    MAX_BYTES,
    MAX_PIXELS,
    MAX_SIDE,
    MIN_SIDE,
)
from .results import Inspected, RenditionFile
from .sizes import SHARE_SIZE, WIDTHS, sizes_of

__all__ = [
    "ALTERNATIVE_TEXT_LENGTH",
    "CAPTION_LENGTH",
    "COPYRIGHT_LENGTH",
    "CREDIT_LENGTH",
    "EXTENSIONS",
    "LICENCE_LENGTH",
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "MIN_SIDE",
    "SHARE_SIZE",
    "WIDTHS",
    "Inspected",
    "RenditionFile",
    "sizes_of",
]
