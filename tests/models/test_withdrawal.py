"""What was withdrawn has a marker for nginx, and nothing else has, whatever happened in between."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import publishing
from articles.models import Article, Photo
from articles.public.withdrawal import KeepMarked
from tests.factories import article, person, publish, record, schedule
from tests.images import corners, encoded, upload

pytestmark = pytest.mark.django_db(transaction=True)


def withdraw(piece):
    piece.refresh_from_db()
    publishing.withdraw(piece, person(), revision=piece.revision)


@pytest.fixture
def marked(settings):
    """What is marked: the names of all markers."""

    def names():
        root = settings.WITHDRAWN_ROOT
        return {str(file.relative_to(root)) for file in root.rglob("*") if file.is_file()}

    return names


@pytest.fixture
def worker():
    task = KeepMarked()
    task()
    return task


def test_a_withdrawn_piece_is_marked_at_each_address_that_it_had(marked):
    piece = article("First words")
    former = publish(piece).path
    Article.objects.filter(pk=piece.pk).update(slug="second-words")
    today = publish(piece).path
    publish(article("Another piece"))
    withdraw(piece)
    assert marked() == {f"pieces/{former}", f"pieces/{today}", f"shares/{piece.pk}"}


def test_a_piece_that_is_published_again_loses_its_markers(marked):
    piece = article()
    publish(piece)
    withdraw(piece)
    publish(piece)
    assert marked() == set()


def test_what_was_never_public_has_none(marked, worker):
    schedule(article("Later"), timezone.now() + timedelta(hours=1))
    article("A draft")
    worker()
    KeepMarked()()
    assert marked() == set()


def test_what_is_recorded_as_over_is_marked(marked, worker):
    piece, now = article(), timezone.now()
    path = record(piece, now - timedelta(hours=2), until=now - timedelta(hours=1)).path
    worker()
    assert marked() == {f"pieces/{path}", f"shares/{piece.pk}"}


def test_a_withdrawn_piece_with_a_scheduled_version_is_back_on_time(clock, marked):
    piece, now = article(), timezone.now()
    clock.set(now)
    publish(piece)
    withdraw(piece)
    piece.refresh_from_db()
    schedule(piece, now + timedelta(hours=1))
    worker = KeepMarked()
    worker()
    assert marked()
    clock.set(now + timedelta(hours=2))
    worker()
    assert marked() == set()


def test_a_worker_that_starts_makes_right_whatever_it_finds(marked, settings):
    piece = article()
    path = publish(piece).path
    withdraw(piece)
    (settings.WITHDRAWN_ROOT / "pieces" / path).unlink()
    (settings.WITHDRAWN_ROOT / "photos").mkdir()
    for stray in ("pieces/2025/04/21", "shares/99", "photos/99"):
        (settings.WITHDRAWN_ROOT / stray).parent.mkdir(parents=True, exist_ok=True)
        (settings.WITHDRAWN_ROOT / stray).touch()
    KeepMarked()()
    assert marked() == {f"pieces/{path}", f"shares/{piece.pk}"}


def test_another_machine_marks_what_was_withdrawn_on_this_one(marked, settings, tmp_path, worker):
    piece = article()
    publish(piece)
    worker()
    here = settings.WITHDRAWN_ROOT
    withdraw(piece)
    settings.WITHDRAWN_ROOT = tmp_path / "there"
    worker()
    there = marked()
    settings.WITHDRAWN_ROOT = here
    assert there == marked() != set()


def test_a_withdrawn_photo_is_marked_until_it_is_reinstated(marked, worker):
    photo = Photo.objects.take_in(upload(encoded(corners())))
    photo.withdraw()
    assert marked() == {f"photos/{photo.pk}"}
    worker()
    assert marked() == {f"photos/{photo.pk}"}
    photo.reinstate()
    assert marked() == set()


def test_where_nothing_can_be_written_the_withdrawal_holds_and_is_marked_later(
    marked, settings, worker
):
    settings.WITHDRAWN_ROOT.parent.mkdir(exist_ok=True)
    piece = article()
    path = publish(piece).path
    # A file where a folder should be: nobody can write below it, not even root.
    settings.WITHDRAWN_ROOT.write_text("")
    withdraw(piece)
    assert not piece.versions.live().exists()
    with pytest.raises(OSError, match="withdrawn"):
        worker()
    settings.WITHDRAWN_ROOT.unlink()
    worker()
    assert marked() == {f"pieces/{path}", f"shares/{piece.pk}"}
