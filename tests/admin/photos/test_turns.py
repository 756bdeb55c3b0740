"""Uploads take turns: nobody keeps the decoder from the others, and who did not get it is told."""

import fcntl
import time
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from articles.admin.photos import views
from articles.models import Photo
from espreso import limited_process
from tests import images
from tests.desk_client import words_of

pytestmark = pytest.mark.django_db

UPLOAD, ADD = "/admin/articles/photo/upload/", "/admin/articles/photo/add/"


@contextmanager
def the_slot_is_taken():
    with limited_process.SLOT.open("rb") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        yield


def pictures(number):
    return [images.upload(images.encoded(images.corners(40 + n, 30))) for n in range(number)]


def test_files_that_did_not_get_their_turn_are_named_and_nothing_of_them_is_kept(
    signed_in, monkeypatch
):
    monkeypatch.setattr(views, "LAST_TURN", 0.1)
    desk = signed_in("Reporter")
    with the_slot_is_taken():
        said = words_of(desk.post(UPLOAD, {"files": pictures(3)}))
    assert "3 files did not get their turn in time: upload them again." in said
    assert said.count("Not taken. It did not get its turn in time.") == 3
    assert "rejected" not in said
    assert not Photo.objects.exists()


def test_a_form_that_stood_in_the_queue_for_long_begins_none(signed_in, monkeypatch):
    monkeypatch.setattr(views, "LAST_TURN", 20)
    passed_on = {"x-accel-clock": f"{time.time() - 25:.3f}"}
    answer = signed_in("Reporter").post(UPLOAD, {"files": pictures(1)}, headers=passed_on)
    assert "1 file did not get its turn" in words_of(answer)
    assert not Photo.objects.exists()


@pytest.fixture
def connections_made():
    """How often a connection was opened since: it was given back meanwhile."""
    made = []

    def note(**sent):
        made.append(sent["connection"])

    connection.ensure_connection()
    connection_created.connect(note)
    yield made
    connection_created.disconnect(note)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "field"),
    [
        (UPLOAD, "files"),
        (ADD, "picture"),
    ],
)
def test_who_waits_for_a_turn_holds_no_connection(signed_in, connections_made, address, field):
    desk = signed_in("Reporter")
    connections_made.clear()
    desk.post(address, {field: images.upload(images.encoded(images.corners(600, 400)))})
    assert Photo.objects.exists()
    assert connections_made


def test_who_adds_a_photo_and_gets_no_turn_is_told_beside_it(signed_in, monkeypatch):
    monkeypatch.setattr(limited_process, "PATIENCE", 0.1)
    desk = signed_in("Reporter")
    with the_slot_is_taken():
        said = words_of(desk.post(ADD, {"picture": pictures(1)[0], "credit": "Olha Kovalenko"}))
    assert "Many pictures are being processed right now." in said
    assert not Photo.objects.exists()
