"""A long interview by keyboard alone: from question to answer, and blocks as wholes."""

import pytest
from playwright.sync_api import expect

from articles.models import Block
from interviews.models import Interview
from tests import factories
from tests.desk_client import RICH_TEXT, headline_of, page_of

pytestmark = [pytest.mark.slow]


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


@pytest.fixture
def talk(page):
    talk = factories.interview(questions=3)
    headline_of(page, page_of(talk))
    expect(page.locator(RICH_TEXT)).to_have_count(3)
    return talk


def question(page, number):
    return page.locator(f"#id_interviews_questionanswer_set-{number}-question")


def answer(page, number):
    return page.locator(f"#interviews_questionanswer_set-{number} {RICH_TEXT}")


def saved(page):
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said-now")).to_contain_text("Saved at")
    return [(block.question, block.answer) for block in Block.all_of(Interview.objects.get())]


def test_from_a_question_to_its_answer_is_one_tab(page, talk):
    question(page, 0).focus()
    page.keyboard.press("Tab")
    expect(answer(page, 0)).to_be_focused()


def test_the_tools_of_a_text_are_one_stop_seen_with_the_caret_alone(page, talk):
    bars = page.locator(".prose-menubar")
    expect(bars.locator("visible=true")).to_have_count(0)
    answer(page, 1).click()
    expect(page.locator(".prose-menubar:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.prose-menubar') !== null")
    first = page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.outerHTML") != first
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.prose-menubar') === null")


def test_the_tools_hide_neither_the_bar_nor_a_label_where_the_page_begins(page, talk):
    answer(page, 0).click()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function(
        """() => {
          const edges = (selector) => document.querySelector(selector).getBoundingClientRect()
          const tools = edges(".prose-editor:focus-within .prose-menubar")
          const [bar, label] = [edges(".desk-bar"), edges("label[for=id_headline]")]
          return bar.top > 0 && tools.top >= bar.bottom - 1 && tools.bottom <= label.top
        }"""
    )


def test_the_tools_say_what_they_are(page, talk):
    answer(page, 0).click()
    bar = page.locator(".prose-menubar:visible")
    for name in ("Bold", "Italic", "Link", "Bulleted list"):
        expect(bar.get_by_role("button", name=name, exact=True)).to_have_count(1)


def test_a_question_is_inserted_after_the_one_with_the_caret(page, talk):
    answer(page, 0).click()
    page.keyboard.press("Control+Enter")
    page.keyboard.type("quest")
    page.keyboard.press("Enter")
    page.keyboard.type("And then?")
    texts = [said for said, _answer in saved(page)]
    assert texts[1] == "And then?"
    assert len(texts) == 4


def test_the_round_plus_is_a_button_for_keys_too(page, talk):
    plus = page.locator("#interviews_questionanswer_set-1 .order-machine-insert-target")
    plus.focus()
    page.keyboard.press("Enter")
    page.get_by_role("option", name="Question").click()
    page.keyboard.type("In between?")
    assert [said for said, _answer in saved(page)][1] == "In between?"


def test_blocks_move_and_go_twice_by_keys(page, talk):
    question(page, 0).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(question(page, 0)).to_be_focused()
    page.keyboard.press("Control+Shift+D")
    said = [said for said, _answer in saved(page)]
    assert [words[-1:] and words.split()[3] for words in said] == ["2", "1", "1", "3"]


def test_a_text_is_split_at_the_caret_and_joined_again(page, talk):
    text = answer(page, 0)
    text.click()
    page.keyboard.press("Control+Home")
    for _letter in range(len("Shift 1")):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Shift+Enter")
    made = page.locator("#interviews_questionanswer_set-3")
    expect(made.locator("[name$=-question]")).to_be_focused()
    expect(made.locator(RICH_TEXT)).to_have_text("was long.")
    expect(text).to_have_text("Shift 1")
    page.keyboard.type("Was it?")
    page.keyboard.press("Control+Shift+Backspace")
    assert saved(page)[0][1] == "<p>Shift 1</p><p>Was it?</p><p>was long.</p>"
    assert len(saved(page)) == 3


def test_one_jumps_to_a_question_by_its_words(page, talk):
    question(page, 0).focus()
    page.keyboard.press("Control+j")
    page.keyboard.type("shift 3")
    page.keyboard.press("Enter")
    expect(question(page, 2)).to_be_focused()


def test_enter_in_a_line_saves_nothing_and_a_new_piece_begins_in_its_headline(page):
    headline = headline_of(page, "/admin/interviews/interview/add/")
    expect(headline).to_be_focused()
    page.keyboard.type("Kyiv ")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add another interviewee").click()
    page.locator("#id_interviewees-0-name").press("Enter")
    expect(page.locator(".desk-said-now")).to_be_empty()
    assert not Interview.objects.exists()


def test_who_speaks_is_asked_for_where_several_people_do(page, talk):
    asker = page.locator("#id_interviews_questionanswer_set-0-asker")
    expect(asker).to_be_hidden()
    page.get_by_role("button", name="Add another interviewee").click()
    expect(asker).to_be_visible()
