"""URL patterns: every address that the site can answer at, filled with values to try."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.utils.regex_helper import normalize

from espreso.admin_site import is_of_the_desk
from espreso.url_space import every

from .url_values import Tries, Value, Visibility


class Unfilled(Exception):
    """A pattern with a part that nobody said how to fill; the message is for people."""


@dataclass(frozen=True)
class Probe:
    """An address to ask at, and one of the same pattern at which nothing can be."""

    address: str
    dummy: str
    state: Visibility
    opens: str = ""
    sort: tuple[object, ...] = ()


@dataclass(frozen=True)
class Pattern:
    """An address with gaps, as the site's patterns have it: “/tags/%(slug)s/”, “articles:tag”."""

    template: str
    gaps: tuple[str, ...]
    regex: re.Pattern
    name: str

    def __str__(self):
        return re.sub(r"%\((\w+)\)s", r"<\1>", self.template)

    def filled(self, tries: Tries) -> Iterator[Probe]:
        """Yield the pattern's addresses. Raises `Unfilled`."""
        groups = list(self._groups(tries))
        for values in product(*(tries[group] for group in groups)):
            address = self._with(groups, values, "texts")
            if self.takes(address):
                states = {value.state for value in values}
                yield Probe(
                    address,
                    self._with(groups, values, "dummy"),
                    next((state for state in _STRICTEST if state in states), Visibility.LIVE),
                    "".join(value.opens for value in values),
                    tuple(value.sort or value.texts for value in values),
                )

    def takes(self, address: str) -> bool:
        """Whether the address is one of this pattern."""
        return bool(self.regex.fullmatch(address.removeprefix("/")))

    def _groups(self, tries):
        left = set(self.gaps)
        for group in sorted(tries, key=len, reverse=True):
            if set(group) <= left:
                left -= set(group)
                yield group
        if left:
            raise Unfilled(
                f"{self} has a part that the proof cannot fill: {', '.join(sorted(left))}. "
                "Say in articles/embargo/url_values.py what readers may put there."
            )

    def _with(self, groups, values: tuple[Value, ...], which):
        parts = {}
        for group, value in zip(groups, values, strict=True):
            parts |= dict(zip(group, getattr(value, which), strict=True))
        return self.template % parts


def one_of_each_sort(asked: list[Probe]) -> list[Probe]:
    """Return one of those that the site finds in the same way."""
    return [*{one.sort: one for one in asked}.values()]


_STRICTEST = (Visibility.HIDDEN, Visibility.FORMER)


def public() -> list[Pattern]:
    """Return the patterns of all addresses for readers."""
    return [pattern for pattern in _all() if not is_of_the_desk(pattern.template)]


def of_the_desk() -> list[Pattern]:
    """Return the patterns of the addresses behind the newsroom's sign-in."""
    return [pattern for pattern in _all() if is_of_the_desk(pattern.template)]


def _all() -> Iterator[Pattern]:
    """Yield the patterns of every language; what is the same in all of them, once."""
    seen = set()
    for whole, name in every():
        for template, gaps in normalize(whole):
            if template not in seen:
                seen.add(template)
                yield Pattern(f"/{template}", tuple(gaps), re.compile(whole), name)
