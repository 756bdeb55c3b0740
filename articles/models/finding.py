"""Finding: one thing that a check before publication says of a draft, and where to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What is missing or wrong, in words. Those with one `code` are of the same kind."""

    code: str
    words: str
    # Where it is mended: the name of a field of the form or of rows in it, or the key of a block.
    at: str
    # Whether nothing is published before it is mended.
    stops: bool = False
