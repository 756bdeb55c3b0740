"""What is typed is safe within five seconds, whatever happens to browser, line and server."""

import os
import re
import signal
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, Author, PullQuote, Unsaved
from interviews.models import Interview
from tests import factories
from tests.chromium import find_chromium
from tests.desk_client import RICH_TEXT, headline_of, page_of, sign_in

# A line that is cut and a sign-in that is over are said on the console too.
pytestmark = [pytest.mark.slow, pytest.mark.console_errors_expected]

KEPT = re.compile(r"^autosaved at \d\d:\d\d:\d\d$")
SAVED = re.compile("Saved at")
ADD = "/admin/articles/article/add/"


def status_of(page):
    return page.locator(".desk-kept-at")


def show_what_was_kept(page, address):
    """Return to a form, and have the text that was not saved shown in it."""
    headline_of(page, address)
    page.get_by_role("link", name="Show it in the form").click()
    expect(page.get_by_text("This is what you typed on")).to_be_visible()
    return headline_of(page)


def save(page):
    page.keyboard.press("Control+s")
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.locator(".desk-offer")).to_have_count(0)


def kept_headline():
    return parse_qs(Unsaved.objects.waiting().get().fields)["headline"][0]


# Within five seconds.


def stop_the_clock(page):
    """Let time go on only when the test says so."""
    in_a_minute = page.evaluate("Date.now()") / 1000 + 60
    page.clock.pause_at(datetime.fromtimestamp(in_a_minute, UTC))


def test_who_never_pauses_is_kept_within_five_seconds_of_each_word(desk_of, transactional_db):
    page = desk_of(factories.person("Editor"))
    piece = factories.article()
    page.clock.install()
    headline = headline_of(page, page_of(piece))
    headline.fill("")
    stop_the_clock(page)
    expect(status_of(page)).to_have_text(KEPT)
    Unsaved.objects.all().delete()

    with page.expect_response(lambda answer: answer.url.endswith("/keep/")):
        for letter in "123456789":
            headline.press(letter)
            page.clock.run_for(500)
    assert kept_headline().startswith("1234567")


def test_who_pauses_is_kept_after_two_seconds(desk_of, transactional_db):
    page = desk_of(factories.person("Editor"))
    page.clock.install()
    headline = headline_of(page, page_of(factories.article()))
    stop_the_clock(page)
    headline.fill("Typed and looked at")
    with page.expect_response(lambda answer: answer.url.endswith("/keep/")):
        page.clock.run_for(2_000)
    expect(page.get_by_text("not saved yet")).to_be_visible()
    expect(status_of(page)).to_have_text(KEPT)
    assert kept_headline() == "Typed and looked at"


# A crash of the browser.


def test_a_browser_that_dies_takes_nothing_with_it(
    chromium, desk_of, site_address, transactional_db
):
    user, talk = factories.person("Editor"), factories.interview(questions=3)
    Author.objects.create(name="Anna Ant")
    dying = chromium.browser_type.launch(
        executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
    )
    context = dying.new_context(base_url=site_address)
    sign_in(context, user, site_address)
    page = context.new_page()
    headline_of(page, page_of(talk)).fill("Typed before the crash")
    page.locator(".field-tags .select2-selection").click()
    page.keyboard.type("Brand new")
    expect(page.locator(".select2-results__option--highlighted")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#id_byline + .select2 .select2-selection").click()
    page.keyboard.type("Anna Ant")
    page.locator(".select2-results__option", has_text="Anna Ant").click()
    page.locator("#interviews_questionanswer_set-2").get_by_role("button", name="Move up").click()
    first = page.locator("#interviews_questionanswer_set-0")
    first.get_by_role("button", name="Delete").click()
    page.locator(".desk-add").get_by_role("button", name="Text").click()
    expect(page.locator(".desk-prose .ProseMirror-focused")).to_be_visible()
    page.keyboard.type("A paragraph of last words.")
    page.locator(".desk-add").get_by_role("button", name="Quote").click()
    with page.expect_response(lambda answer: "Said at the end" in (answer.request.post_data or "")):
        page.keyboard.type("Said at the end")
    expect(status_of(page)).to_have_text(KEPT)
    session = dying.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(one["id"] for one in processes if one["type"] == "browser"), signal.SIGKILL)

    page = desk_of(user)
    expect(show_what_was_kept(page, page_of(talk))).to_have_value("Typed before the crash")
    expect(page.locator(".desk-prose .ProseMirror[contenteditable]")).to_contain_text(
        "A paragraph of last words."
    )
    save(page)
    talk = Interview.objects.get()
    assert talk.headline == "Typed before the crash"
    assert list(talk.tags.names()) == ["Brand new"]
    assert [line.author.name for line in talk.bylines.all()] == ["Anna Ant"]
    questions = talk.interviews_questionanswer_set.values_list("question", flat=True)
    assert [question.split()[3] for question in questions] == ["3", "2"]
    assert talk.articles_prose_set.get().html == "<p>A paragraph of last words.</p>"
    assert PullQuote.objects.get().quote == "Said at the end"


