"""Deletion in the desk: what hangs on a row goes with it, or is named to who presses the button."""

import pytest

from articles.models import Article, MenuItem, Page, Place, Redirect
from tests import factories
from tests.desk_client import page_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def masthead():
    page = Page.objects.create(slug="masthead", title="Who we are")
    MenuItem.objects.create(language="en", place=Place.FOOTER, position=0, page=page)
    return page


def deletion_of(page):
    return f"/admin/articles/page/{page.pk}/delete/"


def test_a_page_goes_with_its_line_in_the_menu(client, masthead):
    client.force_login(factories.person("Admin"))
    assert "Menu item" in words_of(client.get(deletion_of(masthead)))

    client.post(deletion_of(masthead), {"post": "yes"})

    assert not Page.objects.filter(pk=masthead.pk).exists()
    assert not MenuItem.objects.exists()


def test_a_line_of_the_menu_is_taken_out_on_the_screen_alone(client, masthead):
    client.force_login(factories.person("Admin"))
    line = MenuItem.objects.get()

    response = client.post(f"/admin/articles/menuitem/{line.pk}/delete/", {"post": "yes"})

    assert response.status_code == 302
    assert MenuItem.objects.exists()


def test_who_deletes_what_may_no_longer_be_deleted_reads_why(client):
    piece = factories.article()
    client.force_login(factories.person("Editor"))
    # Somebody else does it while the page is open. Editors may not touch redirects.
    Redirect.objects.create(old="/news/1.html", piece=piece)

    response = client.post(page_of(piece, "delete"), {"post": "yes"})

    assert response.status_code == 200
    assert "redirect" in words_of(response)
    assert Article.objects.filter(pk=piece.pk).exists()
