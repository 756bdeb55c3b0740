"""Whole pages: what a page of the stories has to hold before its speed counts."""

import gzip
import html
import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from demo.bench.peers import stories

# A list shows at least so many other stories; each has its number at the end of its headline.
_LISTED = 8
_NUMBERED = re.compile(r"\w \((\d+)\)")


class NotWholeError(Exception):
    """A page is no answer to measure; the message says what is wrong with it."""


@dataclass(frozen=True)
class Answer:
    """What a server answered. `sent` is how many bytes the body had on its way."""

    status: int
    content: bytes
    sent: int


def ask(url: str, *, compressed: bool) -> Answer:
    """Ask for a page, as browsers do (compressed) or as few others do."""
    address = urlsplit(url)
    server = http.client.HTTPConnection(address.netloc, timeout=60)
    try:
        server.request(
            "GET", address.path, headers={"Accept-Encoding": "gzip"} if compressed else {}
        )
        response = server.getresponse()
        body = response.read()
    finally:
        server.close()
    packed = response.headers.get("Content-Encoding") == "gzip"
    return Answer(response.status, gzip.decompress(body) if packed else body, len(body))


def checked(page: str, url: str, *, compressed: bool) -> Answer:
    """Return the answer once it is a 200 with all that `page` tells. Raises NotWholeError."""
    answer = ask(url, compressed=compressed)
    if answer.status != http.HTTPStatus.OK:
        raise NotWholeError(f"{url} answered {answer.status}")
    text = html.unescape(answer.content.decode())
    if missing := [words for words in _wanted(page) if words not in text]:
        raise NotWholeError(f"{url} lacks {len(missing)} parts, the first of them “{missing[0]}”")
    if page != "article" and len(set(_NUMBERED.findall(text))) <= _LISTED:
        raise NotWholeError(f"{url} lists no more than {_LISTED} stories")
    return answer


def _wanted(page):
    story = stories.measured()
    yield story.headline
    if page == "article":
        yield story.standfirst
        yield from (picture.caption for picture in story.pictures)
        for answered in story.questions:
            yield answered.question
            yield from answered.paragraphs
