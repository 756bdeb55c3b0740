"""The way of a draft: to review, back with a comment, signed off; and who is told of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from articles.actions import publishing, review
from articles.exceptions import ActionRefused
from articles.models import Article, Author, Comment, Milestone, Occasion, Stage
from tests import factories
from tests.desk_client import form_of, opened, page_of, save, words_of

pytestmark = pytest.mark.django_db

WHY = "The second paragraph names nobody.\nWho says so?"


@pytest.fixture
def own(reporter):
    """A piece of the reporter's."""
    return factories.article(created_by=reporter, modified_by=reporter)


@pytest.fixture
def writing(client, reporter):
    client.force_login(reporter)
    return client


def now(piece):
    return Article.objects.get(pk=piece.pk)


def ready(piece, editor):
    review.move(piece, Stage.READY, editor, signs_off=True)
    piece.refresh_from_db()
    return piece


# The steps.


def test_sending_to_review_saves_keeps_the_draft_and_says_since_when_and_by_whom(writing, own):
    save(writing, own, opened(writing, own) | {"headline": "Sent on"}, _stage="review")
    words = words_of(writing.get(page_of(own)))
    assert "Saved and sent for review." in words
    assert "In review since" in words
    assert "sent by Taras Zoria" in words
    kept = Milestone.objects.get()
    assert (kept.occasion, kept.content["headline"]) == (Occasion.REVIEW, "Sent on")
    assert now(own).stage == Stage.REVIEW


def test_a_new_piece_is_saved_and_sent_to_review_with_one_press(writing, reporter):
    address = "/admin/articles/article/add/"
    writing.post(address, form_of(writing.get(address)) | {"headline": "New", "_stage": "review"})
    made = Article.objects.get()
    assert (made.stage, made.staged_by) == (Stage.REVIEW, reporter)


def test_who_sends_a_piece_for_review_reads_that_its_letters_are_of_another_language(writing, own):
    data = opened(writing, own) | {"headline": "Міст знову відкрито після довгої зимової перерви"}
    data["articles_prose_set-0-html"] = "<p>Ним їздять трамваї.</p>"
    said = words_of(writing.get(save(writing, own, data, _stage="review").url))
    assert "The language is English, but the letters look like Ukrainian: check it." in said
    assert "Saved and sent for review." in said


def test_an_author_takes_the_piece_back_from_review_without_a_comment(writing, own, reporter):
    review.move(own, Stage.REVIEW, reporter)
    assert "Take back" in words_of(writing.get(page_of(own)))
    save(writing, own, opened(writing, own), _stage="draft")
    assert now(own).stage == Stage.DRAFT
    assert review.sent_back(now(own)) is None


def test_who_wrote_a_piece_reads_at_its_top_who_sent_it_back_when_and_why(
    desk, client, own, editor, reporter
):
    review.move(own, Stage.REVIEW, reporter)
    save(desk, own, opened(desk, own) | {"_why": WHY}, _stage="draft")
    said = Comment.objects.get()
    assert (said.text, said.by, said.part, said.article_id) == (WHY, editor, "", own.pk)
    assert Milestone.objects.filter(occasion=Occasion.SENT_BACK, by=editor).exists()
    client.force_login(reporter)
    words = words_of(client.get(page_of(own)))
    assert "Sent back by Iryna Lys" in words
    assert "Who says so?" in words


@pytest.mark.parametrize("then", ["review", "published", "scheduled"])
def test_why_it_was_sent_back_is_said_until_it_goes_on(own, editor, reporter, then):
    review.move(own, Stage.REVIEW, reporter)
    review.move(own, Stage.DRAFT, editor, WHY, signs_off=True)
    assert review.sent_back(now(own)).text == WHY
    if then == "review":
        review.move(own, Stage.REVIEW, reporter)
    elif then == "published":
        factories.publish(own, editor)
    else:
        factories.schedule(own, timezone.now() + timedelta(days=1), editor)
    assert review.sent_back(now(own)) is None


@pytest.mark.parametrize("why", ["", "  \n ", "x" * 2001])
def test_sending_back_without_a_usable_comment_is_refused_and_loses_nothing(
    desk, own, reporter, why
):
    review.move(own, Stage.REVIEW, reporter)
    data = opened(desk, own) | {"standfirst": "Typed meanwhile.", "_why": why}
    response = save(desk, own, data, _stage="draft")
    said = "Shorten it" if why.strip() else "Explain in a comment why"
    assert said in words_of(response)
    shown = form_of(response)
    assert (shown["standfirst"], shown["_why"].strip()) == ("Typed meanwhile.", why.strip())
    assert (now(own).stage, now(own).standfirst) == (Stage.REVIEW, "")
    assert not Comment.objects.exists()


