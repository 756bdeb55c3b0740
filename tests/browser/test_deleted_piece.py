"""A piece that a colleague deletes while one types: one reads so, and no word of it is lost."""

import pytest
from playwright.sync_api import expect

from articles.actions import deletion
from articles.models import Article, DeletedDraft
from tests import factories
from tests.desk_client import headline_of, page_of

# What is asked of a piece that is not there is said on the console too.
pytestmark = [pytest.mark.slow, pytest.mark.console_errors_expected]

MINE = "Trams cross it again"


@pytest.fixture
def typed(desk_of, transactional_db):
    """A piece that an editor deletes, and its form in which a reporter types on and saves."""
    reporter = factories.person("Reporter")
    editor = factories.person("Editor", first_name="Olena", last_name="Kos")
    piece = factories.article(created_by=reporter)
    page = desk_of(reporter, viewport={"width": 1280, "height": 900})
    headline = headline_of(page, page_of(piece))
    deletion.delete(piece, editor)
    headline.fill(MINE)
    page.keyboard.press("Control+s")
    # Whoever is writing stays where they are, until they ask.
    said = page.locator(".desk-said-now")
    expect(said).to_contain_text("Olena Kos deleted this piece")
    said.get_by_role("button", name="Show").click()
    alert = page.get_by_role("alert").filter(has_text="Olena Kos deleted this piece")
    expect(alert).to_be_visible()
    expect(page.get_by_text("Constraint")).to_have_count(0)
    expect(page.locator("#id_headline")).to_have_value(MINE)
    return page, piece


def test_what_was_typed_is_offered_in_the_piece_once_its_author_has_put_it_back(typed):
    page, piece = typed
    page.get_by_role("link", name="Deleted drafts").click()
    page.get_by_role("button", name="Put back").click()
    expect(page.locator("#id_headline")).to_have_value("A bridge reopens")
    assert page.url.endswith(page_of(piece))
    page.get_by_role("link", name="Show it in the form").click()
    expect(page.locator("#id_headline")).to_have_value(MINE)
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said-now")).to_contain_text("Saved at")
    assert Article.objects.get().headline == MINE
    assert [text.html for text in piece.articles_prose_set.all()] == [
        "<p>Trams cross it again.</p>"
    ]


def test_saved_once_more_it_is_a_new_piece_and_nothing_of_the_refusal_stays(typed):
    page, piece = typed
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said-now")).to_contain_text("Saved at")
    expect(page.get_by_text("deleted this piece")).to_have_count(0)
    expect(page.get_by_text("Please correct")).to_have_count(0)
    made = Article.objects.get()
    assert (made.headline, made.pk == piece.pk) == (MINE, False)
    deletion.put_back(DeletedDraft.objects.all(), DeletedDraft.objects.get().pk, made.created_by)
    page.goto(page_of(piece))
    expect(page.locator(".desk-offers")).to_be_empty()
