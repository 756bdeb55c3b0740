"""URL values: what readers may put into an address: live, former, secret or made up."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

from django.utils import timezone

from articles.models import Change, Label, Photo, Redirect, SharedPreview, Version
from articles.models.version_queryset import SITEMAP_PART
from articles.public import image_urls
from articles.public.pagination import place_name

from .fixtures import LATER, Planting

# What nothing is called: one word, which a page may say again as it says the secret ones.
DUMMY = f"no{secrets.token_hex(4)}"
DUMMY_KEY = "2147483001"
_DUMMY_DAY = ("2999", "01", "01")


class Visibility(Enum):
    """What an address with this in it may answer."""

    LIVE = "live"
    # Readers knew it once: it may say that it is gone, or where it went.
    FORMER = "former"
    # It must answer as if nothing were there.
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Value:
    """What goes into an address, beside what goes there when one makes something up.

    `opens` says which secrets it opens by right, by the state that they were planted in. Those of
    one `sort` are found in the same way: where a round asks with one of each, one is enough.
    """

    texts: tuple[str, ...]
    state: Visibility
    dummy: tuple[str, ...] = (DUMMY,)
    opens: str = ""
    sort: str = ""


# Which parts of an address belong together, the largest sets first.
Tries = dict[tuple[str, ...], list[Value]]
PLACE = ("year", "month", "day", "slug")
DAY = ("year", "month", "day")
KEYS = ("pk", "id", "article", "piece", "version", "photo", "number", "object_id")


def tries(planting: Planting) -> Tries:
    """Return what to ask with, by the names that patterns of addresses have for it."""
    rows = planting.made
    places = set(_place_values(planting))
    slugs = {
        Value((planting.tag.slug,), Visibility.LIVE),
        Value((planting.section.slug,), Visibility.LIVE),
    }
    slugs.add(Value((planting.author.slug,), Visibility.LIVE))
    slugs.add(Value((planting.page.slug,), Visibility.LIVE))
    slugs |= {Value(place.texts[-1:], place.state, sort=f"{place.state} piece") for place in places}
    slugs |= {_hidden(row.slug, row) for row, _filler in rows if hasattr(row, "slug")}
    # Looked up where a page could stand.
    slugs |= {
        _hidden(row.old.strip("/"), row) for row, _filler in rows if isinstance(row, Redirect)
    }
    keys = {str(row.pk) for row, _filler in rows} | {str(piece.pk) for piece in planting.pieces}
    asked_with_keys = [Value((key,), Visibility.HIDDEN, (DUMMY_KEY,)) for key in sorted(keys)]
    today, later = _day_parts(timezone.now()), _day_parts(timezone.now() + LATER)
    return {
        PLACE: sorted(places, key=lambda value: value.texts),
        DAY: [
            Value(today, Visibility.LIVE, _DUMMY_DAY),
            Value(later, Visibility.HIDDEN, _DUMMY_DAY),
        ],
        ("slug",): sorted(slugs, key=lambda value: value.texts),
        ("label",): [Value((label,), Visibility.LIVE) for label in Label.values if label],
        ("name",): list(_files(planting)),
        ("token",): list(_preview_tokens(planting)),
        ("part",): list(_sitemap_parts(planting)),
        ("cut",): list(_cuts(planting)),
        ("share",): list(_shares(planting)),
        **{(name,): asked_with_keys for name in KEYS},
    }


def _hidden(slug, row):
    return Value((slug,), Visibility.HIDDEN, sort=row._meta.label)


def _place_values(planting) -> Iterator[Value]:
    now = timezone.now()
    for piece in planting.pieces:
        taken = set()
        for version in Version.objects.filter(article=piece.pk).order_by("-number"):
            *day, slug = version.path.split("/")
            if version.during.lower > now:
                state = Visibility.HIDDEN
            elif now in version.during:
                state = Visibility.LIVE
            else:
                state = Visibility.FORMER
            if slug not in taken:
                yield _place_value((*day, slug), state)
            taken.add(slug)
        piece.refresh_from_db()
        if piece.slug not in taken:
            for moment in (now, now + LATER):
                yield _place_value((*_day_parts(moment), piece.slug), Visibility.HIDDEN)


def _place_value(texts, state):
    return Value(texts, state, (*texts[:3], DUMMY))


def _day_parts(moment):
    return tuple(f"{timezone.localtime(moment):%Y %m %d}".split())


def _files(planting) -> Iterator[Value]:
    dummy = (f"{DUMMY}.jpg",)
    for name in planting.photo.rendition_names():
        yield Value((name,), Visibility.LIVE, dummy)
    for name in planting.former_files:
        yield Value((name,), Visibility.FORMER, dummy)
    for row, _filler in planting.made:
        if isinstance(row, Photo):
            stored, uploaded = PurePath(row.file.name).name, row.filename
            names = {"original": stored, "upload": uploaded, "key": f"{row.pk}.jpg"}
            for sort, name in names.items():
                yield Value((name,), Visibility.HIDDEN, dummy, sort=sort)


def _sitemap_parts(planting) -> Iterator[Value]:
    pieces = [piece.pk for piece in planting.pieces]
    live = Version.objects.live().filter(article__in=pieces).values_list("article", flat=True)
    for part in sorted({key // SITEMAP_PART for key in live}):
        yield Value((str(part),), Visibility.LIVE, ("99999999",))


def _cuts(planting) -> Iterator[Value]:
    for cut in image_urls.cuts(planting.photo, planting.photo.record["focal"]):
        yield Value((PurePath(cut.address).stem,), Visibility.LIVE)


def _shares(planting) -> Iterator[Value]:
    now = timezone.now()
    pieces = [piece.pk for piece in planting.pieces]
    states = {}
    for version in Version.objects.filter(article__in=pieces).select_related("lead_photo"):
        # Versions that look alike have one picture.
        address = image_urls.share_address(version)
        states[address] = states.get(address) or now in version.during
    for address, live in states.items():
        yield Value((PurePath(address).stem,), Visibility.LIVE if live else Visibility.HIDDEN)


def _preview_tokens(planting) -> Iterator[Value]:
    valid = set(SharedPreview.objects.valid().values_list("pk", flat=True))
    for row, filler in planting.made:
        if isinstance(row, SharedPreview):
            opens = row.pk in valid
            state = Visibility.LIVE if opens else Visibility.FORMER
            where = filler.where if opens else ""
            yield Value((row.token,), state, opens=where, sort=f"{state} token")


def queries(planting: Planting, fields) -> Iterator[tuple[str, str]]:
    """Yield what may stand after the question mark, each beside something made up.

    The edges of lists, beside one of each sort of version that no reader may find there, and secret
    words in each of the `fields` that the page is asked with.
    """
    now = timezone.now()
    pieces = [piece.pk for piece in planting.pieces]
    found = Version.objects.filter(article__in=pieces).exclude(during__contains=now)
    sorts = {
        (version.kind, version.change == Change.CORRECTION, version.during.lower > now): version
        for version in found
    }
    for version in sorts.values():
        at = version.published_at
        place = place_name(at, version.article_id + 1)
        yield f"before={place}", f"before={place_name(at, 1)}"
    far = now + 2 * LATER
    yield f"before={place_name(far, 2**63 - 1)}", f"before={place_name(far, 1)}"
    for field in fields:
        for piece in planting.pieces:
            if planting.secrets.in_text(piece.headline):
                yield f"{field}={piece.headline}", f"{field}={DUMMY}"
