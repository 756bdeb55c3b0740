"""What the demo brings into a newsroom, and into which it brings nothing."""

import os

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Photo, User
from demo import loader
from demo.management.commands.demo import only_demo_at
from tests import factories

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


def test_of_two_demos_at_one_port_the_second_names_the_process_of_the_first():
    port = 47_011
    named = f"port {port} already: process {os.getpid()}\\."
    with only_demo_at(port), pytest.raises(CommandError, match=named), only_demo_at(port):
        pass
    with only_demo_at(port):
        pass
