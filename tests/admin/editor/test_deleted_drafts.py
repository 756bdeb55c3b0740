"""A draft that was deleted is nowhere in the desk, comes back whole for 30 days, and then goes."""

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.actions import deletion
from articles.content import saves, snapshot
from articles.models import (
    Article,
    Author,
    Comment,
    DeletedDraft,
    DraftSnapshot,
    Figure,
    Milestone,
    Occasion,
    Photo,
    Tag,
)
from interviews.models import Interview
from tests import factories
from tests.admin.history.test_restoring import full  # noqa: F401 — a fixture
from tests.desk_client import autosave, form_of, opened, page_of, save, words_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/deleted/"


def deleted(desk, piece):
    page = page_of(piece, "delete")
    response = desk.post(page, {"post": "yes"}, follow=True)
    assert response.status_code == 200
    assert not Article.objects.filter(pk=piece.pk).exists()
    return response


def put_back(desk, piece):
    key = DeletedDraft.objects.get(piece=piece.pk).pk
    return desk.post(reverse("admin:articles_article_put_back", args=[key]), follow=True)


def said(piece):
    return snapshot.of_draft(type(piece).objects.get(pk=piece.pk))


def aged(piece, **by):
    old = timezone.now() - timedelta(**by)
    DeletedDraft.objects.filter(piece=piece.pk).update(deleted_at=old)


def test_a_deleted_draft_comes_back_with_all_that_hung_on_it(desk, full, editor, reporter):  # noqa: F811
    before = said(full)
    full.shared_with.add(reporter)
    block = snapshot.Block.all_of(full)[0].block_key
    remark = Comment.objects.create(article=full, text="Which line?", part=block, by=reporter)
    Comment.objects.create(article=full, text="That one.", answers_to=remark, by=editor)
    saves.keep(full, editor)
    snapshot.save_milestone(full, Occasion.REVIEW, editor)
    facts = Interview.objects.filter(pk=full.pk).values().get()

    response = deleted(desk, full)
    assert "Until" in words_of(response)
    assert "it can be put back from the deleted drafts" in words_of(response)
    assert full.headline in words_of(desk.get(LIST))
    response = put_back(desk, full)

    assert response.redirect_chain[-1][0] == page_of(full)
    assert "The draft is back." in words_of(response)
    assert said(full) == before
    assert Interview.objects.filter(pk=full.pk).values().get() == facts
    assert list(full.shared_with.all()) == [reporter]
    assert [one.text for one in Comment.objects.order_by("pk")] == ["Which line?", "That one."]
    assert Comment.objects.get(pk=remark.pk).answers.count() == 1
    assert (full.milestones.count(), full.snapshots.count()) == (1, 1)
    assert not DeletedDraft.objects.exists()


def test_what_is_deleted_is_nowhere_else_in_the_desk(desk, piece, reporter):
    Article.objects.filter(pk=piece.pk).update(headline="Zorianka", slug="zorianka")
    piece.tags.add("Trams")
    photo = Photo.objects.create(file="a.jpg", width=1, height=1)
    Figure.objects.create(parent=piece, region="main", ordering=90, photo=photo)
    Comment.objects.create(article=piece, text="Zorianka?", by=reporter)
    other = factories.article("Another")
    other.pick([piece.pk])

    deleted(desk, piece)

    for page in ("", "articles/article/?q=Zorianka", "articles/article/calendar/"):
        assert "Zorianka" not in words_of(desk.get(f"/admin/{page}"))
    assert "Zorianka" not in desk.get(page_of(other)).text
    assert desk.get(page_of(piece, "history")).status_code == 404
    assert not Tag.objects.get().uses().exists()
    assert not photo.uses().exists()


def test_what_it_used_and_is_gone_meanwhile_is_said_and_the_rest_comes_back(desk, full, editor):  # noqa: F811
    original = factories.article("The original", language="en")
    Interview.objects.filter(pk=full.pk).update(original=original)
    deleted(desk, full)
    original.delete()
    Figure.objects.all().delete()
    Photo.objects.all().delete()
    Author.objects.filter(name="Iryna Bondar").delete()
    Tag.objects.get(name="Trams").delete()
    Tag.objects.filter(name="Bridges").update(name="Spans")

    words = words_of(put_back(desk, full))

    for sentence in (
        "1 author in the byline no longer exists.",
        "The lead photo is no longer in the library; its caption stays.",
        "2 pictures in the text are no longer in the library",
        "The piece that it translates no longer exists.",
        "This tag no longer exists: “Trams”.",
    ):
        assert sentence in words
    state = said(full)
    assert [tag["name"] for tag in state["tags"]] == ["Spans"]
    assert [block["kind"] for block in state["document"]].count("figure") == 3
    assert full.snapshots.get().content == state


def test_a_translation_whose_place_is_taken_comes_back_on_its_own(desk, piece):
    one = factories.article("Одна", language="uk", original=piece)
    deleted(desk, one)
    factories.article("Інша", language="uk", original=piece)

    words = words_of(put_back(desk, one))

    assert f"“{piece.headline}” has another translation into this language" in words
    assert Article.objects.get(pk=one.pk).original is None


def test_its_address_is_free_for_another_piece(desk, piece):
    factories.schedule(piece, timezone.now() + timedelta(days=1))
    desk.post(page_of(piece, "cancel"), {"revision": Article.objects.get(pk=piece.pk).revision})
    deleted(desk, piece)
    other = factories.article("Another", slug=piece.slug)
    assert factories.schedule(other, timezone.now() + timedelta(days=1)).slug == piece.slug
    put_back(desk, piece)
    assert Article.objects.filter(slug=piece.slug).count() == 2


