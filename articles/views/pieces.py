"""The reader's pages. Each says what it needs, in a fixed number of queries."""

from datetime import date, timedelta
from itertools import groupby

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.content import render as rendering
from articles.models import Label, Layout, Section, Tag, Version
from articles.public import lists
from articles.public.context import Frame
from articles.public.page_cache import page
from articles.public.pagination import paged
from articles.public.related import read_also
from articles.search.views import guessed
from articles.seo import json_ld, open_graph
from espreso import clock

from . import redirects

FEED_SIZE = 40
CORRECTIONS_SIZE = 40


@page
def news(request, frame):
    """The feed by day."""
    versions = Version.objects.live().in_language().for_lines()
    return _feed(request, frame, versions, title=_("News"))


@page
def day(request, frame, year, month, day):
    """The feed of one day in the site's time zone."""
    try:
        on = date(int(year), int(month), int(day))
        start, end = (clock.midnight(on + timedelta(days=days)) for days in (0, 1))
    except (ValueError, OverflowError):
        raise Http404 from None
    live = Version.objects.live().in_language()
    found = live.for_lines().filter(published_at__gte=start, published_at__lt=end)
    # To the nearest days on which something came out, so that nobody walks through empty ones.
    moments = live.values_list("published_at", flat=True)
    earlier = moments.filter(published_at__lt=start).order_by("-published_at").first()
    later = moments.filter(published_at__gte=end).order_by("published_at").first()
    extra = {
        "day": on,
        "earlier": earlier and timezone.localdate(earlier),
        "later": later and timezone.localdate(later),
    }
    return _feed(request, frame, found, title=_("News"), **extra)


def _feed(request, frame, versions, **extra):
    found = paged(versions, request, FEED_SIZE)
    today = timezone.localdate()
    if not found.versions and extra.get("day", today) != today:
        raise Http404
    days = [
        (on, list(lines))
        for on, lines in groupby(
            found.versions, key=lambda version: timezone.localdate(version.published_at)
        )
    ]
    context = {"frame": frame, "days": days, "before": found.before, **extra}
    return render(request, "feed.html", context)


@page
def article(request, frame, year, month, day, slug):
    """A piece at its address: moved for a former one, gone once withdrawn."""
    path = f"{year}/{month}/{day}/{slug}"
    version = Version.objects.live().in_language().for_page().filter(path=path).first()
    if version is None:
        return moved_or_gone(request, path)
    body, absolute = rendering.body(version), request.build_absolute_uri
    context = {
        "frame": frame,
        "version": version,
        "body": body,
        "contents": rendering.contents(version.document),
        "read_also": read_also(version),
        "structured": json_ld.news_article(version, body, absolute),
        "breadcrumbs": json_ld.breadcrumbs(version, absolute),
        "social": open_graph.of_piece(version, absolute),
    }
    return render(request, "article.html", context)


@page
def history(request, frame, year, month, day, slug):
    """What readers were told of a piece: when it came out, what changed and what was wrong."""
    path = f"{year}/{month}/{day}/{slug}"
    version = Version.objects.live().in_language().for_history().filter(path=path).first()
    if version is None:
        return moved_or_gone(request, path, "history/")
    return render(request, "story_history.html", {"frame": frame, "version": version})


@page
def corrections(request, frame):
    """What we had wrong, in all pieces that are live."""
    live = Version.objects.live().in_language()
    found = paged(live.corrections(), request, CORRECTIONS_SIZE, by="modified_at")
    pieces = live.for_lines().filter(article__in={told.article_id for told in found.versions})
    by_article = {piece.article_id: piece for piece in pieces}
    # What was withdrawn between the two questions is not shown.
    told = [
        (by_article[correction.article_id], correction)
        for correction in found.versions
        if correction.article_id in by_article
    ]
    address = request.build_absolute_uri
    context = {
        "frame": frame,
        "told": told,
        "before": found.before,
        "structured": json_ld.corrections(told, address),
    }
    return render(request, "corrections.html", context)


def moved_or_gone(request, path, rest=""):
    """Answer for an address at which nothing is live now, but perhaps was.

    `rest` is what follows the address of the piece, of today as of then.
    """
    # In another language too: whoever has the wrong one in the address finds the piece.
    if version := Version.objects.live().at_address(path).first():
        return HttpResponsePermanentRedirect(f"{version.get_absolute_url()}{rest}")
    if Version.objects.at_address(path).exists():
        return gone(request)
    raise Http404


@page
def label(request, frame, label):
    """All pieces with one label."""
    if label not in Label.values or not label:
        raise Http404
    versions = Version.objects.live().in_language().for_cards().filter(label=label)
    context = {"title": Label(label).label, "kicker": _("Label")}
    return lists.page_of(request, frame, versions, **context)


@page
def section(request, frame, slug):
    """All pieces of one section, after those that lead it. A former address leads to today's."""
    with_layout = Section.objects.annotate(layout=Layout.objects.documents_for(Section))
    section = lists.row_at(with_layout, slug)
    versions, context = lists.of_section(section)
    if section.slug != slug and (section.in_navigation or versions.exists()):
        return redirect(section, permanent=True)
    return lists.page_of(request, frame, versions, document=section.layout, **context)


@page
def tag(request, frame, slug):
    """All pieces on one topic, after those that lead it. A former name leads to today's."""
    with_layout = Tag.objects.annotate(layout=Layout.objects.documents_for(Tag))
    tag = lists.row_at(with_layout, slug)
    versions, context = lists.of_topic(tag)
    if tag.slug != slug and versions.exists():
        return redirect(tag, permanent=True)
    return lists.page_of(request, frame, versions, document=tag.layout, **context)


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
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=2"
    return response


def server_error(request):
    """Something broke: a page that needs neither database nor static files."""
    return render(request, "500.html", status=500)