def test_a_new_piece_is_offered_where_new_ones_begin(desk_of, transactional_db):
    user = factories.person("Reporter")
    page = desk_of(user)
    headline_of(page, ADD).fill("A piece that was never saved")
    expect(status_of(page)).to_have_text(KEPT)
    page.close()

    page = desk_of(user)
    page.goto(ADD)
    expect(page.locator(".desk-offer cite")).to_have_text("A piece that was never saved")
    # What was typed last says no more than that.
    expect(page.locator(".desk-offer q")).to_have_count(0)
    expect(show_what_was_kept(page, ADD)).to_have_value("A piece that was never saved")
    save(page)
    headline_of(page, ADD)
    expect(page.locator(".desk-offer")).to_have_count(0)
    assert Article.objects.get().headline == "A piece that was never saved"


def test_what_is_offered_says_the_first_words_that_were_changed(desk_of, transactional_db):
    user = factories.person("Reporter")
    text = "<p>The bridge is closed.</p><p>Trams &amp; buses wait.</p>"
    piece = factories.article(text=text, created_by=user)
    page = desk_of(user)
    headline_of(page, page_of(piece)).fill("Another headline")
    text = page.locator(RICH_TEXT).first
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Backspace")
    page.keyboard.type(" & grow <old>.")
    expect(status_of(page)).to_have_text(KEPT)
    page.close()

    page = desk_of(user)
    page.goto(page_of(piece))
    expect(page.locator(".desk-offer q")).to_have_text("& grow <old>.")
    page.goto("/admin/")
    expect(page.locator("#board-drafts blockquote")).to_have_text("& grow <old>.")


def test_who_leaves_right_after_typing_is_not_asked_and_finds_it_again(desk_of, transactional_db):
    page, piece = desk_of(factories.person("Editor")), factories.article()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    headline_of(page, page_of(piece)).fill("Typed and left")
    page.get_by_role("link", name="History").click()
    expect(page).to_have_url(re.compile("/history/"))
    assert asked == []
    expect(show_what_was_kept(page, page_of(piece))).to_have_value("Typed and left")


def test_what_is_taken_back_is_not_offered(desk_of, transactional_db):
    page, piece = desk_of(factories.person("Editor")), factories.article()
    headline = headline_of(page, page_of(piece))
    headline.press("!")
    expect(status_of(page)).to_have_text(KEPT)
    headline.fill(piece.headline)
    expect(page.get_by_text("not saved yet")).to_be_hidden()
    expect(status_of(page)).to_be_hidden()
    headline_of(page, page_of(piece))
    expect(page.locator(".desk-offer")).to_have_count(0)


def test_thrown_away_words_are_gone_without_leaving_the_form(desk_of, transactional_db):
    page, piece = desk_of(factories.person("Editor")), factories.article()
    headline_of(page, page_of(piece)).fill("Not worth it")
    expect(status_of(page)).to_have_text(KEPT)
    headline = headline_of(page, page_of(piece))
    headline.fill("Worth it")
    page.get_by_text("Discard it").click()
    page.get_by_role("button", name="Discard permanently").click()
    expect(page.locator(".desk-offer")).to_have_count(0)
    expect(headline).to_have_value("Worth it")
    save(page)
    piece.refresh_from_db()
    assert piece.headline == "Worth it"


# A lost connection.


def test_what_is_typed_without_a_connection_reaches_the_desk_with_the_next_one(
    desk_of, transactional_db
):
    page, piece = desk_of(factories.person("Editor")), factories.article()
    headline = headline_of(page, page_of(piece))
    page.context.set_offline(True)
    headline.fill("Typed on a train")
    expect(status_of(page)).to_have_text(
        "autosaved in this browser only: no connection to the desk"
    )
    page.context.set_offline(False)
    expect(status_of(page)).to_have_text(KEPT)
    assert kept_headline() == "Typed on a train"
    save(page)


def test_what_was_typed_without_a_connection_is_offered_when_the_page_was_closed_too(
    desk_of, transactional_db
):
    page, piece = desk_of(factories.person("Editor")), factories.article()
    headline = headline_of(page, page_of(piece))
    headline.fill("Kept at the desk")
    expect(status_of(page)).to_have_text(KEPT)
    page.context.set_offline(True)
    headline.fill("Typed on a train, and the lid closed")
    expect(status_of(page)).to_contain_text("this browser only")
    page.close()

    page = page.context.new_page()
    page.context.set_offline(False)
    # What waits in the browser goes to the desk first, and is offered then.
    with page.expect_response(lambda answer: "/keep/?window=" in answer.url):
        headline_of(page, page_of(piece))
    back = show_what_was_kept(page, None)
    expect(back).to_have_value("Typed on a train, and the lid closed")
    save(page)


