"""URL space: what the site's patterns take, and one spelling for addresses of an old site."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from django.conf import global_settings, settings
from django.urls import get_resolver
from django.utils import translation
from django.utils.encoding import iri_to_uri, repercent_broken_unicode
from django.utils.regex_helper import normalize

# What campaigns and networks add to links; it says nothing about the page.
_TRACKING = ("utm_", "fbclid", "gclid", "yclid", "mc_cid", "mc_eid")
_MOST_PARTS = 30


class PatternMatch(NamedTuple):
    """A pattern of the site that takes an address: its name, and what stands in its gaps."""

    name: str
    parts: dict[str, str]


@cache
def _patterns() -> dict[str, list[tuple[re.Pattern, str]]]:
    """Return all patterns of the site in all languages by what stands first, "" for a gap.

    Django's own `resolve` takes a millisecond, and a table of redirects has 100,000 lines.
    """
    patterns = {}
    for whole, name in every():
        [(template, _gaps), *_more] = normalize(whole)
        first = template.partition("/")[0]
        found = patterns.setdefault("" if "%" in first else first, [])
        found.append((re.compile(whole), name))
    return patterns


def every() -> Iterator[tuple[str, str]]:
    """Yield the pattern of each address, in each language, and its name: “articles:tag”."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            patterns = [*_below(get_resolver(), "", "")]
        yield from patterns


def _below(resolver, prefix, space) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        whole = prefix + pattern.pattern.regex.pattern.removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern, whole, inner)
        else:
            yield whole, f"{space}{pattern.name or ''}"


def first_parts() -> frozenset[str]:
    """Return what stands first in an address of the site or of one of its languages.

    Every language that Django knows counts: the site may speak it one day.
    """
    files = {url.strip("/").partition("/")[0] for url in (settings.STATIC_URL, settings.MEDIA_URL)}
    codes = {code for code, _name in (*settings.LANGUAGES, *global_settings.LANGUAGES)}
    return frozenset(filter(None, {*_patterns(), *files, *codes}))


def match_path(path: str) -> PatternMatch | None:
    """Return what the site has for a decoded `path`; None for nothing.

    That a pattern takes it does not say that anything is there.
    """
    path = path.removeprefix("/")
    for first in (path.partition("/")[0], ""):
        for pattern, name in _patterns().get(first, ()):
            if taken := pattern.fullmatch(path):
                return PatternMatch(name, taken.groupdict())
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
    # By its bytes: an old site may have written Cyrillic in a code of its own.
    query = iri_to_uri(query)
    try:
        parts = parse_qsl(query, True, encoding="latin-1", max_num_fields=_MOST_PARTS)
    except ValueError:
        parts = []
    parts = sorted(part for part in parts if not part[0].lower().startswith(_TRACKING))
    return f"{path}?{urlencode(parts, encoding='latin-1')}" if parts else path
