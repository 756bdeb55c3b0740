"""Feed formats: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. No database.

RSS: https://www.rssboard.org/rss-specification, with the modules content, dc and media
(https://www.rssboard.org/media-rss); JSON Feed: https://www.jsonfeed.org/version/1.1/.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape

from espreso import xml


@dataclass(frozen=True)
class FeedImage:
    """A JPEG at an absolute address."""

    url: str
    width: int
    height: int
    alternative_text: str
    credit: str


@dataclass(frozen=True)
class FeedEntry:
    """A piece. `id` is its own for ever; `summary` is plain text and `html` the full text.

    `authors` are pairs of a name and the address of the author's page.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    modified: datetime
    authors: list[tuple[str, str]]
    topics: list[str]
    picture: FeedImage | None


@dataclass(frozen=True)
class Feed:
    """A list of pieces, the newest first. `home` is the page that shows it, `url` the feed."""

    title: str
    description: str
    home: str
    url: str
    language: str
    paper: str
    icon: str
    hub: str
    entries: list[FeedEntry]


def rss(feed: Feed) -> str:
    """Return the feed as RSS 2.0."""
    return _written(_Rss, feed)


def atom(feed: Feed) -> str:
    """Return the feed as Atom."""
    return _written(_Atom, feed)


def json_feed(feed: Feed) -> str:
    """Return the feed as JSON Feed 1.1."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "icon": feed.icon,
        "language": feed.language,
        "authors": [{"name": feed.paper}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else None,
        "items": [_json_item(entry, feed.language) for entry in feed.entries],
    }
    said = {name: value for name, value in said.items() if value not in ("", None)}
    return json.dumps(said, ensure_ascii=False)


FORMATS = {
    "rss.xml": (rss, "application/rss+xml", "RSS"),
    "atom.xml": (atom, "application/atom+xml", "Atom"),
    "feed.json": (json_feed, "application/feed+json", "JSON Feed"),
}
"""By the last part of the address: what writes it, its media type, and what people call it."""


def _json_item(entry, language):
    picture = entry.picture
    said = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "image": picture and picture.url,
        "date_published": _iso_moment(entry.published),
        "date_modified": _iso_moment(entry.modified),
        "authors": [{"name": name, "url": url} for name, url in entry.authors],
        "tags": entry.topics,
        "language": language,
        "attachments": picture and [{"url": picture.url, "mime_type": "image/jpeg"}],
    }
    return {name: value for name, value in said.items() if value}


def _iso_moment(at):
    return _to_the_second(at).isoformat()


def _to_the_second(at):
    return timezone.localtime(at).replace(microsecond=0)


def _written(writer, feed):
    written = writer(
        title=xml.words(feed.title),
        link=feed.home,
        description=xml.words(feed.description or feed.title),
        subtitle=xml.words(feed.description) or None,
        language=feed.language,
        feed_url=feed.url,
        author_name=xml.words(feed.paper),
        hub=feed.hub,
    )
    for entry in feed.entries:
        written.add_item(
            title=xml.words(entry.title),
            link=entry.url,
            # Both formats take it for HTML.
            description=escape(xml.words(entry.summary)) or None,
            pubdate=_to_the_second(entry.published),
            updateddate=_to_the_second(entry.modified),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=[xml.words(topic) for topic in entry.topics],
            entry=entry,
        )
    return written.writeString("utf-8")


class _Dated:
    def latest_post_date(self):
        # One with nothing in it is the same file tomorrow.
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class _Rss(_Dated, Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for name, _url in entry.authors:
            handler.addQuickElement("dc:creator", xml.words(name))
        if entry.html:
            handler.addQuickElement("content:encoded", xml.words(entry.html))
        if picture := entry.picture:
            about = {"url": picture.url, "type": "image/jpeg", "medium": "image"}
            sides = {"width": str(picture.width), "height": str(picture.height)}
            handler.startElement("media:content", about | sides)
            _if_said(handler, "media:description", picture.alternative_text, {"type": "plain"})
            _if_said(handler, "media:credit", picture.credit, {})
            handler.endElement("media:content")


class _Atom(_Dated, Atom1Feed):
    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for name, url in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", xml.words(name))
            handler.addQuickElement("uri", url)
            handler.endElement("author")
        if entry.html:
            handler.addQuickElement("content", xml.words(entry.html), {"type": "html"})
        if picture := entry.picture:
            link = {"rel": "enclosure", "type": "image/jpeg", "href": picture.url}
            handler.addQuickElement("link", "", link)


def _if_said(handler, name, words, attributes):
    if words:
        handler.addQuickElement(name, xml.words(words), attributes)
