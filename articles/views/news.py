"""News feed by day, and the page of one day."""

from datetime import date, timedelta
from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Version
from articles.public.pagination import paginate
from articles.public.public_page import paginated_page
from espreso import clock

FEED_SIZE = 40


@paginated_page
def news(request, frame):
    """The feed by day."""
    versions = Version.objects.live().in_language().for_lines()
    return _feed(request, frame, versions, title=_("News"))


@paginated_page
def day(request, frame, year, month, day):
    """The feed of one day in the site's time zone."""
    try:
        on = date(int(year), int(month), int(day))
        start, end = (clock.midnight(on + timedelta(days=days)) for days in (0, 1))
    except (ValueError, OverflowError):
        raise Http404 from None
    live = Version.objects.live().in_language()
    found = live.for_lines().filter(published_at__gte=start, published_at__lt=end)
    if on != timezone.localdate() and not found.exists():
        raise Http404
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
    found = paginate(versions, request, FEED_SIZE)
    days = [
        (on, list(lines))
        for on, lines in groupby(
            found.versions, key=lambda version: timezone.localdate(version.published_at)
        )
    ]
    context = {"frame": frame, "days": days, "before": found.before, **extra}
    return render(request, "site/news.html", context)
