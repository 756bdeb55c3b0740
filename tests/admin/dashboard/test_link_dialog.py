"""The link dialog: what a link may lead to, by words or by an address, and what is wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.actions import publishing
from articles.models import Author, Tag
from tests.desk_client import page_of
from tests.factories import article, person, publish, schedule

LINK = reverse("admin:articles_article_link")

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(person("Editor"))
    return client


def asked(client, typed, **more):
    return client.get(LINK, {"q": typed} | more).json()


def found(client, typed, **more):
    return [(one["address"], one["warns"]) for one in asked(client, typed, **more)["found"]]


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("suspilne.media/kyiv", "https://suspilne.media/kyiv"),
        (" https://example.org/a ", "https://example.org/a"),
        ("a@b.org", "mailto:a@b.org"),
        ("+380 44 123 45 67", "tel:+380441234567"),
        ("https://www.google.com/url?q=https://example.org/a&sa=D", "https://example.org/a"),
    ],
)
def test_an_address_is_completed_as_it_will_be_saved(typed, whole, desk):
    assert asked(desk, typed) == {
        "found": [{"words": whole, "note": "", "address": whole, "warns": False}],
        "refused": "",
    }


@pytest.mark.parametrize(
    "typed",
    ["#_ftn1", "file:///C:/a.doc", "localhost:3000", "/admin/", "suspilne .media", "javascript:x"],
)
def test_what_leads_readers_nowhere_is_refused_in_words(typed, desk):
    said = asked(desk, typed)
    assert said["found"] == []
    assert typed in said["refused"]


def test_words_find_what_readers_see_what_they_will_see_and_what_they_cannot(desk):
    editor = person("Editor")
    live, coming, gone = article("Bridge one"), article("Bridge two"), article("Bridge three")
    article("Bridge four")
    publish(live, editor)
    schedule(coming, timezone.now() + timedelta(days=1), editor)
    publish(gone, editor)
    publishing.withdraw(gone, editor, revision=gone.revision)
    where = {piece: piece.versions.get().get_absolute_url() for piece in (live, coming, gone)}
    assert set(found(desk, "bridge")) == {
        (where[live], False),
        (where[coming], True),
        (where[gone], True),
        # Never published: it is shown, and cannot be chosen.
        ("", True),
    }


def test_topics_and_authors_are_linked_in_the_language_of_the_piece(desk):
    said = {"uk": {"name": "Енергетика"}}
    tag = Tag.objects.create(name="Energy", in_other_languages=said)
    author = Author.objects.create(name="Energetic Author")
    assert found(desk, "energ", language="uk") == [
        (f"/uk/tags/{tag.slug}/", False),
        (f"/uk/authors/{author.slug}/", False),
    ]
    assert asked(desk, "energ", language="uk")["found"][0]["words"] == "Енергетика"
    assert found(desk, "energ", language="xx")[0] == (f"/tags/{tag.slug}/", False)


def test_an_address_of_ours_says_which_piece_is_there_and_whether_readers_see_it(desk):
    editor, piece = person("Editor"), article("A bridge")
    publish(piece, editor)
    path = piece.versions.get().get_absolute_url()
    [said] = asked(desk, f"{path}#part-1")["found"]
    assert (said["address"], said["warns"]) == (f"{path}#part-1", False)
    assert said["note"].startswith("A bridge: Article, live since")
    publishing.withdraw(piece, editor, revision=piece.revision)
    [said] = asked(desk, path)["found"]
    assert said["warns"]
    assert said["note"].endswith("readers cannot see it")
    [said] = asked(desk, "/2020/01/01/no-such-piece/")["found"]
    assert said["warns"]


def test_the_address_of_a_form_offers_that_of_the_page(desk):
    piece = article("A bridge")
    publish(piece, person("Editor"))
    said = asked(desk, page_of(piece))
    assert said["found"][0]["address"] == piece.versions.get().get_absolute_url()
    assert "the desk" in said["refused"]


@pytest.mark.parametrize("typed", ["", "'", "%", "://", "http://[x", "a" * 500, "x " * 60])
def test_whatever_is_typed_is_answered(typed, desk):
    assert desk.get(LINK, {"q": typed, "language": "xx"}).status_code == 200


def test_a_stranger_is_told_nothing(client):
    article("A bridge nobody saw")
    assert client.get(LINK, {"q": "bridge"}).status_code == 302
