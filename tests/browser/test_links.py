"""Links in a text: made with the keyboard, to whatever readers can reach, and to nothing else."""

import pytest
from playwright.sync_api import expect

from articles.models import Prose
from tests import factories
from tests.desk_client import RICH_TEXT, headline_of, page_of

pytestmark = [pytest.mark.slow]


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


def text_of(page, said):
    headline_of(page, page_of(factories.article("Trams", text=f"<p>{said}</p>")))
    text = page.locator(f".desk-prose {RICH_TEXT}")
    text.click()
    page.keyboard.press("Control+a")
    return text


def asked(page, typed=""):
    """Open the dialog with the caret where it is, type into it, and return it."""
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Link")
    expect(dialog.get_by_label("Address, or words")).to_be_focused()
    page.keyboard.type(typed)
    return dialog


def saved(page):
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said-now")).to_contain_text("Saved at")
    return Prose.objects.get().html


def test_an_address_is_completed_and_the_link_edited_and_removed(page):
    text = text_of(page, "the report")
    asked(page, "suspilne.media/kyiv")
    page.keyboard.press("Enter")
    link = text.get_by_role("link", name="the report")
    expect(link).to_have_attribute("href", "https://suspilne.media/kyiv")
    expect(text).to_be_focused()

    # The same by the tool, wherever the caret is in it.
    link.click()
    page.locator(".prose-menubar:visible").get_by_role("button", name="Link", exact=True).click()
    dialog = page.get_by_role("dialog", name="Link")
    expect(dialog.get_by_role("combobox")).to_have_value("https://suspilne.media/kyiv")
    page.keyboard.type("desk@example.org")
    page.keyboard.press("Enter")
    expect(link).to_have_attribute("href", "mailto:desk@example.org")
    assert 'href="mailto:desk@example.org"' in saved(page)

    asked(page).get_by_role("button", name="Remove the link").click()
    expect(text.locator("a")).to_have_count(0)
    expect(text).to_have_text("the report")


def test_what_leads_nowhere_is_refused_in_words_and_escape_leaves_all_as_it_was(page):
    text = text_of(page, "the report")
    dialog = asked(page, "localhost:3000")
    expect(dialog).to_contain_text("leads to a computer that readers cannot reach")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("suspilne .media")
    expect(dialog).to_contain_text("is no address")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(text).to_be_focused()
    expect(text.locator("a")).to_have_count(0)
    page.keyboard.type("Over it")
    expect(text).to_have_text("Over it")


def test_a_piece_is_found_by_its_words_and_its_headline_put_where_nothing_is_selected(page):
    piece = factories.article("A headline", text="<p>Who was crossing bridges.</p>")
    factories.publish(piece, factories.person("Editor"))
    factories.article("Another bridge, never out", text="")
    text = text_of(page, "the report")
    page.keyboard.type("See: ")
    dialog = asked(page, "bridge")
    never_out = dialog.get_by_role("option", name="Another bridge")
    expect(never_out).to_contain_text("no address to link to before it is published")
    expect(never_out).to_be_disabled()
    page.keyboard.press("Enter")
    path = piece.versions.get().get_absolute_url()
    expect(text.get_by_role("link", name="A headline")).to_have_attribute("href", path)


def test_outside_a_text_ctrl_k_finds_and_one_escape_closes_it(page):
    text_of(page, "the report")
    headline = page.locator("#id_headline")
    headline.press("Control+k")
    finder = page.locator(".desk-palette[open]")
    expect(finder).to_have_count(1)
    page.keyboard.type("some words")
    page.keyboard.press("Escape")
    expect(finder).to_have_count(0)
    expect(headline).to_be_focused()


def test_a_link_that_a_save_leaves_out_is_named_goes_from_the_text_and_is_said_once(page):
    text = text_of(page, "the report")
    page.evaluate(
        """() => {
          const data = new DataTransfer()
          data.setData("text/html", "<p>See <a href='#_ftn1'>the <b>note</b></a> below</p>")
          const paste = { clipboardData: data, bubbles: true, cancelable: true }
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste))
        }"""
    )
    expect(text.locator("a")).to_have_count(1)
    assert "<a" not in saved(page)
    expect(page.locator(".desk-said-now")).to_contain_text("“the note” (#_ftn1)")
    expect(text.locator("a")).to_have_count(0)
    expect(page.locator(".desk-unsaved")).to_be_hidden()
    page.keyboard.type("!")
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said-now")).not_to_contain_text("removed")
    expect(text).to_have_text("See the note below!")