def test_a_comment_reaches_its_authors_although_they_took_the_piece_back_meanwhile(
    desk, own, reporter
):
    review.move(own, Stage.REVIEW, reporter)
    data = opened(desk, own) | {"_why": WHY}
    review.move(own, Stage.DRAFT, reporter)
    assert save(desk, own, data, _stage="draft").status_code == 302
    assert review.sent_back(now(own)).text == WHY


def test_a_step_that_a_colleague_took_first_is_no_reason_to_lose_a_save(writing, own, reporter):
    data = opened(writing, own) | {"headline": "Newer"}
    review.move(own, Stage.REVIEW, reporter)
    save(writing, own, data, _stage="review")
    assert "was already in review" in words_of(writing.get(page_of(own)))
    assert now(own).headline == "Newer"


def test_what_a_reporter_changes_after_it_was_signed_off_is_in_review_again(writing, own, editor):
    ready(own, editor)
    assert "An editor has signed off this text" in words_of(writing.get(page_of(own)))
    save(writing, own, opened(writing, own) | {"headline": "Other words"})
    words = words_of(writing.get(page_of(own)))
    assert "An editor had signed off a different text, so the piece is in review again." in words
    assert "sent by Taras Zoria" in words
    assert now(own).stage == Stage.REVIEW


def test_what_an_editor_changes_or_nobody_changed_stays_ready(desk, client, own, editor, reporter):
    ready(own, editor)
    save(desk, own, opened(desk, own) | {"headline": "An editor's words"})
    client.force_login(reporter)
    save(client, own, opened(client, own))
    assert now(own).stage == Stage.READY


def test_a_version_that_a_reporter_restores_into_a_signed_off_draft_puts_it_in_review_again(
    writing, own, editor
):
    factories.publish(own, editor)
    Article.objects.filter(pk=own.pk).update(headline="Later words")
    ready(own, editor)
    writing.post(page_of(own, "restore", 1), {"revision": own.revision})
    assert now(own).stage == Stage.REVIEW
    assert "in review again" in words_of(writing.get(page_of(own)))


def test_cancelling_a_schedule_brings_back_since_when_it_was_ready(desk, own, editor):
    before = ready(own, editor).staged_at
    at = timezone.now() + timedelta(days=1)
    factories.schedule(own, at, editor)
    assert now(own).stage == Stage.DRAFT
    desk.post(page_of(own, "cancel"), form_of(desk.get(page_of(own, "cancel"))))
    assert (now(own).stage, now(own).staged_at) == (Stage.READY, before)
    assert "marked by Iryna Lys" in words_of(desk.get(page_of(own)))


def test_a_preview_of_what_is_typed_moves_nothing(writing, own, editor):
    ready(own, editor)
    typed = opened(writing, own) | {"headline": "Typed", "_stage": "review"}
    assert writing.post(page_of(own, "preview"), typed).status_code == 200
    assert now(own).stage == Stage.READY


@pytest.mark.parametrize("step", [Stage.READY, Stage.REVIEW])
def test_nobody_takes_a_step_from_where_a_colleague_has_moved_the_piece_on(
    desk, own, reporter, step
):
    if step == Stage.READY:
        review.move(own, Stage.REVIEW, reporter)
    data = opened(desk, own) | {"headline": "Typed meanwhile"}
    other = factories.person("Editor", first_name="Nazar", last_name="Bilous")
    taken = (Stage.DRAFT, other, WHY) if step == Stage.READY else (Stage.READY, other)
    review.move(own, *taken, signs_off=True)
    mail.outbox.clear()
    save(desk, own, data, _stage=step)
    said = "sent it back" if step == Stage.READY else "marked it as ready"
    words = words_of(desk.get(page_of(own)))
    assert f"Nazar Bilous {said} on" in words
    assert "after you opened it. Check it and try again." in words
    assert now(own).headline == "Typed meanwhile"
    assert now(own).stage == (Stage.DRAFT if step == Stage.READY else Stage.READY)
    assert not mail.outbox


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_who_takes_the_piece_back_may_take_their_name_from_it_with_the_same_press(client, role):
    person = factories.person(role)
    Author.objects.create(name="Taras Zoria", user=person)
    piece = factories.article(authors=["Taras Zoria"])
    review.move(piece, Stage.REVIEW, person)
    client.force_login(person)
    data = opened(client, piece) | {"byline": []}
    assert save(client, piece, data, _stage="draft").status_code == 302
    assert now(piece).stage == Stage.DRAFT
    assert not piece.bylines.exists()


