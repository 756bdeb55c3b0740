"""Crawler: an anonymous reader that follows every link and reads what programs read too."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from espreso.edition import Edition

# In HTML and in styles. Feeds, sitemaps and data name whole addresses, see `Reader.links`.
_LINK = re.compile(
    r"""\b(?:href|src|action|poster|data)\s*=\s*["']([^"']+)["']"""
    r"""|srcset\s*=\s*["']([^"']*)["']|url\(["']?([^"')]+)"""
)
_FIELD = re.compile(r"""<(?:input|select|textarea)\b[^>]*?\bname=["']?([\w-]+)""")
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r"""\baction=["']?([^"'\s>]*)""")
_READABLE = re.compile(r"text/|json|xml|javascript")


@dataclass(frozen=True)
class Answer:
    """What came back; `headers` are lines, `body` is unpacked, `error` is what broke."""

    method: str
    address: str
    status: int
    headers: str
    content_type: str
    body: bytes
    error: str = ""

    @property
    def location(self) -> str:
        """Where it sends on, or nothing."""
        found = re.search(r"^Location: (.*)", self.headers, re.M)
        return found[1] if found else ""

    @property
    def places(self) -> Iterator[tuple[str, bytes]]:
        """Yield all that a reader may look into, each with its name."""
        for line in self.headers.splitlines():
            yield f"header {line.partition(':')[0]}", line.encode()
        yield "body", self.body
        if self.content_type.startswith("image/"):
            yield "metadata of the picture", _metadata(self.body)


class UncheckedRequest(WSGIRequest):
    """A request whose form was sent from a page of ours, as Django's client has it."""

    _dont_enforce_csrf_checks = True


class Site(WSGIHandler):
    """The site as a WSGI application."""

    request_class = UncheckedRequest


class ApplicationClient(Client):
    """Django's client, which asks a WSGI application, with all that stands before Django."""

    def __init__(self, application, **options):
        super().__init__(**options)
        self.handler = partial(_ask, application)


def _ask(application, environ):
    said = []
    signals = request_started, request_finished
    # They would end the transaction that all this stands in.
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        # Django writes the path as text into what it is given.
        answer = application({**environ}, lambda *start: said.extend(start))
        content = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
    status, headers = said[:2]
    response = HttpResponse(content, status=int(status.split()[0]))
    del response.headers["Content-Type"]
    for name, value in headers:
        if name == "Set-Cookie":
            response.cookies.load(value)
        else:
            response.headers[name] = value
    response.wsgi_request = WSGIRequest(environ)
    return response


class Reader:
    """Asks as somebody who is not signed in. What a request writes is taken back at once.

    With an `edition` there is a page cache, which hears of each change before the next question.
    """

    def __init__(self, application, edition: Edition | None = None):
        self._edition = edition
        self.host = _host()
        self.scheme = "https" if settings.HTTPS else "http"
        self._client = ApplicationClient(
            application, raise_request_exception=False, headers=self._headers()
        )
        self._whole = re.compile(rf"https?://{re.escape(self.host)}/[^\s\"'<>)\\]*")

    def _headers(self):
        proxy = {"x-forwarded-proto": "https"} if settings.HTTPS else {}
        return {"host": self.host, **proxy}

    def ask(self, address: str, method: str = "GET", packed: bool = True) -> Answer:
        """Return the answer to one question."""
        self._client.cookies.clear()
        if self._edition:
            self._edition.ask()
        with transaction.atomic():
            response = self._client.generic(
                method,
                address,
                secure=settings.HTTPS,
                headers={"accept-encoding": "gzip" if packed else "identity"},
            )
            body = response.getvalue() if response.streaming else response.content
            transaction.set_rollback(True)
        cookies = [f"Set-Cookie: {cookie.OutputString()}" for cookie in response.cookies.values()]
        error = getattr(response, "exc_info", None)
        return Answer(
            method,
            address,
            response.status_code,
            "\n".join([*(f"{name}: {value}" for name, value in response.items()), *cookies]),
            response.headers.get("Content-Type", ""),
            _unpacked(body, response.headers.get("Content-Encoding", "")),
            f"{error[0].__name__}: {error[1]}" if error else "",
        )

    def links(self, answer: Answer) -> Iterator[str]:
        """Yield where one can go on from there, as addresses on this site."""
        targets = re.findall(r"^(?:Location|Refresh|Content-Location): (.*)", answer.headers, re.M)
        targets += re.findall(r"<([^>]*)>", "".join(re.findall("^Link: .*", answer.headers, re.M)))
        if _READABLE.search(answer.content_type):
            text = unescape(answer.body.decode(errors="replace").replace("\\/", "/"))
            targets += self._whole.findall(text)
            for plain, several, style in _LINK.findall(text):
                targets += [part.split()[0] for part in several.split(",") if part.strip()]
                targets += filter(None, (plain, style))
        here = f"{self.scheme}://{self.host}{answer.address}"
        for target in targets:
            try:
                parts = urlsplit(urljoin(here, target.strip()))
            except ValueError:
                continue
            if parts.netloc == self.host and parts.scheme in {"http", "https"}:
                yield parts.path + (f"?{parts.query}" if parts.query else "")

    def fields(self, answer: Answer) -> set[str]:
        """Return the names of what a page is asked with: by its own forms, and by its scripts.

        What other forms on it ask for is asked where they lead.
        """
        here = answer.address.partition("?")[0]

        def own(form):
            action = _ACTION.search(form[1])
            path = urlsplit(urljoin(here, unescape(action[1]))).path if action else here
            return form[2] if path == here else ""

        return set(_FIELD.findall(_FORM.sub(own, answer.body.decode(errors="replace"))))


def _host():
    # A name by which the site is known; any will do where it takes all.
    named = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return named[0] if named else "localhost"


def _unpacked(body, encoding):
    try:
        match encoding:
            case "gzip":
                return gzip.decompress(body)
            case "deflate":
                return zlib.decompress(body)
    except (OSError, zlib.error):
        pass
    return body


def _metadata(content):
    """Return all that a picture says beside its pixels, also what is packed inside the file."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif = picture.getexif()
            directories = [dict(exif), *(exif.get_ifd(tag) for tag in (0x8769, 0x8825))]
            said = [*picture.info.items(), *(pair for each in directories for pair in each.items())]
    except (OSError, ValueError, SyntaxError):
        return b""
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode(errors="replace")
        for _name, value in said
    )
