"""Saving a piece: the work follows what changed, and a page that stays hears what came of it."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Block, Prose
from interviews.models import QuestionAnswer
from tests.desk_client import form_of, opened, page_of, save, with_blocks, words_of
from tests.factories import article, interview, person

QUESTIONS = "interviews_questionanswer_set"
PROSE = "articles_prose_set"
# What only parts transactions, and is none where requests are not tested.
PARTING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
MOST_QUERIES = 25


@pytest.fixture
def desk(client):
    client.force_login(person("Editor"))
    return client


def in_place(desk, piece, data):
    """Save as the script of a page that stays does, and return what it hears."""
    address = page_of(piece) if piece else "/admin/articles/article/add/"
    said = desk.post(address, data | {"_continue": "Save"}, headers={"accept": "application/json"})
    assert said.status_code == 200
    return said.json()


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [one["sql"] for one in captured if not one["sql"].startswith(PARTING)]


# The work follows what changed.


@pytest.mark.django_db
def test_one_answer_costs_as_much_among_a_hundred_as_among_three_and_not_much(desk):
    counts = []
    for questions in (3, 100):
        talk = interview(questions=questions)
        mine = opened(desk, talk) | {f"{QUESTIONS}-1-answer": "<p>Changed.</p>"}
        save(desk, talk, mine)
        mine = opened(desk, talk) | {f"{QUESTIONS}-1-answer": "<p>Changed again.</p>"}
        asked = queries_of(lambda talk=talk, mine=mine: in_place(desk, talk, mine))
        assert sum(f'UPDATE "{QuestionAnswer._meta.db_table}"' in sql for sql in asked) == 1
        counts.append(len(asked))
        answers = QuestionAnswer.objects.filter(parent=talk).order_by("ordering")
        assert answers[1].answer == "<p>Changed again.</p>"
        assert answers.count() == questions
    assert counts[0] == counts[1] <= MOST_QUERIES


def named(data, *rows):
    """Return what the script of the page sends where these rows say what they said."""
    names = [f"{row}:{data[f'{row}-id']}:{data.get(f'{row}-ordering', 'null')}" for row in rows]
    left_out = tuple(f"{row}-" for row in rows)
    sent = {name: value for name, value in data.items() if not name.startswith(left_out)}
    return sent | {"_unchanged": " ".join(names)}


@pytest.mark.django_db
def test_rows_that_are_only_named_stay_and_count_as_what_they_are(desk):
    talk = interview(questions=4)
    before = [(block.pk, block.ordering, block.answer) for block in Block.all_of(talk)]
    data = opened(desk, talk) | {f"{QUESTIONS}-2-answer": "<p>New.</p>"}
    rows = [f"{QUESTIONS}-{number}" for number in (0, 1, 3)]
    said = in_place(desk, talk, named(data, *rows, "interviewees-0"))
    after = [(block.pk, block.ordering, block.answer) for block in Block.all_of(talk)]
    assert [row for row in after if row not in before] == [(before[2][0], 30, "<p>New.</p>")]
    assert len(after) == 4
    # And once more from the same page: then a colleague's change of a row that was named comes in.
    data |= said["fields"] | {f"{QUESTIONS}-0-answer": "<p>Newer.</p>"}
    said = in_place(desk, talk, named(data, *rows[1:], f"{QUESTIONS}-2", "interviewees-0"))
    data |= said["fields"] | {f"{QUESTIONS}-0-answer": "<p>Mine.</p>"}
    save(desk, talk, opened(desk, talk) | {f"{QUESTIONS}-3-answer": "<p>Theirs.</p>"})
    data["_window"] = "0" * 32
    assert in_place(desk, talk, data)["brings"]
    answers = [block.answer for block in Block.all_of(talk)]
    assert answers == ["<p>Mine.</p>", before[1][2], "<p>New.</p>", "<p>Theirs.</p>"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"revision": "7"},
        {"_base": ""},
        {"_unchanged": f"{PROSE}-0:99:10"},
        {"_unchanged": f"{PROSE}-0:{{pk}}:20"},
        {"_unchanged": "nothing"},
        {"_unchanged": "articles_tag-0:1:10"},
    ],
)
@pytest.mark.django_db
def test_where_a_named_row_is_not_known_all_of_the_form_is_asked_for(wrong, desk):
    piece = article(text="<p>Stays.</p>")
    pk = str(Prose.objects.get().pk)
    data = named(opened(desk, piece) | {"headline": "New"}, f"{PROSE}-0")
    data |= {name: value.replace("{pk}", pk) for name, value in wrong.items()}
    assert in_place(desk, piece, data).keys() == {"needsAll", "token"}
    assert Prose.objects.get().html == "<p>Stays.</p>"
    assert Article.objects.get().headline != "New"


@pytest.mark.django_db
def test_a_deleted_piece_gets_all_of_the_form_before_it_is_told(desk):
    piece = article(text="<p>Stays.</p>")
    data, address = named(opened(desk, piece), f"{PROSE}-0"), page_of(piece)
    piece.delete()
    asked = desk.post(address, data, headers={"accept": "application/json"})
    assert asked.json()["needsAll"]


@pytest.mark.django_db
def test_what_is_new_moved_and_deleted_is_saved_beside_what_stays(desk):
    piece = article(text="")
    for number in range(1, 6):
        Prose.objects.create(
            parent=piece, region="main", ordering=number * 10, html=f"<p>{number}</p>"
        )
    data = opened(desk, piece)
    data |= {f"{PROSE}-1-DELETE": "on", f"{PROSE}-0-ordering": "45"}
    data = with_blocks(data, PROSE, {"html": "<p>new</p>", "ordering": 35})
    save(desk, piece, data)
    assert [block.html for block in Block.all_of(piece)] == [
        f"<p>{said}</p>" for said in ("3", "new", "4", "1", "5")
    ]


@pytest.mark.django_db
def test_a_move_alone_is_a_change(desk):
    piece = article(text="<p>One</p>")
    Prose.objects.create(parent=piece, region="main", ordering=20, html="<p>Two</p>")
    before = piece.revision
    save(desk, piece, opened(desk, piece) | {f"{PROSE}-0-ordering": "30"})
    piece.refresh_from_db()
    assert piece.revision == before + 1
    assert [block.html for block in Block.all_of(piece)] == ["<p>Two</p>", "<p>One</p>"]
    assert LogEntry.objects.count() == 1


@pytest.mark.django_db
def test_nothing_changed_is_nothing_saved(desk):
    talk = interview(questions=5)
    save(desk, talk, opened(desk, talk))
    talk.refresh_from_db()
    assert (talk.revision, LogEntry.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_a_refused_page_shows_all_rows_also_those_that_did_not_change(desk):
    talk = interview(questions=4)
    mine = opened(desk, talk) | {"headline": "", f"{QUESTIONS}-1-answer": "<p>Changed.</p>"}
    page = save(desk, talk, mine)
    assert "Not saved yet: see below what needs fixing." in words_of(page)
    for number in (1, 3, 4):
        assert f"Shift {number} was long." in page.content.decode()
    assert "Changed." in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("base", ["", "x", "[]", "[{}, [[]]]", '[{}, [["a", 1, 2, 3, 4]]]'])
def test_whatever_stands_where_the_base_is_everything_posted_is_saved(base, desk):
    talk = interview(questions=3)
    mine = opened(desk, talk)
    mine |= {"_base": base, f"{QUESTIONS}-1-answer": "<p>Changed.</p>", "_conflict": []}
    save(desk, talk, {key: value for key, value in mine.items() if key != "_conflict"})
    kept = QuestionAnswer.objects.filter(parent=talk)
    assert kept.count() == 3
    assert talk.revision == 1


@pytest.mark.django_db
def test_a_rule_about_two_fields_is_held_when_one_of_them_changed(desk):
    original = article("Original", language="en")
    article("Translated", language="uk", original=original)
    other = article("Other", language="fr", original=original)
    page = save(desk, other, opened(desk, other) | {"language": "uk"})
    assert "That piece already has a translation into this language." in words_of(page)


# In place.


@pytest.mark.django_db
def test_a_page_that_stays_hears_what_its_save_has_made(desk):
    piece = article()
    data = with_blocks(opened(desk, piece), PROSE, {"html": "<p>New.</p>", "id": "new-1"})
    said = in_place(desk, piece, data)
    made = Block.all_of(piece)[-1]
    assert said["made"] == {f"{PROSE}:new-1": str(made.pk)}
    piece.refresh_from_db()
    assert said["fields"]["revision"] == str(piece.revision)
    assert [row[1] for row in json.loads(said["fields"]["_base"])[1]][-1] == str(made.pk)
    assert said["messages"][0]["words"].startswith("Saved at")
    # With it, the page goes on as if it had been opened now.
    data |= said["fields"] | {f"{PROSE}-1-id": str(made.pk), f"{PROSE}-INITIAL_FORMS": "2"}
    in_place(desk, piece, data | {f"{PROSE}-1-html": "<p>Newer.</p>"})
    assert [block.html for block in Block.all_of(piece)][-1] == "<p>Newer.</p>"
    assert Prose.objects.filter(parent=piece).count() == 2


@pytest.mark.django_db
def test_a_new_piece_is_made_once_and_its_page_is_told_where_it_is(desk):
    data = opened_new(desk) | {"headline": "New here", "_turn": "1"}
    said = in_place(desk, None, data)
    piece = Article.objects.get()
    assert said["change"] == page_of(piece)
    # Its answer was lost, and it is sent again.
    again = in_place(desk, None, data)
    assert again["change"] == page_of(piece), again
    assert Article.objects.count() == 1


def opened_new(desk):
    return form_of(desk.get("/admin/articles/article/add/"))


@pytest.mark.django_db
def test_mistakes_come_by_the_names_of_their_fields_and_nothing_is_saved(desk):
    talk = interview(questions=3)
    data = opened(desk, talk) | {"headline": "", f"{QUESTIONS}-2-question": ""}
    said = in_place(desk, talk, data)
    assert {one["name"] for one in said["mistakes"]} == {"headline", f"{QUESTIONS}-2-question"}
    talk.refresh_from_db()
    assert talk.revision == 1


@pytest.mark.django_db
def test_a_conflict_asks_for_the_page(desk):
    piece = article("Old")
    mine = opened(desk, piece) | {"headline": "Mine"}
    save(desk, piece, opened(desk, piece) | {"headline": "Theirs"})
    mine["_window"] = "0" * 32
    assert in_place(desk, piece, mine)["needsPage"]
    assert Article.objects.get().headline == "Theirs"


@pytest.mark.django_db
def test_whoever_is_signed_in_by_now_saves_nothing_for_somebody_else(desk):
    piece = article("Old")
    data = opened(desk, piece) | {"headline": "Mine", "_user": "0", "_continue": "Save"}
    answer = desk.post(page_of(piece), data, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert "signed in as" in answer.json()["problem"]
    assert Article.objects.get().headline == "Old"


@pytest.mark.parametrize("questions", [3, 100])
@pytest.mark.django_db
def test_from_the_press_to_the_readers_are_at_most_thirty_queries(questions, desk):
    talk = interview(questions=questions)
    for _time in range(2):
        asks = desk.get(page_of(talk, "publish"))
        pressed = form_of(asks) | {"change": "silent", "note": ""}
        asked = queries_of(lambda pressed=pressed: desk.post(page_of(talk, "publish"), pressed))
        assert talk.versions.exists()
        assert len(asked) <= 30, "\n".join(asked)
        save(desk, talk, opened(desk, talk) | {"standfirst": "Another one."})
    assert talk.versions.count() == 2
