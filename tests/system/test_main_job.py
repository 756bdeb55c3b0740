"""The main job, whole: a reporter enters an interview, an editor publishes it, a reader reads it.

On the real app server, in a real browser, with the text of a real page.
"""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from articles.models import Author, Photo
from interviews.models import Interview
from tests import factories, images
from tests.seed import headline_of, standfirst_of, talk_of

CAPTIONS = 3
QUESTIONS = 6


@pytest.fixture
def signed_in(new_page):
    """Sign in by the form, as somebody does who comes to work."""

    def sign_in(user, **options):
        page = new_page(**options)
        page.goto("/admin/")
        page.get_by_label("User name or email address").fill(user.username)
        page.get_by_label("Password").fill("a long password")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(re.compile(r"/admin/$"))
        return page

    return sign_in


def choose_photo(page, number):
    """Choose the library's photo of that name for the n-th picture of the text."""
    figure = page.locator(".desk-figure:not(.empty-form)").nth(number)
    figure.get_by_role("button", name="Choose a photo").click()
    page.keyboard.type(f"volunteer-{number}")
    page.get_by_role("dialog").get_by_role("button", name=f"volunteer-{number}").click()


def test_an_interview_is_pasted_by_a_reporter_published_by_an_editor_and_read(
    server, shared_seed, signed_in, new_page
):
    reporter, editor = factories.person("Reporter"), factories.person("Editor")
    Author.objects.create(name="Taras Zoria", user=reporter)
    factories.section("War")
    for number in range(CAPTIONS):
        Photo.objects.take_in(
            images.upload(images.encoded(images.corners()), f"volunteer-{number}.jpg"),
            alternative_text=f"volunteer-{number}",
            credit="Taras Zoria",
        )

    page = signed_in(reporter)
    page.goto("/admin/interviews/interview/add/")
    page.get_by_label("Headline").fill(headline_of(shared_seed))
    page.get_by_label("Standfirst").fill(standfirst_of(shared_seed))
    page.get_by_label("Section").select_option(label="War")
    for tag in ("International Legion", "Добровольці"):
        page.locator(".field-tags .select2-selection").click()
        page.keyboard.type(tag)
        page.locator(".select2-results__option", has_text=tag).first.click()
    page.get_by_role("button", name="Save and paste a transcript").click()
    page.get_by_label("The interview").fill(talk_of(shared_seed))
    page.get_by_role("button", name="Suggest the parts").click()
    expect(page.get_by_role("status")).to_contain_text(f"{QUESTIONS} questions")
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator(".desk-state")).to_contain_text("3 captions have no pictures yet")
    for number in range(CAPTIONS):
        choose_photo(page, number)
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator(".desk-state")).to_contain_text("In review")
    expect(page.locator(".desk-state")).not_to_contain_text("have no pictures yet")
    expect(page.get_by_role("button", name="Publish…")).to_have_count(0)

    page = signed_in(editor)
    page.goto(f"/admin/interviews/interview/{Interview.objects.get().pk}/change/")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".desk-state")).to_contain_text("Live since")

    reader = new_page(viewport={"width": 1280, "height": 900})
    reader.goto("/")
    reader.get_by_role("link", name=headline_of(shared_seed)).first.click()
    story = reader.locator("article.story")
    expect(story.locator("h1")).to_have_text(headline_of(shared_seed))
    expect(story.locator("p.standfirst")).to_have_text(standfirst_of(shared_seed))
    expect(story.locator("p.kicker .label")).to_have_text("Interview")
    _questions_stand_in_order_with_working_contents(reader, shared_seed)
    _captions_stand_where_the_page_had_them(reader, shared_seed)
    assert set(story.locator("a[rel=tag]").all_inner_texts()) == {
        "International Legion",
        "Добровольці",
    }
    said = story.locator("time").first.get_attribute("datetime")
    assert datetime.fromisoformat(said).utcoffset() is not None
    assert "list_title" not in reader.content()


def _questions_stand_in_order_with_working_contents(reader, seed):
    questions = reader.locator("section.qa h2.question").all_inner_texts()
    assert len(questions) == QUESTIONS
    places = [seed.read_text().index(question) for question in questions]
    assert places == sorted(places)
    contents = reader.locator("nav.contents")
    expect(contents).to_contain_text("In this interview")
    links = contents.locator("li a")
    assert links.all_inner_texts() == questions
    links.last.click()
    anchor = links.last.get_attribute("href")
    assert reader.url.endswith(anchor)
    expect(reader.locator(f"section.qa{anchor} h2")).to_be_in_viewport()


def _captions_stand_where_the_page_had_them(reader, seed):
    captions = reader.locator("article.story figure .caption").all_inner_texts()
    assert len(captions) == CAPTIONS
    # On the page, and in the seed, each stands by the question that it was pasted after.
    order = reader.locator("article.story").evaluate(
        "story => [...story.querySelectorAll('h2.question, figure .caption')]"
        ".map(element => [element.matches('.caption'), element.innerText])"
    )
    source = seed.read_text()
    for place, (is_caption, words) in enumerate(order):
        if is_caption:
            neighbours = [text for caption, text in order[place - 1 : place + 2] if not caption]
            assert any(
                0 < source.index(words) - source.index(text) - len(text) < 5 for text in neighbours
            ), words
    for picture in reader.locator("article.story figure img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalWidth") > 0
