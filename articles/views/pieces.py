"""Piece page, whatever the kind of piece, and the page of its public history."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from articles.content import fragments
from articles.content import render as rendering
from articles.models import Address, Variant, Version
from articles.public.public_page import PIECES_FOR, public_page
from articles.public.related import read_also
from articles.seo import json_ld, open_graph
from espreso.compiled_queries import compiled_query

from .errors import gone


@compiled_query
def _live_at(path, code):
    found = Version.objects.live().in_language().for_page().at_path(path)[:1]
    return fragments.bring(found, Variant.PAGE, code)


@public_page(stale_for=PIECES_FOR)
def article(request, frame, year, month, day, slug):
    """A piece at its address: moved for a former one, gone once withdrawn."""
    path = f"{year}/{month}/{day}/{slug}"
    version = next(iter(_live_at(path, fragments.code())), None)
    if version is None:
        return moved_or_gone(request, path)
    body, absolute = rendering.body(version, Variant.PAGE), request.build_absolute_uri
    facts = body.facts
    context = {
        "frame": frame,
        "version": version,
        "body": body.html,
        "facts": facts,
        "read_also": read_also(version, facts.linked),
        "structured": json_ld.news_article(version, facts.words, absolute),
        "breadcrumbs": json_ld.breadcrumbs(version, absolute),
        "social": open_graph.of_piece(version, absolute),
    }
    return render(request, "site/article.html", context)


@public_page(stale_for=PIECES_FOR)
def history(request, frame, year, month, day, slug):
    """What readers were told of a piece: when it came out, what changed and what was wrong."""
    path = f"{year}/{month}/{day}/{slug}"
    version = Version.objects.live().in_language().for_history().at_path(path).first()
    if version is None:
        return moved_or_gone(request, path, "history/")
    return render(request, "site/history.html", {"frame": frame, "version": version})


def moved_or_gone(request, path, rest=""):
    """Answer for an address at which nothing is live now, but perhaps was.

    `rest` is what follows the address of the piece, of today as of then.
    """
    # The same look for all that never was: most of what is asked for in vain.
    if not Address.objects.filter(path=path).exists():
        raise Http404
    # In another language too: whoever has the wrong one in the address finds the piece.
    if version := Version.objects.live().at_address(path).first():
        return HttpResponsePermanentRedirect(f"{version.get_absolute_url()}{rest}")
    if Version.objects.at_address(path).exists():
        return gone(request)
    raise Http404
