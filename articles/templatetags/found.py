"""What a page says of itself to programs: its feeds, and how it looks where it is shared."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from articles.feed_formats import FORMATS

register = template.Library()

# Which lists have feeds of their own, below their own address.
_LISTS = {"front", "section", "tag", "author", "label"}


@register.inclusion_tag("includes/feeds.html", takes_context=True)
def feeds(context):
    """Name the feeds of the list that a page shows; other pages have none."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or match.url_name not in _LISTS or "frame" not in context:
        return {"feeds": []}
    title = " · ".join(filter(None, (str(context.get("title", "")), settings.SITE_NAME)))
    return {
        "title": title,
        "feeds": [
            {"address": f"{request.path}{written}", "type": media_type, "name": name}
            for written, (_write, media_type, name) in FORMATS.items()
        ],
    }


@register.simple_tag(takes_context=True)
def oembed_link(context, version):
    """Say where programs learn what to show of a piece on other sites (oEmbed, section 4)."""
    address = context["request"].build_absolute_uri(version.get_absolute_url())
    return format_html(
        '<link rel="alternate" type="application/json+oembed" href="{}?{}" title="{}">\n',
        reverse("found:oembed"),
        urlencode({"url": address, "format": "json"}),
        version.headline,
    )
