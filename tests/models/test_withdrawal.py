"""What was withdrawn has a marker for nginx, and nothing else has, whatever happened in between."""

import os
import shutil
from datetime import timedelta
from threading import Thread

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from articles.actions import publishing
from articles.models import Article, Photo
from articles.public.withdrawal import KeepMarked
from espreso import markers
from espreso.aftermath import settle
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
        files = {str(file.relative_to(root)) for file in root.rglob("*") if file.is_file()}
        return files - {"editions/lock"}

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


def test_a_withdrawal_is_marked_before_its_commit_and_no_more_when_it_comes_to_nothing(marked):
    piece, photo = article(), Photo.objects.take_in(upload(encoded(corners())))
    path = publish(piece).path
    files = photo.rendition_names()

    with transaction.atomic():
        withdraw(piece)
        photo.withdraw()
        settle()
        assert marked() == {
            *(f"pieces/{path}", f"shares/{piece.pk}", f"photos/{photo.pk}"),
            *(f"media/{name}" for name in files),
        }
        transaction.set_rollback(True)

    settle()
    assert marked() == set()
    assert all(map(default_storage.exists, files))


def test_whoever_starts_makes_right_what_was_marked_by_one_who_was_killed(marked, settings):
    piece = article()
    path = publish(piece).path
    for name in (f"pieces/{path}", "photos/7", "media/7.avif"):
        markers.put_down(name)

    KeepMarked()()

    assert marked() == set()


def test_nothing_that_was_kept_before_a_withdrawal_is_shown_after_it(settings, worker):
    def edition():
        return (settings.WITHDRAWN_ROOT / "edition").readlink()

    piece, other = article("First"), article("Second")
    publish(piece)
    publish(other)
    worker()
    before = edition()
    publish(other)
    worker()
    assert edition() == before
    seen = [before]
    withdraw(piece)
    seen.append(edition())
    # Until every worker has heard, one makes pages that name it.
    for _round in range(4):
        worker()
        seen.append(edition())
    worker()
    assert len(set(seen)) == 5
    assert edition() == seen[-1]
    assert (settings.WITHDRAWN_ROOT / "edition").is_dir()
    # Those that nobody follows any more go with the next.
    editions = settings.WITHDRAWN_ROOT / "editions"
    for folder in editions.glob("*/"):
        os.utime(folder, (0, 0))
    markers.begin_edition()
    assert len([*editions.glob("*/")]) == 1


def test_an_edition_is_there_whoever_else_begins_one_at_the_same_moment(settings):
    there = []

    def begin():
        for _each in range(50):
            markers.begin_edition()
            there.append(markers.has_edition())

    threads = [Thread(target=begin) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(there)
    assert len(there) == 200


def test_a_worker_leads_a_link_on_that_leads_nowhere(settings, worker):
    shutil.rmtree(settings.WITHDRAWN_ROOT / "editions")
    assert not markers.has_edition()
    worker()
    assert markers.has_edition()


def test_where_nothing_can_be_written_the_withdrawal_holds_and_is_marked_later(
    marked, settings, worker
):
    piece = article()
    path = publish(piece).path
    shutil.rmtree(settings.WITHDRAWN_ROOT)
    # A file where a folder should be: nobody can write below it, not even root.
    settings.WITHDRAWN_ROOT.write_text("")
    withdraw(piece)
    assert not piece.versions.live().exists()
    with pytest.raises(OSError, match="withdrawn"):
        worker()
    settings.WITHDRAWN_ROOT.unlink()
    worker()
    assert marked() == {f"pieces/{path}", f"shares/{piece.pk}"}
