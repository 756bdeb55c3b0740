"""Languages of the site: the first one at “/”, each further one below its code, at “/uk/”."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from espreso.admin_site import is_of_the_desk


def of_the_address(get_response):
    """Let every page speak the language of its address, and the desk that of whoever works in it.

    Readers get the same page at the same address, whatever their browser prefers: a shared cache
    keeps one of each.
    """

    def middleware(request):
        if is_of_the_desk(request.path_info):
            language = translation.get_language_from_request(request)
        else:
            language = translation.get_language_from_path(request.path_info)
        language = language or settings.LANGUAGE_CODE
        with translation.override(language):
            response = get_response(request)
            # What is not rendered yet is rendered by its own middleware, further in.
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def choices() -> list[tuple[str, str]]:
    """Return codes and names of all languages. Migrations name this function."""
    return settings.LANGUAGES


def default() -> str:
    """Return the code of the first language. Migrations name this function."""
    return settings.LANGUAGE_CODE


def others() -> list[tuple[str, str]]:
    """Return codes and names of the further languages, the first one left out."""
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def root(language: str) -> str:
    """Return the address below which pages speak `language`: “/” or “/uk/”."""
    prefix = get_script_prefix()
    return prefix if language == settings.LANGUAGE_CODE else f"{prefix}{language}/"


def hreflang_links(addresses: dict[str, str], own: str) -> list[tuple[str, str]]:
    """Return the addresses of a page by language, and last the one for all others (`x-default`).

    That is the one in the first language of the site, or, without one, that in `own`.
    """
    default = addresses.get(settings.LANGUAGE_CODE, addresses[own])
    return [*sorted(addresses.items()), ("x-default", default)]


def quoted(names) -> str:
    """Return names in the quotation marks of the language spoken now, a comma between them."""
    return ", ".join(_("“%s”") % name for name in names)


def reverse_in(language: str, name: str, *args, **kwargs) -> str:
    """Return the address of a page in `language`, whatever is spoken now."""
    return _reversed(
        language, get_script_prefix(), get_urlconf(), name, args, tuple(kwargs.items())
    )


@lru_cache(maxsize=2000)
def _reversed(language, _prefix, _urlconf, name, args, kwargs):
    with translation.override(language):
        return reverse(name, args=args, kwargs=dict(kwargs))
