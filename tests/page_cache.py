"""The site as readers meet it: a page cache before Django, asked as a browser asks."""

import http.client

from django.db import connection

from articles.embargo.crawler import ApplicationClient, Site
from articles.public.edition import Changes
from espreso.app_server import HOST
from espreso.edition import Edition
from espreso.page_cache import PageCache

MEGABYTE = 1024 * 1024
# When each worker of the site last began to ask what has changed. What it heard the time before is
# known to it by then.
_ASKED = """
SELECT pid, query_start FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
   AND query LIKE '%articles_changes_since%'
"""


def let_workers_hear():
    """Return when every worker of the site knows what has changed until now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_catalog.clock_timestamp()")
        now = cursor.fetchone()[0]
        # It asks once after now, and then once more.
        first: dict[int, object] = {}
        while True:
            cursor.execute(_ASKED)
            asked = dict(cursor.fetchall())
            first = {pid: first.get(pid, at) for pid, at in asked.items() if at > now}
            if all(pid in first and at > first[pid] for pid, at in asked.items()):
                return
            cursor.execute("SELECT pg_catalog.pg_sleep(0.01)")


class CachedClient(ApplicationClient):
    """A reader of a worker, whose thread asks what has changed whenever `hear` is called.

    For the worker no time passes; `monotonic` may say otherwise.
    """

    def __init__(
        self, changes=None, application=None, most_bytes=16 * MEGABYTE, monotonic=lambda: 0.0
    ):
        application = application or Site()
        # The addresses that were not answered from memory.
        self.made: list[str] = []

        def noted(environ, start_response):
            query = environ["QUERY_STRING"]
            self.made.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))
            return application(environ, start_response)

        self.edition = Edition(changes or Changes(connection), monotonic)
        self.cache = PageCache(noted, self.edition, most_bytes=most_bytes, monotonic=monotonic)
        super().__init__(self.cache)
        self.hear()

    def hear(self):
        self.edition.ask()
        return self

    def made_anew(self, addresses):
        """Ask at these addresses, and return those that were not answered from memory."""
        self.made.clear()
        for address in addresses:
            self.get(address)
        return set(self.made)


def ask(server, address, **headers):
    """Return status, headers by name but for the time, and the words."""
    asked = http.client.HTTPConnection(HOST, server.port, timeout=30)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    asked.request("GET", address, headers=headers)
    answer = asked.getresponse()
    body = answer.read()
    asked.close()
    told = {name.lower(): value for name, value in answer.getheaders()}
    told.pop("date", None)
    return answer.status, told, body
