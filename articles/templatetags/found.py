"""What a page says of itself to programs: its feeds, and how it looks where it is shared."""

from django import template
from django.conf import settings

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
