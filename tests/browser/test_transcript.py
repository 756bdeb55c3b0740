"""The transcript tool in the browser: the clipboard, the keys, and the way through."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Block, Figure, Prose
from interviews.models import Interview, QuestionAnswer
from tests import factories
from tests.desk_client import sign_in
from tests.transcript_tool import TALK

# As Google Docs puts it on the clipboard: formats as styles, within a <b> that is not bold.
FRAGMENT = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
<p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-weight:700;">How did the
first winter begin?</span></p>
<p dir="ltr"><span style="font-weight:400;">With a long evening, and no <i>light</i>.</span></p>
<p dir="ltr"><span style="font-weight:700;">Your first repair</span></p>
<p dir="ltr"><span style="font-weight:400;">A pole near the mill, at night, in wet snow.</span></p>
</b><br class="Apple-interchange-newline">"""
PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}"""


@pytest.fixture
def interview(transactional_db):
    return Interview.objects.create(
        headline="Light after dark",
        section=factories.section(),
        created_by=factories.person("Reporter"),
    )


@pytest.fixture
def tool(desk_of, interview):
    """Open the tool as the reporter whose interview it is."""

    def open_tool(**options):
        page = desk_of(interview.created_by, **options)
        page.goto(reverse("admin:interviews_interview_transcript", args=[interview.pk]))
        return page

    return open_tool


def propose(page, text=TALK):
    page.get_by_label("The interview").fill(text)
    page.get_by_role("button", name="Suggest the parts").click()
    page.locator("[data-paragraph]").first.wait_for()
    # The keys are those of a script.
    page.wait_for_load_state()


def accept(page):
    page.get_by_role("button", name="Accept").first.click()
    page.wait_for_url("**/change/")


def parts(page):
    return page.locator(".parts :checked").evaluate_all("all => all.map((one) => one.value)")


def counts(page):
    return page.get_by_role("status").inner_text()


def test_a_real_page_becomes_six_questions_and_three_waiting_captions_uncorrected(
    tool, interview, shared_seed
):
    page = tool()
    propose(page, shared_seed.read_text())
    assert counts(page).startswith("6 questions, 3 captions have no pictures yet")
    accept(page)
    page.get_by_text("Added: 6 questions, 3 pictures still to add").wait_for()
    blocks = Block.all_of(interview)
    questions = [block.question for block in blocks if isinstance(block, QuestionAnswer)]
    captions = [block for block in blocks if isinstance(block, Figure)]
    written = shared_seed.read_text()
    assert len(questions) == 6
    assert [written.index(question) for question in questions] == sorted(
        written.index(question) for question in questions
    )
    assert [caption.waits for caption in captions] == [True] * 3
    assert all(block.answer for block in blocks if isinstance(block, QuestionAnswer))


def test_the_clipboard_of_a_word_processor_finds_the_bold_questions(tool, interview):
    page = tool()
    page.get_by_label("The interview").focus()
    page.evaluate(PASTE, [FRAGMENT, "plain"])
    view = page.get_by_role("region", name="What you pasted")
    assert view.locator("strong").all_inner_texts() == [
        "How did the first winter begin?",
        "Your first repair",
    ]
    page.get_by_role("button", name="Suggest the parts").click()
    page.locator("[data-paragraph]").first.wait_for()
    assert parts(page) == ["question", "answer", "question", "answer"]
    accept(page)
    assert [block.question for block in Block.all_of(interview)] == [
        "How did the first winter begin?",
        "Your first repair",
    ]


def test_what_was_typed_before_and_pasted_after_stays(tool):
    page = tool()
    page.get_by_label("The interview").fill("A line of my own.")
    page.evaluate(PASTE, [FRAGMENT, "plain"])
    page.evaluate(PASTE, ["", "One line more."])
    view = page.get_by_role("region", name="What you pasted")
    paragraphs = view.locator("p").all_inner_texts()
    assert paragraphs[0] == "A line of my own."
    assert paragraphs[-1] == "One line more."
    page.get_by_role("button", name="Edit as plain text").click()
    assert page.get_by_label("The interview").input_value().split("\n\n") == paragraphs


def test_pasted_scripts_and_pictures_do_nothing(tool):
    page = tool()
    page.get_by_label("The interview").focus()
    page.evaluate(
        PASTE,
        [
            "<p onclick=\"document.title='hit'\">Words"
            "<img src=x onerror=\"document.title='hit'\"></p>"
            "<script>document.title='hit'</script><style>body{display:none}</style>",
            "Words",
        ],
    )
    page.get_by_text("Words").click()
    assert page.title() != "hit"
    kept = page.locator("[name=html]").input_value()
    assert kept == "<p>Words<img></p>"


def test_the_keyboard_alone_corrects_and_accepts(tool, interview):
    page = tool()
    propose(page)
    for key in ["j", "j", "j", "ArrowDown", "s", "k", "k", "ArrowUp", "t", "j", "ArrowDown"]:
        page.keyboard.press(key)
    assert parts(page) == ["prose", "question", "answer", "skip", "question", "answer"]
    page.keyboard.press("q")
    assert parts(page)[2] == "question"
    page.keyboard.press("a")
    page.get_by_role("button", name="Accept").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    kinds = [type(block) for block in Block.all_of(interview)]
    assert kinds == [Prose, QuestionAnswer, QuestionAnswer]


def test_the_keys_work_with_a_ukrainian_layout(tool):
    page = tool()
    propose(page)
    page.keyboard.press("j")
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "с", code: "KeyC", bubbles: true }))"""
    )
    assert parts(page)[0] == "caption"


