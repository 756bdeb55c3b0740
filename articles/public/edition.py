"""Edition of the site: what changed of what readers see, and which pages a worker makes first."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import translation

from articles.models import Version
from espreso.postgresql.connection import Connection

_NEWEST = 100
_QUESTION = """
SELECT number, since, whole, scopes FROM articles_changes_since(%s::bigint, %s::timestamptz)
"""


class Changes:
    """Asks the database what has changed, in one statement: on a connection of its own, or on
    the one that is given."""

    def __init__(self, given=None):
        self._given, self._own = given, None

    def __call__(self, place):
        """Return the edition of now, and the scopes that changed since that one: None for all."""
        with (self._given or self._connected()).cursor() as cursor:
            cursor.execute(_QUESTION, place or (None, None))
            number, moment, whole, scopes = cursor.fetchone()
        return (number, moment), None if whole else scopes

    def _connected(self):
        # Not one of Django's: what Django does with each new one would take another one of the pool
        # for this thread, and never give it back.
        if self._own is None or self._own.closed:
            self._own = Connection.connect(**connection.get_connection_params(), autocommit=True)
        return self._own

    def close(self) -> None:
        """Close the connection; the next question opens another one."""
        if self._own:
            self._own.close()


def first_addresses() -> Iterator[str]:
    """Yield the addresses that readers ask for most: front pages, feeds, the newest pieces."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield reverse("articles:front")
            yield reverse("articles:news")
    newest = Version.objects.live().for_lines().newest_first()[:_NEWEST]
    yield from [version.get_absolute_url() for version in newest]
