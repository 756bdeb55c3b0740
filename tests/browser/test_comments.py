"""Comments in the real form: beside what one writes, and never in its way."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, Block, Comment, CommentNotification, Prose
from tests import factories
from tests.desk_client import page_of


@pytest.fixture
def opened_by(desk_of):
    """Open the form of a piece as somebody, and return the page."""

    def opened_by(user, piece, **options):
        page = desk_of(user, **options)
        page.goto(page_of(piece))
        if page.locator("[name=_continue]").count():
            expect(page.locator(".desk-add")).to_be_visible()
        return page

    return opened_by


def at_block(page):
    """Return the button of the first block that says “Comment”."""
    return page.get_by_role("button", name="Comment on this part").first


def box(page):
    return page.get_by_role("textbox", name="Your comment")


def test_a_comment_at_a_block_leaves_unsaved_words_as_they_are(opened_by, piece, editor):
    page = opened_by(editor, piece)
    headline = page.get_by_label("Headline")
    headline.fill("Typed and not saved")
    expect(page.get_by_text("not saved yet")).to_be_visible()
    at_block(page).click()
    expect(box(page)).to_be_focused()
    page.keyboard.type("Who says so?\nAnd when?")
    page.get_by_role("button", name="Comment", exact=True).last.click()
    thread = page.locator(".desk-block .desk-thread")
    expect(thread).to_contain_text("Who says so?\nAnd when?", use_inner_text=True)
    expect(thread).to_contain_text("Iryna Lys")
    expect(page.get_by_role("link", name="1 open comment")).to_be_visible()
    expect(box(page)).to_have_count(0)
    expect(at_block(page)).to_be_focused()
    expect(headline).to_have_value("Typed and not saved")
    expect(page.get_by_text("not saved yet")).to_be_visible()
    [block] = Block.all_of(piece)
    assert Comment.objects.get().part == block.block_key
    assert Article.objects.get().revision == piece.revision
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    assert Article.objects.get().headline == "Typed and not saved"
    expect(thread).to_be_visible()


def test_typing_a_comment_is_no_change_of_the_piece(opened_by, piece, editor):
    page = opened_by(editor, piece)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.keyboard.type("Only a thought")
    expect(box(page)).to_have_value("Only a thought")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".desk-remarks-on-piece .desk-thread")).to_contain_text("Only a thought")
    expect(page.get_by_text("not saved yet")).to_be_hidden()


def test_a_comment_is_answered_resolved_and_opened_again_by_keys(
    opened_by, piece, editor, reporter
):
    [block] = Block.all_of(piece)
    Comment.objects.create(article=piece, by=reporter, text="Who says so?", part=block.block_key)
    page = opened_by(editor, piece)
    page.get_by_role("button", name="Reply to Taras Zoria").focus()
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    page.keyboard.type("The mayor.")
    page.keyboard.press("Control+Enter")
    thread = page.locator(".desk-block .desk-thread")
    expect(thread.locator(".desk-answer")).to_contain_text("The mayor.")
    expect(page.get_by_role("button", name="Reply to Taras Zoria")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Resolve the comment by Taras Zoria")).to_be_focused()
    page.keyboard.press("Enter")
    expect(thread).to_have_count(0)
    expect(page.get_by_role("link", name="open comment")).to_be_hidden()
    expect(at_block(page)).to_be_focused()
    expect(page.locator(".desk-comments [role=status]")).to_have_text("Resolved.")
    page.get_by_text("1 resolved comment").click()
    folded = page.locator(".desk-resolved .desk-thread")
    expect(folded).to_contain_text("Resolved by Iryna Lys")
    folded.get_by_role("button", name="Reopen").click()
    expect(thread).to_be_visible()
    expect(page.get_by_text("resolved comment")).to_be_hidden()


def test_the_number_in_the_bar_leads_from_one_open_comment_to_the_next(
    opened_by, editor, transactional_db
):
    talk = factories.interview(questions=12)
    blocks = Block.all_of(talk)
    for block in (blocks[10], blocks[2]):
        Comment.objects.create(article=talk, by=editor, text=f"On {block.pk}", part=block.block_key)
    page = opened_by(editor, talk)
    for block in (blocks[2], blocks[10], blocks[2]):
        page.get_by_role("link", name="2 open comments").click()
        thread = page.locator(f'.desk-thread[data-part="{block.block_key}"]')
        expect(thread).to_be_focused()
        expect(thread).to_be_in_viewport()


def test_a_block_gets_comments_once_it_is_saved(opened_by, piece, editor):
    page = opened_by(editor, piece)
    page.locator(".desk-add").get_by_role("button", name="Quote").click()
    page.keyboard.type("We waited for this")
    quote = page.locator(".desk-pull_quote:not(.empty-form)")
    expect(quote).to_be_visible()
    expect(quote.get_by_role("button", name="Comment on this part")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    quote.get_by_role("button", name="Comment on this part").click()
    page.keyboard.type("Who waited?")
    page.keyboard.press("Control+Enter")
    expect(quote.locator(".desk-thread")).to_contain_text("Who waited?")


@pytest.mark.console_errors_expected
def test_offline_or_signed_out_a_typed_comment_stays_in_its_box(opened_by, piece, editor):
    page = opened_by(editor, piece)
    at_block(page).click()
    page.keyboard.type("Typed on a train")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("No connection to the desk. Your comment stays here")).to_be_visible()
    page.context.set_offline(False)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("You are signed out. Sign in in another tab, then")).to_be_visible()
    page.context.add_cookies(cookies)
    expect(box(page)).to_have_value("Typed on a train")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".desk-block .desk-thread")).to_contain_text("Typed on a train")


@pytest.mark.console_errors_expected
def test_a_comment_that_is_too_long_is_refused_in_words_and_stays(opened_by, piece, editor):
    page = opened_by(editor, piece)
    at_block(page).click()
    box(page).fill("a" * 2001)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("at most 2000 characters; this one has 2001")).to_be_visible()
    expect(box(page)).to_have_value("a" * 2001)
    assert not Comment.objects.exists()


def test_a_comment_that_was_not_sent_is_there_again_after_a_save(opened_by, piece, editor):
    page = opened_by(editor, piece)
    page.get_by_label("Headline").fill("Saved with half a comment open")
    at_block(page).click()
    page.keyboard.type("Half a thou")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    expect(box(page)).to_have_value("Half a thou")
    box(page).press("End")
    page.keyboard.type("ght")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".desk-block .desk-thread")).to_contain_text("Half a thought")


def test_what_a_colleague_says_appears_while_one_writes(opened_by, piece, editor, reporter):
    page = opened_by(editor, piece)
    at_block(page).click()
    page.keyboard.type("I am writing")
    theirs = opened_by(reporter, piece)
    theirs.get_by_role("button", name="Comment", exact=True).click()
    theirs.keyboard.type("So am I")
    theirs.keyboard.press("Control+Enter")
    expect(theirs.locator(".desk-thread")).to_contain_text("So am I")
    # With the next beat that tells who else is here.
    heard = page.locator(".desk-remarks-on-piece .desk-thread")
    expect(heard).to_contain_text("So am I", timeout=30_000)
    expect(page.get_by_role("link", name="1 open comment")).to_be_visible()
    expect(box(page)).to_have_value("I am writing")
    expect(box(page)).to_be_focused()


def test_who_may_only_read_a_piece_comments_on_it_below_its_text(opened_by, piece, reporter):
    page = opened_by(reporter, piece)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.keyboard.type("I know her; I can ask.")
    page.get_by_role("button", name="Comment", exact=True).first.click()
    thread = page.locator(".desk-comments .desk-thread")
    expect(thread).to_contain_text("I know her; I can ask.")
    text = page.locator(".desk-text").bounding_box()
    assert thread.bounding_box()["y"] > text["y"] + text["height"]
    expect(page.get_by_role("button", name="Resolve the comment by Taras Zoria")).to_be_visible()


def test_on_a_phone_comments_stand_under_the_head_of_their_block(opened_by, piece, editor):
    [block] = Block.all_of(piece)
    Comment.objects.create(
        article=piece, by=editor, text=f"{'Averylongword' * 20} and more", part=block.block_key
    )
    page = opened_by(editor, piece, viewport={"width": 390, "height": 844})
    thread = page.locator(".desk-block .desk-thread")
    head = page.locator(".desk-block:not(.empty-form) > h3").first.bounding_box()
    place = thread.bounding_box()
    assert place["y"] >= head["y"] + head["height"]
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    at_block(page).click()
    page.keyboard.type("From the tram")
    page.get_by_role("button", name="Comment", exact=True).last.click()
    expect(thread.last).to_contain_text("From the tram")


@pytest.mark.console_errors_expected
def test_a_comment_whose_block_went_meanwhile_says_so_and_stays(opened_by, piece, editor):
    page = opened_by(editor, piece)
    at_block(page).click()
    page.keyboard.type("Too late")
    Prose.objects.all().delete()
    page.get_by_role("button", name="Comment", exact=True).last.click()
    expect(page.get_by_text("This part is no longer in the piece.")).to_be_visible()
    expect(box(page)).to_have_value("Too late")


def test_an_at_lists_colleagues_to_be_named_by_keys_or_mouse(opened_by, piece, editor):
    for first in ("Olena", "Olha", "Petro"):
        factories.person("Editor", first_name=first, last_name="Vyshnevska")
    page = opened_by(editor, piece)
    page.get_by_role("button", name="Comment", exact=True).first.click()
    options = page.get_by_role("listbox", name="Colleagues").get_by_role("option")
    page.keyboard.type("Ask olena@example.org, @ol")
    expect(options).to_have_text(["Olena Vyshnevska", "Olha Vyshnevska"])
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", "desk-mention-1")
    page.keyboard.press("Enter")
    page.keyboard.type("or @Vysh")
    options.filter(has_text="Petro").click()
    expect(box(page)).to_have_value("Ask olena@example.org, @Olha Vyshnevska or @Petro Vyshnevska ")
    expect(box(page)).to_be_focused()
    # Escape leaves the list, and then the text stays.
    page.keyboard.type("and @Ol")
    expect(options).to_have_count(2)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".desk-thread")).to_contain_text("Petro Vyshnevska and @Ol")
    told = CommentNotification.objects.values_list("to__first_name", flat=True)
    assert set(told) == {"Olha", "Petro"}
