"""Feed views: of all that is published, and of each section, topic, label and author."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language

from articles.models import Author, Label, Section, Tag, Version
from articles.public import lists
from articles.public.public_page import public_page
from espreso.compiled_queries import compiled_query
from espreso.languages import reverse_in

from .formats import FORMATS, Feed, FeedEntry, FeedImage
from .full_text import code, for_feeds, full_texts

SIZE = 30
# Pixels. Wide enough for a picture across a reader's screen, and a tenth of the original.
_WIDEST = 1600


@dataclass(frozen=True)
class FeedSource:
    """What a feed is of: of everything without `versions`.

    A `secret` one is not there while nothing of it is live.
    """

    name: str
    about: str
    home: str
    versions: QuerySet | None
    secret: bool = True


@public_page
def everything(request, frame, written):
    """All that is published in the language of the address."""
    home = reverse("articles:front")
    listed = FeedSource("", settings.SITE_TAGLINE, home, None, secret=False)
    return _feed_response(request, listed, written)


@public_page
def section(request, frame, slug, written):
    """What is published in a section."""
    row = lists.get_by_slug_or_former(Section.objects, slug)
    listed = _of_row(row, "description", _live_versions().in_section(row))
    # One outside the navigation is not there until a piece is.
    return _of_today(request, row, slug, replace(listed, secret=not row.in_navigation), written)


@public_page
def tag(request, frame, slug, written):
    """What is published on a topic."""
    row = lists.get_by_slug_or_former(Tag.objects, slug)
    listed = _of_row(row, "description", _live_versions().on_topic(row))
    return _of_today(request, row, slug, listed, written)


@public_page
def author(request, frame, slug, written):
    """What is published with a name in its byline."""
    row = lists.get_by_slug_or_former(Author.objects, slug)
    listed = _of_row(row, "biography", _live_versions().by_author(row))
    return _of_today(request, row, slug, listed, written)


@public_page
def label(request, frame, label, written):
    """What is published with a label."""
    if label not in Label.values or not label:
        raise Http404
    home, versions = reverse("articles:label", args=[label]), _live_versions().with_label(label)
    name = str(Label(label).label)
    return _feed_response(request, FeedSource(name, "", home, versions, secret=False), written)


def _live_versions():
    return Version.objects.live().in_language()


def _of_row(row, about, versions):
    return FeedSource(row.said("name"), row.said(about), row.get_absolute_url(), versions)


def _of_today(request, row, slug, listed, written):
    """Answer with the feed of a row; at a former address of it, lead to the one of today."""
    if row.slug != slug and (not listed.secret or listed.versions.exists()):
        return redirect(f"{listed.home}{written}", permanent=True)
    return _feed_response(request, listed, written)


def _feed_response(request, listed, written):
    absolute = request.build_absolute_uri
    versions = _newest_of(listed.versions, code(absolute))
    if listed.secret and not versions:
        raise Http404
    texts = full_texts(versions, absolute)
    feed = Feed(
        title=" · ".join(filter(None, (listed.name, settings.SITE_NAME))),
        description=listed.about,
        home=absolute(listed.home),
        url=absolute(f"{listed.home}{written}"),
        language=get_language(),
        paper=settings.SITE_NAME,
        icon=absolute(static("icons/touch.png")),
        hub=settings.WEBSUB_HUB,
        entries=[_entry(version, texts[version.pk], absolute) for version in versions],
    )
    write, media_type, _name = FORMATS[written]
    response = HttpResponse(write(feed), content_type=f"{media_type}; charset=utf-8")
    if versions:
        # A silent fix changes the file too, and no date in it.
        newest = max(version.during.lower for version in versions)
        response.headers["Last-Modified"] = http_date(newest.timestamp())
    return response


def _newest_of(versions, code):
    # The one that programs ask for most is the same for all of them.
    if versions is None:
        return _newest(code)
    return list(_entries(versions, code))


@compiled_query
def _newest(code):
    return _entries(_live_versions(), code)


def _entries(versions, code):
    return for_feeds(versions.newest(SIZE), code)


def _entry(version, html, absolute):
    language = get_language()
    return FeedEntry(
        id=permanent_id(version, absolute("/")),
        url=absolute(version.get_absolute_url()),
        title=version.headline,
        summary=version.standfirst,
        html=html,
        published=version.published_at,
        modified=version.modified_at,
        authors=[
            (each["name"], absolute(reverse_in(language, "articles:author", each["slug"])))
            for each in version.byline
        ],
        topics=[each["name"] for each in version.tag_list],
        picture=_feed_image(version, absolute),
    )


def permanent_id(version: Version, site: str) -> str:
    """Return what names the piece for ever (a tag URI, RFC 4151), whatever becomes of its address.

    `site` is the absolute address of the paper.
    """
    host = urlsplit(site).hostname
    return f"tag:{host},{version.published_at:%Y-%m-%d}:article-{version.article_id}"


def _feed_image(version, absolute):
    photo = version.lead_photo
    if photo is None or not photo.usable:
        return None
    fitting = [entry for entry in photo.renditions if entry["width"] <= _WIDEST]
    entry = (fitting or photo.renditions[:1])[-1]
    return FeedImage(
        url=absolute(default_storage.url(entry["jpeg"])),
        width=entry["width"],
        height=entry["height"],
        alternative_text=version.lead["alternative_text"],
        credit=version.lead_credit,
    )
