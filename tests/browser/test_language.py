"""The language of a piece in its form: letters of another one are noticed while somebody types."""

import pytest
from playwright.sync_api import expect

from articles.actions.translation import translate
from espreso import alphabets
from tests import factories
from tests.desk_client import headline_of, page_of, text_in
from tests.letters import CONTRADICTED, LANGUAGES, LEFT_ALONE

pytestmark = [pytest.mark.slow]

LETTERS_LOOK_UKRAINIAN = "The language is English, but the letters look like Ukrainian: check it."


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


def warning(page):
    return page.locator(".field-language .desk-wrong-letters")


def test_letters_of_another_language_are_named_beside_the_language(page):
    text = text_in(page, factories.article("A bridge", standfirst=""))
    expect(warning(page)).to_be_empty()
    page.locator("#id_headline").fill("Міст відкрили")
    text.click()
    page.keyboard.type("Трамваї їздять знову.")
    expect(warning(page)).to_have_text(LETTERS_LOOK_UKRAINIAN)
    page.locator("#id_language").evaluate(
        """field => {
          field.value = "uk"
          field.dispatchEvent(new Event("change", { bubbles: true }))
        }"""
    )
    expect(warning(page)).to_be_empty()


def test_a_piece_that_is_opened_in_the_wrong_language_says_so_at_once(page):
    headline_of(page, page_of(factories.article("Міст відкрили", text="<p>Її ґанок.</p>")))
    expect(warning(page)).to_have_text(LETTERS_LOOK_UKRAINIAN)


def test_a_translation_is_in_the_letters_of_the_other_language_until_it_is_done(page):
    piece = factories.article("A bridge reopens", created_by=factories.person("Editor"))
    made, _is_new = translate(piece, "uk", piece.created_by)
    headline_of(page, page_of(made))
    expect(page.locator("[data-untranslated]")).to_be_visible()
    # Counted after the same pause.
    expect(page.locator(".desk-count")).to_contain_text("Words: 4")
    expect(warning(page)).to_be_empty()


def test_the_browser_judges_letters_as_the_server_does(page, settings):
    headline_of(page, page_of(factories.article()))
    settings.LANGUAGES = LANGUAGES
    rows = CONTRADICTED + [(text, language, "") for text, language in LEFT_ALONE]
    said = page.evaluate(
        """async ([rows, alphabets]) => {
          const { contradicted, suggested } = await import("desk/editor/alphabets")
          return rows.map(([text, language]) => [
            contradicted(text, language, alphabets), suggested(text, language, alphabets),
          ])
        }""",
        [rows, alphabets.of_the_site()],
    )
    assert said == [
        [alphabets.contradicted(text, language), alphabets.suggested(text, language)]
        for text, language, _suggested in rows
    ]
