"""Representation: an answer as it is sent, compressed or not, or not at all when it is known.

Validators and content codings are those of RFC 9110, 8.8.1, 12.5.3 and 13.1.
"""

import gzip
import hashlib
import re
from functools import cached_property, lru_cache

from django.utils.http import parse_http_date_safe

# Below that a packet holds it as it is.
_LEAST_COMPRESSED = 400
_LEVEL = 6
_SENT_WITH_304 = {"cache-control", "content-location", "expires", "last-modified"}
_NOT_MODIFIED = "304 Not Modified"
# What its headers, its key and the objects around them add to its own size, about.
_OVERHEAD = 3_500

_SECOND = re.compile("[0-9]{1,12}")

Headers = list[tuple[str, str]]


class Representation:
    """What Django answered: the status line, the headers and the body, and an ETag of both.

    The ETag is weak, the same one for all codings of the body.
    """

    def __init__(self, status: str, headers: Headers, body: bytes):
        self.status, self.body = status, body
        self.headers = _without(headers, {"etag", "vary"})
        digest = hashlib.blake2b(body, digest_size=12)
        # nginx goes on sending the headers that it has for as long as the ETag is the same.
        digest.update(repr(self.headers).encode())
        self.etag = f'W/"{digest.hexdigest()}"'
        self.headers += [("ETag", self.etag), ("Vary", "Accept-Encoding")]
        self._modified = parse_http_date_safe(_named("Last-Modified", headers))
        self.cache_control = _named("Cache-Control", headers)

    @property
    def size(self) -> int:
        """Bytes in memory, with those of the compressed copy."""
        return len(self.body) * 4 // 3 + _OVERHEAD

    @cached_property
    def _compressed(self) -> tuple[Headers, bytes]:
        # Without the time, so that the same page is the same file.
        body = gzip.compress(self.body, _LEVEL, mtime=0)
        headers = _without(self.headers, {"content-length"})
        return [*headers, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))], body

    @cached_property
    def _not_modified(self) -> Headers:
        said = [pair for pair in self.headers if pair[0].lower() in _SENT_WITH_304]
        return [*said, ("ETag", self.etag), ("Vary", "Accept-Encoding")]

    def answer(self, environ, start_response) -> list[bytes]:
        """Send it to whoever asks, as WSGI has it."""
        until = _until(environ)
        if self._is_known_to(environ):
            start_response(_NOT_MODIFIED, self._not_modified + until)
            return []
        headers, body = self.headers, self.body
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        if len(body) >= _LEAST_COMPRESSED and _accepts_gzip(accepted):
            headers, body = self._compressed
        start_response(self.status, headers + until)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _is_known_to(self, environ):
        if known := environ.get("HTTP_IF_NONE_MATCH"):
            etags = {etag.strip().removeprefix("W/") for etag in known.split(",")}
            return "*" in etags or self.etag.removeprefix("W/") in etags
        if self._modified and (since := environ.get("HTTP_IF_MODIFIED_SINCE")):
            since = parse_http_date_safe(since)
            return since is not None and self._modified <= since
        return False


def _until(environ):
    """Return until when nginx may keep the answer, if it says what its clock shows.

    It counts whole seconds, so that what may be kept for one would be kept for almost two: it is to
    keep it until the end of the second in which it asks (deploy/nginx.conf). It passes neither on.
    """
    second = environ.get("HTTP_X_ACCEL_CLOCK", "").partition(".")[0]
    return [("X-Accel-Expires", f"@{second}")] if _SECOND.fullmatch(second) else []


def _named(name, headers):
    return next((said for other, said in headers if other == name), "")


def _without(headers, names):
    return [pair for pair in headers if pair[0].lower() not in names]


@lru_cache(maxsize=1024)
def _accepts_gzip(accepted):
    for coding in accepted.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in {"gzip", "x-gzip"}:
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False
