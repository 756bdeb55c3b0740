"""The pictures of the newsroom: what may come in, what is written in it, what goes out.

Pure functions over files. Nothing here knows of the database.
"""

from .embedded import (
    ALTERNATIVE_TEXT_LENGTH,
    CAPTION_LENGTH,
    COPYRIGHT_LENGTH,
    CREDIT_LENGTH,
    LICENCE_LENGTH,
)
from .opening import EXTENSIONS, MAX_BYTES, MAX_PIXELS, MAX_SIDE, MIN_SIDE
from .reading import Inspected, inspect
from .rendering import WIDTHS, RenditionFile, renditions, sizes_of
from .sharing import SHARE_SIZE, share_picture

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
    "inspect",
    "renditions",
    "share_picture",
    "sizes_of",
]
