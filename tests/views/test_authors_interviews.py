"""Who writes and who speaks: the page of an author, and the list of interviews."""

import pytest
from bs4 import BeautifulSoup
from django.db.models import ProtectedError

from articles.models import Author, Figure, Photo, PullQuote
from interviews.models import Interview
from tests import factories, images
from tests.desk_client import form_of, opened, page_of, save, words_of

pytestmark = pytest.mark.django_db

LINE = "Four is not a reserve, it is a mood."


def photo(**words):
    content = images.encoded(images.corners(600, 800))
    return Photo.objects.take_in(images.upload(content), **words)


def page_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


# Who writes.


@pytest.fixture
def author():
    shown = photo(alternative_text="A man with a beard", credit="O. Koval")
    author = Author.objects.create(name="Maksym Zaruba", biography="Reports.", portrait=shown)
    factories.publish(factories.article(authors=["Maksym Zaruba"]))
    return author


def test_the_page_of_an_author_shows_who_it_is(client, author, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = page_at(client, author.get_absolute_url())
    picture = page.select_one(".portrait img")
    assert picture["alt"] == "A man with a beard"
    assert words(page.select_one(".portrait .credit")) == "O. Koval"
    assert words(page.select_one(".about")) == "Reports."


def test_a_withdrawn_portrait_is_shown_no_more(client, author, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        author.portrait.withdraw()
    page = page_at(client, author.get_absolute_url())
    assert page.select_one(".portrait") is None
    assert "O. Koval" not in page.get_text()


def test_a_portrait_is_chosen_in_the_desk_and_kept_from_deletion(desk, author):
    address = f"/admin/articles/author/{author.pk}/change/"
    other = photo(credit="I. Lys")
    desk.post(address, form_of(desk.get(address)) | {"portrait": str(other.pk)})
    author.refresh_from_db()
    assert author.portrait == other
    assert other not in Photo.objects.unused()
    said = words_of(desk.get(f"/admin/articles/photo/{other.pk}/delete/"))
    assert "portrait of Maksym Zaruba" in said
    with pytest.raises(ProtectedError):
        other.delete()


# Who speaks.


def voice(page, number=0):
    found = page.select(".voice")[number]
    line = found.select_one(".said")
    return words(found.select_one(".speaks")), line and words(line)


def test_interviews_are_listed_by_who_speaks_and_in_which_words(
    client, django_assert_max_num_queries
):
    chosen = factories.interview("“Chosen”", pull_line=LINE)
    quoted = factories.interview("“Quoted”")
    PullQuote.objects.create(parent_id=quoted.pk, region="main", ordering=5, quote="I heard it.")
    plain = factories.interview("“Plain”", standfirst="She held the line for nine hours.")
    for piece in (plain, quoted, chosen):
        factories.publish(piece)
    with django_assert_max_num_queries(3):
        page = page_at(client, "/interviews/")
    assert voice(page) == ("Orysia Velychko , line engineer", LINE)
    assert voice(page, 1)[1] == "I heard it."
    assert voice(page, 2)[1] is None
    assert "nine hours" in words(page.select(".voice")[2])


def test_the_chosen_sentence_is_frozen_compared_and_restored(desk, client, editor):
    piece = factories.interview(created_by=editor)
    save(desk, piece, opened(desk, piece) | {"pull_line": LINE})
    first = factories.publish(piece, editor)
    Interview.objects.filter(pk=piece.pk).update(pull_line="Another one.")
    assert voice(page_at(client, "/interviews/"))[1] == LINE
    compared = words_of(desk.get(f"{page_of(piece, 'compare')}?a=version-1&b=draft"))
    assert "Pull line" in compared
    restores = page_of(piece, "restore", first.number)
    desk.post(restores, form_of(desk.get(restores)))
    assert Interview.objects.get().pull_line == LINE


def test_an_interview_without_anybody_or_a_quote_is_listed_all_the_same(client):
    piece = factories.interview(pull_line=LINE)
    piece.interviewees.all().delete()
    Figure.objects.create(parent_id=piece.pk, region="main", ordering=5, photo=photo())
    address = factories.publish(piece).get_absolute_url()
    assert words(page_at(client, "/interviews/").select_one(".said")) == LINE
    assert page_at(client, address).select_one(".interviewees") is None
