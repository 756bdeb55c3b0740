"""Lists of pieces, newest first, and the pieces that lead the page of a section or a topic."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import placing
from .models import Section, Tag, Version
from .paging import paged

SIZE = 24


def row_at(rows, slug):
    """Return the section, topic or author that readers find at `slug`, today or formerly (404)."""
    row = rows.at_address(slug).first()
    if row is None:
        raise Http404
    return row


def page_of(
    request, frame, versions, *, secret=False, document=None, template="list.html", **context
):
    """Show a page of `versions`. A `secret` list is not there while nothing of it is live.

    The pieces that `document` places lead the first page, and stand on no page once more.
    """
    leading = _leading(versions, document)
    others = versions
    if leading:
        others = versions.exclude(article__in=[lead.article_id for lead in leading])
    found = paged(others, request, SIZE)
    if secret and not found.versions and not leading and not versions.exists():
        raise Http404
    context |= {
        "frame": frame,
        "leads": [] if "before" in request.GET else leading,
        "versions": found.versions,
        "before": found.before,
    }
    return render(request, template, context)


def _leading(versions, document) -> list[Version]:
    picks = placing.picks(document or {})
    if not picks:
        return []
    # Asked of the list itself: what left the section, or is not live, leads nothing.
    by_article = {version.article_id: version for version in versions.filter(article__in=picks)}
    return [by_article[pick] for pick in picks if pick in by_article][: placing.LEADS]


def of_section(section: Section) -> tuple:
    """Return the live pieces of a section, and what its page says besides."""
    versions = Version.objects.live().in_language().for_cards().filter(section=section)
    return versions, {
        "title": section.said("name"),
        "kicker": _("Section"),
        "section": section,
        "about": section.said("description"),
        # One outside the navigation is not there until a piece is.
        "secret": not section.in_navigation,
    }


def of_topic(tag: Tag) -> tuple:
    """Return the live pieces on a topic, and what its page says besides."""
    versions = Version.objects.live().in_language().for_cards().filter(tagged__tag=tag)
    return versions, {
        "title": tag.said("name"),
        "kicker": _("Topic"),
        "tag": tag,
        "about": tag.said("description"),
        # The name of a topic of which nothing is live may be a secret still.
        "secret": True,
    }
