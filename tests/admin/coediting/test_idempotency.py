"""A save whose answer was lost is sent again: what it made is made once, and nobody is asked."""

import pytest
from django.test import Client

from articles.models import Article, Prose, Unsaved
from interviews.models import Interviewee
from tests import factories
from tests.desk_client import autosave, form_of, opened, page_of, save, with_blocks, words_of

PROSE = "articles_prose_set"
NEW = "new-0f0f"

pytestmark = pytest.mark.django_db


@pytest.fixture
def nazar():
    other = Client()
    other.force_login(factories.person("Editor", first_name="Nazar", last_name="Bilous"))
    return other


@pytest.fixture
def sent(desk, piece):
    """A save with a new block, of which no answer came: the page stands there as it was."""
    data = with_blocks(opened(desk, piece), PROSE, {"html": "<p>New.</p>", "id": NEW})
    data |= {"_turn": "3", "headline": "Sent once"}
    assert save(desk, piece, data).status_code == 302
    return data


def texts(piece):
    return list(piece.articles_prose_set.values_list("html", flat=True))


OLD = "<p>Trams cross it again.</p>"


def test_the_same_save_sent_again_changes_nothing(desk, piece, sent):
    revision = Article.objects.get().revision
    assert save(desk, piece, sent).status_code == 302
    assert texts(piece) == [OLD, "<p>New.</p>"]
    assert Article.objects.get().revision == revision
    assert "Combined with" not in words_of(desk.get(page_of(piece)))


def test_what_was_typed_on_is_saved_without_a_question(desk, piece, sent):
    sent |= {"headline": "Sent twice", f"{PROSE}-1-html": "<p>New, typed on.</p>", "_turn": "4"}
    assert save(desk, piece, sent).status_code == 302
    assert texts(piece) == [OLD, "<p>New, typed on.</p>"]
    assert Article.objects.get().headline == "Sent twice"
    # And a third time, of which two answers were lost.
    with_blocks(sent, PROSE, {"html": "<p>Newer.</p>", "id": "new-1a1a"})
    assert save(desk, piece, sent | {"_turn": "5"}).status_code == 302
    assert save(desk, piece, sent | {"_turn": "5"}).status_code == 302
    assert texts(piece) == [OLD, "<p>New, typed on.</p>", "<p>Newer.</p>"]


def test_a_new_block_is_known_wherever_it_stands_in_the_form(desk, piece, sent):
    with_blocks(sent, PROSE, {"html": "<p>Newer.</p>", "id": "new-1a1a"})
    assert save(desk, piece, sent | {"_turn": "4"}).status_code == 302
    # The first of the two new blocks is taken out, and the other one moves up to its number.
    for entry in ("html", "id", "ordering", "region"):
        sent[f"{PROSE}-1-{entry}"] = sent.pop(f"{PROSE}-2-{entry}")
    sent |= {f"{PROSE}-TOTAL_FORMS": 2, "_turn": "5"}
    assert save(desk, piece, sent).status_code == 302
    assert texts(piece) == [OLD, "<p>Newer.</p>"]


def test_an_earlier_state_that_arrives_late_takes_nothing_back(desk, piece, sent):
    later = sent | {"headline": "Later", f"{PROSE}-1-html": "<p>New, later.</p>", "_turn": "4"}
    assert save(desk, piece, later).status_code == 302
    assert save(desk, piece, sent).status_code == 200
    assert Article.objects.get().headline == "Later"
    assert texts(piece) == [OLD, "<p>New, later.</p>"]


def test_what_a_colleague_saved_in_between_stays_and_comes_in(desk, nazar, piece, sent):
    theirs = opened(nazar, piece) | {"headline": "Nazar's", f"{PROSE}-0-html": "<p>His.</p>"}
    assert save(nazar, piece, theirs).status_code == 302
    sent |= {f"{PROSE}-1-html": "<p>New, typed on.</p>", "_turn": "4"}
    assert save(desk, piece, sent).status_code == 302
    assert texts(piece) == ["<p>His.</p>", "<p>New, typed on.</p>"]
    assert Article.objects.get().headline == "Nazar's"


def test_what_a_colleague_made_of_the_new_block_is_asked_about(desk, nazar, piece, sent):
    assert save(nazar, piece, opened(nazar, piece) | {f"{PROSE}-1-html": "<p>His.</p>"})
    sent |= {f"{PROSE}-1-html": "<p>New, typed on.</p>", "_turn": "4"}
    refused = save(desk, piece, sent)
    assert "Text: “His.”" in words_of(refused)
    key = refused.context["together"]["conflicts"][0].key
    data = form_of(refused) | {"_conflict": [key], f"_choice:{key}": "mine"}
    assert save(desk, piece, data).status_code == 302
    assert texts(piece) == [OLD, "<p>New, typed on.</p>"]


