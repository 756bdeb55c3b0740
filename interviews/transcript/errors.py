"""Errors: what is said to an editor whose transcript cannot be read."""


class TranscriptError(ValueError):
    """It cannot be read; the message says to the editor why and what to do."""
