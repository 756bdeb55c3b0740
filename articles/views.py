"""The reader's pages. Each says what it needs, in a fixed number of queries."""

from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import moved, rendering, sharing, structured
from .frame import Frame
from .models import Author, Label, Section, Tag, Version
from .paging import paged
from .public import page
from .related import read_also
from .search_view import guessed

FEED_SIZE = 40
LIST_SIZE = 24
CORRECTIONS_SIZE = 40


@page
def front(request, frame):
    """The newspaper at a glance: lead, top stories, the latest lines, each section."""
    sections = Section.objects.annotate(
        newest=ArraySubquery(_newest(section=OuterRef("pk")).values("pk")[:8])
    )
    sections = list(
        sections.annotate(
            latest=ArraySubquery(_newest().values("pk")[:30]),
            interviews=ArraySubquery(_newest(kind="interview").values("pk")[:4]),
            opinions=ArraySubquery(_newest(label=Label.OPINION).values("pk")[:4]),
        )
    )
    wanted = {pk for section in sections for pk in (*section.newest, *_strips(section))}
    by_pk = Version.objects.live().for_cards().in_bulk(wanted)
    absolute = request.build_absolute_uri
    context = {
        "structured": structured.front_page(absolute),
        "social": sharing.of_front_page(get_language(), absolute),
    }
    return render(request, "front.html", {"frame": frame, **context, **_arrange(sections, by_pk)})


def _newest(**which):
    return Version.objects.live().in_language().filter(**which).newest_first()


def _strips(section):
    return (*section.latest, *section.interviews, *section.opinions)


def _arrange(sections, by_pk):
    """Give every piece one place on the front page: the most prominent that it earns."""
    if not sections:
        return {"lead": None}
    shown = set()

    def take(pks, count, *, only=lambda version: True):
        taken = [by_pk[pk] for pk in pks if pk in by_pk and pk not in shown and only(by_pk[pk])]
        shown.update(version.pk for version in taken[:count])
        return taken[:count]

    def pictured(version):
        return version.lead_photo is not None and version.lead_photo.usable

    first = sections[0]
    lead = take(first.latest[:12], 1, only=pictured) or take(first.latest, 1)
    return {
        "lead": lead[0] if lead else None,
        "top": take(first.latest, 4, only=pictured),
        "interviews": take(first.interviews, 3),
        "opinions": take(first.opinions, 3),
        # The feed beside them is the feed: it repeats what stands elsewhere.
        "latest": [by_pk[pk] for pk in first.latest[:16] if pk in by_pk],
        "blocks": [
            (section, versions)
            for section in sections
            if section.in_navigation and (versions := take(section.newest, 4))
        ],
    }


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
        start, end = (_midnight(on + timedelta(days=days)) for days in (0, 1))
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


def _midnight(on):
    return timezone.make_aware(datetime.combine(on, time.min))


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
        return _moved_or_gone(request, path)
    body, absolute = rendering.body(version), request.build_absolute_uri
    context = {
        "frame": frame,
        "version": version,
        "body": body,
        "contents": rendering.contents(version.document),
        "read_also": read_also(version),
        "structured": structured.news_article(version, body, absolute),
        "breadcrumbs": structured.breadcrumbs(version, absolute),
        "social": sharing.of_piece(version, absolute),
    }
    return render(request, "article.html", context)


@page
def history(request, frame, year, month, day, slug):
    """What readers were told of a piece: when it came out, what changed and what was wrong."""
    path = f"{year}/{month}/{day}/{slug}"
    version = Version.objects.live().in_language().for_history().filter(path=path).first()
    if version is None:
        return _moved_or_gone(request, path, "history/")
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
        "structured": structured.corrections(told, address),
    }
    return render(request, "corrections.html", context)


def _moved_or_gone(request, path, rest=""):
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
def interviews(request, frame):
    """All interviews."""
    versions = Version.objects.live().in_language().for_cards().filter(kind="interview")
    return _list(request, frame, versions, title=_("Interviews"), kicker="")


@page
def label(request, frame, label):
    """All pieces with one label."""
    if label not in Label.values or not label:
        raise Http404
    versions = Version.objects.live().in_language().for_cards().filter(label=label)
    return _list(request, frame, versions, title=Label(label).label, kicker=_("Label"))


@page
def section(request, frame, slug):
    """All pieces of one section; one outside the navigation is not there until a piece is."""
    section = _first(Section.objects.at_address(slug))
    versions = Version.objects.live().in_language().for_cards().filter(section=section)
    if section.slug != slug and (section.in_navigation or versions.exists()):
        return redirect(section, permanent=True)
    context = {"title": section.said("name"), "kicker": _("Section"), "section": section}
    context["about"] = section.said("description")
    return _list(request, frame, versions, secret=not section.in_navigation, **context)


@page
def tag(request, frame, slug):
    """All pieces on one topic. A former name leads to the one of today.

    A topic of which nothing is live is not there: its name may be a secret still.
    """
    tag = Tag.objects.filter(Q(slug=slug) | Q(former__slug=slug)).first()
    versions = Version.objects.live().in_language().for_cards().filter(tagged__tag=tag)
    if tag is None:
        raise Http404
    if tag.slug != slug and versions.exists():
        return redirect(tag, permanent=True)
    context = {"title": tag.said("name"), "kicker": _("Topic"), "tag": tag}
    context["about"] = tag.said("description")
    return _list(request, frame, versions, secret=True, **context)


@page
def author(request, frame, slug):
    """All pieces with one name in the byline; nobody of whom nothing is live."""
    author = _first(Author.objects.at_address(slug))
    versions = Version.objects.live().in_language().for_cards().filter(bylines__author=author)
    if author.slug != slug and versions.exists():
        return redirect(author, permanent=True)
    context = {"title": author.said("name"), "kicker": _("Author"), "author": author}
    context["about"] = author.said("biography")
    return _list(request, frame, versions, secret=True, **context)


def _first(rows):
    row = rows.first()
    if row is None:
        raise Http404
    return row


def _list(request, frame, versions, *, secret=False, **context):
    """Show a page of `versions`. A `secret` list is not there while nothing of it is live."""
    found = paged(versions, request, LIST_SIZE)
    if secret and not found.versions and not versions.exists():
        raise Http404
    context |= {"frame": frame, "versions": found.versions, "before": found.before}
    return render(request, "list.html", context)


def not_found(request, exception=None):
    """No such page, or none that readers may see: the same words for both.

    An address of an old site is known here alone, so that it never stands before a page.
    """
    if answer := moved.answer(request):
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
