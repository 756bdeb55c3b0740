"""Withdrawal markers: what was withdrawn stays away when the application and the database are down.

A piece has one for each address that it had, “pieces/2025/04/21/slug”, and one for its share
cards, “shares/7”; a photo has one for its cuts, “photos/12”. Who withdraws something puts them down
once that is certain, and each worker sees to it that they are those of the database, so that every
machine has them (`articles.public.withdrawal`). See `espreso.markers`.
"""

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from espreso import markers

from .address import Address
from .photo import Photo
from .version import Version


def mark_after_commit(piece: int) -> None:
    """Make the markers of a piece right once the transaction is through."""
    transaction.on_commit(partial(mark_pieces, [piece]), robust=True)


def is_marked(piece: int) -> bool:
    """Whether a withdrawn piece has all its markers: whatever fails, nobody reads it."""
    return all(map(markers.is_there, _names(Address.objects.filter(article=piece))))


def mark_pieces(pieces: Collection[int]) -> None:
    """Make the markers of these pieces right, as the database is now."""
    addresses = Address.objects.filter(article__in=pieces)
    gone = _names(_withdrawn(addresses))
    for name in _names(addresses) - gone:
        markers.take_away(name)
    for name in gone:
        markers.put_down(name)


def mark_photos() -> None:
    """Make the markers of all photos right."""
    withdrawn = Photo.objects.filter(withdrawn_at__isnull=False).values_list("pk", flat=True)
    markers.make_equal("photos", {f"photos/{pk}" for pk in withdrawn})


def mark_everything() -> None:
    """Make all markers of pieces and photos right, whatever was there."""
    gone = _names(_withdrawn(Address.objects.all()))
    for folder in ("pieces", "shares"):
        markers.make_equal(folder, (name for name in gone if name.startswith(folder)))
    mark_photos()


def _withdrawn(addresses):
    """Keep the addresses of pieces that somebody could once read, and that nobody can now."""
    of_the_piece = Version.objects.filter(article=OuterRef("article"))
    began = of_the_piece.filter(during__startswith__lte=Now())
    return addresses.filter(Exists(began), ~Exists(of_the_piece.live()))


def _names(addresses) -> set[str]:
    found = addresses.values_list("path", "article")
    return {name for path, key in found for name in (f"pieces/{path}", f"shares/{key}")}
