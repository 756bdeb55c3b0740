"""Forms of the desk in a browser that was signed out, or belongs to somebody else by now."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Redirect, Tag
from tests import factories
from tests.desk_client import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin():
    return factories.person("Admin")


@pytest.mark.parametrize(
    ("address", "field", "button"),
    [
        ("/admin/articles/author/add/", "Biography", "Save"),
        ("/admin/articles/tag/{}/change/", "Description", "Save"),
        ("/admin/articles/redirect/add/", "Old URL", "Save"),
        ("/admin/articles/page/add/", "Title", "Save"),
        ("/admin/articles/section/", None, "Save"),
        ("/admin/articles/menuitem/", None, "Save"),
        ("/admin/articles/user/", "Email", "Invite"),
    ],
)
def test_a_form_of_somebody_signed_out_stays_and_says_so(desk_of, admin, address, field, button):
    factories.section("City")
    page = desk_of(admin)
    page.goto(address.format(Tag.objects.create(name="Trams").pk))
    boxes = page.locator("#content form:has(.desk-trouble) input[type=text]:visible")
    box = page.get_by_label(field).first if field else boxes.first
    Session.objects.all().delete()
    if field:
        box.fill("Words")

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.locator(".desk-trouble")).to_contain_text("You are signed out")
    if field:
        expect(box).to_have_value("Words")


def test_once_signed_in_elsewhere_the_same_press_saves_with_the_new_token(
    desk_of, admin, site_address
):
    tag = Tag.objects.create(name="Trams")
    page = desk_of(admin)
    page.goto(f"/admin/articles/tag/{tag.pk}/change/")
    Session.objects.all().delete()
    page.get_by_label("Description").first.fill("Wheels on rails.")
    save = page.get_by_role("button", name="Save", exact=True)
    save.click()
    expect(page.locator(".desk-trouble")).to_contain_text("You are signed out")

    sign_in(page.context, admin, site_address)
    page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": site_address}])
    save.click()

    expect(page.locator(".messagelist")).to_contain_text("was changed")
    tag.refresh_from_db()
    assert tag.description == "Wheels on rails."


def test_a_form_of_somebody_else_is_not_sent(desk_of, admin, site_address):
    page = desk_of(admin)
    page.goto("/admin/articles/redirect/add/")
    page.get_by_label("Old URL").fill("/old/")
    sign_in(page.context, factories.person("Admin"), site_address)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".desk-trouble")).to_contain_text("signed in as someone else")
    assert not Redirect.objects.exists()


def test_what_two_changed_in_a_page_is_said_at_the_field_and_saved_again(desk_of, admin):
    tag = Tag.objects.create(name="Trams")
    one, two = desk_of(admin), desk_of(factories.person("Admin"))
    for page in (one, two):
        page.goto(f"/admin/articles/tag/{tag.pk}/change/")
    for page, words in ((one, "Wheels."), (two, "Rails.")):
        page.get_by_label("Description").first.fill(words)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messagelist, .desk-late").first).to_be_visible()
    expect(two.locator(".errorlist").first).to_contain_text("It says now: “Wheels.”")
    expect(two.get_by_label("Description").first).to_have_value("Rails.")
    two.get_by_role("button", name="Save", exact=True).click()
    expect(two.locator(".messagelist")).to_contain_text("was changed")
    tag.refresh_from_db()
    assert tag.description == "Rails."


def test_ctrl_s_saves_every_form_of_the_desk_and_stays_in_it(desk_of, admin):
    tag = Tag.objects.create(name="Trams")
    page = desk_of(admin)
    page.goto(f"/admin/articles/tag/{tag.pk}/change/")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Description").first.fill("Wheels on rails.")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("was changed")
    expect(page.get_by_label("Description").first).to_have_value("Wheels on rails.")
