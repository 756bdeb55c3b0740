"""Error pages of readers: 400, 404 Not Found, 410 Gone, 500 and 503. The desk has its own."""

import sys

from django.http import HttpResponseNotFound
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language
from django.views import defaults

from articles.public.context import Frame
from articles.public.public_page import LISTS_FOR, PIECES_FOR, cache_control
from articles.search.views import guessed
from espreso import failures, scopes
from espreso.admin_site import is_of_the_desk
from espreso.database_errors import fault_of
from espreso.repetition import Repetition
from espreso.unavailable import Unavailable

from . import redirects

# What comes out at this address is not to be kept from anybody. And a cache has room for what is
# asked for again and again, as a link that many follow, and none for what somebody made up.
_MISSING, _MADE_UP = cache_control(LISTS_FOR, seconds=1), "private, max-age=0"
_is_followed = Repetition(times=16, most=4_000)
_GONE = cache_control(PIECES_FOR, seconds=5)
# A noncharacter (Unicode, 23.7): no address has it in it, and no page of ours.
_PLACE = "\ufdd0"


def bad_request(request, exception=None):
    """What no link and no form of ours sends."""
    if is_of_the_desk(request.path):
        return failures.bad_request(request)
    return defaults.bad_request(request, exception)


def not_found(request, exception=None):
    """No such page, or none that readers may see: the same words for both.

    An address of an old site is known here alone, so that it never stands before a page.
    """
    if is_of_the_desk(request.path):
        return failures.not_found(request)
    if answer := redirects.answer(request):
        return answer
    page = _page_not_found().replace(_PLACE, escape(guessed(request.path)))
    # A cache in front that has a page has to forget it.
    kept = request.headers.get("X-Espreso-Kept")
    followed = _is_followed(request.get_full_path()) or kept
    return HttpResponseNotFound(page, headers={"Cache-Control": _MISSING if followed else _MADE_UP})


def _page_not_found():
    """Return the page but for what may have been meant: made once a day, unless a name changes."""
    made = scopes.remembered(("not found", get_language()), dict, "site")
    today = timezone.localdate()
    if today not in made:
        made.clear()
        made[today] = render_to_string("404.html", {"frame": Frame.now(), "guessed": _PLACE})
    return made[today]


def gone(request):
    """A piece was here and was withdrawn."""
    response = render(request, "410.html", {"frame": Frame.now()}, status=410)
    response.headers["Cache-Control"] = _GONE
    return response


def server_error(request):
    """Something broke: a page that needs neither database nor static files."""
    if is_of_the_desk(request.path):
        return failures.server_error(request)
    error = sys.exception()
    if fault := error and fault_of(error):
        return Unavailable(request, fault)
    return render(request, "500.html", status=500)
