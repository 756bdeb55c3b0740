"""The photo library: what comes in, where it is used, how it goes."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from articles.models import Photo
from tests import pictures

pytestmark = pytest.mark.django_db


def files_on_disk(settings):
    return sorted(
        path
        for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT)
        for path in Path(root).rglob("*")
        if path.is_file()
    )


def test_a_picture_comes_in_with_its_own_words_and_its_renditions():
    packet = pictures.xmp(
        caption="A tram on the bridge",
        credit="Olha Kovalenko",
        rights="© Agency",
        alternative_text="A red tram",
    )
    content = pictures.encoded(pictures.corners(1000, 600), xmp=packet)

    photo = Photo.objects.take_in(pictures.upload(content, "tram.jpg"), caption="Written by hand")

    photo.refresh_from_db()
    assert (photo.width, photo.height, photo.filename) == (1000, 600, "tram.jpg")
    assert photo.caption == "Written by hand"
    assert (photo.credit, photo.copyright) == ("Olha Kovalenko", "© Agency")
    assert photo.alternative_text == "A red tram"
    assert [entry["width"] for entry in photo.renditions] == [480, 800, 1000]
    assert all(default_storage.exists(name) for name in photo.rendition_names())


def test_a_file_opened_from_the_disk_comes_in_too(tmp_path):
    path = tmp_path / "market.png"
    path.write_bytes(pictures.encoded(pictures.corners(), "PNG"))

    with path.open("rb") as file:
        photo = Photo.objects.take_in(file, credit="Editors")

    assert photo.filename == "market.png"
    assert photo.file.name.endswith(".png")
    with photo.file.open() as original:
        assert original.read() == path.read_bytes()


def test_a_refused_picture_leaves_nothing(settings):
    with pytest.raises(ValidationError):
        Photo.objects.take_in(pictures.upload(b"words", "notes.jpg"))

    assert not Photo.objects.exists()
    assert files_on_disk(settings) == []


def test_a_caption_that_is_too_long_is_refused_before_any_file_is_written(settings):
    with pytest.raises(ValidationError) as refusal:
        Photo.objects.take_in(
            pictures.upload(pictures.encoded(pictures.corners())), credit="x" * 201
        )

    assert "credit" in refusal.value.message_dict
    assert files_on_disk(settings) == []


def test_a_transaction_that_fails_later_takes_the_files_with_it(settings):
    from articles.models.photo import all_or_nothing

    with pytest.raises(RuntimeError), all_or_nothing():
        Photo.objects.take_in(pictures.upload(pictures.encoded(pictures.corners())))
        raise RuntimeError

    assert not Photo.objects.exists()
    assert files_on_disk(settings) == []
