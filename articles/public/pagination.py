"""Keyset pagination: a link names the piece to go on after, so page 1,000 is as cheap as page 1."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Now
from django.http import Http404

from espreso import clock


@dataclass(frozen=True)
class KeysetPage:
    """Some versions, newest first, and the place (`before`) from which the next page goes on."""

    versions: list
    before: str


def paginate(queryset, request, size, *, by="published_at") -> KeysetPage:
    """Return the part of `queryset` that the request's `?before=` asks for.

    `by` names the time that orders it. Raises `Http404` for a place that no link of ours names:
    there are as many others as somebody likes, and each would be a page.
    """
    queryset = queryset.newest_first(by)
    if before := request.GET.get("before"):
        place = _parse_place(before)
        if not _was_a_place(queryset.model, place, by):
            raise Http404
        queryset = queryset.after(place, by)
    versions = list(queryset[: size + 1])
    more = len(versions) > size
    versions = versions[:size]
    return KeysetPage(versions, place_of(versions[-1], by) if more else "")


def place_of(version, by="published_at") -> str:
    """Return where a piece stands in a list, as `?before=` says it."""
    return place_name(getattr(version, by), version.article_id)


def place_name(moment: datetime, article: int) -> str:
    """Return the place of the piece with this time and this key: microseconds since 1970, key."""
    return f"{clock.microseconds(moment)}-{article}"


def _was_a_place(model, place, by):
    moment, article = place
    # Of a withdrawn piece too: who has a page open goes on from there.
    seen = model.objects.filter(article=article, during__startswith__lte=Now())
    return seen.filter(**{by: moment}).exists()


def _parse_place(before):
    try:
        moment, article = (int(part) for part in before.split("-"))
        place = clock.from_microseconds(moment), min(article, 2**63 - 1)
    except (ValueError, OverflowError):
        raise Http404 from None
    # Written otherwise it would be another address of the same page.
    if place_name(*place) != before:
        raise Http404
    return place
