"""Addresses: what the site's own patterns take, and one spelling for those of an old site."""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from django.conf import global_settings, settings
from django.urls import Resolver404, ResolverMatch, get_resolver, resolve
from django.utils import translation
from django.utils.encoding import repercent_broken_unicode
from django.utils.regex_helper import normalize

# What campaigns and networks add to links; it says nothing about the page.
_TRACKING = ("utm_", "fbclid", "gclid", "yclid", "mc_cid", "mc_eid")
_MOST_PARTS = 30


@cache
def first_parts() -> frozenset[str]:
    """Return what stands first in an address of the site or of one of its languages.

    Every language that Django knows counts: the site may speak it one day.
    """
    with translation.override(settings.LANGUAGE_CODE):
        firsts = {template.partition("/")[0] for template in _templates(get_resolver(), "")}
    files = {url.strip("/").partition("/")[0] for url in (settings.STATIC_URL, settings.MEDIA_URL)}
    codes = {code for code, _name in (*settings.LANGUAGES, *global_settings.LANGUAGES)}
    return frozenset(part for part in firsts | files | codes if part and "%" not in part)


def _templates(resolver, prefix) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        whole = prefix + pattern.pattern.regex.pattern.removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            yield from _templates(pattern, whole)
        else:
            yield from (template for template, _gaps in normalize(whole))


@lru_cache(maxsize=2000)
def found_at(path: str) -> ResolverMatch | None:
    """Return what the site has for `path`, in the language that the path names; None for nothing.

    That a pattern takes it does not say that anything is there.
    """
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            return resolve(path)
        except Resolver404:
            return None


def decoded(path: str) -> str:
    """Return a path as a server hears it: percent signs decoded, as far as they are UTF-8."""
    return repercent_broken_unicode(unquote_to_bytes(path)).decode()


def key(path: str, query: str = "") -> str:
    """Return the one spelling of an address: the same for all that mean the same page.

    `path` is decoded. Case and a slash at the end do not part two addresses; a query does,
    whatever the order of its parts and without what campaigns add to it.
    """
    path = unicodedata.normalize("NFC", path).lower().rstrip("/") or "/"
    try:
        parts = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARTS)
    except ValueError:
        parts = []
    parts = sorted(part for part in parts if not part[0].lower().startswith(_TRACKING))
    return f"{path}?{urlencode(parts)}" if parts else path
