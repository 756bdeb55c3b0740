"""A save leaves the page where it is: caret, undo, scroll, and what is typed meanwhile."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from articles.models import Article, Block, Prose
from interviews.models import Interview
from tests import factories
from tests.desk_client import RICH_TEXT, headline_of, page_of

pytestmark = [pytest.mark.slow]

SAVED = re.compile("Saved at")
ADD = "/admin/articles/article/add/"


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


def saved(page):
    expect(page.locator(".desk-said-now")).to_have_text(SAVED)
    expect(page.locator(".desk-bar[aria-busy]")).to_have_count(0)


def save(page):
    page.evaluate("document.querySelector('.desk-said-now').textContent = ''")
    page.keyboard.press("Control+s")
    saved(page)


def mark(page):
    """Leave something on the page that another page would not have."""
    page.evaluate("window.stayed = true")


def stayed(page):
    return page.evaluate("window.stayed === true")


def text_of(piece):
    return [block.html for block in Block.all_of(piece) if isinstance(block, Prose)]


def begin_text(page, words):
    page.locator(".desk-add").get_by_role("button", name="Text").click()
    expect(page.locator(".desk-prose .ProseMirror-focused")).to_be_visible()
    page.keyboard.type(words)


def test_fifty_letters_typed_through_a_save_are_all_there_and_saved_by_the_next(page):
    piece = factories.article()
    headline = headline_of(page, page_of(piece))
    mark(page)
    headline.fill("")
    letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx"
    headline.press_sequentially(letters[:20])
    page.keyboard.press("Control+s")
    page.keyboard.type(letters[20:])
    saved(page)
    expect(headline).to_have_value(letters)
    expect(page.get_by_text("not saved yet")).to_be_visible()
    save(page)
    expect(page.get_by_text("not saved yet")).to_be_hidden()
    assert stayed(page)
    assert Article.objects.get().headline == letters


def test_caret_and_undo_stay_where_they_were(page):
    piece = factories.article(text="<p>One two three</p>")
    headline_of(page, page_of(piece))
    text = page.locator(f".desk-prose {RICH_TEXT}")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" four")
    save(page)
    assert text_of(piece) == ["<p>One two three four</p>"]
    page.keyboard.type(" five")
    expect(text).to_have_text("One two three four five")
    for _time in range(5):
        page.keyboard.press("Control+z")
    expect(text).to_have_text("One two three")
    save(page)
    assert text_of(piece) == ["<p>One two three</p>"]


def test_a_mark_goes_once_its_text_is_translated(page):
    piece = factories.article(standfirst="One line.")
    headline_of(page, page_of(piece))
    page.get_by_role("button", name="Translate into Ukrainian").click()
    expect(page.get_by_text("3 texts are still in English")).to_be_visible()
    marks = page.locator(".desk-untranslated")
    expect(marks).to_have_count(3)
    expect(page.locator("label[for=id_headline] .desk-untranslated")).to_be_visible()
    expect(page.locator(".desk-prose h3 .desk-untranslated")).to_be_visible()
    headline_of(page).fill("Міст знову відкрито")
    save(page)
    expect(page.get_by_text("2 texts are still in English")).to_be_visible()
    expect(marks).to_have_count(2)
    expect(page.locator("label[for=id_headline] .desk-untranslated")).to_have_count(0)


def test_rows_that_a_save_has_made_are_made_once(page):
    headline_of(page, ADD).fill("Begun here")
    mark(page)
    begin_text(page, "First words.")
    save(page)
    piece = Article.objects.get()
    assert page.url.endswith(page_of(piece))
    page.keyboard.type(" And more.")
    save(page)
    page.keyboard.type(" And on.")
    save(page)
    assert stayed(page)
    assert text_of(piece) == ["<p>First words. And more. And on.</p>"]
    assert [row.headline for row in Article.objects.all()] == ["Begun here"]


def test_a_row_that_was_deleted_and_put_back_is_a_new_one(page):
    piece = factories.article(text="<p>Put back</p>")
    old = Prose.objects.get().pk
    headline_of(page, page_of(piece))
    block = page.locator("#articles_prose_set-0")
    block.get_by_role("button", name="Delete").click()
    save(page)
    assert text_of(piece) == []
    block.get_by_role("button", name="Put back").click()
    save(page)
    assert text_of(piece) == ["<p>Put back</p>"]
    assert Prose.objects.get().pk != old


def test_a_mistake_elsewhere_leaves_the_caret_where_somebody_writes(page):
    piece = factories.article("Kept", text="<p>One</p>")
    headline_of(page, page_of(piece)).fill("")
    page.locator(f".desk-prose {RICH_TEXT}").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+s")
    expect(page.locator(".field-headline .errorlist")).to_have_text("This field is required.")
    page.keyboard.type(" two")
    expect(page.locator(f".desk-prose {RICH_TEXT}")).to_have_text("One two")
    page.locator(".desk-said-now").get_by_role("button", name="Show").click()
    expect(page.get_by_label("Headline")).to_be_focused()


def test_tags_taken_by_a_save_leave_the_box_empty_for_the_next(page):
    piece = factories.article()
    headline_of(page, page_of(piece))
    page.get_by_role("searchbox", name="Tags").click()
    page.keyboard.type("harbour lights")
    save(page)
    page.keyboard.type("fishing")
    save(page)
    assert sorted(piece.tags.names()) == ["fishing", "harbour lights"]


def test_mistakes_stand_beside_their_fields_and_go_when_they_are_mended(page):
    piece = factories.article("Kept")
    headline = headline_of(page, page_of(piece))
    mark(page)
    headline.fill("")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Not saved yet: see below what needs fixing.")).to_be_visible()
    expect(headline).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".field-headline .errorlist")).to_have_text("This field is required.")
    assert page.evaluate("document.activeElement.name") == "headline"
    page.keyboard.type("Mended")
    save(page)
    expect(page.locator(".errorlist")).to_have_count(0)
    expect(headline).not_to_have_attribute("aria-invalid", "true")
    assert stayed(page)
    assert Article.objects.get().headline == "Mended"


def test_what_somebody_else_saved_meanwhile_is_shown_with_what_one_typed(page):
    piece = factories.article("Theirs", standfirst="Old")
    headline_of(page, page_of(piece))
    other = factories.person("Editor", username="colleague")
    Article.objects.filter(pk=piece.pk).update(headline="Theirs, changed")
    Article.objects.get(pk=piece.pk).bump(other)
    page.locator("#id_standfirst").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Combined with changes made since")).to_be_visible()
    expect(page.locator("#id_headline")).to_have_value("Theirs, changed")
    expect(page.locator("#id_standfirst")).to_have_value("Mine")


def test_a_conflict_is_shown_as_ever(page):
    piece = factories.article("Old")
    headline = headline_of(page, page_of(piece))
    other = factories.person("Editor", username="colleague")
    Article.objects.filter(pk=piece.pk).update(headline="Theirs")
    Article.objects.get(pk=piece.pk).bump(other)
    headline.fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".desk-conflict")).to_be_visible()
    page.get_by_role("radio", name="Keep mine").check()
    page.keyboard.press("Control+s")
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.locator(".desk-conflict")).to_have_count(0)
    assert Article.objects.get().headline == "Mine"


def test_a_question_added_and_changed_in_three_saves_is_one(page):
    talk = factories.interview(questions=2)
    headline_of(page, page_of(talk))
    page.locator(".desk-add").get_by_role("button", name="Question").click()
    page.keyboard.type("Third?")
    save(page)
    page.keyboard.type(" Or fourth?")
    save(page)
    questions = [block.question for block in Block.all_of(Interview.objects.get())]
    assert questions[-1] == "Third? Or fourth?"
    assert len(questions) == 3


@pytest.mark.parametrize("layout", [("s", "KeyS"), ("ы", "KeyS"), ("і", "KeyS"), ("S", "KeyS")])
@pytest.mark.parametrize("place", ["#id_headline", ".field-tags .select2-selection"])
def test_the_keys_of_saving_work_in_every_layout_and_field(layout, place, page):
    key, code = layout
    headline_of(page, page_of(factories.article("Old"))).fill("New")
    page.locator(place).click()
    page.evaluate(
        """([key, code]) => {
          const options = { key, code, ctrlKey: true, bubbles: true, cancelable: true }
          const pressed = new KeyboardEvent("keydown", options)
          document.activeElement.dispatchEvent(pressed)
          window.taken = pressed.defaultPrevented
        }""",
        [key, code],
    )
    saved(page)
    assert page.evaluate("window.taken")
    assert Article.objects.get().headline == "New"


def test_a_save_sends_what_changed_and_names_the_rest(page):
    talk = factories.interview(questions=3)
    before = [block.answer for block in Block.all_of(talk)]
    headline_of(page, page_of(talk))
    rows = [f"interviews_questionanswer_set-{number}" for number in range(3)]
    page.locator(f"#{rows[1]} {RICH_TEXT}").click()
    for words in ("One", "Two"):
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
        with page.expect_request(
            lambda asked: asked.method == "POST" and "change" in asked.url
        ) as sent:
            save(page)
        posted = parse_qs(sent.value.post_data)
        assert posted[f"{rows[1]}-answer"] == [f"<p>{words}</p>"]
        assert not any(name.startswith((rows[0], rows[2])) for name in posted)
        assert len(posted["_unchanged"][0].split()) == 3
        answers = [block.answer for block in Block.all_of(talk)]
        assert answers == [before[0], f"<p>{words}</p>", before[2]]
    # Moved, a row is sent; and after somebody else's save, all of them are.
    page.keyboard.press("Alt+ArrowUp")
    save(page)
    other = factories.person("Editor", username="colleague")
    Article.objects.get(pk=talk.pk).bump(other)
    page.keyboard.type(" more")
    save(page)
    answers = [block.answer for block in Block.all_of(talk)]
    assert answers == ["<p>Two more</p>", before[0], before[2]]
