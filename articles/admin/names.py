"""The names of the desk's addresses."""

import re

from django.urls import reverse

# As a form of ours writes it, and no other way.
_KEY = re.compile(r"[1-9][0-9]{0,17}")


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
