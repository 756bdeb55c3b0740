"""Duplicating: a copy says what its piece says, and nothing of it but that goes along."""

import pytest
from django.contrib.auth.models import Group

from articles.content import snapshot
from articles.content.thaw import add_blocks
from articles.models import Article, Author, Comment, Photo
from interviews.models import Interview
from tests import factories
from tests.desk_client import opened, page_of, save, words_of

pytestmark = pytest.mark.django_db


def duplicated(client, piece):
    """Press the button, and return the piece that it led to."""
    response = client.post(page_of(piece, "duplicate"))
    made = Article.objects.order_by("pk").last().specific()
    assert response.url == page_of(made)
    return made


def test_a_copy_says_all_that_the_piece_says_and_has_neither_its_past_nor_its_url(desk, editor):
    photo = Photo.objects.create(file="a.jpg", width=9, height=9, credit="OB")
    talk = factories.interview(
        "She kept the line open", tags=["Energy"], authors=["Iryna Bondar"], lead_photo=photo,
        standfirst="Two shifts.", pull_line="We stayed on.", label="exclusive", slug="the-line",
    )  # fmt: skip
    add_blocks(talk, [{"kind": "pull_quote", "quote": "We stayed.", "attribution": ""}], after=90)
    talk.shared_with.add(factories.person("Reporter"))
    Comment.objects.create(article=talk, text="Is that so?", by=editor)
    factories.publish(talk, editor)

    made = duplicated(desk, talk)
    assert type(made) is Interview
    assert (made.headline, made.slug) == (
        "Copy of She kept the line open",
        "copy-of-she-kept-the-line-open",
    )
    assert (made.created_by, made.stage, made.original) == (editor, "draft", None)
    for there_was in (made.versions, made.comments, made.shared_with):
        assert not there_was.exists()
    ours, theirs = snapshot.of_draft(made), snapshot.of_draft(talk)
    for changed in ("headline", "slug", "document"):
        ours.pop(changed), theirs.pop(changed)
    assert ours == theirs
    assert made.front_matter() == talk.front_matter()
    assert len(snapshot.of_draft(made)["document"]) == len(snapshot.of_draft(talk)["document"])
    assert "Copied from “She kept the line open”." in words_of(desk.get(page_of(made)))


def test_what_was_typed_with_the_press_is_saved_first(desk, piece):
    data = opened(desk, piece) | {"headline": "Typed just now"}
    save(desk, piece, data, _duplicate="")
    headlines = set(Article.objects.values_list("headline", flat=True))
    assert headlines == {"Typed just now", "Copy of Typed just now"}


def test_a_copy_is_marked_however_long_its_headline_is(desk):
    made = duplicated(desk, factories.article("very long " * 20))
    assert made.headline.startswith("Copy of very long")
    assert len(made.headline) == 200


def test_who_only_reads_a_piece_has_a_copy_of_their_own_under_their_own_name(
    client, reporter, piece
):
    factories.Byline.objects.create(article=piece, author=Author.objects.create(name="Somebody"))
    mine = Author.objects.create(name="Taras Zoria", user=reporter)
    client.force_login(reporter)
    assert "Duplicate this piece" in words_of(client.get(page_of(piece)))
    made = duplicated(client, piece)
    assert [line.author for line in made.bylines.all()] == [mine]
    # Whoever stands in a byline already keeps those beside them.
    made.bylines.create(author=Author.objects.get(name="Somebody"), position=1)
    assert duplicated(client, made).bylines.count() == 2


def test_who_may_add_no_pieces_is_offered_no_copy_and_makes_none(client, reporter, piece):
    group = Group.objects.get(name="Reporter")
    group.permissions.remove(group.permissions.get(codename="add_article"))
    client.force_login(reporter)
    assert "Duplicate this piece" not in words_of(client.get(page_of(piece)))
    assert client.post(page_of(piece, "duplicate")).status_code == 403
    assert client.get(page_of(piece, "duplicate")).status_code == 405
    assert Article.objects.count() == 1
