"""The front page arranged in a browser: by dragging, and by a click or a key for the same."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Arrangement, Layout
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/admin/articles/arrangement/front/en/"


@pytest.fixture
def war():
    pieces = [factories.article(f"War {number}") for number in range(4)]
    for number, piece in enumerate(pieces):
        factories.record(piece, timezone.now() - timedelta(hours=number + 1))
    return pieces


def place(page, name):
    return page.locator(f'.desk-place[data-place="{name}"]')


def found(page, headline):
    return page.locator(".desk-piece", has_text=headline)


def test_pieces_are_dragged_to_their_places_and_moved_with_keys(war, editor, desk_of, new_page):
    # High enough for all of these places: what is dragged must not scroll away.
    page = desk_of(editor, viewport={"width": 1280, "height": 900})
    page.goto(DESK)

    found(page, "War 2").drag_to(place(page, "lead"))
    expect(place(page, "lead")).to_contain_text("War 2")

    found(page, "War 3").get_by_role("button", name="Move").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-said")).to_contain_text("“War 3” is picked up")
    place(page, "top-1").get_by_role("button", name="Place here").focus()
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
    place(page, "lead").get_by_role("button", name="Place here").click()

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
    factories.section("Culture")
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


def test_a_block_is_dragged_by_its_name(war, editor, desk_of):
    for name in ("Culture", "Sport"):
        factories.section(name)
    page = desk_of(editor)
    page.goto(DESK)
    names = page.locator(".desk-strip legend")
    before = names.all_text_contents()
    names.first.hover()
    page.mouse.down()
    page.mouse.move(*below_the_middle(names.first))
    # The others are lines by then, and the way is short.
    expect(page.locator(".desk-strip ol").first).to_be_hidden()
    page.mouse.move(*below_the_middle(names.last), steps=4)
    page.mouse.up()
    expect(page.locator(".desk-strip ol").first).to_be_visible()
    expect(names).to_have_text([before[1], before[2], before[0]])
    expect(page.locator(".desk-said")).to_have_text(f"“{before[0]}” is now block 3 of 3.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    expect(names).to_have_text([before[1], before[2], before[0]])


def below_the_middle(name):
    box = name.evaluate("(name) => name.closest('.desk-strip').getBoundingClientRect().toJSON()")
    return box["x"] + 20, box["y"] + box["height"] * 0.75


def test_what_fills_a_place_follows_what_is_placed(war, editor, desk_of):
    page = desk_of(editor)
    page.goto(DESK)
    expect(place(page, "lead")).to_contain_text("Filled automatically: War 0")
    found(page, "War 0").get_by_role("button", name="Move").click()
    place(page, "block-0-1").get_by_role("button", name="Place here").click()
    expect(place(page, "lead")).to_contain_text("Filled automatically: War 1")
    place(page, "block-0-1").get_by_role("button", name="Remove it").press("Enter")
    # Whoever uses the keys goes on from the place.
    expect(place(page, "block-0-1")).to_be_focused()
    expect(place(page, "lead")).to_contain_text("Filled automatically: War 0")
    assert not Arrangement.objects.exists()


@pytest.mark.console_errors_expected
def test_signed_out_or_offline_nothing_of_it_is_lost(war, editor, desk_of):
    page = desk_of(editor)
    page.goto(DESK)
    found(page, "War 2").drag_to(place(page, "lead"))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".desk-trouble")).to_contain_text("You are signed out")
    expect(place(page, "lead")).to_contain_text("War 2")
    page.context.add_cookies(cookies)
    page.context.set_offline(True)
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".desk-trouble")).to_contain_text("No connection to the desk")
    page.context.set_offline(False)
    page.get_by_role("button", name="Publish now").dblclick()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    assert Layout.objects.live().get().document["lead"] == war[2].pk


def test_return_in_the_name_of_a_block_adds_it_and_what_is_not_saved_stays_guarded(
    war, editor, desk_of
):
    factories.section("Culture")
    page = desk_of(editor)
    page.goto(DESK)
    strips = page.locator(".desk-strip")
    strips.first.get_by_label("Remove this block").check()
    page.get_by_label("A block about").fill("culture")
    page.get_by_label("A block about").press("Enter")
    expect(strips.last.locator("legend")).to_have_text("Culture")
    assert not Arrangement.objects.exists()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_on_a_phone_the_places_come_into_sight_for_a_piece_that_is_taken(war, editor, desk_of):
    page = desk_of(editor)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(DESK)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    found(page, "War 3").get_by_role("button", name="Move").click()
    expect(place(page, "lead").get_by_role("button", name="Place here")).to_be_in_viewport()
    place(page, "lead").get_by_role("button", name="Place here").click()
    expect(place(page, "lead")).to_contain_text("War 3")
