"""A story's way through the real editor: written, sent to review, published, read."""

import re

import pytest
from playwright.sync_api import expect

from articles.content import thaw
from articles.models import Article, Author, Stage
from interviews.models import Interview
from tests import factories
from tests.desk_client import RICH_TEXT, choose_typed, headline_of, page_of


def add(page, kind):
    page.locator(".desk-add").get_by_role("button", name=kind).click()


def test_a_story_goes_from_the_reporter_over_the_editor_to_the_reader(desk_of, new_page):
    reporter, editor = factories.person("Reporter"), factories.person("Editor")
    Author.objects.create(name="Taras Zoria", user=reporter)
    factories.section("War")

    page = desk_of(reporter)
    page.goto("/admin/articles/article/add/")
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    page.get_by_label("Headline").fill("Night trains come back")
    page.get_by_label("Section").select_option(label="War")
    page.locator(".field-tags .select2-selection").click()
    choose_typed(page, "Night trains again")
    add(page, "Text")
    expect(page.locator(".desk-prose .ProseMirror-focused")).to_be_visible()
    page.keyboard.type("The platform is full at eleven.")
    add(page, "Quote")
    page.keyboard.type("We waited for this")
    add(page, "Picture")
    expect(page.get_by_role("dialog", name="Choose a photo")).to_be_visible()
    page.keyboard.press("Escape")
    picture = page.locator(".desk-figure:not(.empty-form)")
    picture.get_by_placeholder("Caption").fill("The platform at eleven")
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator(".desk-state")).to_contain_text("In review")
    expect(page.locator(".desk-state")).to_contain_text("1 caption has no picture yet")
    expect(page.get_by_role("button", name="Publish…")).to_have_count(0)
    piece = Article.objects.get()
    assert piece.stage == Stage.REVIEW

    page = desk_of(editor)
    headline_of(page, page_of(piece))
    page.get_by_role("button", name="Publish…").click()
    expect(page.get_by_text("/night-trains-come-back/")).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".desk-state")).to_contain_text("version 1")

    reader = new_page()
    reader.goto("/news/")
    reader.get_by_role("link", name="Night trains come back").click()
    story = reader.locator("article")
    expect(story).to_contain_text("The platform is full at eleven.")
    expect(story).to_contain_text("We waited for this")
    expect(story).not_to_contain_text("The platform at eleven")
    expect(reader.get_by_role("link", name="Night trains again")).to_be_visible()


def test_ctrl_s_saves(desk_of, transactional_db):
    page = desk_of(factories.person("Editor"))
    piece = factories.article()
    headline = headline_of(page, page_of(piece))
    headline.press_sequentially("!")
    expect(page.locator(".desk-unsaved")).to_be_visible()
    headline.press("Control+s")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    expect(page.locator(".desk-unsaved")).to_be_hidden()
    piece.refresh_from_db()
    assert "!" in piece.headline


@pytest.mark.console_errors_expected
def test_signed_out_or_offline_the_words_stay_on_the_page(desk_of):
    page = desk_of(factories.person("Editor"))
    piece = factories.article()
    headline = headline_of(page, page_of(piece))
    headline.fill("Typed on a train")
    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-trouble")).to_contain_text("No connection to the desk.")
    page.context.set_offline(False)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-trouble")).to_contain_text("You are signed out.")
    page.context.add_cookies(cookies)
    expect(headline).to_have_value("Typed on a train")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    piece.refresh_from_db()
    assert piece.headline == "Typed on a train"


def test_a_preview_opens_beside_the_form_with_what_is_typed(desk_of):
    page = desk_of(factories.person("Editor"))
    piece = factories.article()
    headline_of(page, page_of(piece)).fill("Typed a moment ago")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    expect(opened.value.locator("h1")).to_have_text("Typed a moment ago")
    expect(page.locator(".desk-unsaved")).to_be_visible()
    piece.refresh_from_db()
    assert piece.headline == "A bridge reopens"


def test_an_interview_of_150_questions_is_written_on_and_saved(desk_of, transactional_db):
    talk = factories.interview(questions=150)
    page = desk_of(factories.person("Editor"))
    headline_of(page, page_of(talk))
    answer = page.locator(".desk-question_answer:not(.empty-form) .ProseMirror[contenteditable]")
    page.locator("textarea[name$='-119-question']").scroll_into_view_if_needed()
    page.locator("textarea[name$='-119-question']").fill("And on day 120?")
    expect(answer.first).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible(timeout=30_000)
    questions = talk.interviews_questionanswer_set.values_list("question", flat=True)
    assert questions[119] == "And on day 120?"
    assert Interview.objects.get().revision == 2


def test_the_byline_keeps_the_order_of_choosing(desk_of, transactional_db):
    for name in ("Anna Ant", "Bohdan Bee"):
        Author.objects.create(name=name)
    page = desk_of(factories.person("Editor"))
    piece = factories.article()
    headline_of(page, page_of(piece))
    for name in ("Bohdan Bee", "Anna Ant"):
        page.locator("#id_byline + .select2 .select2-selection").click()
        page.keyboard.type(name)
        page.locator(".select2-results__option", has_text=name).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    assert [line.author.name for line in piece.bylines.all()] == ["Bohdan Bee", "Anna Ant"]


