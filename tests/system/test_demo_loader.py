"""What the demo brings into a newsroom, and into which it brings nothing."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from articles.models import Article, Photo, User
from demo import loader
from tests import factories, images

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var_of_the_test(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(loader, "SIGN_INS", tmp_path / "sign-ins.json")
    settings.STATIC_ROOT = tmp_path / "static"


def test_nobody_of_the_demo_comes_into_a_newsroom_in_which_others_work():
    factories.person("Editor", username="iryna")

    with pytest.raises(CommandError, match="people or pieces of its own"):
        call_command("load_demo")

    assert [user.username for user in User.objects.all()] == ["iryna"]
    assert not Article.objects.exists()
    assert not loader.SIGN_INS.exists()


def test_a_folder_of_photos_that_cannot_be_written_is_said_in_one_sentence(settings):
    settings.MEDIA_ROOT.write_text("a file, where a folder should be")

    with pytest.raises(CommandError, match=r"^The newsroom could not be prepared: .*media.*var/"):
        call_command("load_demo", verbosity=0)

    assert not Photo.objects.exists()


def test_what_a_killed_filling_wrote_goes_and_what_was_there_stays(tmp_path):
    uploaded = images.upload(images.encoded(images.corners()), "kept.jpg")
    older = storages["default"].save("of-somebody-else.jpg", ContentFile(b"older"))
    os.utime(storages["default"].path(older), (0, 0))
    (tmp_path / "demo-filling").touch()
    photo = Photo.objects.take_in(uploaded)
    left = [
        (storages[name], storages[name].save("photos/left.jpg", ContentFile(b"left")))
        for name in ("default", "private")
    ]

    loader.remove_what_was_left()

    assert not any(storage.exists(name) for storage, name in left)
    assert all(storage.exists(name) for storage, name in photo.files())
    assert storages["default"].exists(older)
