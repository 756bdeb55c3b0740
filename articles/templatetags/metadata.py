"""Metadata: what a page says of itself to programs, its feeds, and how it looks when shared."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from articles.feeds.formats import FORMATS

register = template.Library()

# Which pages have feeds below their own address, and what their contexts hold unlike an error's.
_LISTS = {
    "front": "lead",
    "section": "versions",
    "tag": "versions",
    "author": "versions",
    "label": "versions",
}


@register.inclusion_tag("site/includes/feeds.html", takes_context=True)
def feeds(context):
    """Name the feeds of the list that a page shows, and of the whole on that of the news."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = match.url_name if match else None
    if name == "news":
        home = reverse("articles:front")
    elif name in _LISTS and _LISTS[name] in context:
        home = context["request"].path
    else:
        return {"feeds": []}
    own = "" if name == "news" else str(context.get("title", ""))
    return {
        "title": " · ".join(filter(None, (own, settings.SITE_NAME))),
        "feeds": [
            {"address": f"{home}{written}", "type": media_type, "name": called}
            for written, (_write, media_type, called) in FORMATS.items()
        ],
    }


@register.simple_tag
def properties(said):
    """Name the properties of a page, as pairs (Open Graph, “Basic Metadata”)."""
    return format_html_join("", '<meta property="{}" content="{}">\n', said)


@register.simple_tag(takes_context=True)
def oembed_link(context, version):
    """Say where programs learn what to show of a piece on other sites (oEmbed, section 4)."""
    address = context["request"].build_absolute_uri(version.get_absolute_url())
    return format_html(
        '<link rel="alternate" type="application/json+oembed" href="{}?{}" title="{}">\n',
        reverse("root:oembed"),
        urlencode({"url": address, "format": "json"}),
        version.headline,
    )
