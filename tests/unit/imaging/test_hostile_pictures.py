"""A picture that was made to take all memory or all time costs a sentence."""

import io
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from articles.imaging import client
from espreso.refusal import TOO_MUCH, Refusal
from tests import images, limited
from tests.unit.espreso.test_limited_process import called


def repeated_scans():
    """A progressive JPEG whose last scan, of some bytes, goes over all of it again and again."""
    jpeg = images.encoded(Image.new("L", (8000, 8000), 128), progressive=True)
    start = jpeg.rindex(b"\xff\xda")
    return jpeg[:-2] + jpeg[start:-2] * 3000 + jpeg[-2:]


def one_colour():
    """Forty bytes of WebP that are 79 megapixels, for each of which there are two canvases."""
    return images.encoded(Image.new("RGBA", (9000, 8800), "red"), "WEBP", lossless=True, method=0)


def png_of_chunks(name, content):
    """A PNG with thirty chunks that unpack to a hundred megabytes each."""
    packed = zlib.compress(bytes(100 * limited.MEGABYTE), 9)
    png = images.encoded(images.corners(), "PNG")
    chunk = images.png_chunk(name, content + packed)
    return png[:33] + chunk * 30 + png[33:]


HOSTILE = {
    "a JPEG that goes over itself again and again": (repeated_scans, TOO_MUCH),
    "a WebP of one colour": (one_colour, TOO_MUCH),
}
HARMLESS = {
    "a PNG with texts that unpack": lambda: png_of_chunks(b"zTXt", b"Comment\0\0"),
    "a PNG with a profile that unpacks": lambda: png_of_chunks(b"iCCP", b"sRGB\0\0"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_picture_past_a_limit_is_refused_in_words(make, code):
    with pytest.raises(ValidationError) as refused:
        client.inspect(io.BytesIO(make()))

    assert refused.value.code == code
    assert "ordinary JPEG" in refused.value.messages[0]


@pytest.mark.parametrize("make", HARMLESS.values(), ids=HARMLESS)
def test_what_unpacks_beside_the_pixels_is_not_unpacked(make):
    with pytest.raises(ValidationError) as refused:
        client.inspect(io.BytesIO(make()))

    assert refused.value.code in ("not_a_picture", "truncated")


def test_a_site_that_opens_no_heic_says_so_and_opens_all_others():
    request, heic = {"name": ""}, io.BytesIO(images.encoded(images.corners(), "HEIF"))
    with pytest.raises(Refusal) as refused:
        called("without_pillow_heif", request, heic)
    assert refused.value.code == "heic"

    avif = io.BytesIO(images.encoded(images.corners(), "AVIF"))
    assert called("without_pillow_heif", request, avif)[0]["format"] == "AVIF"


def test_no_picture_is_decoded_beside_django_or_a_secret():
    picture = io.BytesIO(images.encoded(images.corners()))

    found, _output = called(
        "after", {"function": "articles.imaging.process:inspect", "name": "a.jpg"}, picture
    )

    assert "PIL.Image" in found
    assert not [name for name in found if name.partition(".")[0] == "django"]
