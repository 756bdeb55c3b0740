"""The desk of pages and menus in a browser: writing rich text, and arranging by dragging."""

import pytest
from playwright.sync_api import expect

from articles.models import MenuItem, Page
from tests import factories
from tests.desk_client import RICH_TEXT

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_admin_writes_a_page_and_drags_the_lines_of_a_menu_into_another_order(desk_of, page):
    factories.section("War")
    about = Page(slug="masthead", title="Who we are", text="<p>Nine people.</p>")
    about.save()
    desk = desk_of(factories.person("Admin"))
    desk.goto(f"/admin/articles/page/{about.pk}/change/")
    text = desk.locator(RICH_TEXT)
    text.click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" And a cat.")
    desk.get_by_label("Published").check()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("was changed")
    page.goto("/masthead/")
    expect(page.locator("article .prose")).to_have_text("Nine people. And a cat.")

    desk.goto("/admin/articles/menuitem/?language=en")
    lines = desk.locator(".desk-menu").first.locator("li:not(.desk-heads)")
    lines.nth(2).locator(".desk-grip").drag_to(lines.nth(0).locator(".desk-grip"))
    expect(lines.nth(0).locator("select")).to_have_value("fixed:interviews")
    expect(lines.nth(0).locator("input").first).to_have_value("10")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Readers now see these menus.")
    assert MenuItem.objects.filter(place="masthead").first().fixed == "interviews"
    page.goto("/news/")
    assert page.locator(".sections a").all_inner_texts()[0] == "Interviews"
