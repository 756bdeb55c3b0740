"""The site as readers meet it: a page cache before Django, asked as a browser asks."""

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from articles.embargo.crawler import ApplicationClient
from articles.public.edition import Changes
from espreso.edition import Edition
from espreso.page_cache import PageCache

MEGABYTE = 1024 * 1024


class CachedClient(ApplicationClient):
    """A reader of a worker, whose thread asks what has changed whenever `hear` is called.

    For the worker no time passes; `monotonic` may say otherwise.
    """

    def __init__(
        self, changes=None, application=None, most_bytes=16 * MEGABYTE, monotonic=lambda: 0.0
    ):
        application = application or WSGIHandler()
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
