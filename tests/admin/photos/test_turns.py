"""Uploads take turns: nobody keeps the decoder from the others, and who did not get it is told."""

import fcntl
import time
from contextlib import contextmanager

import pytest

from articles.admin.photos import views
from articles.models import Photo
from espreso import limited_process
from tests import images
from tests.desk_client import words_of

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/photo/upload/"


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