def test_a_preview_link_that_ended_with_the_piece_stays_ended(desk, client, piece, editor):
    link = piece.shared_previews.create(
        by=editor, expires_at=timezone.now() + timedelta(hours=1)
    ).get_absolute_url()
    deleted(desk, piece)
    put_back(desk, piece)
    assert client.get(link).status_code in {404, 410}


def test_put_back_twice_or_too_late_is_said_and_changes_nothing(desk, piece):
    deleted(desk, piece)
    key = DeletedDraft.objects.get().pk
    assert "The draft is back." in words_of(put_back(desk, piece))
    address = reverse("admin:articles_article_put_back", args=[key])
    assert "no longer among the deleted ones" in words_of(desk.post(address, follow=True))

    deleted(desk, Article.objects.get(pk=piece.pk))
    aged(piece, days=30, seconds=1)
    assert "no longer among the deleted ones" in words_of(put_back(desk, piece))
    assert not Article.objects.filter(pk=piece.pk).exists()
    assert piece.headline not in words_of(desk.get(LIST))


def test_it_is_put_back_by_a_post_alone(desk, piece):
    deleted(desk, piece)
    address = reverse("admin:articles_article_put_back", args=[DeletedDraft.objects.get().pk])
    assert desk.get(address).status_code == 405
    assert not Article.objects.exists()


def test_after_thirty_days_nothing_of_it_is_left(desk, full, editor):  # noqa: F811
    saves.keep(full, editor)
    deleted(desk, full)
    aged(full, days=29)
    assert deletion.erase_due() == 0
    aged(full, days=30, seconds=1)
    assert deletion.erase_due() == 1
    assert not DeletedDraft.objects.exists()
    assert not DraftSnapshot.objects.exists()
    assert not Milestone.objects.exists()


def test_reporters_put_back_their_own_and_editors_all(client, desk, reporter):
    own = factories.article("Their own", created_by=reporter)
    author = Author.objects.create(name="Taras Zoria", user=reporter)
    bylined = factories.article("Under their name", authors=[author.name])
    other = factories.article("Of others")
    for piece in (own, bylined, other):
        deleted(desk, piece)

    words = words_of(desk.get(LIST))
    assert all(piece.headline in words for piece in (own, bylined, other))
    client.force_login(reporter)
    words = words_of(client.get(LIST))
    assert own.headline in words
    assert bylined.headline in words
    assert other.headline not in words
    assert "no longer among the deleted ones" in words_of(put_back(client, other))
    assert "The draft is back." in words_of(put_back(client, own))


def test_the_list_says_who_deleted_it_and_until_when_it_stays(desk, editor, piece):
    deleted(desk, piece)
    words = words_of(desk.get(LIST))
    assert f"Deleted by {editor.name}" in words
    assert "Gone for good on" in words


def test_a_long_list_costs_the_queries_of_a_short_one(desk, editor):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(LIST).status_code == 200
        return len(queries)

    deletion.delete(factories.article(), editor)
    cost()
    short = cost()
    for _time in range(5):
        deletion.delete(factories.article(), editor)
    assert cost() == short


def test_deleting_many_at_once_leads_there_too(rf, editor):
    factories.article("One")
    factories.article("Two")
    request = rf.post("/")
    request.user = editor
    site.get_model_admin(Article).delete_queryset(request, Article.objects.all())
    assert DeletedDraft.objects.count() == 2
    assert not Article.objects.exists()


def test_a_word_is_erased_from_deleted_drafts_too(desk, piece):
    Article.objects.filter(pk=piece.pk).update(headline="Olha Marchenko speaks")
    deleted(desk, piece)
    saves.rewrite(lambda text: text.replace("Olha Marchenko", "NN"))
    put_back(desk, piece)
    assert Article.objects.get().headline == "NN speaks"


# Who still writes in it.


@pytest.fixture
def colleague(client, reporter, editor):
    """Somebody who was let in and has the piece open, and what they typed once it was deleted."""
    piece = factories.article(created_by=editor)
    piece.shared_with.add(reporter)
    client.force_login(reporter)
    data = opened(client, piece) | {"headline": "Typed on"}
    deletion.delete(piece, editor)
    return piece, data


def test_who_still_writes_in_it_is_told_by_whom_it_was_deleted_and_what_to_do(
    client, colleague, editor
):
    piece, data = colleague
    for answer in (
        client.post(page_of(piece, "here"), {"_window": data["_window"]}).json()["news"],
        words_of(save(client, piece, data)),
    ):
        assert f"{editor.name} deleted this piece on" in answer
        assert "Your words are kept" in answer
    assert "Ask an editor to put it back" in answer
    assert "Please correct" not in answer
    assert "Constraint" not in answer
    assert LIST not in answer


def test_words_typed_after_the_deletion_wait_in_the_piece_that_was_put_back(
    client, colleague, editor
):
    piece, data = colleague
    assert autosave(client, page_of(piece, "autosave"), data).json()["kept"]
    back, _lost = deletion.put_back(
        DeletedDraft.objects.all(), DeletedDraft.objects.get().pk, editor
    )
    assert "was not saved" in words_of(client.get(page_of(back)))
    assert "was not saved" not in words_of(client.get(reverse("admin:articles_article_add")))
    shown = form_of(client.get(page_of(back, "recover", data["_window"])))
    assert shown["headline"] == "Typed on"
    save(client, back, shown)
    back.refresh_from_db()
    assert back.headline == "Typed on"
