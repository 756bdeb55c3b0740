"""Blocks as wholes: struck out and put back, never destroyed, and undone where no text is."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from articles.models import Prose
from tests import factories
from tests.desk_client import RICH_TEXT, headline_of, page_of

pytestmark = [pytest.mark.slow]

ADD = "/admin/articles/article/add/"


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


def begin_text(page, words):
    page.locator(".desk-add").get_by_role("button", name="Text").click()
    expect(page.locator(".desk-prose .ProseMirror-focused")).to_be_visible()
    page.keyboard.type(words)


def block(page, number):
    return page.locator(f"#articles_prose_set-{number}")


def two_blocks(page, saved):
    """Open a form with two texts: the second one is saved, or was just typed."""
    piece = factories.article(text="<p>The first one</p>")
    if saved:
        Prose.objects.create(parent=piece, region="main", ordering=20, html="<p>The second</p>")
    headline_of(page, page_of(piece))
    expect(block(page, 0).locator(RICH_TEXT)).to_have_text("The first one")
    if not saved:
        begin_text(page, "The second")
    return piece


@pytest.mark.parametrize("saved", [True, False])
def test_a_block_is_struck_out_and_put_back_by_the_same_button(saved, page):
    two_blocks(page, saved)
    second = block(page, 1)
    second.get_by_role("button", name="Delete").click()
    expect(second.locator("fieldset")).to_be_hidden()
    expect(second.locator(".desk-first-words")).to_have_text("The second")
    second.get_by_role("button", name="Put back").click()
    expect(second.locator(RICH_TEXT)).to_have_text("The second")


@pytest.mark.parametrize("saved", [True, False])
def test_the_keys_that_undo_put_back_what_was_struck_out_and_change_no_text(saved, page):
    two_blocks(page, saved)
    first, second = block(page, 0), block(page, 1)
    first.locator(RICH_TEXT).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" more")
    second.get_by_role("button", name="Delete").click()
    # The neighbour is where one goes on.
    expect(first).to_be_focused()
    page.keyboard.press("Control+z")
    expect(second.locator(RICH_TEXT)).to_have_text("The second")
    for _time in range(3):
        page.keyboard.press("Control+z")
    expect(first.locator(RICH_TEXT)).to_have_text("The first one more")


def test_a_struck_block_waits_with_its_words_through_saves_and_comes_back_new(page):
    piece = two_blocks(page, saved=False)
    second = block(page, 1)
    second.get_by_role("button", name="Delete").click()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved at")).to_be_visible()
    assert Prose.objects.filter(parent=piece).count() == 1
    second.get_by_role("button", name="Put back").click()
    page.evaluate("document.querySelector('.desk-said-now').textContent = ''")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved at")).to_be_visible()
    texts = Prose.objects.filter(parent=piece).order_by("ordering").values_list("html", flat=True)
    assert list(texts) == ["<p>The first one</p>", "<p>The second</p>"]


def test_a_row_of_who_answers_is_struck_out_too(page):
    talk = factories.interview()
    headline_of(page, page_of(talk))
    page.get_by_role("button", name="Add another interviewee").click()
    name = page.locator("#id_interviewees-1-name")
    name.fill("Somebody Else")
    box = page.locator("#id_interviewees-1-DELETE")
    box.check()
    expect(name).to_have_value("Somebody Else")
    box.uncheck()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved at")).to_be_visible()
    assert talk.interviewees.filter(name="Somebody Else").exists()


def test_on_a_phone_what_moves_and_what_deletes_are_large_and_apart(desk_of, transactional_db):
    page = desk_of(factories.person("Editor"), viewport={"width": 390, "height": 844})
    two_blocks(page, saved=True)
    head = block(page, 1).locator("h3")
    boxes = [
        head.get_by_role("button", name=name).bounding_box()
        for name in ("Move up", "Move down", "Delete")
    ]
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    for one, other in pairwise(boxes):
        assert other["x"] - (one["x"] + one["width"]) >= 8


def test_a_folded_block_says_how_it_begins(page):
    two_blocks(page, saved=True)
    second = block(page, 1)
    second.locator(".inline_label").click()
    expect(second.locator("fieldset")).to_be_hidden()
    expect(second.locator(".desk-first-words")).to_have_text("The second")


# One press takes back the last act as a whole, from wherever the caret is.


@pytest.fixture
def three(page):
    """Three texts, the caret behind “b” in the second one, which says “a b c”."""
    piece = factories.article(text="<p>one</p>")
    for place, html in ((20, "<p>ab c</p>"), (30, "<p>three</p>")):
        Prose.objects.create(parent=piece, region="main", ordering=place, html=html)
    headline_of(page, page_of(piece))
    expect(page.locator(TEXTS)).to_have_count(3)
    page.locator(TEXTS).nth(1).click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" ")
    page.keyboard.press("ArrowRight")
    return piece


TEXTS = f".desk-prose:not(.empty-form):visible {RICH_TEXT}"
BEFORE = ["one", "a b c", "three"]


def said(page):
    """What the blocks say, as one sees them."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".desk-prose:not(.empty-form, [hidden])")]
        .sort((one, other) => one.style.order - other.style.order)
        .filter((block) => !block.matches(".for-deletion"))
        .map((block) => block.querySelector(".ProseMirror").innerText.trim())"""
    )


def says(page, wanted):
    for _look in range(100):
        if said(page) == wanted:
            return
        page.wait_for_function("() => new Promise(requestAnimationFrame).then(() => true)")
    assert said(page) == wanted


ACTS = {
    "split": ("Control+Shift+Enter", ["one", "a b", "c", "three"]),
    "join": ("Control+Shift+Backspace", ["one\n\na b c", "three"]),
    "duplicate": ("Control+Shift+d", ["one", "a b c", "a b c", "three"]),
    "move": ("Alt+ArrowDown", ["one", "three", "a b c"]),
}


@pytest.mark.parametrize("act", ACTS)
def test_one_press_takes_back_what_was_done_to_blocks(act, three, page):
    keys, after = ACTS[act]
    page.keyboard.press(keys)
    says(page, after)
    page.keyboard.press("Control+z")
    says(page, BEFORE)
    expect(page.locator(".desk-prose.for-deletion:visible")).to_have_count(0)
    # And then what was typed before it.
    page.locator(TEXTS).nth(1).click()
    page.keyboard.press("Control+z")
    says(page, ["one", "ab c", "three"])


@pytest.mark.parametrize("act", ACTS)
def test_from_a_button_it_is_taken_back_as_well(act, three, page):
    keys, after = ACTS[act]
    page.keyboard.press(keys)
    says(page, after)
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Control+z")
    says(page, BEFORE)


def test_what_was_typed_since_goes_first_and_then_the_split(three, page):
    page.keyboard.press("Control+Shift+Enter")
    says(page, ["one", "a b", "c", "three"])
    page.keyboard.type("x")
    says(page, ["one", "a b", "xc", "three"])
    page.keyboard.press("Control+z")
    says(page, ["one", "a b", "c", "three"])
    page.keyboard.press("Control+z")
    says(page, BEFORE)


def test_taking_a_split_back_loses_nothing_that_was_typed_since(three, page):
    page.keyboard.press("Control+Shift+Enter")
    says(page, ["one", "a b", "c", "three"])
    page.keyboard.type("new ")
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Control+z")
    says(page, BEFORE)
    struck = page.locator(".desk-prose.for-deletion:visible")
    expect(struck.locator(".desk-first-words")).to_have_text("new c")


def test_a_new_block_goes_again(three, page):
    page.locator(".desk-add").get_by_role("button", name="Text").click()
    says(page, [*BEFORE, ""])
    page.keyboard.press("Control+z")
    says(page, BEFORE)