def test_cancelling_a_schedule_does_not_sign_off_what_was_sent_back_since(desk, own, editor):
    ready(own, editor)
    factories.schedule(own, timezone.now() + timedelta(days=1), editor)
    save(desk, own, opened(desk, own) | {"_why": WHY}, _stage="draft")
    desk.post(page_of(own, "cancel"), form_of(desk.get(page_of(own, "cancel"))))
    assert now(own).stage == Stage.DRAFT
    assert review.sent_back(now(own)).text == WHY


def test_why_it_was_sent_back_is_still_said_when_its_schedule_moves(own, editor):
    ready(own, editor)
    factories.schedule(own, timezone.now() + timedelta(days=1), editor)
    review.move(own, Stage.DRAFT, editor, WHY, signs_off=True)
    own.refresh_from_db()
    at = timezone.now() + timedelta(days=2)
    publishing.reschedule(own, editor, at, revision=own.revision)
    assert review.sent_back(now(own)).text == WHY


def test_what_an_editor_changes_in_a_signed_off_draft_is_kept_as_signed_off(desk, own, editor):
    ready(own, editor)
    save(desk, own, opened(desk, own) | {"headline": "An editor's words"})
    kept = Milestone.objects.filter(occasion=Occasion.READY).order_by("pk")
    assert [one.content["headline"] for one in kept] == [own.headline, "An editor's words"]


def test_a_draft_that_is_in_review_again_is_kept_as_one_sent_to_review(writing, own, editor):
    ready(own, editor)
    save(writing, own, opened(writing, own) | {"headline": "Other words"})
    kept = Milestone.objects.get(occasion=Occasion.REVIEW)
    assert kept.content["headline"] == "Other words"


REFUSALS = {
    "ready": "Only an editor can mark a piece as ready.",
    "draft": "it cannot be taken back",
    "nonsense": "There is no such step",
}


@pytest.mark.parametrize("step", REFUSALS)
def test_a_step_that_is_not_offered_is_refused_in_words(writing, own, step):
    Article.objects.filter(pk=own.pk).update(stage=Stage.READY if step == "draft" else Stage.DRAFT)
    data = opened(writing, own) | {"headline": "Forged"}
    response = save(writing, own, data, _stage=step)
    assert response.status_code == 200
    assert REFUSALS[step] in words_of(response)
    assert now(own).headline != "Forged"


def test_the_verb_itself_refuses_what_is_not_allowed(own, reporter):
    with pytest.raises(ActionRefused):
        review.move(own, Stage.READY, reporter)
    with pytest.raises(ActionRefused):
        review.move(own, Stage.DRAFT, reporter, WHY)
    assert not Comment.objects.exists()


# Collaborators.


@pytest.fixture
def colleague():
    return factories.person("Reporter", first_name="Ruslana", last_name="Hai")


def test_who_is_let_in_writes_but_lets_nobody_in(client, own, colleague, reporter):
    own.shared_with.add(colleague)
    third = factories.person("Reporter")
    name = Author.objects.create(name="Third", user=third)
    client.force_login(colleague)
    page = client.get(page_of(own))
    assert 'name="colleagues"' not in page.content.decode()
    assert "Ruslana Hai" in words_of(page)
    data = form_of(page) | {"headline": "Mine too", "colleagues": [third.pk], "byline": [name.pk]}
    save(client, own, data)
    assert now(own).headline == "Mine too"
    assert list(own.shared_with.all()) == [colleague]
    assert not own.bylines.exists()


def test_colleagues_are_chosen_by_name_among_those_who_work_here(writing, own, colleague):
    gone = factories.person("Reporter", first_name="Ivan", last_name="Gone", is_active=False)
    page = writing.get(page_of(own)).content.decode()
    assert "Ruslana Hai" in page
    assert "Ivan Gone" not in page
    assert "example.org" not in page
    response = save(writing, own, opened(writing, own) | {"colleagues": [gone.pk]})
    assert response.status_code == 200
    assert not own.shared_with.exists()


def test_sharing_is_no_change_of_the_piece(writing, own, editor, colleague):
    factories.publish(own, editor)
    ready(own, editor)
    before = now(own)
    save(writing, own, opened(writing, own) | {"colleagues": [colleague.pk]})
    assert list(own.shared_with.all()) == [colleague]
    after = now(own)
    assert (after.stage, after.revision, after.modified_at) == (
        before.stage,
        before.revision,
        before.modified_at,
    )


