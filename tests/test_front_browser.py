"""The front page arranged in a browser: by dragging, and by a click or a key for the same."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Arrangement, Layout
from tests import newsroom

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/admin/articles/arrangement/front/en/"


@pytest.fixture
def war():
    pieces = [newsroom.article(f"War {number}") for number in range(4)]
    for number, piece in enumerate(pieces):
        newsroom.record(piece, timezone.now() - timedelta(hours=number + 1))
    return pieces


def place(page, name):
    return page.locator(f'.desk-place[data-place="{name}"]')


def found(page, headline):
    return page.locator(".desk-piece", has_text=headline)


def test_pieces_are_dragged_to_their_places_and_moved_with_keys(war, editor, desk_of, new_page):
    page = desk_of(editor)
    page.goto(DESK)

    found(page, "War 2").drag_to(place(page, "lead"))
    expect(place(page, "lead")).to_contain_text("War 2")

    found(page, "War 3").get_by_role("button", name="Move").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-said")).to_contain_text("“War 3” is taken")
    place(page, "top-1").get_by_role("button", name="Put here").focus()
    page.keyboard.press("Enter")
    expect(place(page, "top-1")).to_contain_text("War 3")

    # Two that are placed change places; one from the list leaves the place where it stood.
    place(page, "lead").drag_to(place(page, "top-1"))
    expect(place(page, "lead")).to_contain_text("War 3")
    found(page, "War 3").drag_to(place(page, "block-0-0"))
    expect(place(page, "lead")).not_to_contain_text("War")
    page.get_by_role("searchbox").fill("0")
    expect(page.locator(".desk-piece")).to_have_count(1)
    found(page, "War 0").get_by_role("button", name="Move").click()
    place(page, "lead").get_by_role("button", name="Put here").click()

    with page.expect_popup() as opening:
        page.get_by_role("button", name="Preview").click()
    expect(opening.value.locator(".lead .headline")).to_have_text("War 0")
    expect(opening.value.locator(".preview")).to_be_visible()
    opening.value.close()
    assert not Arrangement.objects.exists()

    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    reader = new_page()
    reader.goto("/")
    expect(reader.locator(".lead .headline")).to_have_text("War 0")
    said = Layout.objects.live().get().document
    assert said["top"] == [None, war[2].pk]
    assert said["blocks"][0]["pieces"] == [war[3].pk]


def test_blocks_change_places_and_what_is_not_saved_is_not_left_by_mistake(war, editor, desk_of):
    newsroom.section("Culture")
    page = desk_of(editor)
    page.goto(DESK)
    first = page.locator(".desk-strip").first.locator("legend").text_content()
    page.locator(".desk-strip").first.get_by_role("button", name="Down").click()
    expect(page.locator(".desk-strip").last.locator("legend")).to_have_text(first)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    page.locator(".desk-strip").first.get_by_role("button", name="Down").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".desk-strip").last.locator("legend")).to_have_text(first)
