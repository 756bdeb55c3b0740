"""What the templates of the newsroom need beyond Django's own."""

from django import template
from django.utils import timezone

from espreso import richtext

register = template.Library()


@register.filter
def iso(moment):
    """Return a moment in the site's time zone with its offset, for `datetime` (RFC 3339)."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


@register.filter
def rich(value):
    """Return rich text for the page. It was cleaned when it was frozen, and is once more."""
    return richtext.safe(value)


@register.filter
def get(mapping, key):
    """Return `mapping[key]`, or None."""
    return mapping.get(key)


@register.inclusion_tag("includes/picture.html")
def picture(photo, alternative_text="", sizes="100vw", lazy=True, priority=False):
    """A photo in AVIF and JPEG at every width that there is; nothing for a withdrawn one."""
    return {
        "photo": photo if photo and photo.usable else None,
        "alternative_text": alternative_text or (photo.alternative_text if photo else ""),
        "sizes": sizes,
        "lazy": lazy and not priority,
        "priority": priority,
    }
