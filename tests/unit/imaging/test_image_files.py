"""What comes in is examined; what goes out is clean, upright, in sRGB and credited."""

import hashlib
import io
import random
import warnings

import pytest
from defusedxml import ElementTree
from PIL import ExifTags, Image, ImageFile

from articles.imaging import (
    ALTERNATIVE_TEXT_LENGTH,
    CAPTION_LENGTH,
    COPYRIGHT_LENGTH,
    CREDIT_LENGTH,
    LICENCE_LENGTH,
    MAX_BYTES,
    WIDTHS,
    client,
)
from articles.imaging.inspect import inspect
from articles.imaging.renditions import renditions
from espreso.refusal import Refusal
from tests import images
from tests.images import CORNERS, SECRETS, corners, encoded, upload

FORMATS = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "HEIF": "heic",
    "AVIF": "avif",
    "GIF": "gif",
}
LAID = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera lays an upright picture down for each orientation."""
CREDIT = "Анна <Иванова> & сыновья"
NOTICE = "© «Эспрессо» {2026}"


def refusal(content, name="picture.jpg"):
    """The code and the words with which a file is refused."""
    file = upload(content, name)
    with pytest.raises(Refusal) as refused:
        inspect(file)
    assert file.tell() == 0
    return refused.value.code, client.WORDS[refused.value.code] % refused.value.parameters


def rendered(content, *, credit="", notice="", **options):
    return list(renditions(upload(content), credit=credit, copyright=notice, **options))


def decoded(rendition):
    picture = Image.open(io.BytesIO(rendition.content))
    picture.load()
    return picture


def texts_of_xmp(picture):
    return [text for text in ElementTree.fromstring(picture.info["xmp"]).itertext() if text.strip()]


def is_close(pixel, expected, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, expected, strict=True))


def colours_of_corners(picture):
    """The names of the corner colours, clockwise from the top left."""
    right, bottom = picture.width - 5, picture.height - 5
    pixels = (
        picture.convert("RGB").getpixel(place)
        for place in ((4, 4), (right, 4), (right, bottom), (4, bottom))
    )
    return [
        next((name for name, colour in CORNERS.items() if is_close(pixel, colour)), pixel)
        for pixel in pixels
    ]


# What is let in


@pytest.mark.parametrize(("kind", "extension"), FORMATS.items())
def test_every_usual_format_is_accepted_with_its_size(kind, extension):
    found = inspect(upload(encoded(corners(), kind), f"picture.{extension}"))
    assert (found.format, found.width, found.height) == (kind, 120, 80)


@pytest.mark.parametrize("name", ["a.JPG", "a.jpeg", "a.jpe", "photo", "a.b.c.jpg"])
def test_the_usual_endings_of_a_jpeg_are_accepted_and_so_is_none(name):
    assert inspect(upload(encoded(corners()), name)).format == "JPEG"


def test_a_file_without_a_name_is_judged_by_its_content():
    assert inspect(io.BytesIO(encoded(corners(), "WEBP"))).format == "WEBP"


def test_the_file_is_left_at_its_beginning_and_open():
    file = upload(encoded(corners()))
    file.seek(100)
    inspect(file)
    assert file.tell() == 0
    list(renditions(file, credit="", copyright=""))
    assert file.tell() == 0
    assert not file.closed


@pytest.mark.parametrize(("kind", "name"), [("HEIF", "a.heic"), ("AVIF", "a.avif")])
def test_a_file_that_names_itself_only_a_generic_image_keeps_its_format(kind, name):
    content = encoded(corners(), kind)
    generic = content[:8] + b"mif1" + content[12:]
    assert inspect(upload(generic, name)).format == kind


def test_the_jpeg_of_a_phone_with_a_second_picture_inside_is_a_jpeg():
    content = encoded(corners(), "MPO", save_all=True, append_images=[corners(60, 40)])
    assert Image.open(io.BytesIO(content)).format == "MPO"
    assert inspect(upload(content)).format == "JPEG"
    assert colours_of_corners(decoded(rendered(content)[0])) == list(CORNERS)


def test_a_burst_from_a_phone_counts_as_one_picture():
    content = encoded(corners(), "HEIF", save_all=True, append_images=[corners(60, 40)])
    assert inspect(upload(content, "burst.heic")).width == 120


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_the_size_is_that_of_the_upright_picture(kind, orientation):
    content = encoded(corners(), kind, exif=images.camera_exif(orientation))
    found = inspect(upload(content, f"a.{FORMATS[kind]}"))
    assert (found.width, found.height) == ((120, 80) if orientation < 5 else (80, 120))


# What is refused


def test_a_text_renamed_to_jpg_is_refused_with_what_to_upload_instead():
    code, words = refusal(b"Dear editor, the photographs are in the post. " * 50)
    assert code == "not_a_picture"
    assert "JPEG, PNG, WebP, HEIC or AVIF" in words


def test_an_empty_file_is_refused():
    assert refusal(b"")[0] == "not_a_picture"


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PDF", "EPS"])
def test_formats_that_browsers_or_newsrooms_do_not_need_are_never_opened(kind):
    assert refusal(encoded(corners(), kind), "a.jpg")[0] == "not_a_picture"


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'\xef\xbb\xbf\n<?xml version="1.0"?><!-- drawn --><SVG onload="alert(1)"></SVG>',
    ],
)
@pytest.mark.parametrize("name", ["a.svg", "a.jpg"])
def test_an_svg_is_refused_under_any_name(content, name):
    code, words = refusal(content, name)
    assert code == "svg"
    assert "PNG" in words


@pytest.mark.parametrize(("kind", "extension"), FORMATS.items())
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_picture_is_refused_with_a_clear_message(kind, extension, share):
    noise = Image.effect_noise((200, 150), 80).convert("RGB")
    content = encoded(noise, kind)
    code, words = refusal(content[: int(len(content) * share)], f"a.{extension}")
    assert code == "truncated"
    assert "damaged" in words


def test_a_truncated_progressive_jpeg_is_refused():
    noise = Image.effect_noise((400, 300), 80).convert("RGB")
    content = encoded(noise, progressive=True)
    assert refusal(content[: len(content) * 9 // 10])[0] == "truncated"


@pytest.mark.parametrize("kind", FORMATS)
def test_damage_anywhere_ends_in_acceptance_or_a_refusal_but_never_in_an_error(kind):
    chance = random.Random(kind)
    whole = encoded(corners(), kind)
    if kind == "JPEG":
        whole = images.telltale_jpeg()
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            inspect(upload(bytes(content), "a"))
            rendered(bytes(content), widths=[40])
        except Refusal:
            pass


@pytest.mark.parametrize(
    ("width", "height"), [(10_000, 8_001), (9_500, 9_500), (50_000, 50_000), (30_001, 33)]
)
def test_a_decompression_bomb_is_refused_before_it_is_decoded(width, height):
    bomb = images.resized_header(encoded(corners(), "PNG"), width, height)
    code, words = refusal(bomb, "bomb.png")
    assert code in ("too_many_pixels", "too_long")
    assert "80 megapixels" in words or "30000 pixels" in words
    with pytest.raises(Refusal, match=r"too_many_pixels|too_long"):
        rendered(bomb)


def test_a_file_over_the_limit_is_refused_with_its_size_and_the_limit():
    code, words = refusal(encoded(corners()) + b"\0" * MAX_BYTES)
    assert code == "too_large"
    assert "41 MB" in words
    assert "40 MB" in words


def test_a_file_at_the_limit_is_accepted():
    content = encoded(corners())
    assert inspect(upload(content + b"\0" * (MAX_BYTES - len(content)))).format == "JPEG"


@pytest.mark.parametrize("size", [(31, 200), (200, 31), (1, 1), (5000, 1)])
def test_an_icon_or_a_line_is_refused_with_its_size(size):
    code, words = refusal(encoded(Image.new("RGB", size)))
    assert code == "too_small"
    assert f"{size[0]} × {size[1]}" in words


@pytest.mark.parametrize(
    ("kind", "name", "right"),
    [
        ("WEBP", "saved.jpg", ".webp"),
        ("JPEG", "IMG_0001.HEIC", ".jpg"),
        ("HEIF", "IMG_0001.JPG", ".heic"),
        ("PNG", "run.exe", ".png"),
        ("JPEG", "site/page.html", ".jpg"),
    ],
)
def test_an_ending_that_contradicts_the_content_is_refused_with_the_right_one(kind, name, right):
    code, words = refusal(encoded(corners(), kind), name)
    assert code == "extension"
    assert right in words


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_moves_is_refused_with_what_to_do(kind):
    content = encoded(corners(), kind, save_all=True, append_images=[corners().rotate(180)])
    code, words = refusal(content, f"a.{FORMATS[kind]}")
    assert code == "animated"
    assert "frame" in words


def test_nothing_of_pillow_or_of_warnings_is_changed_for_others():
    before = (list(warnings.filters), Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)
    inspect(upload(encoded(corners())))
    generator = renditions(upload(encoded(corners())), credit="", copyright="")
    next(generator)
    after = (list(warnings.filters), Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)
    assert after == before


# What a picture says of itself


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_the_words_of_xmp_are_read_from_every_format(kind):
    packet = images.xmp(
        caption="Порт на рассвете",
        credit="Анна Иванова / Эспрессо",
        rights="© 2026 Эспрессо",
        alternative_text="Краны & корабли",
    )
    if kind == "PNG":
        notes = images.png_notes(packet)
        content = encoded(corners(), kind, pnginfo=notes)
    else:
        content = encoded(corners(), kind, xmp=packet)
    found = inspect(upload(content, f"a.{FORMATS[kind]}"))
    assert found.caption == "Порт на рассвете"
    assert found.credit == "Анна Иванова / Эспрессо"
    assert found.copyright == "© 2026 Эспрессо"
    assert found.alternative_text == "Краны & корабли"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", True),
        ("http://agency.example/terms?id=7", True),
        ("see our terms", False),
        ("javascript:alert(1)", False),
        ("ftp://agency.example/terms", False),
        (f"https://agency.example/{'x' * LICENCE_LENGTH}", False),
    ],
)
def test_the_licence_is_read_where_it_is_an_address(said, expected):
    content = encoded(corners(), xmp=images.xmp(licence=said))
    assert client.inspect(upload(content)).licence == (said if expected else "")


def test_the_words_in_the_default_language_are_preferred():
    packet = images.xmp(caption={"de-DE": "Hafen", "x-default": "Harbour", "fr-FR": "Port"})
    assert inspect(upload(encoded(corners(), xmp=packet))).caption == "Harbour"


def test_without_a_default_language_the_first_is_taken():
    packet = images.xmp(caption={"de-DE": "Hafen", "fr-FR": "Port"})
    assert inspect(upload(encoded(corners(), xmp=packet))).caption == "Hafen"


def test_without_a_credit_line_all_creators_are_credited():
    packet = images.xmp(creators=["Anna Ivanova", "Boris Weiss"])
    assert inspect(upload(encoded(corners(), xmp=packet))).credit == "Anna Ivanova, Boris Weiss"


IIM_WORDS = ((120, "Порт на рассвете"), (110, "Агентство"), (80, "Анна"), (116, "© Агентство"))


@pytest.mark.parametrize(
    ("charset", "says_charset"), [("utf-8", True), ("utf-8", False), ("cp1251", False)]
)
def test_cyrillic_words_of_iptc_are_read_in_every_usual_charset(charset, says_charset):
    data = images.iim(*IIM_WORDS, charset=charset, says_charset=says_charset)
    found = inspect(upload(images.with_iim(encoded(corners()), data)))
    assert found.caption == "Порт на рассвете"
    assert found.credit == "Агентство"
    assert found.copyright == "© Агентство"


def test_western_words_of_iptc_without_a_charset_keep_their_accents():
    data = images.iim((120, "Señor Muñoz à Orléans"), charset="cp1252", says_charset=False)
    found = inspect(upload(images.with_iim(encoded(corners()), data)))
    assert found.caption == "Señor Muñoz à Orléans"


def test_the_byline_of_iptc_is_the_credit_when_there_is_no_credit_line():
    data = images.iim((80, "Anna Ivanova"), (80, "Boris Weiss"))
    found = inspect(upload(images.with_iim(encoded(corners()), data)))
    assert found.credit == "Anna Ivanova, Boris Weiss"


def test_xmp_comes_before_iptc_and_iptc_fills_what_xmp_leaves_open():
    content = encoded(corners(), xmp=images.xmp(caption="From XMP"))
    data = images.iim((120, "From IPTC"), (116, "© IPTC"))
    found = inspect(upload(images.with_iim(content, data)))
    assert (found.caption, found.copyright) == ("From XMP", "© IPTC")


def test_iptc_comes_first_when_its_digest_says_that_it_was_changed_later():
    content = encoded(corners(), xmp=images.xmp(caption="From XMP"))
    data = images.iim((120, "From IPTC"))
    fresh = hashlib.md5(data, usedforsecurity=False).digest()
    unchanged = images.with_iim(content, data, digest=fresh)
    changed = images.with_iim(content, data, digest=b"digest of before")
    assert inspect(upload(unchanged)).caption == "From XMP"
    assert inspect(upload(changed)).caption == "From IPTC"


def test_a_broken_field_of_iptc_does_not_hide_those_before_it():
    data = images.iim((120, "Harbour")) + b"\x1c\x02\x74\xff\xff\x00"
    assert inspect(upload(images.with_iim(encoded(corners()), data))).caption == "Harbour"


@pytest.mark.parametrize("charset", ["utf-8", "cp1251"])
def test_exif_is_read_last(charset):
    exif = images.camera_exif(
        ImageDescription="Гавань".encode(charset),
        Artist="Анна".encode(charset),
        Copyright="© Анна".encode(charset),
    )
    found = inspect(upload(encoded(corners(), exif=exif)))
    assert (found.caption, found.credit, found.copyright) == ("Гавань", "Анна", "© Анна")
    content = encoded(corners(), exif=exif, xmp=images.xmp(caption="From XMP"))
    assert inspect(upload(content)).caption == "From XMP"


def test_the_advertisement_of_a_camera_is_not_a_caption():
    exif = images.camera_exif(ImageDescription=b"OLYMPUS DIGITAL CAMERA         ")
    assert inspect(upload(encoded(corners(), exif=exif))).caption == ""


def test_words_are_one_clean_line_of_a_bounded_length():
    exif = images.camera_exif(
        ImageDescription=b"one\x00two\x07\r\n  three\xe2\x80\xa8four", Artist=b"A" * 999
    )
    found = inspect(upload(encoded(corners(), exif=exif)))
    assert found.caption == "one two three four"
    assert found.credit == "A" * CREDIT_LENGTH
    packet = images.xmp(
        caption="Ж" * 5000, credit="Ж" * 5000, rights="Ж" * 5000, alternative_text="Ж" * 5000
    )
    found = inspect(upload(encoded(corners(), xmp=packet)))
    assert len(found.caption) == CAPTION_LENGTH
    assert len(found.credit) == CREDIT_LENGTH
    assert len(found.copyright) == COPYRIGHT_LENGTH
    assert len(found.alternative_text) == ALTERNATIVE_TEXT_LENGTH


@pytest.mark.parametrize(
    "packet",
    [
        images.BILLION_LAUGHS,
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        b"<x:xmpmeta><unclosed>",
        b"\xff\xfe\x00\x01 not XML at all",
        b'<?xml version="1.0" encoding="no-such-charset"?><x/>',
        b"<x>" * 20_000,
    ],
)
def test_malicious_or_malformed_xmp_is_ignored_and_the_picture_accepted(packet):
    exif = images.camera_exif(Artist=b"Anna")
    content = encoded(corners(), xmp=packet, exif=exif)
    assert inspect(upload(content)).credit == "Anna"
    assert rendered(content)


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0"]
)
def test_unreadable_exif_is_ignored_and_the_picture_accepted(exif):
    content = images.with_segment(encoded(corners()), 0xE1, exif)
    assert inspect(upload(content)).credit == ""
    assert rendered(content)


def test_a_picture_that_says_nothing_proposes_nothing():
    found = inspect(upload(encoded(corners())))
    assert (found.caption, found.credit, found.copyright, found.alternative_text) == ("",) * 4


# What goes out


def test_every_width_comes_as_avif_and_as_jpeg_the_widest_first():
    files = rendered(encoded(corners(3000, 2000)))
    assert [(each.width, each.format) for each in files] == [
        (width, kind) for width in reversed(WIDTHS) for kind in ("avif", "jpeg")
    ]
    for each in files:
        picture = decoded(each)
        assert picture.format.lower() == each.format
        assert picture.size == (each.width, each.height) == (each.width, round(each.width * 2 / 3))


@pytest.mark.parametrize(
    ("width", "expected"),
    [(40, [40]), (480, [480]), (1000, [1000, 800, 480]), (2500, [*reversed(WIDTHS)])],
)
def test_no_picture_is_enlarged_and_every_picture_has_a_rendition(width, expected):
    files = rendered(encoded(corners(width, 60)))
    assert [each.width for each in files if each.format == "jpeg"] == expected


def test_a_panorama_one_pixel_tall_keeps_its_pixel():
    files = rendered(encoded(Image.new("RGB", (5000, 1), "red")))
    assert {each.height for each in files} == {1}
    assert all(decoded(each).height == 1 for each in files)


@pytest.mark.parametrize("size", [(5000, 1), (1, 5000), (1, 1)])
def test_the_thinnest_picture_can_be_cropped(size):
    for each in rendered(encoded(Image.new("RGB", size)), ratio=(16, 9)):
        assert min(decoded(each).size) >= 1


def test_a_jpeg_is_progressive():
    jpeg = next(each for each in rendered(encoded(corners())) if each.format == "jpeg")
    assert decoded(jpeg).info["progressive"]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_renditions_are_upright_whatever_the_orientation(kind, orientation):
    stored = corners()
    if orientation in LAID:
        stored = stored.transpose(LAID[orientation])
    content = encoded(stored, kind, exif=images.camera_exif(orientation))
    for each in rendered(content, widths=[60]):
        assert (each.width, each.height) == (60, 40)
        assert colours_of_corners(decoded(each)) == list(CORNERS)


def test_the_orientation_of_a_png_is_found_even_after_its_pixels():
    content = images.png_with_late_exif(corners(), images.camera_exif(6))
    assert inspect(upload(content, "a.png")).width == 80
    assert {each.width for each in rendered(content)} == {80}


def test_a_large_jpeg_on_its_side_is_upright_and_exact_in_every_width():
    content = encoded(corners(4000, 3000), exif=images.camera_exif(6))
    for each in rendered(content, widths=[480, 1200]):
        assert (each.width, each.height) in {(480, 640), (1200, 1600)}
        assert colours_of_corners(decoded(each)) == ["gold", "red", "green", "blue"]


@pytest.mark.parametrize(
    ("focal", "expected"),
    [((0, 0), "red"), ((1, 0), "green"), ((1, 1), "blue"), ((0, 1), "gold")],
)
def test_a_crop_keeps_the_focal_point(focal, expected):
    for each in rendered(encoded(corners(400, 800)), ratio=(4, 1), focal=focal, widths=[200]):
        assert (each.width, each.height) == (200, 50)
        left_or_right = decoded(each).convert("RGB").getpixel((195 * focal[0], 25))
        assert is_close(left_or_right, CORNERS[expected])


def test_a_crop_without_a_focal_point_is_taken_from_the_middle():
    for each in rendered(encoded(corners(800, 400)), ratio=(1, 1)):
        assert (each.width, each.height) == (400, 400)
        assert colours_of_corners(decoded(each)) == list(CORNERS)


def test_a_crop_for_sharing_has_the_asked_shape_in_every_width():
    for each in rendered(encoded(corners(2000, 2000)), ratio=(16, 9)):
        assert each.height == round(each.width * 9 / 16)


# Colours


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_a_wide_gamut_photograph_keeps_its_look_in_srgb(kind):
    picture = Image.new("RGB", (64, 64), (180, 120, 90))
    for each in rendered(encoded(picture, kind, icc_profile=images.wide_gamut_profile())):
        result = decoded(each)
        assert is_close(result.getpixel((30, 30)), (192, 117, 83), 6)
        assert "icc_profile" not in result.info


def test_a_cmyk_photograph_is_converted_by_its_profile():
    picture = Image.new("CMYK", (64, 64), (255, 0, 0, 0))
    for each in rendered(encoded(picture, icc_profile=images.press_profile())):
        assert is_close(decoded(each).getpixel((30, 30)), (0, 150, 216), 6)


def test_a_cmyk_photograph_without_a_profile_is_not_a_negative():
    for each in rendered(encoded(corners(mode="CMYK"))):
        assert colours_of_corners(decoded(each)) == list(CORNERS)


@pytest.mark.parametrize("profile", [b"nonsense", images.press_profile()])
def test_a_profile_that_cannot_apply_is_ignored(profile):
    for each in rendered(encoded(corners(), icc_profile=profile)):
        assert colours_of_corners(decoded(each)) == list(CORNERS)


def test_sixteen_bits_of_grey_keep_their_brightness():
    content = encoded(Image.new("I;16", (64, 64), 40_000), "PNG")
    for each in rendered(content):
        assert is_close(decoded(each).convert("RGB").getpixel((9, 9)), (156, 156, 156), 3)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_becomes_white_paper(mode):
    picture = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 40, 80))
    content = encoded(picture.convert(mode), "PNG")
    for each in rendered(content):
        result = decoded(each).convert("RGB")
        assert is_close(result.getpixel((10, 40)), (0, 0, 0))
        assert is_close(result.getpixel((70, 40)), (255, 255, 255))


@pytest.mark.parametrize("transparent", [0, (255, 0, 0)])
def test_a_transparent_colour_becomes_white_paper(transparent):
    mode = "L" if transparent == 0 else "RGB"
    content = encoded(Image.new(mode, (64, 64), transparent), "PNG", transparency=transparent)
    for each in rendered(content):
        assert is_close(decoded(each).convert("RGB").getpixel((9, 9)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L"])
def test_pictures_without_colour_are_rendered(mode):
    picture = Image.new(mode, (64, 64), 255)
    for each in rendered(encoded(picture, "PNG")):
        assert is_close(decoded(each).convert("RGB").getpixel((9, 9)), (255, 255, 255))


# What travels inside


def telltales():
    picture = corners()
    exif, packet = images.camera_exif(), images.xmp(caption=SECRETS["caption"])
    yield "JPEG", images.telltale_jpeg()
    yield "large JPEG", images.telltale_jpeg(1600, 1200)
    yield "JPEG in CMYK", encoded(picture.convert("CMYK"), exif=exif, xmp=packet)
    yield "PNG", encoded(picture, "PNG", exif=exif, pnginfo=images.png_notes(packet))
    for kind in ("WEBP", "HEIF", "AVIF"):
        yield kind, encoded(picture, kind, exif=exif, xmp=packet)


@pytest.mark.parametrize("content", [pytest.param(each, id=name) for name, each in telltales()])
def test_nothing_that_the_camera_wrote_reaches_readers(content):
    assert SECRETS["serial"].encode() in content
    for each in rendered(content, credit=CREDIT, notice=NOTICE):
        for secret in SECRETS.values():
            assert secret.encode() not in each.content
            assert secret.encode("utf-16-le") not in each.content
        picture = decoded(each)
        exif = picture.getexif()
        assert set(exif) == {ExifTags.Base.Artist, ExifTags.Base.Copyright}
        for directory in (ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif, ExifTags.IFD.IFD1):
            assert not exif.get_ifd(directory)
        assert not {"photoshop", "comment", "icc_profile"} & set(picture.info)


def test_a_second_reader_finds_no_place_no_serial_number_and_no_thumbnail():
    for each in rendered(images.telltale_jpeg(), credit=CREDIT, notice=NOTICE):
        names = ("GPS*", "*Serial*", "*MakerNote*", "*Owner*", "Model", "*Thumbnail*", "IPTC:all")
        assert images.exiftool(images.telltale_jpeg(), *names) != ""
        assert images.exiftool(each.content, *names) == ""


@pytest.mark.parametrize("kind", FORMATS)
def test_credit_and_copyright_are_inside_every_rendition(kind):
    for each in rendered(encoded(corners(), kind), credit=CREDIT, notice=NOTICE):
        picture = decoded(each)
        exif = picture.getexif()
        assert exif[ExifTags.Base.Artist].encode("latin-1").decode() == CREDIT
        assert exif[ExifTags.Base.Copyright].encode("latin-1").decode() == NOTICE
        assert texts_of_xmp(picture) == [CREDIT, CREDIT, NOTICE]


def test_what_was_written_is_what_is_read_back():
    for each in rendered(encoded(corners()), credit=CREDIT, notice=NOTICE):
        found = inspect(upload(each.content, f"a.{each.format}"))
        assert (found.credit, found.copyright) == (CREDIT, NOTICE)


def test_the_licence_is_inside_every_rendition():
    terms = "https://agency.example/terms?a=1&b=2"
    for each in rendered(encoded(corners()), licence=terms):
        assert inspect(upload(each.content, f"a.{each.format}")).licence == terms


def test_a_second_reader_finds_the_credit_and_the_copyright_under_their_iptc_names():
    names = (
        "IFD0:Artist",
        "IFD0:Copyright",
        "XMP-dc:Creator",
        "XMP-photoshop:Credit",
        "XMP-dc:Rights",
    )
    for each in rendered(encoded(corners()), credit=CREDIT, notice=NOTICE):
        found = images.exiftool(each.content, *names)
        assert found.splitlines() == [CREDIT, NOTICE, CREDIT, CREDIT, NOTICE]


def test_the_credit_of_the_newsroom_replaces_the_one_in_the_file():
    content = encoded(corners(), xmp=images.xmp(credit="Old agency", rights="© Old agency"))
    for each in rendered(content, credit="New credit", notice="© New"):
        assert b"Old agency" not in each.content
        assert inspect(upload(each.content, f"a.{each.format}")).credit == "New credit"


def test_without_a_credit_and_a_copyright_nothing_is_claimed():
    for each in rendered(images.telltale_jpeg()):
        picture = decoded(each)
        assert not picture.getexif()
        assert not texts_of_xmp(picture)


def test_control_characters_in_a_credit_cannot_break_the_metadata():
    for each in rendered(encoded(corners()), credit="A\x00\x08\ud800\ufffeB ]]> <!--", notice="\n"):
        assert inspect(upload(each.content, f"a.{each.format}")).credit == "A B ]]> <!--"
