"""A file has a row, whatever is killed when; what nobody refers to goes."""

import json
import os
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models.functions import Now

from articles.models import DoomedFile
from espreso import database
from tests.paths import ROOT

FILE = ("default", "a-picture.jpg")


@pytest.fixture(autouse=True)
def nothing_doomed(transactional_db):
    """Names that other tests committed beside a transaction that was rolled back stay behind."""
    DoomedFile.objects.all().delete()


def is_there():
    storage, name = FILE
    return storages[storage].exists(name)


def write():
    DoomedFile.objects.write({FILE: ContentFile(b"picture")})


def a_minute_later():
    DoomedFile.objects.update(due_at=Now())
    # Other tests leave some behind, and a round deletes a hundred.
    while DoomedFile.objects.filter(due_at__lte=Now()).exists():
        DoomedFile.objects.delete_due()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_kill_at_any_step_leaves_no_file_without_a_row_and_no_row_without_a_file(settings):
    environment = {
        **os.environ,
        "DATABASE_URL": database.url(connection.settings_dict),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PRIVATE_ROOT": str(settings.PRIVATE_ROOT),
    }

    program = [sys.executable, "-m", "tests.system.kill_between_files"]
    said = subprocess.run(program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)

    outcomes = json.loads(said.stdout)
    assert outcomes.pop("left") == 0
    for verb, outcome in outcomes.items():
        assert outcome.pop("steps") >= 4, verb
        assert outcome == {"without a row": 0, "without a file": 0}, verb


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_with_the_transaction_that_refers_to_it():
    with transaction.atomic():
        write()

    a_minute_later()

    assert is_there()
    assert not DoomedFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_with_the_transaction_that_fails():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert is_there()
    a_minute_later()
    assert not is_there()
    assert not DoomedFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_being_written_is_left_alone():
    with transaction.atomic():
        write()
        DoomedFile.objects.delete_due()

        assert is_there()


@pytest.mark.django_db(transaction=True)
def test_what_took_too_long_to_be_written_is_not_referred_to():
    class Slow(ContentFile):
        def chunks(self, chunk_size=None):
            yield from super().chunks(chunk_size)
            # Somebody else, a minute later.
            with closing(connection.copy()) as other, other.cursor() as cursor:
                cursor.execute("DELETE FROM articles_doomedfile")

    with pytest.raises(TimeoutError), transaction.atomic():
        DoomedFile.objects.write({FILE: Slow(b"picture")})


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_deleted_is_deleted_later(settings, caplog):
    with transaction.atomic():
        write()
    folder = settings.MEDIA_ROOT / FILE[1]
    folder.unlink()
    (folder / "something").mkdir(parents=True)

    with transaction.atomic():
        DoomedFile.objects.doom([FILE])

    assert "cannot be deleted yet" in caplog.text
    assert DoomedFile.objects.among([FILE]).exists()
    (folder / "something").rmdir()
    a_minute_later()
    assert not DoomedFile.objects.exists()
