"""On deadline the parts of the desk meet: keeping, merging, stages, schedules and history."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from articles.actions import publishing
from articles.content import snapshot
from articles.models import Article, Block, Comment, Occasion, Prose, Stage, Unsaved
from tests import factories
from tests.desk_client import autosave, form_of, opened, page_of, save, with_blocks, words_of

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_article_add")
HOUR = timedelta(hours=1)


# A new piece, whose save is sent twice.


@pytest.fixture
def begun(desk):
    """A new piece as it stands in its form."""
    data = form_of(desk.get(ADD)) | {"headline": "Begun once", "_turn": "3"}
    return data | {"_continue": "Save"}


def test_a_new_piece_whose_save_is_sent_again_is_there_once(desk, begun):
    desk.post(ADD, begun)
    again = desk.post(ADD, begun, follow=True)
    made = Article.objects.get(headline="Begun once")
    assert again.redirect_chain[-1][0] == page_of(made)
    assert "Saved at" in words_of(again)
    assert "Combined with" not in words_of(again)


def test_a_button_that_was_pressed_again_does_what_it_says(desk, begun):
    del begun["_continue"]
    for _time in range(2):
        answer = desk.post(ADD, begun | {"_publish": ""})
    assert answer.url == page_of(Article.objects.get(), "publish")


def test_what_was_typed_on_after_the_save_of_a_new_piece_is_in_that_piece(desk, begun):
    begun = with_blocks(begun, "articles_prose_set", {"html": "<p>One.</p>", "id": "new-1"})
    desk.post(ADD, begun)
    begun |= {"headline": "Typed on", "articles_prose_set-0-html": "<p>One, and on.</p>"}
    desk.post(ADD, begun | {"_turn": "4"})
    made = Article.objects.get()
    assert (made.headline, made.slug) == ("Typed on", "typed-on")
    assert [block.html for block in Block.all_of(made)] == ["<p>One, and on.</p>"]


def test_a_mistake_in_what_was_typed_on_is_mended_in_the_same_piece(desk, begun):
    desk.post(ADD, begun)
    refused = desk.post(ADD, begun | {"headline": "", "_turn": "4"})
    made = Article.objects.get()
    action = BeautifulSoup(refused.content, "html.parser").select_one("#content form")["action"]
    assert action == page_of(made)
    save(desk, made, form_of(refused) | {"headline": "Mended"})
    assert Article.objects.get().headline == "Mended"


def test_what_was_kept_of_a_new_piece_after_its_save_is_offered_in_that_piece(desk, begun):
    begun = with_blocks(begun, "articles_prose_set", {"html": "<p>One.</p>", "id": "new-1"})
    desk.post(ADD, begun)
    kept = reverse("admin:articles_article_add_autosave")
    begun |= {"articles_prose_set-0-html": "<p>One, and on.</p>"}
    assert autosave(desk, kept, begun, turn=4).json()["kept"]
    made = Article.objects.get()
    assert "was not saved" not in words_of(desk.get(ADD))
    assert "was not saved" in words_of(desk.get(page_of(made)))
    save(desk, made, form_of(desk.get(page_of(made, "recover", begun["_window"]))))
    assert [block.html for block in Block.all_of(made)] == ["<p>One, and on.</p>"]


def test_another_new_piece_from_the_same_words_is_another_piece(desk, begun):
    desk.post(ADD, begun)
    desk.post(ADD, begun | {"_page": form_of(desk.get(ADD))["_page"]})
    assert Article.objects.count() == 2


def test_what_was_made_and_deleted_can_be_saved_again(desk, begun):
    desk.post(ADD, begun)
    Article.objects.all().delete()
    desk.post(ADD, begun)
    assert Article.objects.get().headline == "Begun once"


# A choice between mine and theirs that was made, and not saved.


def test_a_choice_that_was_made_and_not_saved_comes_back_with_the_words(desk, piece):
    mine = opened(desk, piece) | {"headline": "Mine", "standfirst": "Mine too"}
    save(desk, piece, opened(desk, piece) | {"headline": "Theirs", "standfirst": "Theirs too"})
    asked = form_of(save(desk, piece, mine)) | {
        "_conflict": ["headline", "standfirst"],
        "_choice:headline": "mine",
    }
    Unsaved.objects.autosave(
        desk.get(ADD).wsgi_request.user,
        asked["_window"],
        9,
        article=piece,
        kind="article",
        fields=urlencode(asked, doseq=True),
    )
    back = form_of(desk.get(page_of(piece, "recover", asked["_window"])))
    back["_conflict"] = ["headline", "standfirst"]
    shown = save(desk, piece, back)
    chosen = form_of(shown)
    assert chosen["_choice:headline"] == "mine"
    assert "_choice:standfirst" not in chosen


# A piece that is out of reach when its save arrives.


def typed_in(client, user, piece):
    """What somebody typed into the form of a piece, and has kept there once."""
    data = opened(client, piece) | {"headline": "Typed to the end", "_turn": "2"}
    assert Unsaved.objects.autosave(
        user, data["_window"], 1, article=piece, fields="headline=Typed"
    )
    return data


@pytest.mark.parametrize("gone", [True, False])
def test_a_save_into_a_piece_out_of_reach_becomes_a_new_piece(client, editor, reporter, gone):
    piece = factories.article(created_by=editor)
    piece.shared_with.add(reporter)
    client.force_login(reporter)
    data = typed_in(client, reporter, piece)
    if gone:
        piece.delete()
    else:
        piece.shared_with.clear()
    back = client.post(page_of(piece) if piece.pk else f"{ADD[:-4]}1/change/", data)
    assert "it becomes a new piece" in words_of(back)
    assert not Article.objects.filter(headline="Typed to the end").exists()

    client.post(ADD, form_of(back))
    made = Article.objects.get(headline="Typed to the end")
    assert made.created_by == reporter
    assert [block.html for block in Block.all_of(made)] == ["<p>Trams cross it again.</p>"]
    assert gone or Block.all_of(piece)


# What a colleague put in meanwhile.


@pytest.mark.parametrize("pressed", [{"_stage": Stage.READY}, {"_publish": ""}, {"_schedule": ""}])
def test_a_block_that_came_in_unseen_is_told_of_and_signed_off_by_nobody(desk, piece, pressed):
    seen = opened(desk, piece)
    with_new = with_blocks(
        opened(desk, piece), "articles_prose_set", {"html": "<p>Put in meanwhile.</p>"}
    )
    save(desk, piece, with_new)
    told = words_of(desk.post(page_of(piece), seen | pressed, follow=True))
    assert "Combined with what" in told
    assert "1 block" in told
    assert "check the incoming changes" in told
    piece.refresh_from_db()
    assert piece.stage == Stage.DRAFT


# What is scheduled, and a draft that goes on.


def test_the_form_says_that_the_draft_has_changed_since_it_was_scheduled(desk, piece):
    factories.schedule(piece, timezone.now() + HOUR)
    assert "changed since" not in words_of(desk.get(page_of(piece)))
    save(desk, piece, opened(desk, piece) | {"standfirst": "Written too late for it."})
    assert "the draft has changed since, and those changes are not included" in words_of(
        desk.get(page_of(piece))
    )


def test_words_that_nobody_signed_off_are_not_ready_when_a_schedule_is_cancelled(
    client, editor, reporter, piece
):
    Article.objects.filter(pk=piece.pk).update(stage=Stage.READY, created_by=reporter)
    factories.schedule(piece, timezone.now() + HOUR, editor)
    client.force_login(reporter)
    save(client, piece, opened(client, piece) | {"standfirst": "Signed off by nobody."})
    piece.refresh_from_db()
    publishing.cancel(piece, editor, revision=piece.revision)
    piece.refresh_from_db()
    assert (piece.stage, piece.staged_by) == (Stage.REVIEW, editor)


def test_what_was_sent_to_review_while_it_was_scheduled_stays_there(desk, editor, piece):
    factories.schedule(piece, timezone.now() + HOUR, editor)
    save(desk, piece, opened(desk, piece) | {"standfirst": "More."}, _stage=Stage.REVIEW)
    piece.refresh_from_db()
    publishing.cancel(piece, editor, revision=piece.revision)
    piece.refresh_from_db()
    assert piece.stage == Stage.REVIEW


# Restoring, with remarks and open forms around it.


def test_a_remark_stays_where_the_words_before_come_back_in_its_place(piece, editor):
    [text] = Block.all_of(piece)
    Prose.objects.create(parent=piece, region="main", ordering=20, html="<p>Second.</p>")
    said = Comment.objects.create(article=piece, part=text.block_key, text="Sure?", by=editor)
    snapshot.save_milestone(piece, Occasion.REVIEW, editor)
    Prose.objects.filter(pk=text.pk).update(html="<p>Rewritten.</p>")
    publishing.restore(piece.milestones.get(), editor, revision=piece.revision)
    first, _second = Block.all_of(piece)
    assert first.html == "<p>Trams cross it again.</p>"
    assert first.block_key == said.part


def test_where_more_came_back_than_went_no_row_is_taken_for_another(piece, editor):
    [text] = Block.all_of(piece)
    snapshot.save_milestone(piece, Occasion.REVIEW, editor)
    Prose.objects.filter(pk=text.pk).update(html="<p>One.</p>")
    Prose.objects.create(parent=piece, region="main", ordering=20, html="<p>Two.</p>")
    publishing.restore(piece.milestones.get(), editor, revision=piece.revision)
    [restored] = Block.all_of(piece)
    assert restored.block_key != text.block_key


# Asked for twice.


def test_whoever_published_and_asks_again_reads_that_they_did_it_themselves(desk, piece):
    data = form_of(desk.get(page_of(piece, "publish")))
    desk.post(page_of(piece, "publish"), data)
    again = words_of(desk.post(page_of(piece, "publish"), data))
    assert "You changed this piece yourself" in again
    assert "what you want may already be done" in again
