"""Sending a piece back, with a keyboard."""

import re

import pytest
from playwright.sync_api import expect

from articles.actions import review
from articles.models import Article, Stage
from tests import factories
from tests.desk_client import page_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sent_on(reporter):
    piece = factories.article(created_by=reporter, modified_by=reporter)
    review.move(piece, Stage.REVIEW, reporter)
    return piece


@pytest.fixture
def opened(desk_of, editor, sent_on):
    """The piece in review, opened by an editor."""
    page = desk_of(editor, viewport={"width": 1280, "height": 900})
    page.goto(page_of(sent_on))
    expect(page.locator(".desk-add").get_by_role("button", name="Quote")).to_be_visible()
    return page


def test_a_piece_is_sent_back_with_the_keyboard_and_nothing_else_moves(opened, sent_on):
    headline = opened.locator("#id_headline")
    before = headline.bounding_box()
    opened.locator("#desk-send-back").focus()
    opened.keyboard.press("Enter")
    why = opened.get_by_label("Why are you sending it back?")
    expect(why).to_be_focused()
    assert headline.bounding_box() == before
    # Without a comment it says what is missing, and stays.
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    expect(why).to_be_focused()
    assert why.evaluate("text => text.validationMessage").startswith("Explain in a comment why")
    opened.keyboard.type("Who says so?")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    expect(opened.get_by_text("Saved and sent back, with your comment.")).to_be_visible()
    expect(opened.get_by_role("heading", name=re.compile("Sent back by Iryna Lys"))).to_be_visible()
    assert review.sent_back(Article.objects.get(pk=sent_on.pk)).text == "Who says so?"


def test_escape_leaves_it_and_a_comment_that_was_begun_waits_through_a_save(opened):
    opened.locator("#desk-send-back").focus()
    opened.keyboard.press("Enter")
    opened.keyboard.type("Who says")
    opened.keyboard.press("Escape")
    why = opened.locator("#desk-why-text")
    expect(why).to_be_hidden()
    expect(opened.locator("#desk-send-back")).to_be_focused()
    opened.get_by_role("button", name="Save", exact=True).click()
    expect(opened.get_by_text(re.compile(r"Saved at \d"))).to_be_visible()
    opened.locator("#desk-send-back").click()
    expect(why).to_have_value("Who says")
