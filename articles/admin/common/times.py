"""Times of the desk's lists, in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from espreso import clock


def when(at) -> str:
    """Return “14:05” for a moment of today, “23 Nov, 14:05” for another."""
    local = timezone.localtime(at)
    return date_format(local, "H:i") if local.date() == timezone.localdate() else short_moment(at)


def short_moment(at: datetime) -> str:
    """Return `at` for a list: “23 Nov, 09:00”, with the year unless it is this one."""
    this_year = timezone.localtime(at).year == timezone.localdate().year
    return clock.in_words(at, _("j M, H:i") if this_year else _("j M Y, H:i"))
