"""Full text in feeds: the HTML of pieces without our styles, scripts and relative addresses."""

import re
from collections.abc import Iterable

import nh3
from django.conf import settings
from django.core.cache import caches
from django.utils.html import format_html

from articles.content.freeze import lead_of
from articles.content.render import CACHE_SECONDS
from articles.content.upgrade import upgrade_document
from articles.models import Photo, Version
from espreso import document, richtext, xml

# All that rich text may hold, and what the templates of blocks put around it.
_TAGS = richtext.TAGS | {"figure", "figcaption", "img", "dl", "dt", "dd"}
_ATTRIBUTES = richtext.ATTRIBUTES | {"img": {"src", "alt", "width", "height"}}
# What is there to be used on our page alone.
_FOR_THE_PAGE = {"script", "style", "template", "noscript", "button", "form", "svg", "dialog"}
_EMPTY_LINK = re.compile(r'<a\b(?:[^<>"]|"[^"]*")*>\s*</a>')


def full_texts(versions: Iterable[Version], absolute) -> dict[int, str]:
    """Return the HTML of each version by its key: lead photo first, all addresses absolute.

    The versions were read with `for_page`. `absolute` makes an address of ours absolute. Asks at
    most one query, for the photos of all of them, and keeps what it made as pages' bodies are kept.
    """
    keys = {version.pk: _cache_key(version, absolute("/")) for version in versions}
    cached = caches["fragments"].get_many(keys.values()) if settings.FRAGMENT_CACHE else {}
    texts = {pk: cached[key] for pk, key in keys.items() if key in cached}
    missing = [version for version in versions if version.pk not in texts]
    wanted = {block["photo"] for each in missing for block in each.document if block.get("photo")}
    photos = Photo.objects.filter(withdrawn_at=None).in_bulk(wanted) if wanted else {}
    made = {each.pk: _rendered(each, photos, absolute) for each in missing}
    if settings.FRAGMENT_CACHE and made:
        caches["fragments"].set_many({keys[pk]: text for pk, text in made.items()}, CACHE_SECONDS)
    return texts | made


def _cache_key(version, site):
    parts = (str(version.pk), document.fingerprint(), version.photos_state, version.language, site)
    return ":".join(("full-text", *parts))


def _rendered(version, photos, absolute):
    blocks = [_travelling(block) for block in upgrade_document(version.document)]
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