@pytest.mark.parametrize("arrives", [False, True])
def test_of_a_save_whose_answer_never_came_is_offered_what_was_not_saved(
    desk_of, transactional_db, arrives
):
    page, piece = desk_of(factories.person("Editor")), factories.article()
    address = page_of(piece)

    def lose(route):
        saves = re.search(f"{re.escape(address)}(#|$)", route.request.url)
        if route.request.method != "POST" or (arrives and not saves):
            return route.continue_()
        if arrives:
            route.fetch(max_redirects=0)
        return route.abort()

    page.route("**/*", lose)
    headline_of(page, address).fill("Saved in a hurry")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Control+s")
    if not arrives:
        expect(page.get_by_text("No connection to the desk. Nothing is lost")).to_be_visible()
    page.unroute_all()
    if arrives:
        # What is kept on the way hears that it was saved.
        expect(page.get_by_text("not saved yet")).to_be_hidden()
        expect(headline_of(page, address)).to_have_value("Saved in a hurry")
        expect(page.locator(".desk-offer")).to_have_count(0)
    else:
        expect(show_what_was_kept(page, address)).to_have_value("Saved in a hurry")


# A sign-in that is over.


@pytest.mark.parametrize("hurry", [False, True])
def test_who_was_signed_out_signs_in_elsewhere_and_goes_on(desk_of, transactional_db, hurry):
    user, piece = factories.person("Editor", username="olena"), factories.article()
    page = desk_of(user)
    headline = headline_of(page, page_of(piece))
    Session.objects.all().delete()
    headline.fill("Typed after the sign-in was over")
    if hurry:
        page.keyboard.press("Control+s")
        expect(page.locator(".desk-trouble").get_by_text("You are signed out")).to_be_visible()
    expect(status_of(page)).to_contain_text("autosaved in this browser only: you are signed out.")

    other = page.context.new_page()
    other.goto("/accounts/login/")
    other.locator("[name=login]").fill("olena")
    other.locator("[name=password]").fill("a long password")
    other.keyboard.press("Enter")
    expect(other).to_have_url(re.compile("/admin/$"))
    other.close()
    if hurry:
        page.keyboard.press("Control+s")
    else:
        expect(status_of(page)).to_have_text(KEPT, timeout=60_000)
        assert kept_headline() == "Typed after the sign-in was over"
    save(page)
    piece.refresh_from_db()
    assert piece.headline == "Typed after the sign-in was over"


def test_who_signs_in_next_in_the_same_browser_finds_nothing(
    desk_of, site_address, transactional_db
):
    first, next_one, piece = factories.person(), factories.person(), factories.article()
    page = desk_of(first)
    headline = headline_of(page, page_of(piece))
    page.context.set_offline(True)
    headline.fill("Only mine")
    expect(status_of(page)).to_contain_text("this browser only")
    sign_in(page.context, next_one, site_address)
    page.context.set_offline(False)
    expect(status_of(page)).to_contain_text("signed in as someone else")
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-trouble")).to_contain_text("signed in as someone else")

    other = page.context.new_page()
    other_headline = headline_of(other, page_of(piece))
    other_headline.press("!")
    expect(status_of(other)).to_have_text(KEPT)
    expect(other.locator(".desk-offer")).to_have_count(0)
    assert not Unsaved.objects.filter(fields__contains="Only").exists()

    sign_in(page.context, first, site_address)
    page.bring_to_front()
    expect(status_of(page)).to_have_text(KEPT, timeout=60_000)
    assert Unsaved.objects.get(user=first).fields.count("Only mine")
    save(page)


# The same words in two windows.


def test_words_that_are_shown_twice_and_typed_on_in_both_windows_are_kept_twice(
    desk_of, transactional_db
):
    page, piece = desk_of(factories.person("Editor")), factories.article()
    headline_of(page, page_of(piece)).fill("Typed")
    expect(status_of(page)).to_have_text(KEPT)
    show_what_was_kept(page, page_of(piece))
    twin = page.context.new_page()
    headline_of(twin, page.url)
    for window, words in ((page, "Here"), (twin, "There")):
        headline_of(window).fill(words)
        expect(status_of(window)).to_have_text(KEPT)
    kept = [parse_qs(one.fields)["headline"][0] for one in Unsaved.objects.waiting()]
    assert sorted(kept) == ["Here", "There"]


# A server that is restarted.


def test_a_restarted_server_loses_nothing(server, desk_of):
    page, piece = desk_of(factories.person("Editor")), factories.article()
    headline = headline_of(page, page_of(piece))
    headline.fill("Before")
    expect(status_of(page)).to_have_text(KEPT)
    server.__exit__(None, None, None)
    headline.fill("Typed while nobody served")
    expect(status_of(page)).to_have_text(
        "autosaved in this browser only: no connection to the desk"
    )
    page.keyboard.press("Control+s")
    expect(page.get_by_text("No connection to the desk. Nothing is lost")).to_be_visible()
    server.__enter__()
    server.wait_until_it_answers()
    expect(status_of(page)).to_have_text(KEPT, timeout=60_000)
    expect(page.locator(".desk-trouble")).to_be_hidden()
    assert kept_headline() == "Typed while nobody served"
    save(page)
    piece.refresh_from_db()
    assert piece.headline == "Typed while nobody served"
