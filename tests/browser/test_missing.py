"""From the list of what is missing to the field, at one press."""

import pytest
from playwright.sync_api import expect

from articles.models import Figure, Prose, Stage
from interviews.models import Interviewee
from tests import factories
from tests.desk_client import page_of

pytestmark = [pytest.mark.slow]


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"), viewport={"width": 1280, "height": 700})


def long_interview():
    """An interview whose last block has a dead link, after many others."""
    piece = factories.interview(questions=8)
    Interviewee.objects.all().delete()
    Figure.objects.create(parent=piece, region="main", ordering=500, caption="A stop")
    dead = '<p>See <a href="http://127.0.0.1/">this</a>.</p>'
    Prose.objects.create(parent=piece, region="main", ordering=510, html=dead)
    return piece


def reached(page, field):
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


def test_a_press_on_the_publish_page_leads_into_the_field(page):
    piece = long_interview()
    photo = page.locator("#articles_figure_set-0 [data-photo-choose]")
    text = page.locator("#articles_prose_set-0 .ProseMirror[contenteditable]")
    for words, field in (
        ("No standfirst", page.locator("#id_standfirst")),
        ("No tags", page.locator(".field-tags .select2-search__field")),
        ("No interviewee", page.locator("#interviewees-group .add-row a")),
        ("Picture 1: no picture yet", photo),
        ("leads to a computer that readers cannot reach", text),
    ):
        page.goto(page_of(piece, "publish"))
        page.get_by_role("link", name=words).click()
        reached(page, field)
    assert page.url.endswith(page_of(piece))


def test_a_press_in_the_form_opens_the_block_and_a_save_makes_the_list_anew(page):
    piece = long_interview()
    page.goto(page_of(piece))
    page.get_by_role("button", name="Send for review").click()
    missing = page.get_by_role("region", name="What is missing")
    expect(missing).to_contain_text("No interviewee")
    piece.refresh_from_db()
    assert piece.stage == Stage.REVIEW
    last = page.locator("#articles_prose_set-0")
    last.locator("h3 b").click()
    expect(last).to_contain_class("collapsed")
    missing.get_by_role("link", name="cannot reach").click()
    reached(page, last.locator(".ProseMirror[contenteditable]"))
    missing.get_by_role("link", name="No standfirst").click()
    reached(page, page.locator("#id_standfirst"))
    page.keyboard.type("Eight shifts in a row.")
    page.keyboard.press("Control+s")
    expect(missing.get_by_role("link", name="No standfirst")).to_have_count(0)
    expect(missing).to_contain_text("No interviewee")
