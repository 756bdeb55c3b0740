"""How a public page is answered: read only, without cookies, fresh, and cheap to ask again."""

import hashlib
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from espreso import document

from .frame import Frame

# Two seconds in front of us, and the last good page for a day when we cannot answer.
CACHE_CONTROL = "public, max-age=0, s-maxage=2, stale-while-revalidate=10, stale-if-error=86400"
KEPT_FOR = 600


def page(view):
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
        key = _key(request, frame) if settings.FRAGMENT_CACHE and whole else None
        kept = caches["fragments"].get(key) if key else None
        if kept is not None:
            response = HttpResponse(kept)
        else:
            response = view(request, frame, *args, **kwargs)
            if key and response.status_code == 200:
                caches["fragments"].set(key, response.content, KEPT_FOR)
        response.headers.setdefault("Cache-Control", CACHE_CONTROL)
        return response

    return answer


def _key(request, frame):
    # The page names its own address, and the masthead the day.
    parts = (
        request.build_absolute_uri(),
        frame.edition,
        document.fingerprint(),
        translation.get_language(),
        str(timezone.localdate()),
    )
    return f"page:{hashlib.blake2b('|'.join(parts).encode(), digest_size=16).hexdigest()}"
