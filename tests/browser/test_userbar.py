"""From a page of readers to a fix: for who is signed in at the desk, and for nobody else."""

from importlib.resources import files

import pytest
from playwright.sync_api import expect

from articles.models import TypoReport
from tests import factories
from tests.bars.axe import violations
from tests.bars.looking import SCHEMES
from tests.desk_client import page_of

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "<p>It opened on Monday.</p><p>Trams cros <em>it</em> again.</p>"
SELECT = """paragraph => {
    const range = document.createRange();
    range.setStart(paragraph.firstChild, 6);
    range.setEnd(paragraph.firstChild, 10);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""
AXE = files("axe_playwright_python").joinpath("axe.min.js")
MARKED = "() => localStorage.getItem('desk') !== null"
UNMARKED = "() => localStorage.getItem('desk') === null"


@pytest.fixture
def live():
    return factories.publish(factories.article(text=TEXT))


def asked_of_the_desk(page):
    """Return the addresses of the desk that the page asks from now on."""
    asked = []
    page.on("request", lambda request: "/admin/" in request.url and asked.append(request.url))
    return asked


def bar_of(page):
    return page.get_by_role("complementary", name="The desk")


def mark(page):
    page.locator(".prose p").nth(1).evaluate(SELECT)


def test_an_editor_mends_a_typo_with_two_presses_and_readers_see_it(desk_of, new_page, live):
    page = desk_of(factories.person("Editor"), viewport={"width": 390, "height": 844})
    page.goto("/admin/")
    page.goto(live.get_absolute_url())
    bar = bar_of(page)
    expect(bar.get_by_role("link", name="Edit")).to_have_attribute("href", page_of(live.article))
    mark(page)
    bar.get_by_role("link", name="Fix a typo").click()
    text = page.get_by_role("textbox", name="What it should say")
    expect(text).to_be_focused()
    expect(text).to_have_value("Trams cros it again.")
    # Just the marked word is typed over.
    page.keyboard.type("cross")
    expect(page.locator(".desk-difference del")).to_have_text("cros")
    expect(page.locator(".desk-difference ins")).to_have_text("cross")
    source = AXE.read_text()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert violations(page, source) == []
    page.get_by_role("button", name="Publish the fix").click()
    expect(page.get_by_role("dialog")).to_contain_text("Published: readers see the fix.")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".story")).to_contain_text("Trams cross it again.")

    reader = new_page()
    asked = asked_of_the_desk(reader)
    reader.goto(live.get_absolute_url())
    expect(reader.locator(".story")).to_contain_text("Trams cross it again.")
    reader.wait_for_load_state("networkidle")
    assert asked == []
    assert bar_of(reader).count() == 0


def test_who_has_signed_out_gets_no_bar_and_loses_the_mark(desk_of, live):
    page = desk_of(factories.person("Editor"))
    page.goto("/admin/")
    expect(page.locator("#desk-words")).to_have_count(1)
    page.wait_for_function(MARKED)
    cookies = page.context.cookies()
    # Signed out elsewhere, the mark is still there.
    page.context.clear_cookies()
    page.goto(live.get_absolute_url())
    page.wait_for_function(UNMARKED)
    assert bar_of(page).count() == 0
    # Signed out here, it goes with the session.
    page.context.add_cookies(cookies)
    page.goto("/admin/")
    page.wait_for_function(MARKED)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_function(UNMARKED)


def test_a_reporter_suggests_and_an_editor_publishes_it_from_the_form(desk_of, live):
    page = desk_of(factories.person("Reporter"))
    page.goto("/admin/")
    page.goto(live.get_absolute_url())
    mark(page)
    bar_of(page).get_by_role("link", name="Suggest a fix").click()
    page.get_by_role("textbox", name="What it should say").fill("Trams cross it again.")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_role("dialog")).to_contain_text("Sent to the editors.")
    assert TypoReport.objects.get().replacement == "cross"

    page = desk_of(factories.person("Editor"))
    page.goto(page_of(live.article))
    page.get_by_role("button", name="Publish this fix").click()
    expect(page.get_by_text("Published: readers see the fix.")).to_be_visible()
    page.goto(live.get_absolute_url())
    expect(page.locator(".story")).to_contain_text("Trams cross it again.")
