"""Page context: the menus around every public page."""

from dataclasses import dataclass, field

from django.db import connection
from django.utils.functional import cached_property
from django.utils.translation import get_language

from articles.models import MenuItem, Place
from articles.models.translated import said_in_sql

from . import menus
from .menus import MenuLine

# One statement, since every page asks it: the sections of the navigation, the lines of the menus
# that somebody has arranged, and the published pages. A line that leads to what readers may not
# see is none.
_SITE_QUERY = f"""
SELECT (SELECT coalesce(json_agg(json_build_object(
                   'name', {said_in_sql("section", "name", "%s")}, 'slug', slug)
                                 ORDER BY position, name), '[]')
          FROM articles_section section WHERE in_navigation),
       (SELECT coalesce(json_agg(json_build_object(
                   'place', item.place, 'words', item.words, 'label', item.label,
                   'fixed', item.fixed, 'address', item.address, 'section', section.slug,
                   'page', page.slug,
                   'name', coalesce({said_in_sql("section", "name", "%s")}, page.title))
                                 ORDER BY item.position), '[]')
          FROM articles_menuitem item
          LEFT JOIN articles_section section
                 ON section.id = item.section_id AND section.in_navigation
          LEFT JOIN articles_page page
                 ON page.id = item.page_id AND page.published AND page.language = item.language
         WHERE item.language = %s
           AND (item.section_id IS NULL) = (section.id IS NULL)
           AND (item.page_id IS NULL) = (page.id IS NULL)),
       (SELECT coalesce(json_agg(json_build_object('name', title, 'page', slug)
                                 ORDER BY title), '[]')
          FROM articles_page WHERE published AND language = %s)
"""  # noqa: S608 — of constants


def as_read(item: MenuItem, language: str) -> dict | None:
    """Return a line of a menu as the statement reads it once it is saved: None for a hidden one."""
    section, page = item.section, item.page
    # Where somebody deletes it at this moment, the key alone is still there.
    if item.section_id and not (section and section.in_navigation):
        return None
    if item.page_id and not (page and page.published):
        return None
    names = ("place", "words", "label", "fixed", "address")
    return {name: getattr(item, name) for name in names} | {
        "section": section and section.slug,
        "page": page and page.slug,
        "name": section.said("name", language) if section else page and page.title,
    }


@dataclass(frozen=True)
class Frame:
    """What surrounds a page.

    `sections` and `pages` are what the menus show until somebody arranges them; `arranged` are
    the lines of those that somebody has.
    """

    sections: list[dict]
    arranged: list[dict] = field(default_factory=list)
    pages: list[dict] = field(default_factory=list)

    @classmethod
    def now(cls) -> "Frame":
        """Return the frame of this moment, in the language of the page, in one query."""
        with connection.cursor() as cursor:
            cursor.execute(_SITE_QUERY, [get_language()] * 4)
            return cls(*cursor.fetchone())

    @cached_property
    def masthead(self) -> list[MenuLine]:
        """The navigation."""
        return self._menu(Place.MASTHEAD)

    @cached_property
    def footer(self) -> list[MenuLine]:
        """The lines of the footer."""
        return self._menu(Place.FOOTER)

    def _menu(self, place):
        arranged = (menus.line(item) for item in self.arranged if item["place"] == place)
        sections = [{"name": each["name"], "section": each["slug"]} for each in self.sections]
        usual = (menus.line(item) for item in menus.usual(place, sections, self.pages))
        return [line for line in arranged if line] or [line for line in usual if line]
