"""WebSub (https://www.w3.org/TR/websub/): telling a hub which feeds have something new.

The recommendation leaves open how a publisher tells its hub. Hubs that anybody may use take
`hub.mode=publish` with `hub.url`, as PubSubHubbub had it (version 0.4, section 7.1).
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.checks import Error, register
from django.db import transaction
from django.db.models import F

from articles.feeds.formats import FORMATS
from articles.models import HubMark, Version
from espreso import clock, languages

# Seconds. Whoever publishes waits for the answer.
TIMEOUT = 3
# How far the first look goes back.
_AT_FIRST = timedelta(days=1)

log = logging.getLogger(__name__)


def ping_after_commit(version: Version) -> None:
    """Tell the hub, if there is one, of a version that is live once this transaction is through.

    Whatever becomes of it, the publication stands.
    """
    if settings.WEBSUB_HUB:
        told = partial(ping, [version.pk])
        transaction.on_commit(told, robust=True)


def ping(versions: Iterable[int]) -> bool:
    """Tell the hub which feeds have these versions, by their keys, as far as they are live.

    Returns whether it took the news, and logs why not. It is not told again then: subscribers ask
    by themselves sooner or later.
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


def ping_what_the_clock_brought() -> int | None:
    """Tell the hub of scheduled versions that came out since the last time.

    Returns how many there were, or None when the hub did not take it: the next time they are told
    again.
    """
    now, mark = clock.now(), HubMark.objects.first() or HubMark()
    since = mark.until or now - _AT_FIRST
    opened = Version.objects.filter(
        during__startswith__gt=since,
        during__startswith__lte=now,
        created_at__lt=F("during__startswith"),
    )
    keys = list(opened.values_list("pk", flat=True))
    if not ping(keys):
        return None
    mark.until = now
    mark.save()
    return len(keys)


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
