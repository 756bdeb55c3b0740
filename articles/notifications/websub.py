"""WebSub (https://www.w3.org/TR/websub/): telling a hub which feeds have something new.

The recommendation leaves open how a publisher tells its hub. Hubs that anybody may use take
`hub.mode=publish` with `hub.url`, as PubSubHubbub had it (version 0.4, section 7.1).
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.checks import Error, register
from django.db import transaction
from django.db.models.functions import Now

from articles.feeds.formats import FORMATS
from articles.models import HubMark, Version
from espreso import clock, languages

# Seconds. What else is done in the background waits meanwhile.
TIMEOUT = 3
# What a publication may take from its first moment to the commit.
_SETTLED = timedelta(seconds=5)
# While the hub is told, and until it is told again.
_PAUSE = timedelta(minutes=1)
# How far the first look goes back.
_AT_FIRST = timedelta(days=1)

log = logging.getLogger(__name__)


def ping_of_what_is_new() -> None:
    """Tell the hub, if there is one, of what readers see since the last time. A background task.

    A hub that does not take it is told again, with a pause; subscribers ask by themselves sooner
    or later.
    """
    if settings.WEBSUB_HUB and (mark := _take()) and ping(mark.versions):
        HubMark.objects.filter(pk=mark.pk).update(until=mark.now)


def _take():
    """Return how far the hub was told, with the versions after that, unless there are none, or
    another worker tells it of them. No row stays locked while the hub is asked."""
    # One that began then is committed by now.
    now = clock.now() - _SETTLED
    with transaction.atomic():
        mark = HubMark.objects.filter(due_at__lte=Now()).select_for_update(skip_locked=True).first()
        if mark is None:
            if not HubMark.objects.exists():
                first = HubMark(pk=1, until=now - _AT_FIRST)
                HubMark.objects.bulk_create([first], ignore_conflicts=True)
            return None
        opened = {"during__startswith__gt": mark.until, "during__startswith__lte": now}
        mark.versions = list(Version.objects.filter(**opened).values_list("pk", flat=True))
        mark.now = now
        if mark.versions:
            HubMark.objects.filter(pk=mark.pk).update(due_at=Now() + _PAUSE)
    return mark if mark.versions else None


def ping(versions: Iterable[int]) -> bool:
    """Tell the hub which feeds have these versions, by their keys, as far as they are live.

    Returns whether it took the news, and logs why not.
    """
    live = Version.objects.live().filter(pk__in=versions).for_page().defer("document", "text")
    concerned = sorted({feed for version in live for feed in feeds_of(version)})
    if not concerned:
        return True
    said = [("hub.mode", "publish"), *(("hub.url", address) for address in concerned)]
    # The address is the operator's own, see `hub_is_an_address`.
    request = Request(settings.WEBSUB_HUB, data=urlencode(said).encode())  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            return True
    except (OSError, HTTPException) as error:
        log.warning("The hub %s was not told of %s: %s", settings.WEBSUB_HUB, versions, error)
        return False


def feeds_of(version: Version) -> list[str]:
    """Return the addresses of all feeds in which a version stands that was read with `for_page`."""
    lists = [("front",), ("section", version.section.slug)]
    lists += [("tag", tag["slug"]) for tag in version.tag_list]
    lists += [("author", author["slug"]) for author in version.byline]
    lists += [("label", version.label)] if version.label else []
    homes = [
        languages.reverse_in(version.language, f"articles:{name}", *slug) for name, *slug in lists
    ]
    return [f"{_site_url()}{home}{written}" for home in homes for written in FORMATS]


def _site_url():
    # As readers know it: nobody asked for a page whose address would say so.
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    return f"{'https' if settings.HTTPS else 'http'}://{host}"


@register
def hub_is_an_address(app_configs, **kwargs):
    """Refuse a hub that is none."""
    if settings.WEBSUB_HUB and not settings.WEBSUB_HUB.startswith(("https://", "http://")):
        return [
            Error(
                f"WEBSUB_HUB is no web address: {settings.WEBSUB_HUB}",
                hint="For example WEBSUB_HUB=https://hub.example/",
                id="articles.E001",
            )
        ]
    return []
