"""The finder: whatever the desk has, by its words in any language, or by a pasted address."""

import pytest
from django.db import connection
from django.db.models import Value
from django.urls import reverse

from articles.admin.dashboard.finder import _matches
from articles.models import Author, Block, Tag
from tests.desk_client import page_of
from tests.factories import article, interview, person, publish

FIND = reverse("admin:articles_article_find")

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(person("Editor"))
    return client


def found(client, typed):
    return [
        (one["words"], one["address"]) for one in client.get(FIND, {"q": typed}).json()["found"]
    ]


def test_drafts_and_published_pieces_of_every_kind_are_found_by_their_headlines(desk):
    draft, talk = article("A bridge nobody saw"), interview("The bridge keeper speaks")
    assert found(desk, "bridge") == [
        (talk.headline, page_of(talk)),
        (draft.headline, page_of(draft)),
    ]


def test_what_is_live_is_found_by_words_of_its_text_in_any_form(desk):
    piece = article("A headline", text="<p>Trams were crossing the bridges.</p>")
    publish(piece, person("Editor"))
    assert found(desk, "bridge crossed") == [(piece.headline, page_of(piece))]


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("<p>Trams were <em>crossing</em> the bridges.</p>", "bridge crossed"),
        ("<p>Трамваї йдуть мостами Івано-Франківська.</p>", "міст трамвай"),
        ("<p>Трамваї йдуть Івано-Франківськом.</p>", "Івано-Франківськ"),
        ("<p>Хто забив м’яча?</p>", "м'ячем"),
    ],
)
def test_drafts_are_found_by_words_of_their_text_in_any_form(said, typed, desk):
    draft, talk = article("A headline", text=said), interview("Another", questions=1)
    talk_block = talk.interviews_questionanswer_set.get()
    talk_block.answer = said
    talk_block.save()
    assert {words for words, _address in found(desk, typed)} == {draft.headline, talk.headline}


def test_an_index_leads_to_the_words_of_drafts():
    for kind in (kind for kind in Block.kinds() if kind.words):
        [index] = (each for each in kind._meta.indexes if each.name.endswith("_words"))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plan = kind.objects.filter(_matches(kind.words, Value("міст"))).explain()
        assert index.name in plan


def test_a_pasted_address_leads_to_its_piece(desk):
    piece = article("A headline")
    publish(piece, person("Editor"))
    path = piece.versions.get().get_absolute_url()
    for typed in (path, f"https://example.org{path}", f"https://example.org{path}?utm_source=x",
                  f"https://example.org{page_of(piece)}"):  # fmt: skip
        assert found(desk, typed) == [(piece.headline, page_of(piece))]


def test_the_address_of_the_form_of_something_else_leads_to_no_piece(desk):
    piece = article("A headline")
    for typed in (f"/admin/articles/tag/{piece.pk}/change/", f"/admin/x/y/{piece.pk}/", "/admin/"):
        assert found(desk, typed) == []


@pytest.mark.parametrize("typed", ["м'яч", "м’яч", "мʼяч"])
def test_every_apostrophe_is_the_one_that_was_written(typed, desk):
    piece = article("Хто забив м’яч")
    assert found(desk, typed) == [(piece.headline, page_of(piece))]


def test_topics_are_found_in_either_language_and_authors_by_name(desk):
    tag = Tag.objects.create(name="Energy", in_other_languages={"uk": {"name": "Енергетика"}})
    author = Author.objects.create(name="Iryna Bondar")
    change = reverse("admin:articles_tag_change", args=[tag.pk])
    assert found(desk, "енергет") == [("Energy", change)]
    assert [words for words, _address in found(desk, "bondar")] == [str(author)]


@pytest.mark.parametrize(
    "typed", ["", " ", "'", "%", "\\", "/", "://", "http://[x", "-x", "!", "a" * 500, "x " * 60]
)
def test_whatever_is_typed_is_answered(typed, desk):
    assert desk.get(FIND, {"q": typed}).status_code == 200


def test_a_stranger_finds_nothing(client):
    article("A bridge nobody saw")
    assert client.get(FIND, {"q": "bridge"}).status_code == 302


def test_the_finder_asks_a_few_questions_however_much_there_is(desk, django_assert_max_num_queries):
    for number in range(30):
        article(f"Bridge {number}", tags=[f"Bridge {number}"])
    desk.get(FIND, {"q": "bridge"})
    with django_assert_max_num_queries(16):
        desk.get(FIND, {"q": "bridge"})
