"""Redirects: the answer at an address of an old site, where this one has nothing."""

from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from articles.models import Redirect, Version
from articles.public.context import Frame
from articles.public.public_page import PIECES_FOR, cache_control


def answer(request) -> HttpResponse | None:
    """Return where the address leads, or that it is gone for good; None for any other address.

    One query asks. A piece that is not live yet is not there, whoever leads to it; one that was
    withdrawn is gone.
    """
    if request.method not in {"GET", "HEAD"} or _is_link_to_a_draft(request):
        return None
    query = request.META.get("QUERY_STRING", "")
    found = Redirect.objects.answering(request.path_info, query)
    if found is None:
        return None
    if found.gone:
        return _cached(_gone(request))
    if found.piece_id is None:
        return _cached(HttpResponsePermanentRedirect(found.to))
    version = Version.objects.live().for_lines().filter(article=found.piece_id).first()
    if version:
        return _cached(HttpResponsePermanentRedirect(version.get_absolute_url()))
    begun = Version.objects.filter(article=found.piece_id, during__startswith__lte=Now())
    return _cached(_gone(request)) if begun.exists() else None


def _is_link_to_a_draft(request):
    # Made up or ended, it asks the database the same.
    match = request.resolver_match
    return match is not None and match.url_name == "shared_preview"


def _gone(request):
    return render(request, "410.html", {"frame": Frame.now(), "old_address": True}, status=410)


def _cached(response):
    # As short as a page's, and no longer in browsers: an admin can have been wrong.
    response.headers["Cache-Control"] = cache_control(PIECES_FOR)
    return response
