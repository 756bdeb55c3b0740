"""People and topics in order, on narrow screens and with a keyboard."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import expect

from articles.actions import accounts
from articles.models import Author, DifferentTags, Tag
from tests.admin.people.test_people import PEOPLE, browser_of
from tests.factories import person

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def desk(desk_of):
    """A page of the desk for an admin."""
    return desk_of(person("Admin"), viewport=PHONE)


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_screen_of_the_people_never_scrolls_sideways(desk):
    name = {"first_name": "Oleksandra", "last_name": "Kovalenko-Vyshnevetska"}
    busy = person("Reporter", username="oleksandra.kovalenko-vyshnevetska", **name)
    browser_of(busy)
    busy.last_login = timezone.now() - timedelta(days=400)
    busy.save()
    Author.objects.create(name=busy.name, user=busy)
    Authenticator.objects.create(user=busy, type="totp", data={})
    accounts.invite("Olha Kovalenko", "olha.kovalenko-vyshnevetska@example.org", "Editor", busy)
    person("Reporter", is_active=False)
    desk.goto(PEOPLE)

    too_wide = []
    for width in (390, 768, 800, 900, 1023, 1024, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        for menu in desk.locator(".desk-menu > summary").all():
            menu.click()
            if scrolls_sideways(desk):
                too_wide.append((width, menu.inner_text()))
            menu.click()
    assert too_wide == []


def test_of_tags_that_look_alike_some_are_ticked_with_the_keyboard_on_a_phone(desk):
    for name in ("Trail", "Trial", "Trials"):
        Tag.objects.create(name=name)
    desk.goto("/admin/articles/tag/alike/")
    assert not scrolls_sideways(desk)

    desk.get_by_role("checkbox", name="Trials").focus()
    desk.keyboard.press("Space")
    for _step in ("to the tag", "Merge…", "These are different topics"):
        desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="These are different topics")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("“Trail”, “Trial” are different topics")).to_be_visible()
    [pair] = DifferentTags.objects.all()
    assert {pair.one.name, pair.other.name} == {"Trail", "Trial"}

    desk.get_by_role("checkbox", name="Trials").focus()
    desk.keyboard.press("Space")
    desk.get_by_role("button", name="Merge…").press("Enter")
    expect(desk.get_by_text("Tick at least two of the topics")).to_be_visible()
    desk.get_by_role("button", name="Merge…").press("Enter")
    expect(desk.get_by_role("heading", name="Merge tags")).to_be_visible()
    expect(desk.locator("#content ul > li > strong")).to_have_text(["Trial", "Trials"])
