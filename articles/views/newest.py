"""Polling for news: open pages ask once a minute what is newest, so it costs next to nothing."""

from django.http import JsonResponse

from articles.models import Version
from articles.public.pagination import place_of
from articles.public.public_page import public_page

COUNT = 40


@public_page
def newest(request, frame):
    """Return the places of the newest lines, the newest first."""
    live = Version.objects.live().in_language().newest_first()
    places = [place_of(version) for version in live.only("article", "published_at")[:COUNT]]
    return JsonResponse({"newest": places})