def test_letters_typed_into_a_name_stay_letters(tool):
    page = tool()
    propose(page)
    before = parts(page)
    page.get_by_label("Who speaks in paragraph 3").focus()
    page.keyboard.type("Stas Iskra")
    assert page.get_by_label("Who speaks in paragraph 3").input_value() == "Stas Iskra"
    assert parts(page) == before


def test_the_counts_and_the_names_follow_every_correction(tool):
    page = tool()
    propose(page)
    assert counts(page) == "2 questions, 1 caption has no picture yet"
    page.keyboard.press("j")
    page.keyboard.press("s")
    assert counts(page).endswith("1 paragraph is skipped")
    for key in ("j", "s", "j", "c"):
        page.keyboard.press(key)
    assert counts(page).startswith("1 question, 2 captions have no pictures yet, 2 paragraphs")
    page.get_by_label("Who speaks in paragraph 6").fill("Orysia Velychko")
    assert (
        page.get_by_label("Add those who answer")
        .locator("..")
        .inner_text()
        .endswith("Orysia Velychko")
    )


def test_a_paragraph_joined_by_key_is_saved_with_the_one_above(tool, interview):
    page = tool()
    propose(page)
    for key in ["j", "j", "j", "m"]:
        page.keyboard.press(key)
    accept(page)
    first = QuestionAnswer.objects.filter(parent=interview).earliest("ordering")
    assert first.question.startswith("How does a day begin? With the map.")


def test_a_double_click_on_accept_adds_the_text_once(tool, interview):
    page = tool()
    propose(page)
    page.get_by_role("button", name="Accept").first.dblclick()
    page.wait_for_url("**/change/")
    assert QuestionAnswer.objects.filter(parent=interview).count() == 2


def test_everything_works_without_javascript(tool, interview):
    page = tool(java_script_enabled=False)
    propose(page)
    page.locator("[data-paragraph]").nth(3).get_by_role("radio", name="Skip").check()
    page.get_by_role("button", name="Back to the pasted text").click()
    assert page.get_by_label("The interview").input_value().split() == TALK.split()
    page.get_by_role("button", name="Suggest the parts").click()
    page.locator("[data-paragraph]").nth(3).get_by_role("radio", name="Skip").check()
    accept(page)
    assert not Figure.objects.filter(parent=interview).exists()
    assert QuestionAnswer.objects.filter(parent=interview).count() == 2


def test_a_narrow_screen_needs_no_sideways_scrolling(tool):
    page = tool(viewport={"width": 390, "height": 844})
    propose(page, TALK + "\n\n" + "x" * 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_paste_that_is_too_large_is_refused_before_it_is_sent(tool):
    page = tool()
    page.locator("[data-paste]").evaluate("form => { form.dataset.largestPaste = 10; }")
    page.get_by_label("The interview").fill(TALK)
    page.get_by_role("button", name="Suggest the parts").click()
    assert page.get_by_role("alert").inner_text().startswith("This is more than can be sent")
    assert page.get_by_label("The interview").input_value() == TALK


@pytest.mark.console_errors_expected
@pytest.mark.slow
def test_what_was_corrected_waits_for_line_and_sign_in(tool, interview, site_address):
    page = tool()
    propose(page)
    page.locator("[data-paragraph]").first.locator(".is-skip input").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Accept").first.click()
    expect(page.get_by_text("No connection to the desk.")).to_be_visible()
    page.context.set_offline(False)
    Session.objects.all().delete()
    page.get_by_role("button", name="Accept").first.click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert parts(page)[0] == "skip"

    sign_in(page.context, interview.created_by, site_address)
    accept(page)
    assert QuestionAnswer.objects.exists()
