"""The lists of pieces: what a line says, what narrows them, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author
from tests import factories
from tests.desk_client import form_of, page_of, words_of

pytestmark = pytest.mark.django_db


def changed_by_somebody(piece, by, **changes):
    Article.objects.filter(pk=piece.pk).update(**changes)
    Article.objects.get(pk=piece.pk).bump(by)


LISTS = ["/admin/articles/article/", "/admin/interviews/interview/"]


def fill(count, editor):
    for number in range(count):
        piece = factories.article(f"Piece {count} {number}", authors=[f"Author {number}"])
        talk = factories.interview(f"Talk {count} {number}", authors=[f"Author {number}"])
        if number % 2:
            factories.publish(piece, editor)
            factories.publish(talk, editor)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_at_5_and_at_60_rows(desk, editor, address):
    counts = []
    for more in (5, 55):
        fill(more, editor)
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert not [q for q in queries if "COUNT(" in q["sql"] and "LIMIT" not in q["sql"]]


def test_a_line_says_state_byline_and_kind_and_leads_to_the_right_form(desk, piece, editor):
    talk = factories.interview(authors=["Anna"])
    factories.publish(talk, editor)
    response = desk.get(LISTS[0])
    words = words_of(response)
    assert "interview Interview live since" in words
    assert "War EN English Anna" in words
    assert page_of(talk) in response.content.decode()
    assert page_of(piece) in response.content.decode()


def test_the_list_is_narrowed_by_state(desk, editor, reporter):
    names = ("draft", "review", "ready", "live", "changed", "scheduled", "withdrawn")
    pieces = {name: factories.article(f"The {name} one") for name in names}
    for name in ("review", "ready"):
        Article.objects.filter(pk=pieces[name].pk).update(stage=name)
    for name in ("live", "changed", "withdrawn"):
        factories.publish(pieces[name], editor)
    factories.schedule(pieces["scheduled"], timezone.now() + timedelta(hours=1), editor)
    changed_by_somebody(pieces["changed"], editor)
    page = page_of(pieces["withdrawn"], "withdraw")
    desk.post(page, form_of(desk.get(page)))
    found = {
        name: {
            other
            for other in names
            if f"The {other} one" in words_of(desk.get(LISTS[0], {"state": name}))
        }
        for name in names
    }
    assert found == {name: {name} for name in names} | {"live": {"live", "changed"}}


def test_a_line_says_its_language_and_the_list_is_narrowed_by_it(desk, piece):
    factories.interview("У нас є світло", language="uk")
    lists = "/admin/articles/article/"
    page = desk.get(lists)
    assert 'title="Ukrainian"' in page.text
    assert 'title="English"' in page.text
    words = words_of(desk.get(lists, {"language__exact": "uk"}))
    assert "У нас є світло" in words
    assert piece.headline not in words


def test_a_site_in_one_language_says_it_nowhere(desk, piece, settings):
    settings.LANGUAGES = [("en", "English")]
    page = desk.get("/admin/articles/article/")
    assert "desk-language-mark" not in page.text
    assert "language__exact" not in page.text


def test_the_list_is_narrowed_to_ones_own_and_to_an_author(client, reporter):
    author = Author.objects.create(name="Taras Zoria", user=reporter)
    factories.article("Made by me", created_by=reporter)
    factories.article("Under my name", authors=["Taras Zoria"])
    factories.article("Somebody's")
    client.force_login(reporter)
    mine = words_of(client.get(LISTS[0], {"whose": "mine"}))
    assert "Made by me" in mine
    assert "Under my name" in mine
    assert "Somebody's" not in mine
    by_author = words_of(client.get(LISTS[0], {"author": author.pk}))
    assert "Under my name" in by_author
    assert "Made by me" not in by_author
    assert client.get(LISTS[0], {"author": "9" * 30}).status_code == 200


def test_the_list_is_searched_in_headline_standfirst_and_address(desk, piece):
    factories.article("Something else", slug="trolley-depot")
    for asked, headline in [
        ("BRIDGE", "A bridge reopens"),
        ("first tram", "A bridge reopens"),
        ("trolley", "Something else"),
    ]:
        words = words_of(desk.get(LISTS[0], {"q": asked}))
        assert headline in words
        assert "1 article" in words


def test_a_list_that_is_too_long_to_count_says_so(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.common.paginator.MOST_COUNTED", 3)
    for number in range(5):
        factories.article(f"Piece {number}")
    assert "more than 3 articles" in words_of(desk.get(LISTS[0]))
