"""Posted values: which are keys of rows, and which name a window of the browser."""

import re

from espreso.keys import key_of

# As `window_of` is asked for: made by the server, sent back by the form.
_WINDOW = re.compile(r"[0-9a-f]{32}")
# As each page with a form is named by the server.
_PAGE = re.compile(r"[0-9a-f]{16}")


def window_of(data) -> str:
    """Return the window that what is posted comes from, or nothing for a strange one."""
    posted = data.get("_window", "")
    return posted if is_window(posted) else ""


def page_of(data) -> str:
    """Return the page that what is posted was typed in, or nothing for a strange one."""
    posted = data.get("_page", "")
    return posted if _PAGE.fullmatch(posted) else ""


def is_window(posted) -> bool:
    """Whether what came from a browser can be the name of a window."""
    return isinstance(posted, str) and bool(_WINDOW.fullmatch(posted))


def is_key(posted) -> bool:
    """Whether what came from a browser can be the number of a row (a bigint)."""
    return key_of(posted) is not None
