"""Polling for news: open pages ask once a minute what is newest, so it costs next to nothing."""

import hashlib

from django.http import JsonResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models import Version
from articles.public.pagination import place_of

COUNT = 40
# A minute passes between two questions of a page: a cache in front may answer for ten seconds.
CACHE_CONTROL = "public, max-age=0, s-maxage=10, stale-while-revalidate=60, stale-if-error=600"


@require_safe
def newest(request):
    """Return the places of the newest lines, the newest first; 304 while they are the same."""
    live = Version.objects.live().in_language().newest_first()
    places = [place_of(version) for version in live.only("article", "published_at")[:COUNT]]
    digest = hashlib.blake2b(" ".join(places).encode(), digest_size=8).hexdigest()
    etag = f'"{digest}"'
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": etag}
    response = JsonResponse({"newest": places}, headers=headers)
    return get_conditional_response(request, etag=etag, response=response)
