"""Page cache: public pages are read-only, without cookies, and cached under the edition of the
site.
"""

import hashlib
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import parse_http_date_safe
from django.views.decorators.http import require_safe

from espreso import document

from .context import Frame

# Two seconds in front of us, and the last good page for a day when we cannot answer.
CACHE_CONTROL = "public, max-age=0, s-maxage=2, stale-while-revalidate=10, stale-if-error=86400"
CACHE_SECONDS = 600
# Bytes. A part of the sitemap or a feed of long pieces would fill the memory of a process.
MOST_CACHED_BYTES = 500_000
_CACHED_HEADERS = ("Content-Type", "Last-Modified")


def public_page(view):
    """Make `view(request, frame, …)` a public page.

    One query asks which edition of the site this is. A page that was rendered for the same
    edition by the same code is the same page, so it is sent again as it is; there is nothing
    to invalidate, and a publication reaches every reader with the next request. Only whole
    addresses without a query are kept, so that nobody can fill the cache by asking.
    """

    @require_safe
    @wraps(view)
    def answer(request, *args, **kwargs):
        frame = Frame.now()
        whole = not request.META.get("QUERY_STRING")
        key = _cache_key(request, frame) if settings.FRAGMENT_CACHE and whole else None
        cached = caches["fragments"].get(key) if key else None
        if cached is not None:
            content, headers = cached
            response = HttpResponse(content, headers=headers)
        else:
            response = view(request, frame, *args, **kwargs)
            if key and response.status_code == 200 and len(response.content) <= MOST_CACHED_BYTES:
                headers = {name: response[name] for name in _CACHED_HEADERS if name in response}
                caches["fragments"].set(key, (response.content, headers), CACHE_SECONDS)
        response.headers.setdefault("Cache-Control", CACHE_CONTROL)
        return response

    return answer


def cached_document(view):
    """Make `view(request, frame, …)` a public page for programs that ask again and again.

    Besides what `public_page` does: who has the same one already is told so (304, RFC 9110, 13).
    """
    answered = public_page(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = answered(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        set_response_etag(response)
        return get_conditional_response(
            request,
            etag=response.headers.get("ETag"),
            last_modified=parse_http_date_safe(response.headers.get("Last-Modified", "")),
            response=response,
        )

    return answer


def _cache_key(request, frame):
    # The page names its own address, and the masthead the day.
    parts = (
        request.build_absolute_uri(),
        frame.edition,
        document.fingerprint(),
        translation.get_language(),
        str(timezone.localdate()),
    )
    return f"page:{hashlib.blake2b('|'.join(parts).encode(), digest_size=16).hexdigest()}"