def test_a_form_opened_earlier_takes_nobody_out_whom_another_window_let_in(writing, own, colleague):
    second = factories.person("Reporter")
    own.shared_with.add(second)
    data = opened(writing, own)
    own.shared_with.add(colleague)
    save(writing, own, data | {"colleagues": []})
    assert list(own.shared_with.all()) == [colleague]


def test_what_is_shared_with_me_is_among_mine(client, own, colleague):
    own.shared_with.add(colleague)
    factories.article("Somebody else's")
    client.force_login(colleague)
    words = words_of(client.get("/admin/articles/article/", {"whose": "mine"}))
    assert own.headline in words
    assert "Somebody else's" not in words


# Mail.


@pytest.fixture
def sent():
    """Do something, and return the letters that were written with it."""

    def sent(doing, *args, **kwargs):
        mail.outbox.clear()
        doing(*args, **kwargs)
        return {letter.to[0]: letter for letter in mail.outbox}

    return sent


def test_review_is_told_to_those_who_publish_and_not_to_who_sent_it(writing, own, editor, sent):
    admin = factories.person("Admin")
    gone = factories.person("Editor", is_active=False)
    silent = factories.person("Editor")
    type(silent).objects.filter(pk=silent.pk).update(email="")
    factories.person("Reporter")
    letters = sent(save, writing, own, opened(writing, own), _stage="review")
    assert set(letters) == {editor.email, admin.email}
    assert gone.email not in letters
    letter = letters[editor.email]
    assert letter.subject == "In review: A bridge reopens"
    assert "Taras Zoria sent “A bridge reopens” for review." in letter.body
    assert f"http://testserver{page_of(own)}" in letter.body
    assert letter.content_subtype == "plain"


def test_sending_back_is_told_to_the_people_of_the_piece_with_the_comment(
    desk, own, editor, reporter, sent
):
    named, shared, sender = (factories.person("Reporter") for _ in range(3))
    own.bylines.create(author=Author.objects.create(name="Named", user=named))
    own.shared_with.add(shared)
    review.move(own, Stage.REVIEW, sender)
    data = opened(desk, own) | {"_why": WHY}
    letters = sent(save, desk, own, data, _stage="draft")
    assert set(letters) == {reporter.email, named.email, shared.email, sender.email}
    body = letters[reporter.email].body
    assert "    Who says so?" in body
    assert "Iryna Lys sent “A bridge reopens” back" in body


def test_ready_is_told_to_the_people_of_the_piece(desk, own, reporter, sent):
    letters = sent(save, desk, own, opened(desk, own), _stage="ready")
    assert {to: letter.subject for to, letter in letters.items()} == {
        reporter.email: "Ready: A bridge reopens"
    }


def test_editors_are_told_that_what_they_signed_off_has_changed(writing, own, editor, sent):
    ready(own, editor)
    letters = sent(save, writing, own, opened(writing, own) | {"headline": "Other words"})
    assert letters[editor.email].subject == "In review again: Other words"


def test_a_save_or_a_refused_step_sends_no_mail(writing, own, editor, sent):
    assert not sent(save, writing, own, opened(writing, own) | {"headline": "Newer"})
    assert not sent(save, writing, own, opened(writing, own), _stage="ready")
    assert not sent(save, writing, own, opened(writing, own) | {"headline": ""}, _stage="review")


def test_a_headline_writes_no_header_of_its_own(writing, own, editor, sent):
    Article.objects.filter(pk=own.pk).update(headline="One\r\nBcc: stranger@example.net")
    letters = sent(save, writing, own, opened(writing, own), _stage="review")
    letter = letters[editor.email]
    assert letter.subject == "In review: One Bcc: stranger@example.net"
    assert letter.recipients() == [editor.email]
    assert "bcc" not in {name.lower() for name in letter.message()}


def test_a_transcript_that_a_reporter_accepts_puts_a_signed_off_interview_in_review_again(
    writing, editor, reporter
):
    talk = factories.interview(created_by=reporter)
    ready(talk, editor)
    address = page_of(talk, "transcript")
    page = writing.post(address, {"text": "Q: And then?\n\nA: Then it snowed.", "html": ""})
    writing.post(address, form_of(page) | {"step": "accept"})
    assert now(talk).stage == Stage.REVIEW
    assert "in review again" in words_of(writing.get(page_of(talk)))
