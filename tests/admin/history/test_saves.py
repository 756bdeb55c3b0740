"""Saves: each one that changes what a piece says is in its history, and the old ones thin out."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import publishing
from articles.content import saves, snapshot
from articles.models import (
    Article,
    Block,
    DraftSnapshot,
    Milestone,
    Occasion,
    Prose,
    draft_snapshot,
)
from interviews.actions import accept
from interviews.models import QuestionAnswer
from interviews.transcript import Paragraph, Part
from tests import factories
from tests.admin.history.test_restoring import everything_else, full  # noqa: F401 — a fixture
from tests.desk_client import form_of, page_of, words_of

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def saved(desk, piece, **typed):
    """Type over what the form has, and save."""
    opened = form_of(desk.get(page_of(piece)))
    assert desk.post(page_of(piece), opened | typed).status_code == 302


def kept(piece):
    return list(DraftSnapshot.objects.filter(article=piece.pk).order_by("at", "pk"))


def snapshots(piece, *times, by=None):
    """Keep so many saves of a piece, at these times."""
    for number, at in enumerate(times):
        DraftSnapshot.objects.create(
            article_id=piece.pk,
            revision=1_000 + number,
            content=snapshot.of_draft(piece) | {"headline": f"Kept {number}"},
            digest=str(number),
            by=by,
            at=at,
        )


def entries(response, selector=".desk-entry"):
    soup = BeautifulSoup(response.content, "html.parser")
    return [" ".join(entry.get_text(" ").split()) for entry in soup.select(selector)]


# What is kept.


def test_rubbish_over_everything_is_undone_from_the_history(desk, piece):
    before = snapshot.of_draft(piece)
    text = next(name for name in form_of(desk.get(page_of(piece))) if name.endswith("-html"))

    saved(desk, piece, headline="asdf", standfirst="", **{text: "<p>asdf</p>"})
    history = desk.get(page_of(piece, "history"))
    first = kept(piece)[0]
    assert page_of(piece, "restore_save", first.pk) in history.text
    restore = page_of(piece, "restore_save", first.pk)
    assert desk.post(restore, form_of(desk.get(restore))).status_code == 302

    assert snapshot.of_draft(Article.objects.get(pk=piece.pk)) == before
    # And that was a save too: the rubbish is still there to be restored.
    replaced = Milestone.objects.get(occasion=Occasion.REPLACED)
    assert snapshot.content_of(replaced)["headline"] == "asdf"


def test_a_new_piece_has_its_first_save_in_its_history(desk):
    page = "/admin/articles/article/add/"
    desk.post(page, form_of(desk.get(page)) | {"headline": "The first words"})
    piece = Article.objects.get()

    assert [one.content["headline"] for one in kept(piece)] == ["The first words"]
    saved(desk, piece, headline="Others")
    assert "Saved" in entries(desk.get(page_of(piece, "history")))[1]


def test_what_was_there_before_saves_were_kept_is_kept_with_its_own_time(desk, piece, editor):
    changed = timezone.now() - 3 * DAY
    Article.objects.filter(pk=piece.pk).update(modified_at=changed, modified_by=editor)

    saved(desk, piece, headline="Others")

    first, second = kept(piece)
    assert (first.at, first.by, first.content["headline"]) == (changed, editor, piece.headline)
    assert second.content["headline"] == "Others"


def test_a_save_that_changes_nothing_keeps_nothing(desk, piece):
    saved(desk, piece, headline="Others")
    before = len(kept(piece))
    saved(desk, piece)
    assert len(kept(piece)) == before


def test_a_preview_keeps_nothing(desk, piece):
    opened = form_of(desk.get(page_of(piece)))
    desk.post(page_of(piece, "preview"), opened | {"headline": "Only looked at"})
    assert kept(piece) == []


def test_a_save_is_whole_with_every_kind_of_block(full, editor):  # noqa: F811
    before = snapshot.of_draft(full)
    saves.keep(full, editor)
    everything_else(full)
    state = kept(full)[0]
    assert snapshot.content_of(state) == before

    publishing.restore(state, editor, revision=full.revision)

    assert snapshot.of_draft(type(full).objects.get(pk=full.pk)) == before


def test_restoring_and_a_transcript_are_saves_too(editor):
    talk = factories.interview()
    saves.keep(talk, editor)
    said = [("What now?", Part.QUESTION), ("We wait.", Part.ANSWER)]
    paragraphs = [Paragraph(html=text, text=text, part=part) for text, part in said]
    accept(talk, paragraphs, editor, revision=talk.revision)
    first, second = kept(talk)
    assert len(second.content["document"]) == len(first.content["document"]) + 1

    publishing.restore(first, editor, revision=Article.objects.get(pk=talk.pk).revision)

    assert [one.digest for one in kept(talk)] == [first.digest, second.digest, first.digest]


# What it costs.


@pytest.mark.parametrize("questions", [2, 60])
def test_a_save_costs_two_queries_more_however_long_the_piece(editor, questions):
    talk = factories.interview(questions=questions, tags=["Trams"], authors=["Taras Zoria"])
    saves.keep(talk, editor)
    QuestionAnswer.objects.filter(parent=talk).update(answer="<p>Another.</p>")

    with CaptureQueriesContext(connection) as queries:
        saves.keep(talk, editor)
    assert len(queries) == 2

    with CaptureQueriesContext(connection) as queries:
        assert saves.keep(talk, editor) is None
    assert len(queries) == 1


def test_a_save_is_stored_compressed(editor):
    talk = factories.interview(questions=150)
    saves.keep(talk, editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT octet_length(content) FROM articles_draftsnapshot")
        (stored,) = cursor.fetchone()
    assert stored < len(str(kept(talk)[0].content)) / 4


# What becomes of old ones.


def test_all_of_a_day_stay_then_the_last_of_an_hour_then_the_last_of_a_day(piece):
    now = timezone.now()
    an_hour = now.replace(minute=0, second=0, microsecond=0) - 3 * DAY
    a_day = datetime(2026, 3, 4, 10, tzinfo=UTC)
    recent = [now - 23 * HOUR, now - 23 * HOUR + MINUTE, now - MINUTE]
    hourly = [an_hour + 5 * MINUTE, an_hour + 50 * MINUTE, an_hour + 70 * MINUTE]
    daily = [a_day, a_day + HOUR, a_day + DAY]
    snapshots(piece, *daily, *hourly, *recent)

    DraftSnapshot.objects.thin(piece.pk)

    assert [one.at for one in kept(piece)] == [*daily[1:], *hourly[1:], *recent]


def test_what_is_thinned_is_that_piece_alone_and_never_a_milestone(piece, editor):
    other = factories.article("Another")
    long_ago = timezone.now() - 90 * DAY
    for one in (piece, other):
        snapshots(one, long_ago, long_ago + timedelta(microseconds=1))
    for _time in range(2):
        state = snapshot.save_milestone(piece, Occasion.REVIEW, editor)
        Milestone.objects.filter(pk=state.pk).update(at=long_ago)

    DraftSnapshot.objects.thin(piece.pk)

    assert [len(kept(piece)), len(kept(other)), Milestone.objects.count()] == [1, 2, 2]


def test_of_one_piece_there_are_never_more_than_so_many(piece, monkeypatch):
    monkeypatch.setattr(draft_snapshot, "MOST_OF_A_PIECE", 5)
    now = timezone.now()
    snapshots(piece, *(now - number * MINUTE for number in range(8)))
    DraftSnapshot.objects.thin(piece.pk)
    assert [one.at for one in kept(piece)] == [now - number * MINUTE for number in range(4, -1, -1)]


def test_the_first_save_of_an_hour_thins_what_is_old(piece, editor):
    long_ago = datetime(2026, 3, 4, 10, tzinfo=UTC)
    snapshots(piece, long_ago, long_ago + MINUTE)
    saves.keep(piece, editor)
    assert [one.at for one in kept(piece)][:-1] == [long_ago + MINUTE]


def test_a_snapshot_belongs_to_one_piece(piece):
    with pytest.raises(IntegrityError, match="belongs_to_one_piece"), transaction.atomic():
        DraftSnapshot.objects.create(revision=1, content={}, digest="a")


# The list.


def test_who_saved_when_stands_in_the_list_and_opens_compares_and_restores(desk, piece, reporter):
    snapshots(piece, timezone.now() - HOUR, by=reporter)
    (state,) = kept(piece)

    (_draft, entry) = entries(desk.get(page_of(piece, "history")))
    assert f"Saved by {reporter.name}" in entry
    assert "Restore" in entry
    assert "Kept 0" in desk.get(page_of(piece, "save", state.pk)).text
    compared = desk.get(page_of(piece, "compare"), {"a": f"save-{state.pk}", "b": "draft"})
    assert "Kept 0" in words_of(compared)


def test_many_saves_of_one_person_in_a_row_are_one_line_that_unfolds(desk, piece, editor, reporter):
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - DAY
    snapshots(piece, *(noon + number * MINUTE for number in range(4)), by=editor)
    snapshots(piece, noon + 5 * MINUTE, noon + 6 * MINUTE, by=reporter)

    response = desk.get(page_of(piece, "history"))

    assert len(entries(response, "ol > .desk-entry")) == 1 + 2 + 4
    assert entries(response, ".desk-fold summary") == ["3 earlier saves since 12:00"]
    assert len(entries(response, ".desk-fold .desk-entry")) == 3


def test_a_save_that_was_sent_on_by_who_saved_it_stands_there_once(desk, piece):
    saved(desk, piece, headline="Ready to go")
    saved(desk, piece, headline="Ready now", _stage="review")
    saved(desk, piece, headline="Afterwards")
    titles = [words.split(" by ")[0] for words in entries(desk.get(page_of(piece, "history")))]
    assert [title.split()[-1] for title in titles[1:3]] == ["review", "Saved"]
    assert "Sent for review" in titles[1]


def test_three_hundred_saves_are_paged_in_as_many_queries_as_three(desk, piece, editor):
    def pages():
        before, found, counts = "", [], []
        while True:
            with CaptureQueriesContext(connection) as queries:
                response = desk.get(page_of(piece, "history"), {"before": before})
            counts.append(len(queries))
            soup = BeautifulSoup(response.content, "html.parser")
            chosen = soup.select('.desk-entry input[name="a"]')
            found += [one["value"] for one in chosen if one["value"].startswith("save-")]
            older = soup.select_one('button[name="before"][value]:not([value=""])')
            if older is None:
                return found, counts
            before = older["value"]

    desk.get(page_of(piece, "history"))
    now = timezone.now()
    snapshots(piece, *(now - number * HOUR for number in range(3)), by=editor)
    few, (cost,) = pages()
    DraftSnapshot.objects.all().delete()
    snapshots(piece, *(now - number * 20 * MINUTE for number in range(300)), by=editor)
    found, counts = pages()

    assert len(few) == 3
    assert found == [f"save-{one.pk}" for one in reversed(kept(piece))]
    assert set(counts) == {cost}


def test_a_save_of_another_piece_opens_nowhere(desk, piece):
    other = factories.article("Another")
    snapshots(other, timezone.now())
    (state,) = kept(other)
    for page in ("save", "restore_save"):
        assert desk.get(page_of(piece, page, state.pk)).status_code == 404
    compared = desk.get(page_of(piece, "compare"), {"a": f"save-{state.pk}", "b": "draft"})
    assert compared.status_code == 404


def test_who_may_not_edit_the_piece_restores_no_save_of_it(client, piece, reporter):
    snapshots(piece, timezone.now())
    (state,) = kept(piece)
    client.force_login(reporter)
    assert "Restore" not in client.get(page_of(piece, "history")).text
    assert client.post(page_of(piece, "restore_save", state.pk)).status_code == 403
    piece.shared_with.add(reporter)
    assert client.get(page_of(piece, "restore_save", state.pk)).status_code == 200


# Erasing.


def test_a_word_is_erased_from_all_that_is_kept(piece, editor):
    Prose.objects.filter(parent=piece).update(html="<p>Call Olha Marchenko.</p>")
    saves.keep(piece, editor)
    snapshot.save_milestone(piece, Occasion.REVIEW, editor)

    assert saves.rewrite(lambda text: text.replace("Olha Marchenko", "NN")) == 2

    for state in (*kept(piece), *Milestone.objects.all()):
        assert "Marchenko" not in str(state.content)
        assert "Call NN." in str(state.content)
    (state,) = kept(piece)
    assert state.digest == saves.digest_of(state.content)


def test_a_snapshot_reads_every_kind_of_block_there_is(full):  # noqa: F811
    """A new kind needs nothing to be kept; this would tell if the one query forgot some."""
    saves.keep(full, None)
    found = {block["kind"] for block in kept(full)[0].content["document"]}
    assert {kind.kind for kind in Block.kinds()} <= found
