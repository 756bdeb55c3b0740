"""Lists of pieces, newest first, and the leads of a section or a topic."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.models import Section, Tag, Version

from . import layout_document
from .pagination import paginate

SIZE = 24


def get_by_slug_or_former(rows, slug):
    """Return the section, topic or author that readers find at `slug`, today or formerly (404)."""
    row = rows.at_address(slug).first()
    if row is None:
        raise Http404
    return row


def render_list(
    request, frame, versions, *, secret=False, document=None, template="site/list.html", **context
):
    """Show a page of `versions`. A `secret` list is not there while nothing of it is live.

    The pieces that `document` places lead the first page, and stand on no page once more. Where
    one of them leads, the newest stand in the places beside it that are empty.
    """
    placed = _placed_versions(versions, document)
    picked = [version.article_id for version in placed if version]
    others = versions.exclude(article__in=picked) if picked else versions
    found = paginate(others, request, SIZE)
    if secret and not found.versions and not picked and not versions.exists():
        raise Http404
    first = "before" not in request.GET
    leads, others = (
        _fill_leads(placed, found.versions) if picked and first else ([], found.versions)
    )
    context |= {
        "frame": frame,
        "leads": [version for version in leads if version],
        "versions": others,
        "before": found.before,
    }
    return render(request, template, context)


def places(versions, document) -> list[Version | None]:
    """Return what would lead a page of `versions` as `document` places it, for the desk."""
    placed = _placed_versions(versions, document)
    others = versions.exclude(article__in=[version.article_id for version in placed if version])
    return _fill_leads(placed, others.newest_first()[: layout_document.LEADS])[0]


def _placed_versions(versions, document) -> list[Version | None]:
    """Return what is placed on the page and live on it, and None for each place that is not."""
    document = document or {}
    picks = [document.get("lead"), *document.get("top", ())][: layout_document.LEADS]
    if not any(picks):
        return []
    # Asked of the list itself: what left the section, or is not live, leads nothing.
    by_article = {version.article_id: version for version in versions.filter(article__in=picks)}
    return [by_article.get(pick) for pick in picks]


def _fill_leads(placed, newest) -> tuple[list[Version | None], list[Version]]:
    """Return the leads, the newest in every place that is empty, and what is left of those."""
    fresh = iter(newest)
    empty = layout_document.LEADS - len(placed)
    leads = [version or next(fresh, None) for version in (*placed, *[None] * empty)]
    return leads, list(fresh)


def listing_for(subject: Section | Tag, at=None) -> tuple:
    """Return the live pieces of a section or a topic, and what its page says besides."""
    return (section_listing if isinstance(subject, Section) else topic_listing)(subject, at)


def section_listing(section: Section, at=None) -> tuple:
    """Return the live pieces of a section, and what its page says besides.

    For a preview: those that will be live at the moment `at`.
    """
    versions = Version.objects.live(at).in_language().for_cards().in_section(section)
    return versions, {
        "title": section.said("name"),
        "kicker": _("Section"),
        "section": section,
        "about": section.said("description"),
        # One outside the navigation is not there until a piece is.
        "secret": not section.in_navigation,
    }


def topic_listing(tag: Tag, at=None) -> tuple:
    """Return the live pieces on a topic, and what its page says besides."""
    versions = Version.objects.live(at).in_language().for_cards().on_topic(tag)
    return versions, {
        "title": tag.said("name"),
        "kicker": _("Topic"),
        "tag": tag,
        "about": tag.said("description"),
        # The name of a topic of which nothing is live may be a secret still.
        "secret": True,
    }
