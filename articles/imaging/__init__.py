"""The pictures of the newsroom: what may come in, what is written in it, what goes out.

Pure functions over files. Nothing here knows of the database.
"""

from .inspect import Inspected, inspect
from .metadata_read import (
    ALTERNATIVE_TEXT_LENGTH,
    CAPTION_LENGTH,
    COPYRIGHT_LENGTH,
    CREDIT_LENGTH,
    LICENCE_LENGTH,
)
from .renditions import WIDTHS, RenditionFile, renditions, sizes_of
from .share_card import SHARE_SIZE, share_picture
from .validation import EXTENSIONS, MAX_BYTES, MAX_PIXELS, MAX_SIDE, MIN_SIDE

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
