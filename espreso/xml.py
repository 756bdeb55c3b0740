"""XML escaping: which characters XML may hold, for words that people typed."""

import re
from xml.sax.saxutils import escape, quoteattr

# All but the characters of XML 1.0, section 2.2. No escape makes them valid.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def words(text: str) -> str:
    """Return `text` without the characters that no XML document may hold; not escaped."""
    return _FORBIDDEN.sub("", text)


def element(name: str, text: str) -> str:
    """Return an element of XML with `text` in it."""
    return f"<{name}>{escape(words(text))}</{name}>"


def attribute(value: str) -> str:
    """Return `value` in quotes, escaped for an attribute."""
    return quoteattr(words(value))
