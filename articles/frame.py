"""What stands around every public page: the sections, and which edition of the site it is."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import get_language

# One statement, since every page asks it: the edition's number (counted by triggers, see the
# migration), the last moment at which a scheduled version opened by the clock alone, and the
# navigation.
_ASK = """
SELECT (SELECT number FROM articles_edition),
       (SELECT lower(during) FROM articles_version
         WHERE lower(during) <= statement_timestamp() ORDER BY lower(during) DESC LIMIT 1),
       (SELECT coalesce(json_agg(json_build_object(
                   'name', coalesce(in_other_languages #>> ARRAY[%s, 'name'], name), 'slug', slug)
                                 ORDER BY position, name), '[]')
          FROM articles_section WHERE in_navigation)
"""


@dataclass(frozen=True)
class Frame:
    """`edition` changes with everything that readers may see; `sections` is the navigation."""

    edition: str
    sections: list[dict]

    @classmethod
    def now(cls) -> "Frame":
        """Return the frame of this moment, in the language of the page, in one query."""
        with connection.cursor() as cursor:
            cursor.execute(_ASK, [get_language()])
            number, opened, sections = cursor.fetchone()
        moment = int(opened.timestamp() * 1_000_000) if opened else 0
        return cls(f"{number or 0}-{moment}", sections)
