"""Menu items: the lines of the navigation and the footer, and where they lead."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from articles.models import Fixed, Label, Place


@dataclass(frozen=True)
class MenuLine:
    """A line of a menu: `section` is the slug of the one it leads to, if it leads to one."""

    name: str
    address: str
    section: str = ""


def line(item: dict) -> MenuLine | None:
    """Return the line of what `articles/public/context.py` reads of a `MenuItem`.

    A fixed page that this site does not have is no line. Names are said in the language of the
    page; so are addresses.
    """
    words = item.get("words") or item.get("name") or ""
    match item:
        case {"section": str(slug)}:
            return MenuLine(words, reverse("articles:section", args=[slug]), slug)
        case {"page": str(slug)}:
            return MenuLine(words, reverse("articles:page", args=[slug]))
        case {"label": str(label)} if label:
            return MenuLine(words or name_of_label(label), reverse("articles:label", args=[label]))
        case {"fixed": str(fixed)} if fixed:
            address = address_of(fixed)
            return MenuLine(words or str(Fixed(fixed).label), address) if address else None
    return MenuLine(words, item["address"])


def address_of(fixed: str) -> str:
    """Return where a fixed page stands in the language of the page; nothing if there is none."""
    try:
        return reverse(f"articles:{fixed}")
    except NoReverseMatch:
        return ""


def name_of_label(label: str) -> str:
    """Return what the list of all pieces with a label is called."""
    names = {Label.EXCLUSIVE: _("Exclusives"), Label.OPINION: _("Opinions")}
    return names.get(label) or str(Label(label).label)


def usual(place: Place, sections: list[dict], pages: list[dict]) -> list[dict]:
    """Return what stands in a menu until somebody arranges it, as items of `line`.

    `sections` are those of the navigation, `pages` the published ones.
    """
    if place == Place.MASTHEAD:
        return [{"fixed": Fixed.NEWS}, *sections, {"fixed": Fixed.INTERVIEWS}]
    return [
        {"fixed": Fixed.NEWS, "words": _("News by day")},
        {"fixed": Fixed.INTERVIEWS},
        {"label": Label.EXCLUSIVE},
        {"label": Label.OPINION},
        {"fixed": Fixed.CORRECTIONS},
        *pages,
    ]
