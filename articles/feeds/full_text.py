"""Full text in feeds: the HTML of pieces without our styles, scripts and relative addresses."""

import re
from collections.abc import Iterable

import nh3
from django.db.models import QuerySet
from django.utils.html import format_html

from articles.content import fragments, render
from articles.content.freeze import lead_of
from articles.content.upgrade import upgrade_document
from articles.models import Variant, Version
from articles.models.version_sql import BYLINE, TAGS
from espreso import document, richtext, xml

_SAID = (
    *("article", "during", "published_at", "modified_at", "path", "headline", "standfirst"),
    *("language", "lead_photo", "lead_caption", "lead_caption_of_photo", "lead_credit"),
    *("lead_alternative_text", "lead_copyright", "lead_licence", "lead_focal"),
)
# All that rich text may hold, and what the templates of blocks put around it.
_TAGS = richtext.TAGS | {"figure", "figcaption", "img", "dl", "dt", "dd"}
_ATTRIBUTES = richtext.ATTRIBUTES | {"img": {"src", "alt", "width", "height"}}
# What is there to be used on our page alone.
_FOR_THE_PAGE = {"script", "style", "template", "noscript", "button", "form", "svg", "dialog"}
_EMPTY_LINK = re.compile(r'<a\b(?:[^<>"]|"[^"]*")*>\s*</a>')


def full_texts(versions: Iterable, absolute) -> dict[int, str]:
    """Return the HTML of each version by its key: lead photo first, all addresses absolute.

    The versions were read `for_feeds`. `absolute` makes an address of ours absolute. Takes a query
    where one is missing, for the photos of all of those.
    """
    texts = {each.pk: each.kept_html for each in versions if each.kept_html is not None}
    missing = [version for version in versions if version.pk not in texts]
    photos = render.photos_in(version.document_to_render for version in missing)
    made: list[tuple[Version, str, dict]] = [
        (version, _rendered(version, photos, absolute), {}) for version in missing
    ]
    fragments.keep(Variant.FEED, code(absolute), made)
    return texts | {version.pk: html for version, html, _facts in made}


def for_feeds(versions: QuerySet, code) -> QuerySet:
    """Bring what feeds say of versions, and with it the full texts that are kept."""
    said = versions.select_related("lead_photo").only(*_SAID)
    said = said.annotate(tag_list=TAGS, byline=BYLINE)
    return fragments.bring(said, Variant.FEED, code)


def code(absolute) -> str | None:
    """Return what full texts depend on besides their versions: their addresses begin with it."""
    return fragments.code(absolute("/"))


def _rendered(version, photos, absolute):
    blocks = [_travelling(block) for block in upgrade_document(version.document_to_render)]
    if (lead := version.lead_photo) and lead.usable:
        blocks.insert(0, lead_of(version))
        photos = photos | {lead.pk: lead}
    html = document.render(blocks, {"photos": photos})
    return travelling(html, absolute(version.get_absolute_url()))


def travelling(html: str, page: str) -> str:
    """Return HTML of the page with this address as it travels: what the page alone uses is gone."""
    cleaner = nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_FOR_THE_PAGE,
        url_schemes=richtext.SCHEMES,
        url_relative=("rewrite_with_base", page),
        link_rel=None,
    )
    return xml.words(_EMPTY_LINK.sub("", cleaner.clean(html))).strip()


def _travelling(block):
    """Return a block as it is elsewhere: what lives on other sites is a link to it."""
    if block["kind"] != "embed":
        return block
    words = ": ".join(filter(None, (block.get("provider"), block["title"] or block["url"])))
    return {
        "kind": "prose",
        "html": format_html('<p><a href="{}">{}</a></p>', block["url"], words),
    }
