"""Template tags of the readers' pages."""

import json
import re
from contextlib import suppress
from functools import lru_cache

from django import template
from django.conf import settings
from django.core.exceptions import FieldFetchBlocked
from django.core.files.storage import default_storage
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, ngettext

from articles.content import embeds
from articles.public import pagination, partials
from espreso import clock, languages, richtext, user_agents

register = template.Library()

# What could end the element, or begin another one, inside a block of JSON.
_UNSAFE = re.compile("[<>&]")


@register.simple_tag
def site_name():
    """Return the name of the paper."""
    return settings.SITE_NAME


@register.simple_tag
def site_tagline():
    """Return what the paper says under its name, or nothing."""
    return settings.SITE_TAGLINE


# Pages that there are in every language, whatever is published in it.
_EVERYWHERE = {"front", "news", "interviews", "label", "corrections", "search"}


@register.simple_tag(takes_context=True)
def in_languages(context):
    """Return the addresses of this page in all languages that it has, itself included.

    The last one is for whoever speaks none of them (`x-default`). A page of one language has none.
    """
    request, version = context.get("request"), context.get("version")
    match = getattr(request, "resolver_match", None)
    if context.get("preview") or match is None:
        return []
    if version is not None:
        if match.url_name != "article":
            # A page about a piece, which its translation has not.
            return []
        found = version.addresses
    elif match.url_name == "page" and "page" in context:
        found = {
            code: languages.reverse_in(code, match.view_name, *match.args, **match.kwargs)
            for code in context["page"].spoken
        }
    elif match.url_name in _EVERYWHERE or getattr(context.get("section"), "in_navigation", False):
        found = {
            code: languages.reverse_in(code, match.view_name, *match.args, **match.kwargs)
            for code, _name in settings.LANGUAGES
        }
    else:
        return []
    if len(found) < 2:
        return []
    return [
        {"code": code, "address": address}
        for code, address in languages.hreflang_links(found, get_language())
    ]


@register.simple_tag
def languages_to_choose(spoken):
    """Return the other languages with where they begin: this page in them, or their front page."""
    addresses = {other["code"]: other["address"] for other in spoken}
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "address": addresses.get(code) or languages.root(code),
        }
        for code, _name in settings.LANGUAGES
        if code != get_language()
    ]


@register.simple_tag
def lang(language, within=None):
    """Return the attribute `lang` of what is in `language`, unless all around it is.

    That is the language of the page, or, `within` an element in another one, that one.
    """
    around = within or get_language()
    return format_html(' lang="{}"', language) if language != around else ""


@register.filter
def said(row, field):
    """Return the words of a field of a section, an author or a tag, as the page speaks."""
    return row.said(field) if row else ""


@register.filter
def device(user_agent):
    """Return “Firefox on Windows” for what a browser calls itself."""
    return user_agents.device_name(user_agent)


@register.filter
def iso(moment):
    """Return a moment in the site's time zone with its offset, for `datetime` (RFC 3339)."""
    return clock.iso(moment)


@register.simple_tag
def stamp(moment, written="H:i"):
    """Return a `time` element that says a moment to readers, and to machines with its offset.

    `written` is a format of Django's `date` filter.
    """
    local = timezone.localtime(moment)
    # A feed says it forty times, and this is several times as fast.
    words = f"{local:%H:%M}" if written == "H:i" else dateformat.format(local, written)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.simple_tag
def json_ld(data):
    """Return `data` as a block for machines. Nothing runs it, so the policy allows it."""
    # Not `translate`, which asks about every sign: this is thirty times as fast.
    text = _UNSAFE.sub(_escaped, json.dumps(data, ensure_ascii=False))
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


def _escaped(found):
    return f"\\u{ord(found[0]):04X}"


@register.filter
def rich(value):
    """Return rich text for the page. It was cleaned when it was frozen, and nothing else passes."""
    return richtext.safe(value)


