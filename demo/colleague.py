"""Somebody at the desk of a running site, with the few methods of Django's test client that verbs
use (`demo/verbs.py`): in the tests they press in this process, in `make chaos` over the network.
"""

import http.client
import json
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client


class Answer:
    """What the site answered."""

    def __init__(self, answer: http.client.HTTPResponse):
        self.status_code, self.headers = answer.status, answer.headers
        self.content = answer.read()


class Colleague:
    """A browser in which `person` is signed in; `url` is that of the site."""

    def __init__(self, person, url: str):
        self.person, self.url = person, url
        own = Client()
        own.force_login(person)
        self._cookies = {
            settings.SESSION_COOKIE_NAME: own.cookies[settings.SESSION_COOKIE_NAME].value
        }

    def get(self, path: str) -> Answer:
        """Return a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, data: dict, content_type: str = "") -> Answer:
        """Post a form, or JSON where the type says so."""
        kind = content_type or "application/x-www-form-urlencoded"
        body = json.dumps(data) if content_type else urlencode(data, doseq=True)
        if settings.CSRF_COOKIE_NAME not in self._cookies:
            self.get("/admin/")
        token = {"X-CSRFToken": self._cookies.get(settings.CSRF_COOKIE_NAME, "")}
        return self._ask("POST", path, body.encode(), {"Content-Type": kind} | token)

    def _ask(self, method, path, body, headers):
        site = urlsplit(self.url)
        connection = http.client.HTTPConnection(site.hostname, site.port, timeout=120)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            connection.request(
                method, path, body, headers | {"Cookie": cookies, "Origin": self.url}
            )
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, rest = cookie.partition("=")
                self._cookies[name] = rest.partition(";")[0]
            return Answer(answer)
        finally:
            connection.close()
