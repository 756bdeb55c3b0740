"""What one form may bring: as many rows and choices as somebody writes, whatever is posted."""

import re

import pytest

from articles.admin.editor.form import MOST_CHOSEN
from articles.admin.site.menus import MOST_LINES
from articles.models import Article, Author, Redirect, Tag
from espreso.admin_values import MOST_ROWS
from tests import factories
from tests.desk_client import form_of, words_of

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"


@pytest.mark.parametrize("field", ["tags", "byline", "read_also"])
def test_a_piece_has_as_many_of_each_as_it_may_and_is_asked_no_more(
    field, desk, django_assert_max_num_queries
):
    form = form_of(desk.get(ADD)) | {"headline": "Everything"}
    many = [str(number) for number in range(1, 7_000)]
    with django_assert_max_num_queries(40):
        answer = desk.post(ADD, form | {field: many})
    assert f"Choose at most {MOST_CHOSEN}; these are 6999." in words_of(answer)
    assert not Tag.objects.exists()
    authors = [Author.objects.create(name=f"Author {number}").pk for number in range(MOST_CHOSEN)]
    chosen = {"tags": many, "byline": authors, "read_also": [factories.article().pk]}
    answer = desk.post(ADD, form | {field: chosen[field][:MOST_CHOSEN]})
    assert answer.status_code == 302
    assert Article.objects.filter(headline="Everything").exists()


def test_a_menu_has_no_more_lines_than_it_may(signed_in):
    desk = signed_in("Admin")
    form = form_of(desk.get("/admin/articles/menuitem/"))
    totals = [name for name in form if name.endswith("-TOTAL_FORMS")]
    answer = desk.post("/admin/articles/menuitem/", form | dict.fromkeys(totals, "100000"))
    page = answer.content.decode()
    assert len(totals) == 2
    assert f"-{MOST_LINES - 1}-target" in page
    assert f"-{MOST_LINES}-target" not in page


@pytest.mark.parametrize("kind", ["articles/article", "interviews/interview"])
def test_a_piece_gets_no_more_rows_than_were_sent_whatever_number_is_claimed(kind, desk):
    add = f"/admin/{kind}/add/"
    form = form_of(desk.get(add)) | {"headline": ""}
    totals = [name for name in form if name.endswith("-TOTAL_FORMS")]
    sent = {"articles_prose_set-1-html": "<p>Sent.</p>", "articles_prose_set-1-region": "main"}
    answer = desk.post(add, form | dict.fromkeys(totals, str(10**30)) | sent)
    shown = form_of(answer)
    rows = {name.rpartition("-")[0] for name in shown if re.search(r"_set-\d+-", name)}
    assert rows == {"articles_prose_set-0", "articles_prose_set-1"}
    assert "Sent." in shown["articles_prose_set-1-html"]


@pytest.mark.parametrize(
    ("model", "field"),
    [("author", "biography"), ("tag", "description"), ("author", "biography_uk")],
)
def test_words_about_somebody_or_something_are_no_book(model, field, signed_in):
    desk = signed_in("Admin")
    address = f"/admin/articles/{model}/add/"
    form = form_of(desk.get(address)) | {"name": "Iryna Lys"}
    answer = desk.post(address, form | {field: "word " * 2_001})
    assert "at most 10000 characters" in words_of(answer)
    assert desk.post(address, form | {field: "word " * 1_999}).status_code == 302


def test_an_action_is_done_to_as_many_rows_as_a_page_can_name(signed_in):
    desk = signed_in("Admin")
    rows = [Redirect(old=f"/old/{number}", gone=True) for number in range(MOST_ROWS + 1)]
    Redirect.objects.bulk_create(rows)
    address, action = "/admin/articles/redirect/", {"action": "delete_selected", "post": "yes"}
    keys = [*Redirect.objects.values_list("pk", flat=True)]
    every = {"_selected_action": keys[:1], "select_across": "1"}
    for chosen in ({"_selected_action": keys}, every):
        answer = desk.post(address, action | chosen, follow=True)
        assert "Choose at most 1000 rows at a time." in words_of(answer)
    assert Redirect.objects.count() == len(keys)
    desk.post(address, action | {"_selected_action": keys[1:]})
    assert Redirect.objects.count() == 1