@register.filter
def rich_part(value, number):
    """Return a block's rich text, with the anchors that the contents list leads to."""
    return richtext.with_anchors(value, f"part-{number}")


@register.filter
def recorded(photo, kept):
    """Return the record of a use of a photo, of what a version kept of it."""
    return photo.recorded(kept) if photo else None


@register.filter
def get(mapping, key):
    """Return `mapping[key]`, or None."""
    return mapping.get(key)


@register.filter
def web_address(url):
    """Return an address that a reader may be sent to, or nothing for any other scheme."""
    return url if url.lower().startswith(("https://", "http://")) else ""


@register.filter
def player(url):
    """Return the `embeds.Player` of what another site keeps at `url`, or None."""
    return embeds.player(url)


@register.filter
def place(version):
    """Return the place of a piece in the feed, as its links to “more” name it."""
    return pagination.place_of(version) if version else ""


# Signs, spaces included: readers of English and of Ukrainian take in about as many, 987 and 986
# (for Russian) by Trauzettel-Klosinski and Dietz, “Standardized Assessment of Reading
# Performance”, IOVS 2012. Words would make Ukrainian, whose words are longer, too quick.
_SIGNS_A_MINUTE = 1000


@register.simple_tag
def reading_time(signs):
    """Return “8 min read” for a text of so many signs, or nothing for less than a minute."""
    minutes = round(signs / _SIGNS_A_MINUTE)
    said = ngettext("%(minutes)s min read", "%(minutes)s min read", minutes)
    return said % {"minutes": minutes} if minutes else ""


@register.simple_tag(takes_context=True)
def menu(context, lines, version=None):
    """The lines of a menu, with the page that this is marked among them.

    So is the section of a piece, where that was read with it.
    """
    path, section = getattr(context.get("request"), "path", ""), ""
    with suppress(FieldFetchBlocked):
        section = version.section.slug if version else ""
    return partials.render(
        "menu",
        lines=tuple(lines),
        here=path if any(line.address == path for line in lines) else "",
        section=section if any(line.section == section for line in lines) else "",
    )


@register.simple_tag
def search_form():
    """The search in the masthead."""
    return partials.render("search_form")


@register.simple_tag
def line(version):
    """A line of the feed."""
    return partials.render("line", version=version)


@register.simple_tag
def card(version, **shown):
    """The card of a piece; the template says what can be shown of it."""
    photo = version.lead_photo
    return partials.render("card", version=version, state=photo and photo.modified_at, **shown)


@register.inclusion_tag("site/includes/picture.html")
def picture(photo, record, sizes="100vw", lazy=True, priority=False, widest=None):
    """A photo in AVIF and JPEG at every width that there is; nothing for a withdrawn one.

    `record` is what is said of this use of it, see `Photo.recorded`.
    `widest`, in pixels, leaves out what a small picture never needs; its JPEG is then a
    single one. The classes carry the focal point in tenths, for a style sheet that crops
    it: a page has no inline styles.
    """
    if not (photo and photo.usable):
        return {"photo": None}
    return {
        "photo": photo,
        "avif": _srcset(photo, "avif", widest),
        "jpeg": "" if widest else _srcset(photo, "jpeg"),
        "alternative_text": record["alternative_text"],
        "sizes": sizes,
        "lazy": lazy and not priority,
        "priority": priority,
        "focus": _focus(record["focal"]),
    }


def _srcset(photo, kind, widest=None):
    # The smallest first: there is always one.
    return ", ".join(
        f"{_address(entry[kind])} {entry['width']}w"
        for place, entry in enumerate(photo.renditions)
        if not widest or not place or entry["width"] <= widest
    )


# A page has sixty of them.
@lru_cache(maxsize=10_000)
def _address(file):
    return default_storage.url(file)


def _focus(focal):
    across, down = (round(part * 10) for part in focal)
    return "" if across == down == 5 else f"fx-{across} fy-{down}"
