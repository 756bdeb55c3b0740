"""Withdrawal markers: what was withdrawn stays away when the application and the database are down.

A piece has one for each address that it had, “pieces/2025/04/21/slug”, and one for its share
cards, “shares/7”; a photo has one for its cuts, “photos/12”, and one for each file that is doomed
and still there, “media/name”. Who withdraws something puts them down before that is committed, so
that no kill comes between the two, and makes them right when it is over. Each worker sees to it
that they are those of the database, so that every machine has them (`articles.public.withdrawal`).
See `espreso.markers`.
"""

from collections.abc import Collection
from contextlib import suppress
from functools import partial

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from espreso import markers
from espreso.aftermath import whatever_comes

from .address import Address
from .doomed_file import DoomedFile
from .photo import Photo
from .version import Version


def mark_after_commit(piece: int) -> None:
    """Make the markers of a piece right once the transaction is over."""
    whatever_comes(partial(mark_pieces, [piece]))


def mark_before_commit(piece: int) -> None:
    """Mark a piece that is being withdrawn, and what was kept of other pages, which may name it."""
    names = _names(Address.objects.filter(article=piece))
    markers.put_down_for_now(names, partial(mark_pieces, [piece]))
    # The withdrawal holds where nothing can be written: it is tried again afterwards.
    with suppress(OSError):
        markers.begin_edition()


def is_marked_rightly(piece: int) -> bool:
    """Whether nginx answers for this piece as Espreso does."""
    addresses = Address.objects.filter(article=piece)
    gone = _names(_withdrawn(addresses))
    return all(markers.is_there(name) == (name in gone) for name in _names(addresses))


def mark_pieces(pieces: Collection[int]) -> bool:
    """Make the markers of these pieces right; return whether one of them is gone."""
    addresses = Address.objects.filter(article__in=pieces)
    gone = _names(_withdrawn(addresses))
    markers.make_right(_names(addresses), gone)
    return bool(gone)


def mark_photos() -> None:
    """Make the markers of all photos right."""
    withdrawn = Photo.objects.filter(withdrawn_at__isnull=False).values_list("pk", flat=True)
    markers.make_equal("photos", {f"photos/{pk}" for pk in withdrawn})


def mark_everything() -> None:
    """Make all markers right, whatever was there."""
    gone = _names(_withdrawn(Address.objects.all()))
    new = [
        markers.make_equal(folder, (name for name in gone if name.startswith(folder)))
        for folder in ("pieces", "shares")
    ]
    if any(new) or not markers.has_edition():
        markers.begin_edition()
    mark_photos()
    markers.make_equal("media", DoomedFile.objects.markers())


def _withdrawn(addresses):
    """Keep the addresses of pieces that somebody could once read, and that nobody can now."""
    of_the_piece = Version.objects.filter(article=OuterRef("article"))
    began = of_the_piece.filter(during__startswith__lte=Now())
    return addresses.filter(Exists(began), ~Exists(of_the_piece.live()))


def _names(addresses) -> set[str]:
    found = addresses.values_list("path", "article")
    return {name for path, key in found for name in (f"pieces/{path}", f"shares/{key}")}
