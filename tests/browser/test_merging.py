"""Two people with two browsers in one piece: they see each other, and lose nothing."""

import re

import pytest
from playwright.sync_api import expect

from articles.content import thaw
from articles.models import Prose
from tests import factories
from tests.desk_client import RICH_TEXT, page_of

TEXTS = f".desk-prose:not(.empty-form) {RICH_TEXT}"
SAVED = re.compile("Saved at")
# An open form asks every ten seconds who else is here.
TWO_BEATS = 20_000


@pytest.fixture
def piece(transactional_db):
    made = factories.article(text="<p>First.</p>")
    Prose.objects.create(parent=made, region="main", ordering=20, html="<p>Second.</p>")
    return made


@pytest.fixture
def open_desk(desk_of):
    """Open a piece in a browser of somebody's own."""

    def open_desk(piece, role="Editor", **name):
        user = factories.person(role, **name)
        page = desk_of(user)
        with page.expect_response("**/here/"):
            page.goto(page_of(piece))
        return page

    return open_desk


@pytest.fixture
def olena(open_desk, piece):
    return open_desk(piece, first_name="Olena", last_name="Vyshnevska")


@pytest.fixture
def nazar(open_desk, piece):
    return open_desk(piece, first_name="Nazar", last_name="Bilous")


def write(page, number, words):
    """Write over what stands in a text."""
    text = page.locator(TEXTS).nth(number)
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def look(page):
    """Come back to the tab, as somebody who looked at another one."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def texts(piece):
    return list(piece.articles_prose_set.values_list("html", flat=True))


def test_each_sees_who_else_is_here_until_they_leave(piece, olena, nazar):
    look(olena)
    expect(olena.locator(".desk-here")).to_have_text("Also here: Nazar Bilous")
    expect(nazar.locator(".desk-here")).to_have_text("Also here: Olena Vyshnevska")
    nazar.goto("about:blank")
    # The goodbye may arrive after what Olena's form asks now, and before what it asks next.
    look(olena)
    expect(olena.locator(".desk-here")).to_be_empty(timeout=TWO_BEATS)


def heard(page, act):
    """Return who is said to be here by the first answer after `act`."""
    with page.expect_response("**/here/") as answer:
        act()
    return answer.value.json()["here"]


def test_you_are_in_another_window_only_while_it_is_open_and_without_a_goodbye_too(
    piece, desk_of, site_address, transactional_db
):
    user = factories.person("Editor")
    page = desk_of(user)
    # As from a browser that crashes, or a line that breaks.
    page.context.add_init_script("navigator.sendBeacon = () => true")
    assert heard(page, lambda: page.goto(page_of(piece))) == ""
    assert heard(page, page.reload) == ""
    page.get_by_role("link", name="History").click()
    assert heard(page, page.go_back) == ""

    second = page.context.new_page()
    there = "Also here: you, in another window"
    assert heard(second, lambda: second.goto(site_address + page_of(piece))) == there
    assert heard(page, lambda: look(page)) == there
    second.close()
    assert heard(page, lambda: look(page)) == ""

    elsewhere = desk_of(user)
    assert heard(elsewhere, lambda: elsewhere.goto(page_of(piece))) == there
    assert heard(page, lambda: look(page)) == there


def test_the_bar_keeps_its_height_whatever_it_says(piece, olena, nazar):
    height = olena.locator(".desk-bar").bounding_box()["height"]
    nazar.get_by_label("Headline").fill("Changed by Nazar")
    # The form that comes back is another window, and says so.
    with nazar.expect_response(lambda answer: answer.url.endswith("/here/") and answer.ok):
        save(nazar)
        expect(nazar.get_by_text(SAVED)).to_be_visible()
    look(olena)
    expect(olena.locator(".desk-news")).to_contain_text("Nazar Bilous saved at")
    expect(olena.locator(".desk-here")).to_have_text("Also here: Nazar Bilous")
    assert olena.locator(".desk-bar").bounding_box()["height"] == height


def test_a_reader_of_the_form_is_seen_as_reading(piece, olena, open_desk):
    open_desk(piece, "Reporter", first_name="Taras", last_name="Zoria")
    look(olena)
    expect(olena.locator(".desk-here")).to_have_text("Also here: Taras Zoria (reading)")


def test_different_blocks_come_together_by_themselves(piece, olena, nazar):
    write(olena, 0, "First, by Olena.")
    write(nazar, 1, "Second, by Nazar.")
    save(olena)
    expect(olena.get_by_text(SAVED)).to_be_visible()
    save(nazar)
    expect(nazar.get_by_text(SAVED)).to_be_visible()
    expect(nazar.locator(".desk-messages")).to_contain_text(
        "Combined with changes made since by Olena Vyshnevska: 1 block."
    )
    expect(nazar.locator(TEXTS).first).to_have_text("First, by Olena.")
    assert texts(piece) == ["<p>First, by Olena.</p>", "<p>Second, by Nazar.</p>"]


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_the_same_block_is_asked_about_where_it_stands(piece, olena, nazar, choice):
    write(olena, 0, "The tram of Olena leaves at six.")
    write(nazar, 0, "The tram of Nazar leaves at six.")
    nazar.get_by_label("Headline").fill("By Nazar")
    save(olena)
    expect(olena.get_by_text(SAVED)).to_be_visible()
    save(nazar)

    asked = nazar.locator("#articles_prose_set-0 .desk-conflict")
    expect(asked.locator("mark")).to_have_text([re.compile("Nazar"), re.compile("Olena")])
    expect(nazar.locator(TEXTS).first).to_have_text("The tram of Nazar leaves at six.")
    expect(nazar.get_by_label("Headline")).to_have_value("By Nazar")
    assert texts(piece)[0] == "<p>The tram of Olena leaves at six.</p>"

    # Without a choice nothing happens, and nothing is lost.
    save(nazar)
    expect(asked.get_by_text("Choose what to keep.")).to_be_visible()
    expect(nazar.locator(TEXTS).first).to_have_text("The tram of Nazar leaves at six.")

    expect(nazar.locator(".desk-conflicts")).to_be_focused()
    nazar.locator(".desk-conflicts a").first.click()
    expect(asked).to_be_in_viewport()
    nazar.keyboard.press("Tab")
    nazar.keyboard.press("Space")
    expect(asked.get_by_label("Keep mine")).to_be_checked()
    if choice == "Take theirs":
        nazar.keyboard.press("ArrowDown")
        expect(asked.get_by_label("Take theirs")).to_be_checked()
    nazar.keyboard.press("Control+s")
    expect(nazar.get_by_text(SAVED)).to_be_visible()
    winner = "Nazar" if choice == "Keep mine" else "Olena"
    assert texts(piece)[0] == f"<p>The tram of {winner} leaves at six.</p>"
    piece.refresh_from_db()
    assert piece.headline == "By Nazar"


def test_a_block_that_one_deleted_and_the_other_changed(piece, olena, nazar):
    olena.locator("#articles_prose_set-1 [data-strike]").click()
    save(olena)
    expect(olena.get_by_text(SAVED)).to_be_visible()
    write(nazar, 1, "Second, by Nazar.")
    save(nazar)
    expect(nazar.get_by_text("They have deleted this.")).to_be_visible()
    nazar.get_by_label("Keep mine").check()
    save(nazar)
    expect(nazar.get_by_text(SAVED)).to_be_visible()
    assert texts(piece) == ["<p>First.</p>", "<p>Second, by Nazar.</p>"]


HARD = """<h2>Before</h2><p>One &amp; <strong>two</strong>, at 4\u00a0km: <em>a</em>
<a href="https://example.org/?a=1&amp;b=2" title="There">a page</a>.</p>
<ul><li>one<ul><li>deeper</li></ul></li><li><p>two</p></li></ul><ol start="3"><li>three</li></ol>
<blockquote><p>said</p></blockquote><p>H<sub>2</sub>O<br>x</p>"""


def test_what_was_only_looked_at_is_not_changed(open_desk, transactional_db):
    piece = factories.article(text="")
    thaw.add_blocks(piece, [{"kind": "prose", "html": HARD}])
    olena = open_desk(piece, first_name="Olena")
    nazar = open_desk(piece, first_name="Nazar")
    # Nazar types in the text, takes it back, and changes another field.
    text = nazar.locator(TEXTS).first
    expect(text).to_contain_text("Before")
    text.click()
    nazar.keyboard.type("x")
    nazar.keyboard.press("Backspace")
    nazar.get_by_label("Headline").fill("By Nazar")
    olena.locator(TEXTS).first.get_by_text("said").click()
    olena.keyboard.press("End")
    olena.keyboard.type(" again")
    save(olena)
    expect(olena.get_by_text(SAVED)).to_be_visible()
    save(nazar)
    expect(nazar.get_by_text(SAVED)).to_be_visible()
    [html] = texts(piece)
    assert "said again" in html
    piece.refresh_from_db()
    assert piece.headline == "By Nazar"


def test_who_writes_on_through_a_merge_stays_in_place_and_is_shown_it_when_asked(
    piece, olena, nazar
):
    write(olena, 0, "First, by Olena.")
    save(olena)
    expect(olena.get_by_text(SAVED)).to_be_visible()
    write(nazar, 1, "Second,")
    nazar.keyboard.press("Control+s")
    said = nazar.locator(".desk-said-now")
    combined = "Combined with changes made since by Olena Vyshnevska: 1 block."
    expect(said).to_contain_text(combined)
    nazar.keyboard.type(" by Nazar.")
    expect(nazar.locator(TEXTS).nth(1)).to_have_text("Second, by Nazar.")
    # What this page does not show is not undone by its next save, and is Olena's still.
    nazar.evaluate("document.querySelector('.desk-said-now').textContent = ''")
    nazar.keyboard.press("Control+s")
    expect(said).to_contain_text(combined)
    assert texts(piece) == ["<p>First, by Olena.</p>", "<p>Second, by Nazar.</p>"]
    nazar.keyboard.type(" And more.")
    said.get_by_role("button", name="Show").click()
    expect(nazar.locator(TEXTS).first).to_have_text("First, by Olena.")
    expect(nazar.locator(TEXTS).nth(1)).to_have_text("Second, by Nazar. And more.")


def test_who_writes_on_through_a_conflict_is_led_to_it_when_they_ask(piece, olena, nazar):
    write(olena, 0, "By Olena.")
    save(olena)
    expect(olena.get_by_text(SAVED)).to_be_visible()
    write(nazar, 0, "By Nazar")
    nazar.keyboard.press("Control+s")
    said = nazar.locator(".desk-said-now")
    expect(said).to_contain_text("a colleague has changed the same place")
    nazar.keyboard.type(", all of it.")
    said.get_by_role("button", name="Show").click()
    expect(nazar.locator("#articles_prose_set-0 .desk-conflict")).to_be_visible()
    expect(nazar.locator(TEXTS).first).to_have_text("By Nazar, all of it.")
    assert texts(piece)[0] == "<p>By Olena.</p>"
