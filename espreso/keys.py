"""Primary keys from addresses and forms: a number, or nothing."""

import re

# As a page of ours writes it, and no other way; as far as a bigint reaches.
KEY = "[1-9][0-9]{0,17}"
_KEY = re.compile(KEY)


def key_of(posted) -> int | None:
    """Return the key that was sent, or None for what is none."""
    return int(posted) if _KEY.fullmatch(str(posted)) else None
