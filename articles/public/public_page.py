"""Public page: read-only, the same for everybody, and made anew only when what it shows changes."""

from functools import partial, wraps

from django.http import QueryDict
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from espreso import scopes

from .context import Frame

LISTS_FOR = 300
"""Seconds for which a cache in front may show what names pieces when nobody answers: of those that
are withdrawn meanwhile, it would go on naming some (RFC 5861, `stale-if-error`)."""
PIECES_FOR = 86_400
"""The same for a piece: a withdrawn one has a marker, at which nginx looks, and others that name it
go out of its cache (`espreso.markers`)."""


def cache_control(stale_for: int, seconds: int = 1) -> str:
    """Return what caches may do with an answer: keep it so long in front of us, not in a browser.

    Whoever asks again is told that nothing has changed, in less time than it takes to ask.
    """
    return f"public, max-age=0, s-maxage={seconds}, stale-if-error={stale_for}"


def public_page(view=None, *, parameters=(), free=(), stale_for=LISTS_FOR):
    """Make `view(request, frame, …)` a public page.

    `parameters` are the names in the query of its address that it reads, as links of ours have
    them, and `free` those that readers fill in. No other parameter and no cookie reaches the
    view, so that neither can change a page; deploy/nginx.conf cuts the others off as well. The
    page cache (espreso/page_cache.py) keeps what is answered with status 200 until something
    changes in what was read for it, and nginx shows it for `stale_for` seconds more when nobody
    answers.
    """
    if view is None:
        return partial(public_page, parameters=parameters, free=free, stale_for=stale_for)
    reads = scopes.Parameters(tuple(parameters), tuple(free))
    caching = cache_control(stale_for)

    @require_safe
    @wraps(view)
    def answer(request, *args, **kwargs):
        request.COOKIES, request.GET = {}, _reduced(request.GET, reads)
        # Names stand on every page, and menus.
        scopes.depends_on("site")
        response = view(request, SimpleLazyObject(_frame), *args, **kwargs)
        response.headers.setdefault("Cache-Control", caching)
        scopes.declare(reads, request.GET)
        return response

    answer.parameters = reads
    return answer


def _frame():
    return scopes.remembered(("frame", get_language()), Frame.now, "site")


# A page of a list: its links name the place from which the next one goes on.
paginated_page = public_page(parameters=("before",))


def _reduced(query, reads):
    if all(name in reads for name in query):
        return query
    reduced = QueryDict(mutable=True)
    for name in query:
        if name in reads:
            reduced.setlist(name, query.getlist(name))
    reduced._mutable = False
    return reduced