def test_blocks_move_without_dragging(desk_of, transactional_db):
    page = desk_of(factories.person("Editor"))
    talk = factories.interview(questions=3)
    headline_of(page, page_of(talk))
    page.locator("#interviews_questionanswer_set-2").get_by_role("button", name="Move up").click()
    page.locator("#interviews_questionanswer_set-0").get_by_role("button", name="Move down").click()
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    questions = talk.interviews_questionanswer_set.values_list("question", flat=True)
    assert [question.split()[3] for question in questions] == ["3", "1", "2"]


def test_saving_what_nobody_changed_changes_nothing(desk_of, transactional_db):
    piece = factories.article(text="")
    words = """<h2>Before</h2>
        <p>One & <b>two</b>, at 4\u00a0km: «так», “yes” and a <i>link</i> to
        <a href="https://example.org/?a=1&b=2" title="There">a page</a>.</p>
        <ul><li>one</li><li><p>two</p></li></ul><blockquote><p>said</p></blockquote>
        <p>H<sub>2</sub>O<br>x</p>"""
    thaw.add_blocks(piece, [{"kind": "prose", "html": words}])
    factories.publish(piece)
    page = desk_of(factories.person("Editor"))
    headline_of(page, page_of(piece))
    text = page.locator(f".desk-prose {RICH_TEXT}")
    expect(text).to_contain_text("Before")
    text.click()
    revision = piece.revision
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()
    piece.refresh_from_db()
    assert piece.revision == revision
    expect(page.locator(".desk-state")).not_to_contain_text("changed since")


def test_what_is_in_the_way_of_a_save_is_seen_wherever_it_was_pressed(desk_of, transactional_db):
    piece = factories.article(standfirst="Short.")
    thaw.add_blocks(piece, [{"kind": "prose", "html": "<p>Long.</p>" * 60}])
    page = desk_of(factories.person())
    headline_of(page, page_of(piece))
    standfirst = page.locator("#id_standfirst")
    standfirst.evaluate("field => { field.maxLength = 900; field.value = 'x'.repeat(700) }")
    last = page.locator(f".desk-prose {RICH_TEXT} p").last
    last.click()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Not saved yet: see below")).to_be_in_viewport()
    show = page.locator(".desk-said-now").get_by_role("button", name="Show")
    show.click()
    expect(standfirst).to_be_focused()
    expect(page.get_by_text("at most 600 characters")).to_be_in_viewport()

    standfirst.fill("Short.")
    add(page, "Embed")
    page.locator(".desk-embed:not(.empty-form) [name$=url]").fill("no address")
    page.keyboard.press("Control+s")
    wrong = page.get_by_text("Enter a valid URL")
    expect(wrong).to_be_attached()
    show.click()
    expect(wrong).to_be_in_viewport()


def test_words_in_another_language_are_marked_kept_and_unmarked(desk_of, new_page):
    page = desk_of(factories.person("Editor"))
    piece = factories.article(text="<p>They call it Rasputitsa here.</p>")
    headline_of(page, page_of(piece))
    text = page.locator(f".desk-prose:not(.empty-form) {RICH_TEXT}")
    button = page.locator(".desk-prose:not(.empty-form) [data-name=languageMark]")
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+ArrowRight")
    # The editor learns of a selection a moment after the browser made it.
    expect(button).not_to_have_class(re.compile("disabled"))
    button.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Language").select_option("Ukrainian")
    dialog.get_by_role("button", name="Mark text").click()
    marked = text.locator("span[lang=uk]")
    expect(marked).to_have_count(1)
    words = marked.text_content()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile("Saved at"))).to_be_visible()

    expect(text.locator("span[lang=uk]")).to_have_text(words)
    version = factories.publish(Article.objects.get(pk=piece.pk))
    reader = new_page()
    reader.goto(version.get_absolute_url())
    expect(reader.locator("article span[lang=uk]")).to_have_text(words)

    marked.click()
    expect(button).to_have_class(re.compile(r"\bactive"))
    button.click()
    expect(marked).to_have_count(0)


def test_what_a_word_processor_says_of_languages_is_not_believed(desk_of, transactional_db):
    page = desk_of(factories.person("Editor"))
    piece = factories.article()
    headline_of(page, page_of(piece))
    text = page.locator(f".desk-prose:not(.empty-form) {RICH_TEXT}")
    text.click()
    text.evaluate(
        """(box, html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        '<p lang="EN-US"><span lang="RU" style="color:red">Pasted</span> words</p>',
    )
    expect(text).to_contain_text("Pasted words")
    expect(text.locator("[lang]")).to_have_count(0)


def test_a_choice_that_is_asked_for_too_many_words_says_so_and_offers_that_to_nobody(desk_of):
    page = desk_of(factories.person())
    headline_of(page, page_of(factories.article()))

    page.locator(".field-tags .select2-selection").click()
    page.keyboard.insert_text("a word " * 6)
    refused = page.locator(".select2-results__option", has_text="at most 10 words")

    expect(refused).to_have_attribute("aria-disabled", "true")
    refused.click(force=True)
    expect(page.locator(".field-tags .select2-selection__choice")).to_have_count(0)


def test_ctrl_k_finds_a_piece_from_any_page_of_the_desk(desk_of, transactional_db):
    page, piece = desk_of(factories.person("Editor")), factories.article("A bridge nobody saw")
    for address in ("/admin/", "/admin/articles/tag/", page_of(piece)):
        page.goto(address)
        expect(page.locator("#desk-words")).to_be_attached()
        page.wait_for_load_state("networkidle")
        page.keyboard.press("Control+k")
        page.keyboard.type("nobody")
        found = page.locator(".desk-palette [role=option]")
        expect(found).to_contain_text("A bridge nobody saw")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"{page_of(piece)}$"))
