"""Staff URLs: every address of the desk must be shut to readers, whatever it is asked with."""

import uuid
from collections.abc import Iterator
from http import HTTPStatus
from itertools import product
from urllib.parse import urlsplit

from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Version

from .crawler import Answer
from .fixtures import Planting
from .url_patterns import Pattern
from .url_values import DUMMY, DUMMY_KEY, KEYS

_SHUT = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
_SIGN_IN = ("account_login", "admin:login")
# Open to everybody, since nobody is signed in yet or any more.
_PUBLIC_AUTH_URLS = {
    *_SIGN_IN,
    "admin:logout",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "language",
}
# What identifies a row is not longer.
_SHORT = 100


def is_shut(pattern: Pattern, answer: Answer) -> bool:
    """Whether an address of the desk sent a reader away, or does not have to."""
    if pattern.name in _PUBLIC_AUTH_URLS or answer.status in _SHUT:
        return True
    return urlsplit(answer.location).path in {reverse(name) for name in _SIGN_IN}


class StaffUrls:
    """Knows what to ask at the desk: keys of all that was planted, with what belongs to them."""

    def __init__(self, planting: Planting):
        rows = [row for row, _filler in planting.made]
        others = {type(row): row for row in rows if not isinstance(row, Article)}.values()
        self._keys = [str(row.pk) for row in (*planting.pieces, *others)]
        self._names = [name for row in others for name in _names(row)]
        whole = [piece for piece in planting.pieces if _parts_of(piece, rows)]
        # Of each kind a draft, and a piece that has versions too.
        first = {type(piece): piece for piece in reversed(whole)}.values()
        last = {type(piece): piece for piece in whole}.values()
        self._together = {row: _parts_of(row, rows) for row in (*first, *last, *others)}

    def addresses(self, pattern: Pattern) -> list[str]:
        """Return the addresses of the pattern to ask at: none when nothing fits into its gaps."""
        filled = (pattern.template % parts for parts in self._parts(pattern.gaps))
        return [*dict.fromkeys(filter(pattern.takes, filled))]

    def _parts(self, gaps) -> Iterator[dict[str, str]]:
        """Yield what to fill gaps with: one takes every key, several what belongs together."""
        for values in product(_dummies(), repeat=len(gaps)):
            yield dict(zip(gaps, values, strict=True))
        if len(gaps) == 1:
            for text in self._keys + ([] if gaps[0] in KEYS else self._names):
                yield {gaps[0]: text}
        elif gaps:
            own, *rest = sorted(gaps, key=lambda gap: gap not in KEYS)
            for row, parts in self._together.items():
                for values in product(parts, repeat=len(rest)):
                    yield {own: str(row.pk), **dict(zip(rest, values, strict=True))}


def _dummies():
    year, app = str(timezone.localdate().year), Article._meta.app_label
    return DUMMY, DUMMY_KEY, "1", year, app, str(uuid.UUID(int=0))


def _parts_of(row, rows) -> list[str]:
    """Return the keys and short names of what belongs to `row`, one of each table."""
    parts = {type(part): part for part in rows if _belongs(part, row)}
    found = [text for part in parts.values() for text in _names(part)]
    if isinstance(row, Article):
        numbers = Version.objects.filter(article=row.pk).values_list("number", "pk")
        found += [str(number) for version in numbers for number in version]
    return [*dict.fromkeys(found)]


def _belongs(part, row):
    return any(
        isinstance(row, field.related_model) and getattr(part, field.attname) == row.pk
        for field in part._meta.concrete_fields
        if field.is_relation
    )


def _names(row):
    yield str(row.pk)
    for field in row._meta.concrete_fields:
        if isinstance(field, models.CharField) and (field.max_length or _SHORT + 1) <= _SHORT:
            yield str(getattr(row, field.attname))
