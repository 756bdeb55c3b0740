"""The names of the desk's addresses."""

import re

from django.urls import reverse

# As a form of ours writes it, and no other way.
_KEY = re.compile(r"[1-9][0-9]{0,17}")


# As `window_of` is asked for: made by the server, sent back by the form.
_WINDOW = re.compile(r"[0-9a-f]{32}")


def window_of(request) -> str:
    """Return the name of the window that the form was opened in, or nothing for a strange one."""
    posted = request.POST.get("_window", "")
    return posted if is_window(posted) else ""


def is_window(posted) -> bool:
    """Whether what came from a browser can be the name of a window."""
    return isinstance(posted, str) and bool(_WINDOW.fullmatch(posted))


def is_key(posted) -> bool:
    """Whether what came from a browser can be the number of a row (a bigint)."""
    return bool(_KEY.fullmatch(str(posted)))


def url_name(model_admin, what: str) -> str:
    """Return “articles_article_publish”, as the admin names its own."""
    options = model_admin.opts
    return f"{options.app_label}_{options.model_name}_{what}"


def address(model_admin, what: str, *args) -> str:
    """Return the address of a page of this admin."""
    return reverse(f"admin:{url_name(model_admin, what)}", args=args)
