"""Pictures made when somebody asks: cuts of a photo in fixed shapes, and what is shown of a piece
where it is shared.

Nothing is stored, so a withdrawn photo or piece leaves nothing behind. An address belongs to one
state of its photo for ever and cannot be guessed; the caches in front keep what was made.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_safe

from articles import imaging
from articles.models import Photo, Version

# Browsers keep it for a day; shared caches ask again soon, so that a withdrawal reaches everybody
# within a minute.
CACHE_CONTROL = "public, max-age=86400, s-maxage=60"

SHAPES = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}
"""The shapes in which search engines want a picture of news."""
_WIDTH = 1200


@dataclass(frozen=True)
class Cut:
    """A part of a photo around its focal point: its address (without a host), and its pixels."""

    address: str
    width: int
    height: int


def cuts(photo: Photo) -> list[Cut]:
    """Return the cuts of a usable photo, one a shape. Nothing is enlarged."""
    return [
        Cut(reverse("found:cut", args=[_name_of_cut(photo, name)]), *_size(photo, shape))
        for name, shape in SHAPES.items()
    ]


def share_address(version: Version) -> str:
    """Return the address (without a host) of the picture that stands for a version.

    It is the same for all versions with the same picture: a silent fix of the text changes nothing.
    """
    return reverse("found:share", args=[_name_of_share(version)])


@require_safe
def cut(request, cut):
    """Send a cut, made from the largest public rendition: the credit is written into it too."""
    key, shape, *_rest = f"{cut}-".split("-")
    photo = _found(Photo.objects.filter(withdrawn_at=None), key)
    if not (photo and photo.usable and shape in SHAPES and _is(cut, _name_of_cut(photo, shape))):
        raise Http404
    return _answer(request, cut, lambda: _made(photo, SHAPES[shape]))


@require_safe
def share(request, share):
    """Send the picture of a version that is live."""
    live = Version.objects.live().select_related("section", "lead_photo")
    version = _found(live.defer("document", "text"), share.partition("-")[0], "article")
    if not (version and _is(share, _name_of_share(version))):
        raise Http404
    return _answer(request, share, lambda: _drawn(version))


def _found(rows, key, field="pk"):
    usable = key.isdecimal() and key.isascii() and len(key) < 19
    return rows.filter(**{field: int(key)}).first() if usable else None


def _name_of_cut(photo, shape):
    return f"{photo.pk}-{shape}-{_sign(shape, *_state(photo))}"


def _name_of_share(version):
    photo = version.lead_photo
    shown = _state(photo) if photo and photo.usable else []
    shown = [version.headline, version.label, version.section_id, version.language, *shown]
    return f"{version.article_id}-{_sign('share', version.article_id, *shown)}"


def _state(photo):
    # Renditions get new names whenever anything about them changes.
    return photo.pk, photo.renditions[-1]["jpeg"], photo.focal_x, photo.focal_y


def _sign(*parts):
    said = "|".join(map(str, parts))
    return salted_hmac("articles.picture_views", said, algorithm="sha256").hexdigest()[:24]


def _is(name, expected):
    return constant_time_compare(name, expected)


def _size(photo, shape):
    widest = photo.renditions[-1]
    return imaging.sizes_of((widest["width"], widest["height"]), [_WIDTH], shape)[0]


def _answer(request, name, make):
    # What has this name never changes, so whoever has it need not be sent it again.
    etag = f'"{name}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(make(), content_type="image/jpeg")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def _made(photo, shape):
    with _opened(photo.renditions[-1]) as file:
        (made,) = imaging.renditions(
            file,
            credit=photo.credit,
            copyright=photo.copyright,
            licence=photo.licence,
            widths=[_WIDTH],
            ratio=shape,
            focal=(photo.focal_x, photo.focal_y),
            formats=["jpeg"],
        )
    return made.content


def _drawn(version):
    words = {
        "headline": version.headline,
        "label": str(version.get_label_display()) if version.label else "",
        "section": version.section.said("name", version.language),
        "paper": settings.SITE_NAME,
    }
    photo = version.lead_photo
    if not (photo and photo.usable):
        return imaging.share_picture(**words)
    # Half as large again as its place is enough for any cut of a landscape.
    large = (entry for entry in photo.renditions if entry["width"] >= imaging.SHARE_SIZE[0])
    with _opened(next(large, photo.renditions[-1])) as file:
        return imaging.share_picture(
            **words,
            photo=file,
            focal=(photo.focal_x, photo.focal_y),
            credit=version.lead_credit,
            copyright=photo.copyright,
            licence=photo.licence,
        )


def _opened(rendition):
    try:
        return default_storage.open(rendition["jpeg"])
    except FileNotFoundError:
        # Withdrawn or rendered anew, at this moment.
        raise Http404 from None
