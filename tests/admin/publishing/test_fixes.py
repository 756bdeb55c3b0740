"""A typo is mended in what readers see and in the draft, and nothing else comes out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import publishing
from articles.admin.common.state import State
from articles.models import (
    Article,
    Block,
    Change,
    Figure,
    Photo,
    Prose,
    TypoReport,
    Version,
)
from tests import factories
from tests.desk_client import form_of, page_of, words_of

pytestmark = pytest.mark.django_db

TEXT = (
    '<p>Trams <em>cros</em> it <a href="/about/" rel="noopener">again</a>.</p>'
    "<p>It opened on Monday.</p>"
)


@pytest.fixture
def live(editor):
    piece = factories.article(text=TEXT, standfirst="The frist tram is full.", created_by=editor)
    factories.publish(piece, editor)
    return piece


def opened(client, piece, what="fix", **asked):
    """Return the fields of the form in which a passage is mended."""
    response = client.get(page_of(piece, what), asked)
    assert response.status_code == 200
    return form_of(response)


def fix(client, piece, text, *, what="fix", **asked):
    return client.post(page_of(piece, what), opened(client, piece, what, **asked) | {"text": text})


def seen(piece):
    return piece.versions.live().get()


def text_of(piece):
    return "".join(block.html for block in Block.all_of(piece) if isinstance(block, Prose))


def test_a_fix_is_silent_and_leaves_links_and_emphasis_where_they_are(desk, live, editor):
    before = seen(live)
    fix(desk, live, "Trams cross it again.", words="Trams cros it again.")
    after = seen(live)
    mended = TEXT.replace("cros<", "cross<")
    assert after.document == [{"kind": "prose", "html": mended}]
    assert (after.number, after.change, after.published_by_id) == (2, Change.SILENT, editor.pk)
    assert (after.path, after.modified_at) == (before.path, before.modified_at)
    assert "Trams cross it again." in after.text
    assert text_of(live) == mended
    assert not State.of(live.pk).changed
    assert "Iryna Lys Fixed a typo." in words_of(desk.get(page_of(live, "history")))


def test_the_fix_alone_is_published_and_the_draft_keeps_its_changes_and_gets_the_fix(desk, live):
    Prose.objects.filter(parent=live).update(html=TEXT + "<p>Not for readers yet.</p>")
    Article.objects.filter(pk=live.pk).update(headline="Not for readers either")
    live.bump(None)
    fix(desk, live, "Trams cross it again.", words="Trams cros it again.")
    assert "Not for readers" not in words_of(desk.get(seen(live).get_absolute_url()))
    assert "cross" in text_of(live)
    assert "Not for readers yet." in text_of(live)
    assert Article.objects.get(pk=live.pk).headline == "Not for readers either"
    assert State.of(live.pk).changed


def test_other_words_of_the_same_paragraph_stay_unpublished(desk, live):
    changed = TEXT.replace("again</a>.", "again</a> and again.")
    Prose.objects.filter(parent=live).update(html=changed)
    live.bump(None)
    fix(desk, live, "Trams cross it again.", words="Trams cros it again.")
    assert seen(live).document[0]["html"] == TEXT.replace("cros<", "cross<")
    assert text_of(live) == changed.replace("cros<", "cross<")


def test_a_draft_that_says_something_else_there_is_left_alone_and_that_is_said(desk, live):
    Prose.objects.filter(parent=live).update(html="<p>Nothing crosses it.</p>")
    live.bump(None)
    response = fix(desk, live, "Trams cross it again.", words="Trams cros it again.")
    assert "The draft says something else there" in words_of(desk.get(response.url))
    assert text_of(live) == "<p>Nothing crosses it.</p>"
    assert "cross<" in seen(live).document[0]["html"]


@pytest.mark.parametrize("name", ["headline", "standfirst"])
def test_a_headline_and_a_standfirst_are_mended_too_and_the_address_stays(desk, live, name):
    path = seen(live).path
    fix(desk, live, "The first tram is full.", place=name)
    assert getattr(seen(live), name) == "The first tram is full."
    assert getattr(Article.objects.get(pk=live.pk), name) == "The first tram is full."
    assert seen(live).path == path


def test_the_answer_of_an_interview_is_mended_like_any_paragraph(desk, editor):
    piece = factories.interview(created_by=editor)
    factories.publish(piece, editor)
    front = seen(piece).document[0]
    fix(desk, piece, "Shift 2 was longer.", words="Shift 2 was long.")
    fix(desk, piece, "What did the shift 1 look like?", words="What did shift 1 look like?")
    document = seen(piece).document
    assert document[0] == front
    assert document[1]["question"] == "What did the shift 1 look like?"
    assert document[2]["answer"] == "<p>Shift 2 was longer.</p>"
    assert piece.interviews_questionanswer_set.get(ordering=20).answer == document[2]["answer"]


def test_a_caption_of_the_library_is_mended_in_the_piece_alone(desk, editor):
    photo = Photo.objects.create(
        file="photos/tram.jpg", width=1600, height=1067, caption="A trma", alternative_text="A tram"
    )
    piece = factories.article(lead_photo=photo, created_by=editor)
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=photo)
    factories.publish(piece, editor)
    fix(desk, piece, "A tram", place="lead")
    fix(desk, piece, "A tram", words="A trma")
    assert seen(piece).lead_caption == "A tram"
    assert seen(piece).document[1]["caption"] == "A tram"
    assert Article.objects.get(pk=piece.pk).lead_caption == "A tram"
    assert Figure.objects.get().caption == "A tram"
    assert Photo.objects.get().caption == "A trma"
    assert not State.of(piece.pk).changed


def test_what_is_more_than_a_typo_or_nothing_at_all_is_refused(desk, live):
    refused = {
        "The bridge was opened with a long speech by the mayor, and few came.": "more than a typo",
        "Trams cros it again.": "Nothing is changed yet",
        " ": "A fix leaves some words",
    }
    for text, why in refused.items():
        response = fix(desk, live, text, words="Trams cros it again.")
        assert response.status_code == 409
        assert why in words_of(response)
    assert fix(desk, live, "n" * 201, place="headline").status_code == 409
    assert live.versions.count() == 1


def test_of_two_at_once_both_come_out_unless_they_mend_the_same_words(desk, live, client):
    forms = [opened(desk, live, words=words) for words in ("Trams cros", "It opened", "Trams cros")]
    texts = ["Trams cross it again.", "It opened on a Monday.", "Trams crossed it again."]
    statuses = []
    for form, text in zip(forms, texts, strict=True):
        response = desk.post(page_of(live, "fix"), form | {"text": text})
        statuses.append(response.status_code)
    assert statuses == [302, 302, 409]
    assert "You changed these words yourself" in words_of(response)
    # What was typed stays, beside the words of now.
    assert form_of(response)["text"] == texts[-1]
    assert "cross<" in seen(live).document[0]["html"]
    assert "on a Monday" in seen(live).document[0]["html"]


def test_what_readers_do_not_see_or_what_waits_for_its_moment_is_not_fixed(desk, live, editor):
    form = opened(desk, live) | {"text": "A bridge opens again"}
    live.refresh_from_db()
    factories.schedule(live, timezone.now() + timedelta(days=1), editor)
    assert "Cancel that first" in words_of(desk.post(page_of(live, "fix"), form))
    publishing.withdraw(live, editor, revision=Article.objects.get(pk=live.pk).revision)
    response = desk.get(page_of(live, "fix"))
    assert response.status_code == 409
    assert "Readers do not see this piece now" in words_of(response)
    assert desk.post(page_of(live, "fix"), form).status_code == 409
    assert not Version.objects.live().exists()


def test_a_reporter_suggests_and_an_editor_publishes_it(client, live, editor, reporter):
    client.force_login(reporter)
    assert client.get(page_of(live, "fix")).status_code == 403
    fix(client, live, "Trams cross it again.", what="suggest", words="Trams cros it again.")
    report = TypoReport.objects.get()
    assert (report.quote, report.replacement, report.suggested_by) == ("cros", "cross", reporter)
    assert live.versions.count() == 1
    assert client.post(page_of(live, "accept", report.pk)).status_code == 403

    client.force_login(editor)
    page = words_of(client.get(page_of(live)))
    assert "suggested by Taras Zoria" in page
    client.post(page_of(live, "accept", report.pk))
    assert seen(live).document[0]["html"] == TEXT.replace("cros<", "cross<")
    assert TypoReport.objects.get().settled_by == editor


def test_a_suggestion_whose_words_have_gone_is_not_published_and_stays_open(client, live, editor):
    client.force_login(editor)
    fix(client, live, "Trams cross it again.", what="suggest", words="Trams cros it again.")
    fix(client, live, "Trams crossed it again.", words="Trams cros it again.")
    address = page_of(live, "accept", TypoReport.objects.get().pk)
    response = client.post(address, headers={"accept": "application/json"})
    assert response.status_code == 409
    assert "do not stand in the piece any more" in response.json()["problem"]
    assert TypoReport.objects.open().exists()
