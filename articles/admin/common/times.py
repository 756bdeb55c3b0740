"""Times in the desk, in words."""

from django.utils import timezone
from django.utils.formats import date_format

from articles.admin.common.state import short_moment


def when(at) -> str:
    """Return “14:05” for a moment of today, “23 Nov, 14:05” for another."""
    local = timezone.localtime(at)
    return date_format(local, "H:i") if local.date() == timezone.localdate() else short_moment(at)
