"""What the templates of the newsroom need beyond Django's own."""

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from espreso import richtext

register = template.Library()


@register.simple_tag
def site_name():
    """Return the name of the paper."""
    return settings.SITE_NAME


@register.simple_tag
def site_tagline():
    """Return what the paper says under its name, or nothing."""
    return settings.SITE_TAGLINE


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


@register.filter
def foreign(language):
    """Return `language` when it is not the page's own, for a `lang` attribute; or nothing."""
    return "" if language == get_language() else language


@register.filter
def web_address(url):
    """Return an address that a reader may be sent to, or nothing for any other scheme."""
    return url if url.lower().startswith(("https://", "http://")) else ""


@register.inclusion_tag("includes/picture.html")
def picture(photo, alternative_text="", sizes="100vw", lazy=True, priority=False):
    """A photo in AVIF and JPEG at every width that there is; nothing for a withdrawn one.

    Its classes carry the focal point in tenths, for a style sheet that crops it: a page
    has no inline styles.
    """
    photo = photo if photo and photo.usable else None
    return {
        "photo": photo,
        "alternative_text": alternative_text or (photo.alternative_text if photo else ""),
        "sizes": sizes,
        "lazy": lazy and not priority,
        "priority": priority,
        "focus": _focus(photo) if photo else "",
    }


def _focus(photo):
    across, down = round(photo.focal_x * 10), round(photo.focal_y * 10)
    return "" if across == down == 5 else f"fx-{across} fy-{down}"
