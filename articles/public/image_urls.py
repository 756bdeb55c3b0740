"""Signed image URLs: cuts of photos in fixed shapes, and share cards.

An address belongs to one state of its photo for ever and cannot be guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.crypto import salted_hmac

from articles import imaging
from articles.models import Photo, Version

SHAPES = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}
"""The shapes in which search engines want a picture of news."""


WIDTH = 1200

Focal = Sequence[float]
"""A focal point: its distances from the left and from the top, from 0 to 1."""


@dataclass(frozen=True)
class Cut:
    """A part of a photo around its focal point: its address (without a host), and its pixels."""

    address: str
    width: int
    height: int


def cuts(photo: Photo, focal: Focal) -> list[Cut]:
    """Return the cuts of a usable photo around `focal`, one a shape. Nothing is enlarged."""
    return [
        Cut(reverse("root:cut", args=[name_of_cut(photo, name, focal)]), *_size(photo, shape))
        for name, shape in SHAPES.items()
    ]


def share_address(version: Version) -> str:
    """Return the address (without a host) of the picture that stands for a version.

    It is the same for all versions with the same picture: a silent fix of the text changes nothing.
    """
    return reverse("root:share", args=[name_of_share(version)])


def name_of_cut(photo, shape, focal):
    return f"{photo.pk}-{shape}-{_sign(shape, *_photo_state(photo, focal))}"


def name_of_share(version):
    photo = version.lead_photo
    shown = _photo_state(photo, version.lead["focal"]) if photo and photo.usable else []
    shown = [version.headline, version.label, version.section_id, version.language, *shown]
    return f"{version.article_id}-{_sign('share', version.article_id, *shown)}"


def _photo_state(photo, focal):
    # Renditions get new names whenever anything about them changes.
    return photo.pk, photo.renditions[-1]["jpeg"], *focal


def _sign(*parts):
    said = "|".join(map(str, parts))
    return salted_hmac("articles.picture_views", said, algorithm="sha256").hexdigest()[:24]


def _size(photo, shape):
    widest = photo.renditions[-1]
    return imaging.sizes_of((widest["width"], widest["height"]), [WIDTH], shape)[0]
