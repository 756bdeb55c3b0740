"""Cuts and share cards are drawn once, kept, and gone with what they show."""

import fcntl
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from articles.models import DoomedFile, Photo
from articles.public.image_urls import cuts, share_address
from espreso import limited_process
from tests import images
from tests.factories import article, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_doomed(transactional_db):
    """Names that other tests committed beside a transaction that was rolled back stay behind."""
    DoomedFile.objects.all().delete()


@pytest.fixture
def photo():
    return Photo.objects.take_in(images.upload(images.encoded(images.corners(400, 300))))


@pytest.fixture(params=["cut", "share card"])
def address(request, photo):
    if request.param == "cut":
        return cuts(photo, photo.record["focal"])[0].address
    return share_address(publish(article(lead_photo=photo)))


@contextmanager
def somebody_elses_turn():
    with limited_process.SLOT.open("rb") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        yield


def kept():
    return list(DoomedFile.objects.filter(name__startswith="drawn/").values_list("name", flat=True))


def test_what_was_drawn_once_is_sent_without_opening_the_photo(client, photo, address):
    first = client.get(address).content
    for name in photo.rendition_names():
        default_storage.delete(name)

    assert client.get(address).content == first
    assert len(kept()) == 1


def test_what_was_drawn_goes_with_a_withdrawn_photo_and_is_never_sent_again(client, photo, address):
    client.get(address)
    [name] = kept()
    assert storages["private"].exists(name)

    photo.withdraw()

    assert client.get(address).status_code == 404
    assert kept() == []
    assert not storages["private"].exists(name)


def test_what_a_killed_process_had_begun_to_write_is_drawn_anew(client, address):
    whole = client.get(address).content
    [name] = kept()
    storages["private"].delete(name)
    storages["private"].save(name, ContentFile(whole[: len(whole) // 2]))

    assert client.get(address).content == whole
    with storages["private"].open(name) as file:
        assert file.read() == whole


def test_who_asks_while_others_have_pictures_drawn_is_asked_to_come_back(client, address):
    with somebody_elses_turn():
        refused = client.get(address)

    assert refused.status_code == 503
    assert int(refused["Retry-After"]) > 0
    assert client.get(address).status_code == 200


def test_an_address_that_is_not_good_is_refused_before_anything_is_drawn(client, address):
    with somebody_elses_turn():
        assert client.get(address[:-8] + "00000000").status_code == 404


def test_a_disk_that_cannot_be_written_costs_no_picture(client, address, settings, caplog):
    (settings.PRIVATE_ROOT / "drawn").write_text("a file in the place of a folder")

    assert client.get(address).status_code == 200
    assert "cannot be kept" in caplog.text
