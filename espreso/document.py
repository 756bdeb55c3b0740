"""Document: a story's body as data, a list of blocks by `kind`, and its rendering to HTML.

The words are frozen, not the HTML: each kind has one template, so that better markup or
the withdrawal of a photograph reaches every version that was ever published. This module
knows no model; who renders hands over whatever the templates need besides the words.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

Document = list[dict[str, Any]]

# A dash between words ends a line, and begins none.
_BEFORE_A_DASH = re.compile(r" (?=[–—] )")


class UnknownKind(LookupError):
    """A document holds a block that no installed app can render."""


_templates: dict[str, str] = {}


def register(kind: str, template_name: str) -> None:
    """Say which template renders blocks of this `kind`. A second template is refused."""
    if _templates.setdefault(kind, template_name) != template_name:
        raise ValueError(f"{kind!r} is rendered by {_templates[kind]} already")


def kinds() -> frozenset[str]:
    """Return every kind of block that can be rendered."""
    return frozenset(_templates)


def render(document: Iterable[Mapping[str, Any]], context: Mapping[str, Any]) -> SafeString:
    """Return the HTML of `document`, block by block.

    Each template sees `context`, the dict as `block` and its place from 1 as `number`.
    Raises `UnknownKind` rather than leaving words out.
    """
    parts, shared, templates = [], Context(context), {}
    for number, block in enumerate(document, start=1):
        try:
            template = _templates[block["kind"]]
        except KeyError as error:
            raise UnknownKind(f"No template renders {error.args[0]!r}.") from None
        if template not in templates:
            templates[template] = get_template(template).template
        with shared.push(block=block, number=number):
            parts.append(templates[template].render(shared))
    whole = _BEFORE_A_DASH.sub("\N{NO-BREAK SPACE}", "".join(parts))
    return mark_safe(whole)  # noqa: S308 — the output of autoescaping templates


@cache
def fingerprint() -> str:
    """Return a digest of every template and module that takes part in rendering.

    Fragments are kept under it, so that a release never serves yesterday's markup.
    """
    digest = hashlib.blake2b(digest_size=8)
    roots = (settings.BASE_DIR / "templates", Path(__file__).parent)
    apps = (settings.BASE_DIR / name for name in ("articles", "interviews"))
    for root in (*roots, *apps):
        for path in sorted(root.rglob("*")):
            if path.suffix in {".html", ".py"}:
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
