"""Image views: cuts and share cards, drawn on request.

An address belongs to one state of its photo for ever and cannot be guessed. Whether it may be seen
is asked for each request, so what was drawn of a withdrawn photo or piece is never sent again.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from articles import imaging
from articles.imaging import client
from articles.models import Photo, Version
from articles.public.drawn_pictures import drawn
from articles.public.image_urls import SHAPES, WIDTH, name_of_cut, name_of_share
from espreso.keys import key_of
from espreso.refusal import Refusal

# Browsers keep it for a day; shared caches ask again soon, so that a withdrawal reaches everybody
# within a minute.
CACHE_CONTROL = "public, max-age=86400, s-maxage=60"


@require_safe
def cut(request, cut):
    """Send a cut, made from the largest public rendition: the credit is written into it too."""
    key, shape, *_rest = f"{cut}-".split("-")
    photo = _get_or_none(Photo.objects.filter(withdrawn_at=None), key) if shape in SHAPES else None
    if not (photo and photo.usable):
        raise Http404
    named = (
        focal
        for focal in _focal_points(photo)
        if _is_signed_name(cut, name_of_cut(photo, shape, focal))
    )
    focal = next(named, None)
    if focal is None:
        raise Http404
    kept = photo.drawn_name(f"cut-{cut}")
    return _image_response(request, cut, kept, lambda: _make_cut(photo, SHAPES[shape], focal))


@require_safe
def share(request, share):
    """Send the picture of a version that is live."""
    live = Version.objects.live().select_related("section", "lead_photo")
    version = _get_or_none(live.defer("document", "text"), share.partition("-")[0], "article")
    if not (version and _is_signed_name(share, name_of_share(version))):
        raise Http404
    shown = version.lead_photo if version.lead_photo and version.lead_photo.usable else Photo()
    kept = shown.drawn_name(f"share-{share}")
    return _image_response(request, share, kept, lambda: _make_share_card(version))


def _focal_points(photo):
    """Yield the focal points around which the site shows a photo, each once."""
    yield (seen := photo.recorded({"alternative_text": "", "focal": None})["focal"])
    shown = Version.objects.live().filter(lead_photo=photo).exclude(lead_focal=None)
    yield from shown.exclude(lead_focal=seen).values_list("lead_focal", flat=True).distinct()


def _get_or_none(rows, key, field="pk"):
    key = key_of(key)
    return rows.filter(**{field: key}).first() if key else None


def _is_signed_name(name, expected):
    return constant_time_compare(name, expected)


def _image_response(request, name, kept, make):
    # What has this name never changes, so whoever has it need not be sent it again.
    etag = f'"{name}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(drawn(kept, make), content_type="image/jpeg")
        except (Refusal, ValidationError):
            # Others have their pictures drawn, for longer than anybody should wait.
            return HttpResponse(status=503, headers={"Retry-After": "10"})
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def _make_cut(photo, shape, focal):
    with _open_rendition(photo.renditions[-1]) as file:
        (made,) = client.renditions(
            file,
            credit=photo.credit,
            copyright=photo.copyright,
            licence=photo.licence,
            widths=[WIDTH],
            ratio=shape,
            focal=tuple(focal),
            formats=["jpeg"],
        )
    return made.content


def _make_share_card(version):
    words = {
        "headline": version.headline,
        "label": str(version.get_label_display()) if version.label else "",
        "section": version.section.said("name", version.language),
        "paper": settings.SITE_NAME,
    }
    photo = version.lead_photo
    if not (photo and photo.usable):
        return client.share_card(**words)
    # Half as large again as its place is enough for any cut of a landscape.
    large = (entry for entry in photo.renditions if entry["width"] >= imaging.SHARE_SIZE[0])
    with _open_rendition(next(large, photo.renditions[-1])) as file:
        return client.share_card(
            **words,
            photo=file,
            focal=tuple(version.lead["focal"]),
            credit=version.lead_credit,
            copyright=version.lead["copyright"],
            licence=version.lead["licence"],
        )


def _open_rendition(rendition):
    try:
        return default_storage.open(rendition["jpeg"])
    except FileNotFoundError:
        # Withdrawn or rendered anew, at this moment.
        raise Http404 from None
