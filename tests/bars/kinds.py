"""The kinds of pages that every bar is measured on, by name. A new kind of page is added here.

Each says how to find one such page as a reader would, from what the site shows: a function of a
`Site`, in one language, that returns an address, or None where the newsroom has no such page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from bs4 import BeautifulSoup

_ASK = build_opener(ProxyHandler({}))
_PIECE = re.compile(r"^(/uk)?/\d{4}/\d\d/\d\d/[-\w]+/$")


@dataclass
class Site:
    """A running site, seen in one language, and what was read of it."""

    url: str
    language: str
    # The first language stands at “/”.
    first: str = "en"
    # The token of a shared preview that is over, where somebody made one.
    ended: str | None = None
    _read: dict = field(default_factory=dict)

    @property
    def root(self) -> str:
        return "/" if self.language == self.first else f"/{self.language}/"

    def read(self, address: str) -> str:
        """Return the HTML at an address, whatever its status."""
        if address not in self._read:
            try:
                with _ASK.open(self.url + address, timeout=60) as answer:
                    self._read[address] = answer.read().decode()
            except HTTPError as error:
                self._read[address] = error.read().decode()
        return self._read[address]

    def links(self, address: str, within: str = "main") -> list[str]:
        """Return where the links of a page lead."""
        page = BeautifulSoup(self.read(address), "html.parser")
        return [link["href"] for link in page.select(f"{within} a[href]")]

    def first_link(self, address: str, *parts: str, within: str = "main") -> str | None:
        """Return the first link of a page that contains one of the `parts`."""
        links = self.links(address, within)
        return next((link for link in links if any(part in link for part in parts)), None)

    def pieces(self, address: str) -> list[str]:
        """Return the pieces that a page leads to."""
        return [link for link in self.links(address) if _PIECE.match(link)]


def _article(site):
    interviews = set(site.pieces(f"{site.root}interviews/"))
    found = [piece for piece in site.pieces(site.root) if piece not in interviews]
    return found[0] if found else None


def _interview(site):
    return next(iter(site.pieces(f"{site.root}interviews/")), None)


def _of_the_article(part, within="main"):
    def find(site):
        pieces = [_article(site), *site.pieces(site.root)]
        found = (site.first_link(piece, part, within=within) for piece in pieces if piece)
        return next(filter(None, found), None)

    return find


def _history(site):
    corrected = next(iter(site.pieces(f"{site.root}corrections/")), None) or _article(site)
    return corrected and f"{corrected}history/"


def _mistake(site):
    piece = _article(site)
    return piece and f"{piece}mistake/"


def _found(site):
    """A search for the longest word of a headline, as somebody who remembers it."""
    page = BeautifulSoup(site.read(site.root), "html.parser")
    words = re.findall(r"\w+", page.select_one("main .headline a").text)
    return f"{site.root}search/?q={quote(max(words, key=len))}"


def _light(site):
    piece = _article(site)
    return piece and f"{piece}light/"


def _at(rest):
    return lambda site: site.root + rest


KINDS: dict[str, Callable[[Site], str | None]] = {
    "front": _at(""),
    "feed": _at("news/"),
    "day": lambda site: site.first_link(f"{site.root}news/", "/news/2"),
    "article": _article,
    "interview": _interview,
    "opinion": lambda site: next(iter(site.pieces(f"{site.root}labels/opinion/")), None),
    "section": lambda site: site.first_link(site.root, "/sections/", within="nav.sections"),
    "topic": _of_the_article("/tags/"),
    "author": _of_the_article("/authors/"),
    "label": _at("labels/opinion/"),
    "interviews": _at("interviews/"),
    "corrections": _at("corrections/"),
    "history": _history,
    "mistake": _mistake,
    "search": _at("search/"),
    "found": _found,
    "found nothing": _at("search/?q=zzzz"),
    "page": lambda site: site.first_link(site.root, "/about/", within="footer"),
    "light": _light,
    "light front": _at("light/"),
    "offline": _at("offline/"),
    "not found": _at("nothing/here/"),
    "preview ended": lambda site: site.ended and f"{site.root}preview/{site.ended}/",
}

# Those that Lighthouse looks at too.
LIGHTHOUSE = ("front", "feed", "article", "interview")
# The page whose HTML, styles and scripts have a limit together.
WEIGHED = "interview"
