"""Error pages: 404 Not Found, 410 Gone and 500."""

from django.shortcuts import render

from articles.public.context import Frame
from articles.public.public_page import CACHE_CONTROL
from articles.search.views import guessed

from . import redirects


def not_found(request, exception=None):
    """No such page, or none that readers may see: the same words for both.

    An address of an old site is known here alone, so that it never stands before a page.
    """
    if answer := redirects.answer(request):
        return answer
    context = {"frame": Frame.now(), "guessed": guessed(request.path)}
    return render(request, "404.html", context, status=404)


def gone(request):
    """A piece was here and was withdrawn."""
    response = render(request, "410.html", {"frame": Frame.now()}, status=410)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def server_error(request):
    """Something broke: a page that needs neither database nor static files."""
    return render(request, "500.html", status=500)
