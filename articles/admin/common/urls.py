"""URL names of the desk, and the addresses that they stand for."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def url_name(model_admin, what: str) -> str:
    """Return “articles_article_publish”, as the admin names its own."""
    options = model_admin.opts
    return f"{options.app_label}_{options.model_name}_{what}"


def address(model_admin, what: str, *args) -> str:
    """Return the address of a page of this admin."""
    return reverse(f"admin:{url_name(model_admin, what)}", args=args)


def form_of(piece) -> str:
    """Return the address of the form for pieces of this kind."""
    options = piece.specific()._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[piece.pk])


# For `get_form` of what has an address of its own.
MADE_FROM_NAME = {"help_texts": {"slug": _("If empty, it is made from the name.")}}
