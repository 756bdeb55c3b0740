"""A stranger at the real server: a browser without a screen, with a cookie jar of its own."""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar


@dataclass
class Answer:
    status: int
    words: str
    address: str


class Stranger:
    """Asks for pages and fills forms in; follows where it is led."""

    def __init__(self, site):
        self.site, self.cookies = site, CookieJar()
        # No proxy of the environment stands before the loopback address.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def get(self, path):
        return self._ask(path, None)

    def post(self, path, **fields):
        """Open the form, and send it filled in."""
        self.get(path)
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        fields["csrfmiddlewaretoken"] = token
        return self._ask(path, urllib.parse.urlencode(fields).encode())

    def _ask(self, path, data):
        try:
            answer = self._opener.open(f"{self.site}{path}", data)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            return Answer(answer.status, answer.read().decode(), answer.url)
