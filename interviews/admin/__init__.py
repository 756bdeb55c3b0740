"""Interview admin. Django looks for it here."""

from . import interview

__all__ = ["interview"]
