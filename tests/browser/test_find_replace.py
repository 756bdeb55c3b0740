"""Find and replace in a piece: in every text and field of it, and nowhere else."""

import pytest
from playwright.sync_api import expect

from articles.models import Block, Prose
from interviews.models import Interview
from tests import factories
from tests.desk_client import RICH_TEXT, headline_of, page_of

pytestmark = [pytest.mark.slow]


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


@pytest.fixture
def bar(page):
    return page.get_by_role("dialog", name="Find and replace")


def saved(page):
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said-now")).to_contain_text("Saved at")


def test_words_are_found_in_order_across_marks_and_case_and_replaced_one_by_one(page, bar):
    piece = factories.article(
        "Забили М’яч",
        language="uk",
        text="<p>Той <strong>м'</strong>яч і <em>м’яча</em><br>мʼяч.</p>",
    )
    headline = headline_of(page, page_of(piece))
    text = page.locator(f".desk-prose {RICH_TEXT}")
    expect(text).to_be_visible()
    headline.press("Control+h")
    page.keyboard.type("м'яч")
    expect(bar.get_by_role("status")).to_have_text("1 of 4")
    bar.get_by_label("Whole words").check()
    expect(bar.get_by_role("status")).to_have_text("1 of 3")
    bar.get_by_label("Match case").check()
    expect(bar.get_by_role("status")).to_have_text("1 of 2")

    bar.get_by_label("Replace with").fill("кошик")
    page.keyboard.press("Enter")
    expect(text).to_have_text("Той кошик і м’ячамʼяч.")
    expect(text.locator("strong")).to_have_text("кошик")
    expect(bar.get_by_role("status")).to_have_text("1 of 1")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    # What was found last is selected, and can be written over.
    expect(text).to_be_focused()
    page.keyboard.type("мішок")
    expect(text).to_have_text("Той кошик і м’ячамішок.")
    expect(headline).to_have_value("Забили М’яч")


def test_all_are_replaced_but_for_what_is_struck_out_and_each_text_undoes_it_by_one_key(page, bar):
    talk = factories.interview("The shift", questions=3)
    before = [(block.question, block.answer) for block in Block.all_of(talk)]
    headline = headline_of(page, page_of(talk))
    answers, first = page.locator(RICH_TEXT), page.locator("[name$='set-0-question']")
    expect(answers).to_have_count(3)
    page.locator("#id_slug").evaluate("field => (field.value = 'the-shift-by-hand')")
    page.get_by_role("button", name="Delete").last.click()
    page.locator("#interviews_questionanswer_set-1 h3 b").click()
    expect(answers.nth(1)).to_be_hidden()

    headline.press("Control+h")
    page.keyboard.type("shift")
    expect(bar.get_by_role("status")).to_have_text("1 of 5")
    for number in range(2, 6):
        page.keyboard.press("Enter")
        expect(bar.get_by_role("status")).to_have_text(f"{number} of 5")
    # A folded one is opened when one comes to it.
    expect(answers.nth(1)).to_be_visible()
    page.keyboard.press("Shift+Enter")
    expect(bar.get_by_role("status")).to_have_text("4 of 5")

    bar.get_by_label("Replace with").fill("watch")
    bar.get_by_role("button", name="Replace all").click()
    expect(bar.get_by_role("status")).to_have_text("Replaced: 5. Texts and fields: 5.")
    expect(headline).to_have_value("The watch")
    expect(answers.nth(0)).to_have_text(before[0][1].replace("Shift", "watch")[3:-4])
    page.keyboard.press("Escape")

    first.press("Control+z")
    expect(first).to_have_value(before[0][0])
    answers.nth(0).press("Control+z")
    expect(answers.nth(0)).to_have_text(before[0][1][3:-4])
    saved(page)
    talk = Interview.objects.get()
    assert (talk.headline, talk.slug) == ("The watch", "the-shift-by-hand")
    assert [block.question for block in Block.all_of(talk)] == [
        before[0][0],
        before[1][0].replace("shift", "watch"),
    ]


def test_a_long_interview_is_searched_at_once_whichever_editors_have_started(page, bar):
    talk = factories.interview(questions=150)
    headline = headline_of(page, page_of(talk))
    headline.press("Control+h")
    page.keyboard.type("shift")
    expect(bar.get_by_role("status")).to_have_text("1 of 300")
    bar.get_by_label("Replace with").fill("watch")
    bar.get_by_role("button", name="Replace all").click()
    expect(bar.get_by_role("status")).to_have_text("Replaced: 300. Texts and fields: 300.")


def test_an_emptied_paragraph_stays_and_the_button_opens_it_too(page, bar):
    headline_of(page, page_of(factories.article(text="<p>One</p><p>Two</p>")))
    page.get_by_role("button", name="Find and replace").click()
    page.keyboard.type("two")
    bar.get_by_role("button", name="Replace all").click()
    expect(bar.get_by_role("status")).to_contain_text("Replaced: 1.")
    expect(page.locator(f".desk-prose {RICH_TEXT} p")).to_have_count(2)
    page.keyboard.press("Escape")
    saved(page)
    assert Prose.objects.get().html == "<p>One</p>"
