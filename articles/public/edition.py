"""Edition of the site: what changed of what readers see, and which pages a worker makes first."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend
from django.urls import reverse
from django.utils import translation

from articles.models import Version

# Behind a pooler, nothing lasts from one statement to the next.
_ALONE = {"prepare_threshold": None, "connect_timeout": 3, "tcp_user_timeout": 3000}
_NEWEST = 100


class Changes:
    """Asks the database what has changed, in one statement: on a connection of its own, or on
    `connection`."""

    def __init__(self, connection=None):
        self._connection = connection or self._own_connection()

    def _own_connection(self):
        of_the_site = connections[DEFAULT_DB_ALIAS].settings_dict
        options = {name: said for name, said in of_the_site["OPTIONS"].items() if name != "pool"}
        settings_dict = {**of_the_site, "OPTIONS": options | _ALONE}
        backend = load_backend(settings_dict["ENGINE"])
        connection = backend.DatabaseWrapper(settings_dict, DEFAULT_DB_ALIAS)
        # Asked first by who starts the thread, and then by the thread.
        connection.inc_thread_sharing()
        return connection

    def __call__(self, place):
        """Return the edition of now, and the scopes that changed since that one: None for all."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(
                    "SELECT number, since, whole, scopes"
                    " FROM articles_changes_since(%s::bigint, %s::timestamptz)",
                    place or (None, None),
                )
                number, moment, whole, scopes = cursor.fetchone()
        except Exception:
            self.close()
            raise
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