def test_a_block_that_was_deleted_and_kept_all_the_same_is_kept_once(desk, nazar, piece):
    data = opened(desk, piece) | {f"{PROSE}-0-html": "<p>Mine.</p>", "_turn": "3"}
    assert save(nazar, piece, opened(nazar, piece) | {f"{PROSE}-0-DELETE": "on"})
    refused = save(desk, piece, data)
    key = refused.context["together"]["conflicts"][0].key
    data = form_of(refused) | {"_conflict": [key], f"_choice:{key}": "mine"}
    for _time in range(2):
        assert save(desk, piece, data).status_code == 302
    assert texts(piece) == ["<p>Mine.</p>"]


def test_somebody_who_answers_is_added_once(desk):
    talk = factories.interview()
    row = {"name": "Second", "role": "", "position": "5", "region": "", "ordering": "", "id": NEW}
    data = with_blocks(opened(desk, talk), "interviewees", row) | {"_turn": "3"}
    assert save(desk, talk, data).status_code == 302
    data |= {"interviewees-1-role": "driver", "_turn": "4"}
    assert save(desk, talk, data).status_code == 302
    assert [one.role for one in Interviewee.objects.filter(name="Second")] == ["driver"]


def test_another_page_with_the_same_words_is_not_taken_for_the_one_that_was_saved(desk, piece):
    data = with_blocks(opened(desk, piece), PROSE, {"html": "<p>New.</p>", "id": NEW})
    autosave(desk, page_of(piece, "autosave"), data, turn=2)
    here, there = (form_of(desk.get(page_of(piece, "recover", data["_window"]))) for _ in range(2))
    here |= {"headline": "Here", f"{PROSE}-1-html": "<p>New, here.</p>", "_turn": "3"}
    assert save(desk, piece, here).status_code == 302
    refused = save(desk, piece, there | {"_turn": "3"})
    assert refused.status_code == 200
    assert Article.objects.get().headline == "Here"
    assert texts(piece) == [OLD, "<p>New, here.</p>"]
    assert len(refused.context["together"]["conflicts"]) == 1


# Typed while the save was on its way, and kept.


def test_words_that_were_typed_after_the_save_come_back_into_what_it_made(desk, piece, sent):
    sent |= {"headline": "Typed on", f"{PROSE}-1-html": "<p>New, typed on.</p>"}
    autosave(desk, page_of(piece, "autosave"), sent, turn=4)
    back = form_of(desk.get(page_of(piece, "recover", sent["_window"])))
    assert back["headline"] == "Typed on"
    made = Prose.objects.get(html="<p>New.</p>")
    assert back[f"{PROSE}-1-id"] == str(made.pk)
    assert save(desk, piece, back).status_code == 302
    assert texts(piece) == [OLD, "<p>New, typed on.</p>"]
    assert not Unsaved.objects.waiting().exists()


def test_a_block_that_was_taken_out_after_the_save_comes_back_as_deleted(desk, piece, sent):
    for entry in ("html", "id", "ordering", "region"):
        del sent[f"{PROSE}-1-{entry}"]
    sent[f"{PROSE}-TOTAL_FORMS"] = 1
    autosave(desk, page_of(piece, "autosave"), sent, turn=4)
    back = form_of(desk.get(page_of(piece, "recover", sent["_window"])))
    assert back[f"{PROSE}-1-DELETE"] == "on"
    assert save(desk, piece, back).status_code == 302
    assert texts(piece) == [OLD]


def test_what_one_window_made_is_nothing_to_another_person(desk, nazar, piece, sent):
    data = opened(nazar, piece)
    with_blocks(data, PROSE, {"html": "<p>His.</p>", "id": NEW})
    stolen = data | {"_window": sent["_window"], "_page": sent["_page"], "_turn": "9"}
    assert save(nazar, piece, stolen).status_code == 302
    assert texts(piece) == [OLD, "<p>New.</p>", "<p>His.</p>"]


# What it costs.


def test_a_save_remembers_little_of_a_long_interview(desk, django_assert_max_num_queries):
    talk = factories.interview(questions=40)
    data = opened(desk, talk) | {"_turn": "3"}
    assert save(desk, talk, data | {"headline": "Longer"}).status_code == 302
    last = Unsaved.objects.get().last_save
    assert last["made"] == {}
    assert len(last["base"]) < 5_000
