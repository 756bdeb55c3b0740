"""Writing in the desk: what is typed and pasted is taken as it was meant, and counted."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Prose
from tests import factories
from tests.desk_client import headline_of, page_of, text_in

pytestmark = [pytest.mark.slow]


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


@pytest.mark.parametrize(
    "typed", ["done.It was", "Bihus.Info wrote", "Дія.City pays", "write to desk@example.org now"]
)
def test_nothing_becomes_a_link_by_itself(typed, page):
    piece = factories.article()
    text = text_in(page, piece)
    page.keyboard.type(f"{typed} ")
    page.evaluate(
        """words => {
          const data = new DataTransfer()
          data.setData("text/plain", words)
          const paste = { clipboardData: data, bubbles: true, cancelable: true }
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste))
        }""",
        f"{typed} again",
    )
    expect(text).to_contain_text("again")
    expect(text.locator("a")).to_have_count(0)


def test_an_address_pasted_over_words_makes_them_a_link(page):
    piece = factories.article()
    text_in(page, piece)
    page.keyboard.type("the report")
    page.keyboard.press("Control+a")
    page.evaluate(
        """() => {
          const data = new DataTransfer()
          data.setData("text/plain", "https://example.org/report")
          const paste = { clipboardData: data, bubbles: true, cancelable: true }
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste))
        }"""
    )
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved at")).to_be_visible()
    assert 'href="https://example.org/report"' in Prose.objects.get().html
    assert "the report</a>" in Prose.objects.get().html


def test_the_browsers_spell_checker_reads_the_text_in_its_language(page):
    piece = factories.article(language="uk")
    text = text_in(page, piece)
    assert text.get_attribute("spellcheck") in {None, "true"}
    fields = [text, page.locator("#id_headline"), page.locator("#id_standfirst")]
    assert [field.get_attribute("lang") for field in fields] == ["uk"] * 3
    page.locator("#id_language").evaluate(
        """field => {
          field.value = "en"
          field.dispatchEvent(new Event("change", { bubbles: true }))
        }"""
    )
    assert [field.get_attribute("lang") for field in fields] == ["en"] * 3
    assert page.locator("#id_slug").get_attribute("lang") is None
    assert Article.objects.get().language == "uk"


def paste(page, words):
    page.evaluate(
        """words => {
          const data = new DataTransfer()
          data.setData("text/plain", words)
          const paste = { clipboardData: data, bubbles: true, cancelable: true }
          const field = document.activeElement
          field.dispatchEvent(new ClipboardEvent("paste", paste))
          document.execCommand("insertText", false, words)
        }""",
        words,
    )


@pytest.mark.parametrize("field", ["headline", "standfirst", "search_title", "slug"])
def test_what_is_pasted_over_the_limit_is_kept_counted_and_refused(field, page):
    piece = factories.article("Kept as it was")
    headline_of(page, page_of(piece))
    box = page.locator(f"#id_{field}")
    if field in {"search_title", "slug"}:
        box.evaluate("field => { field.closest('details').open = true }")
    box.fill("")
    limit = int(box.get_attribute("data-limit"))
    paste(page, "a" * (limit + 134))
    assert len(box.input_value()) == limit + 134
    counter = page.locator(f"#id_{field}_limit")
    expect(counter).to_have_text(f"134 characters over the limit of {limit}")
    page.keyboard.press("Control+s")
    expect(page.locator(f".field-{field} .errorlist")).to_contain_text(str(limit))
    assert len(box.input_value()) == limit + 134
    assert Article.objects.get().headline == "Kept as it was"


def test_a_typed_tag_is_taken_when_one_goes_on_or_saves(page):
    piece = factories.article(tags=["Energy"])
    headline = headline_of(page, page_of(piece))
    page.locator(".field-tags .select2-selection").click()
    page.keyboard.type("bridg")
    expect(page.locator(".select2-results__option", has_text="Add “bridg”")).to_be_visible()
    headline.click()
    chosen = page.locator(".field-tags .select2-selection__choice")
    expect(chosen).to_have_count(2)
    page.locator(".field-tags .select2-selection").click()
    page.keyboard.type("Alpha, Beta")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved at")).to_be_visible()
    assert set(piece.tags.names()) == {"Energy", "bridg", "Alpha", "Beta"}


def test_a_typed_tag_that_was_escaped_from_is_none(page):
    piece = factories.article()
    headline = headline_of(page, page_of(piece))
    page.locator(".field-tags .select2-selection").click()
    page.keyboard.type("no")
    page.keyboard.press("Escape")
    headline.click()
    expect(page.locator(".field-tags .select2-selection__choice")).to_have_count(0)


def test_the_form_counts_words_and_signs_and_shows_its_keys(page):
    piece = factories.article(text="<p>One two three.</p><p>And four.</p>")
    text = text_in(page, piece)
    expect(page.locator(".desk-count")).to_be_hidden()
    page.keyboard.type("Five words are in here.")
    expect(page.locator(".desk-count")).to_have_text("Words: 5, characters: 23")
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(text).to_be_focused()
