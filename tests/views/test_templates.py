"""What a reader's page is made of: what machines, style sheets and screen readers hang on."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import expect

from articles.actions import publishing
from articles.content import thaw
from articles.content.render import Facts
from articles.models import Author, Change, Figure, Label, Photo, Section, Version
from articles.public.context import Frame
from interviews.models import Interviewee, QuestionAnswer
from tests import factories, images

pytestmark = pytest.mark.django_db

# The days of the seed's feed: Monday, Sunday and Saturday.
MONDAY = datetime(2025, 4, 21, 11, 25, tzinfo=UTC)
SUNDAY = MONDAY - timedelta(days=1)


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def page_at(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return soup_of(response)


def page_of(client, version):
    return page_at(client, version.get_absolute_url())


def photo(width=1000, height=600, **fields):
    content = images.encoded(images.corners(width, height))
    fields = {"alternative_text": "A tram", "caption": "A tram", "credit": "O. Koval"} | fields
    return Photo.objects.take_in(images.upload(content), **fields)


def words(element):
    return " ".join(element.get_text(" ").split())


# The story.


def test_an_article_says_what_it_is_in_elements_that_machines_know(client):
    Author.objects.create(name="Marta Hnatiuk", role="Correspondent")
    piece = factories.article(
        "A bridge reopens",
        standfirst="It took nineteen months.",
        label=Label.EXCLUSIVE,
        authors=["Marta Hnatiuk"],
        tags=["Kharkiv", "Trams"],
    )
    page = page_of(client, factories.record(piece, MONDAY))

    assert page.title.string == "A bridge reopens · Espreso"
    assert page.find("meta", {"name": "description"})["content"] == "It took nineteen months."
    assert page.find("meta", {"name": "color-scheme"})["content"] == "light dark"
    assert page.find("link", rel="canonical")["href"] == (
        "http://testserver/2025/04/21/a-bridge-reopens/"
    )
    (story,) = page.select("main > article")
    assert [words(heading) for heading in page.find_all("h1")] == ["A bridge reopens"]
    assert words(story.select_one("p.standfirst")) == "It took nineteen months."
    assert story.time["datetime"] == "2025-04-21T14:25:00+03:00"
    assert words(story.time) == "Monday, 21 April 2025, 14:25"
    assert words(story.select_one(".label")) == "Exclusive"
    assert words(story.select_one(".byline")) == "Marta Hnatiuk , Correspondent"
    assert [words(tag) for tag in story.select("a[rel=tag]")] == ["Kharkiv", "Trams"]
    assert not story.select("nav.contents")


def test_the_texts_for_search_engines_stand_in_the_head_alone(client):
    piece = factories.article(
        standfirst="For readers.", search_title="Bridge: when", search_description="For machines."
    )
    page = page_of(client, factories.record(piece, MONDAY))
    assert page.title.string == "Bridge: when · Espreso"
    assert page.find("meta", {"name": "description"})["content"] == "For machines."
    assert words(page.h1) == "A bridge reopens"


def test_signs_in_a_headline_are_escaped_once(client):
    piece = factories.article('Bread & "circuses" <b>', standfirst="“A” & 'B'", slug="bread")
    version = factories.record(piece, MONDAY)
    html = client.get(version.get_absolute_url()).content.decode()
    assert "<b>" not in html
    page = page_of(client, version)
    assert page.title.string == 'Bread & "circuses" <b> · Espreso'
    assert page.find("meta", {"name": "description"})["content"] == "“A” & 'B'"


def test_an_interview_lists_its_questions_and_each_has_an_address(client):
    page = page_of(client, factories.record(factories.interview(questions=3), MONDAY))

    contents = page.select_one("nav.contents")
    assert words(contents.summary) == "In this interview"
    answers = page.select("section.qa[id]")
    assert [link["href"] for link in contents.select("a")] == [f"#{qa['id']}" for qa in answers]
    assert [words(link) for link in contents.select("a")] == [
        words(qa.select_one("h2.question")) for qa in answers
    ]
    assert words(answers[1].select_one("div.answer")) == "Shift 2 was long."
    assert answers[1].select_one("a.permalink")["href"] == f"#{answers[1]['id']}"
    assert words(page.select_one(".interviewees")) == "Orysia Velychko line engineer"


def test_several_people_who_ask_and_answer_are_named(client):
    piece = factories.interview(questions=0)
    Interviewee.objects.create(interview=piece, name="Ihor Panchuk", position=1)
    QuestionAnswer.objects.create(
        parent=piece,
        region="main",
        ordering=10,
        question="Who stayed?",
        asker="Marta Hnatiuk",
        answer="<p>Everybody.</p>",
        respondent="Ihor Panchuk",
    )
    (answer,) = page_of(client, factories.record(piece, MONDAY)).select(".qa")
    assert words(answer) == "Marta Hnatiuk Who stayed? Ihor Panchuk Everybody."
    assert words(answer.h2) == "Who stayed?"


def test_an_update_says_in_words_what_changed_and_when(client):
    piece = factories.article()
    factories.record(piece, SUNDAY, until=MONDAY)
    version = factories.record(piece, MONDAY, change=Change.UPDATE, note="The vote is added.")
    note = page_of(client, version).select_one(".note")
    assert words(note) == "Updated 14:25, 21 April 2025 : The vote is added. All changes"
    assert note.time["datetime"] == "2025-04-21T14:25:00+03:00"


def test_a_correction_is_called_a_correction(client):
    piece = factories.article()
    factories.record(piece, SUNDAY, until=MONDAY)
    version = factories.record(
        piece, MONDAY, change=Change.CORRECTION, note="It was nine, not ten."
    )
    assert words(page_of(client, version).select_one(".note")).startswith("Corrected 14:25")


def test_a_silent_fix_says_nothing(client):
    piece = factories.article()
    factories.record(piece, SUNDAY, until=MONDAY)
    version = factories.record(piece, MONDAY, change=Change.SILENT)
    assert not page_of(client, version).select(".note")


def test_what_other_sites_keep_is_a_link_and_nothing_that_loads(client):
    piece = factories.article(text="")
    thaw.add_blocks(
        piece,
        [
            {"kind": "embed", "url": "https://youtu.be/abc", "title": "The night, filmed"},
            {"kind": "embed", "url": "javascript:alert(1)", "title": "A trap"},
        ],
    )
    page = page_of(client, factories.record(piece, MONDAY))
    (embed,) = page.select(".embed")
    assert "YouTube" in words(embed)
    assert embed.a["href"] == "https://youtu.be/abc"
    assert set(embed.a["rel"]) == {"noopener", "noreferrer", "external"}
    assert not page.select("iframe, embed, object, video")
    assert "javascript:" not in str(page)


def test_a_page_says_in_which_language_it_is(client):
    piece = factories.article("Міст знову відкрито", language="uk", slug="mist")
    version = factories.record(piece, MONDAY)
    page = page_of(client, version)
    assert page.html["lang"] == "uk"
    # Nothing else has to say so.
    assert not page.select("main [lang]")


def test_a_preview_in_a_desk_of_another_language_says_so(signed_in):
    piece = factories.article("Міст знову відкрито", language="uk", slug="mist")
    page = page_at(signed_in("Editor"), f"/admin/articles/article/{piece.pk}/preview/")
    assert page.html["lang"] == "en"
    assert page.select_one("main > article")["lang"] == "uk"


# Pictures.


def test_a_picture_has_its_size_its_words_and_its_credit(client):
    piece = factories.article(lead_photo=photo(), lead_caption="The first tram")
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=photo(600, 900))
    page = page_of(client, factories.record(piece, MONDAY))

    lead, inside = page.select("main > article figure")
    assert words(lead.figcaption) == "The first tram O. Koval"
    assert words(lead.figcaption.select_one(".credit")) == "O. Koval"
    assert lead.source["type"] == "image/avif"
    assert (lead.img["width"], lead.img["height"]) == ("1000", "600")
    assert lead.img["alt"] == "A tram"
    assert lead.img["fetchpriority"] == "high"
    assert "loading" not in lead.img.attrs
    assert inside.img["loading"] == "lazy"
    assert "upright" in inside["class"]


def test_a_crop_keeps_the_point_that_matters_without_inline_style(client):
    piece = factories.article(lead_photo=photo(focal_x=0.31, focal_y=0.78))
    factories.record(piece, MONDAY)
    (picture,) = page_at(client, "/sections/war/").select(".card img")
    assert picture["class"] == ["fx-3", "fy-8"]


def test_a_withdrawn_picture_leaves_no_trace_on_any_page(client):
    taken = photo()
    piece = factories.article(lead_photo=taken)
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=taken)
    version = factories.record(piece, MONDAY)
    taken.withdraw()
    for address in (version.get_absolute_url(), "/", "/sections/war/"):
        assert not page_at(client, address).select("img, figure, figcaption, .shot")


# Front page, feed and lists.


def test_the_front_page_of_an_empty_newsroom_is_a_page(client):
    page = page_at(client, "/")
    assert words(page.h1) == "Espreso"
    assert "Nothing is published yet" in words(page.main)


def test_the_front_page_leads_to_every_piece_that_it_shows(client):
    for number in range(12):
        piece = factories.article(f"Piece {number}", label=Label.OPINION if number % 4 == 0 else "")
        factories.record(piece, MONDAY - timedelta(hours=number))
    factories.record(factories.interview(), MONDAY)
    page = page_at(client, "/")
    headings = [int(heading.name[1]) for heading in page.select("h1, h2, h3")]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    shown = {link["href"] for link in page.select("main .headline a")}
    assert len(shown) == len(page.select("main .headline a")) == 8
    assert [words(time) for time in page.select(".latest time")][:2] == ["14:25", "14:25"]


def test_the_feed_shows_days_times_labels_and_headlines(client):
    factories.record(factories.article("On Monday", label=Label.EXCLUSIVE), MONDAY)
    factories.record(factories.article("On Sunday"), SUNDAY)
    page = page_at(client, "/news/")

    days = page.select("section.day")
    assert [words(day.h2) for day in days] == ["2025, Monday 21 April", "2025, Sunday 20 April"]
    assert [words(line) for line in days[0].select("li")] == ["14:25 Exclusive On Monday"]
    assert [words(line) for line in days[1].select("li")] == ["14:25 On Sunday"]
    assert days[0].li.time["datetime"] == "2025-04-21T14:25:00+03:00"
    assert not page.select("a.more")


def test_a_day_of_the_feed_leads_to_the_nearest_days_with_news(client):
    for days in (-3, 0, 2):
        factories.record(factories.article(f"{days} days"), MONDAY + timedelta(days=days))
    page = page_at(client, "/news/2025/04/21/")
    assert page.title.string == "News, 21 April 2025 · Espreso"
    assert [link["href"] for link in page.select(".list-head nav a")] == [
        "/news/2025/04/18/",
        "/news/2025/04/23/",
    ]


def test_today_says_so_when_nothing_is_published_yet(client):
    page = page_at(client, f"/news/{timezone.localdate():%Y/%m/%d}/")
    assert "Nothing was published on" in words(page.main)


def test_a_section_and_an_author_introduce_themselves(client):
    Section.objects.create(name="War", description="From the front and behind it.")
    Author.objects.create(name="Marta Hnatiuk", role="Correspondent", biography="She was there.")
    factories.record(factories.article(authors=["Marta Hnatiuk"]), MONDAY)
    section = page_at(client, "/sections/war/")
    assert "From the front and behind it." in words(section.main)
    assert words(section.select_one("nav.sections [aria-current=page]")) == "War"
    author = page_at(client, "/authors/marta-hnatiuk/")
    assert words(author.select_one(".role")) == "Correspondent"
    assert "She was there." in words(author.main)
    assert words(author.select_one(".card .headline")) == "A bridge reopens"


# Preview, and pages of refusal.


def test_a_preview_of_an_unsaved_version_says_so_and_hides_from_machines(rf):
    version = Version(
        headline="Not yet", kind="article", document=[], published_at=timezone.now(), language="en"
    )
    version.tag_list, version.byline = [{"name": "Trams", "slug": "trams"}], []
    version.told = []
    facts = Facts(contents=False, linked=[], words=0, signs=0)
    context = {"frame": Frame.now(), "version": version, "body": "", "facts": facts}
    context["preview"] = True
    version.section = factories.section()
    page = BeautifulSoup(
        render_to_string("site/article.html", context, request=rf.get("/admin/")), "html.parser"
    )
    assert words(page.select_one(".preview")) == "Preview: not published"
    assert "noindex" in page.find("meta", {"name": "robots"})["content"]
    assert not page.find("link", rel="canonical")
    assert words(page.select_one("a[rel=tag]")) == "Trams"


def test_a_missing_page_says_so_and_leads_on(client):
    page = page_at(client, "/2025/04/21/never/", status=404)
    assert words(page.h1) == "We cannot find this page"
    assert page.main.find("a", href="/news/")
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"


def test_a_withdrawn_piece_says_that_it_was_here(client):
    version = factories.publish(factories.article())
    piece = version.article
    publishing.withdraw(piece, None, revision=piece.revision)
    page = page_at(client, version.get_absolute_url(), status=410)
    assert words(page.h1) == "This piece was withdrawn"


def test_the_page_of_an_accident_needs_neither_database_nor_static_files(
    rf, django_assert_num_queries
):
    with django_assert_num_queries(0):
        html = render_to_string("500.html", request=rf.get("/"))
    page = BeautifulSoup(html, "html.parser")
    assert words(page.h1) == "Something went wrong on our side"
    assert not page.select("link, script, style, img")


# All pages.


@pytest.fixture
def every_page(client):
    lead = photo()
    piece = factories.interview(lead_photo=lead, tags=["Kharkiv"], authors=["Marta Hnatiuk"])
    thaw.add_blocks(
        piece,
        [
            {"kind": "pull_quote", "quote": "It hums.", "attribution": "Orysia Velychko"},
            {"kind": "embed", "url": "https://t.me/x", "title": ""},
            {"kind": "figure", "photo": lead.pk, "caption": lead.caption},
            {"kind": "prose", "html": '<p style="color:red" onclick="x()">Words.</p>'},
        ],
        after=100,
    )
    version = factories.record(piece, MONDAY)
    factories.record(factories.article("Another", lead_photo=lead, tags=["Kharkiv"]), SUNDAY)
    addresses = [
        "/",
        "/news/",
        "/news/2025/04/21/",
        "/interviews/",
        "/labels/interview/",
        "/sections/war/",
        "/tags/kharkiv/",
        "/authors/marta-hnatiuk/",
        "/nothing/",
        version.get_absolute_url(),
    ]
    return {address: soup_of(client.get(address)) for address in addresses}


def test_no_page_carries_inline_styles_scripts_or_handlers(every_page):
    for address, page in every_page.items():
        assert not page.select("style, [style]"), address
        for script in page.select("script:not([src])"):
            # Words for machines, which no browser runs.
            assert script["type"] == "application/ld+json", address
        handlers = [name for tag in page.find_all(True) for name in tag.attrs if name[:2] == "on"]
        assert not handlers, address


def test_no_picture_shifts_the_page_and_none_is_mute(every_page):
    shown = [image for page in every_page.values() for image in page.select("img")]
    assert len(shown) > 6
    for image in shown:
        assert int(image["width"]) > 0
        assert int(image["height"]) > 0
        assert image["alt"]
        assert image.parent.source["sizes"]


def test_every_page_has_one_first_heading_a_way_past_the_masthead_and_unique_names(every_page):
    for address, page in every_page.items():
        assert len(page.select("h1")) == 1, address
        assert page.select_one("a.skip")["href"] == "#main"
        assert page.select_one("main#main")
        names = [element["id"] for element in page.select("[id]")]
        assert len(names) == len(set(names)), address
        for element in page.select("[aria-labelledby]"):
            assert element["aria-labelledby"] in names, address


def test_every_page_is_worded_and_no_key_leaks(every_page):
    for address, page in every_page.items():
        assert page.title.string.strip(), address
        text = words(page.body)
        assert not re.search(r"\w+/\w+\.\w+_\w+|\{[{%]|\bNone\b(?! of )|No label", text), address


def test_dates_are_said_in_the_language_of_the_page(client):
    factories.record(factories.article(language="uk"), MONDAY)
    page = page_at(client, "/uk/news/")
    assert words(page.select_one(".day .date")) == "21 квітня"


# In a browser.


def test_more_news_goes_on_in_place_under_the_same_day(page, transactional_db):
    for number in range(45):
        factories.record(factories.article(f"Line {number}"), MONDAY - timedelta(minutes=number))
    factories.record(factories.article("Long ago"), SUNDAY)

    page.goto("/news/")
    expect(page.locator(".day li")).to_have_count(40)
    page.get_by_role("link", name="More news").click()

    expect(page.locator(".day li")).to_have_count(46)
    expect(page.locator(".day h2")).to_have_count(2)
    expect(page.locator(".day").first.locator("li")).to_have_count(45)
    expect(page.get_by_role("link", name="Line 40")).to_be_focused()
    expect(page.get_by_role("link", name="More news")).to_have_count(0)


def test_every_page_reads_on_a_phone_without_scrolling_sideways(new_page, transactional_db):
    long = "Водогосподарсько-електроенергетичний комплекс відновлює найвідповідальніше устаткування"
    piece = factories.interview(long, language="uk", slug="long", questions=3)
    version = factories.record(piece, MONDAY)
    factories.record(factories.article("A" * 120), SUNDAY)

    page = new_page(viewport={"width": 320, "height": 640})
    for address in ("/", "/uk/news/", "/uk/sections/war/", version.get_absolute_url()):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, address
