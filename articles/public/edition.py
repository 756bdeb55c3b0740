"""Edition of the site: what changed of what readers see, and which pages a worker makes first."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend
from django.urls import reverse
from django.utils import translation

from articles.models import Version

_NEWEST = 100
_QUESTION = """
SELECT number, since, whole, scopes FROM articles_changes_since(%s::bigint, %s::timestamptz)
"""


class Changes:
    """Asks the database what has changed, in one statement: on a connection of its own, or on
    `connection`."""

    def __init__(self, connection=None):
        self._own = connection is None
        self._connection = connection or self._own_connection()

    def _own_connection(self):
        of_the_site = connections[DEFAULT_DB_ALIAS].settings_dict
        options = {name: said for name, said in of_the_site["OPTIONS"].items() if name != "pool"}
        settings_dict = {**of_the_site, "OPTIONS": options, "CONN_MAX_AGE": None}
        backend = load_backend(settings_dict["ENGINE"])
        connection = backend.DatabaseWrapper(settings_dict, DEFAULT_DB_ALIAS)
        # Made by who starts the thread, and asked by the thread.
        connection.inc_thread_sharing()
        return connection

    def __call__(self, place):
        """Return the edition of now, and the scopes that changed since that one: None for all."""
        if self._own:
            # One that was lost is opened again.
            self._connection.close_if_unusable_or_obsolete()
        with self._connection.cursor() as cursor:
            cursor.execute(_QUESTION, place or (None, None))
            number, moment, whole, scopes = cursor.fetchone()
        return (number, moment), None if whole else scopes

    def close(self) -> None:
        """Close the connection; the next question opens another one."""
        self._connection.close()


def first_addresses() -> Iterator[str]:
    """Yield the addresses that readers ask for most: front pages, feeds, the newest pieces."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield reverse("articles:front")
            yield reverse("articles:news")
    newest = Version.objects.live().for_lines().newest_first()[:_NEWEST]
    yield from [version.get_absolute_url() for version in newest]
