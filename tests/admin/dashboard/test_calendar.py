"""The calendar: what comes out when, by the newsroom's clock, for everybody in the desk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from playwright.sync_api import expect

from articles.actions import publishing
from articles.models import Article, Change
from tests import factories
from tests.desk_client import page_of

pytestmark = pytest.mark.django_db

KYIV = ZoneInfo("Europe/Kyiv")
CALENDAR = "/admin/articles/article/calendar/"
LONG = "Верховна Рада ухвалила законопроєкт про відновлення енергетичної інфраструктури громад"


def month(client, name=""):
    response = client.get(CALENDAR, {"month": name} if name else {})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def day(page, on):
    return page.find(id=f"day-{on}").find_parent("td")


def entries(page, on):
    """Return what each entry of a day says, but for the mark of its language."""
    found = day(page, on).select("li")
    for mark in (mark for entry in found for mark in entry.select(".desk-language-mark")):
        mark.extract()
    return [words(entry) for entry in found]


def at(*moment, **fold):
    return datetime(*moment, tzinfo=KYIV, **fold)


def test_it_has_the_name_that_other_pages_lead_to_it_by():
    assert reverse("admin:articles_article_calendar") == CALENDAR


def test_what_is_scheduled_stands_on_its_day_and_leads_to_its_form(desk):
    piece = factories.article("A bridge reopens", label="exclusive")
    talk = factories.interview("“We kept the line open”")
    factories.schedule(piece, at(2031, 7, 1, 9))
    factories.schedule(talk, at(2031, 7, 1, 8, 30))
    page = month(desk, "2031-07")
    assert entries(page, "2031-07-01") == [
        "08:30 · Interview · scheduled “We kept the line open”",
        "09:00 · Exclusive · scheduled A bridge reopens",
    ]
    assert [link["href"] for link in day(page, "2031-07-01").select("a")] == [
        page_of(talk),
        page_of(piece),
    ]
    assert page.h1.text == "July 2031"
    said = "2 scheduled , nothing was published. All times are in the Europe/Kyiv time zone."
    assert said in words(page)
    assert entries(page, "2031-07-02") == []


def test_each_piece_says_in_which_language_it_comes_out(desk):
    factories.schedule(factories.article("Є світло", language="uk"), at(2031, 7, 1, 9))
    marks = day(month(desk, "2031-07"), "2031-07-01").select(".desk-language-mark")
    assert [(words(mark), mark["title"]) for mark in marks] == [("UK Ukrainian", "Ukrainian")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change.UPDATE, "an update, scheduled"),
        (Change.CORRECTION, "a correction, scheduled"),
        (Change.SILENT, "a silent fix, scheduled"),
    ],
)
def test_what_will_change_a_live_piece_says_as_what(desk, change, said):
    piece = factories.article()
    factories.publish(piece)
    factories.schedule(piece, at(2031, 7, 1, 9), change=change, note="More.")
    (entry,) = entries(month(desk, "2031-07"), "2031-07-01")
    assert entry == f"09:00 · {said} A bridge reopens"


def test_what_came_out_is_there_too_but_for_silent_fixes(desk):
    piece, gone = factories.article(), factories.article("Gone")
    factories.record(piece, at(2025, 4, 21, 9), until=at(2025, 4, 21, 10))
    factories.record(piece, at(2025, 4, 21, 10), until=at(2025, 4, 21, 11), change=Change.SILENT)
    factories.record(piece, at(2025, 4, 21, 11), change=Change.CORRECTION, note="It was older.")
    factories.record(gone, at(2025, 4, 22, 9), until=at(2025, 4, 23, 9))
    page = month(desk, "2025-04")
    assert entries(page, "2025-04-21") == [
        "09:00 · published A bridge reopens",
        "11:00 · corrected A bridge reopens",
    ]
    assert entries(page, "2025-04-22") == ["09:00 · published, withdrawn since Gone"]
    assert "Nothing is scheduled, 3 published." in words(page)
    assert not page.select(".desk-scheduled")


def test_a_cancelled_schedule_is_gone_from_it(desk):
    piece = factories.article()
    factories.schedule(piece, at(2031, 7, 1, 9))
    publishing.cancel(piece, factories.person(), revision=piece.revision)
    assert entries(month(desk, "2031-07"), "2031-07-01") == []


def test_a_month_begins_and_ends_at_the_newsrooms_midnight(desk):
    for headline, moment in (
        ("The last of June", at(2031, 6, 30, 23, 59)),
        ("The first of July", at(2031, 7, 1, 0, 0)),
        ("The last of July", at(2031, 7, 31, 23, 59)),
        ("The first of August", at(2031, 8, 1, 0, 0)),
    ):
        factories.schedule(factories.article(headline), moment)
    page = month(desk, "2031-07")
    assert entries(page, "2031-07-01") == ["00:00 · scheduled The first of July"]
    assert entries(page, "2031-07-31") == ["23:59 · scheduled The last of July"]
    assert len(page.select(".desk-calendar li")) == 2


def test_a_day_of_23_hours_and_one_of_25_say_so_and_have_all_that_is_theirs(desk):
    for headline, moment in (
        ("Before the gap", at(2031, 3, 30, 2, 59)),
        ("After the gap", at(2031, 3, 30, 4, 0)),
        ("Late", at(2031, 3, 30, 23, 59)),
        ("The first time", at(2031, 10, 26, 3, 30)),
        ("The second time", at(2031, 10, 26, 3, 30, fold=1)),
        ("Late in autumn", at(2031, 10, 26, 23, 59)),
    ):
        factories.schedule(factories.article(headline), moment)
    spring, autumn = day(month(desk, "2031-03"), "2031-03-30"), month(desk, "2031-10")
    assert words(spring.select_one(".desk-remark")) == "23 hours: the clocks go forward"
    assert [words(entry.a) for entry in spring.select("li")] == [
        "Before the gap",
        "After the gap",
        "Late",
    ]
    remark = day(autumn, "2031-10-26").select_one(".desk-remark")
    assert words(remark) == "25 hours: the clocks go back"
    assert entries(autumn, "2031-10-26") == [
        "03:30, the first time · scheduled The first time",
        "03:30, the second time · scheduled The second time",
        "23:59 · scheduled Late in autumn",
    ]
    assert len(autumn.select(".desk-remark")) == 1


def test_today_is_marked_and_found_from_every_month(desk, piece, editor):
    factories.publish(piece, editor)
    page = month(desk)
    (today,) = page.select("[aria-current=date]")
    assert "A bridge reopens" in words(today)
    elsewhere = month(desk, "2031-01")
    assert not elsewhere.select("[aria-current=date]")
    link = elsewhere.find("a", string="Today")
    assert link["href"] == f"{CALENDAR}#{today.h2['id']}"


def test_one_goes_to_the_months_before_and_after_over_the_turn_of_the_year(desk):
    page = month(desk, "2031-01")
    assert [page.find("a", rel=way)["href"] for way in ("prev", "next")] == [
        "?month=2030-12",
        "?month=2031-02",
    ]


def test_each_month_is_a_table_of_weeks_that_begin_on_monday(desk):
    page = month(desk, "2031-07")
    assert [words(heading) for heading in page.select("th[scope=col]")][::6] == ["Monday", "Sunday"]
    rows = page.select(".desk-calendar tbody tr")
    assert [len(row.select("td")) for row in rows] == [7] * 5
    assert len(page.select(".desk-calendar h2")) == 31
    assert rows[0].select("td")[1].h2.time["datetime"] == "2031-07-01"


@pytest.mark.parametrize(
    "name", ["2031-13", "2031", "x", "2031-1", "9999-12", "0000-01", "2031-01-01"]
)
def test_a_month_that_there_is_not_is_said_and_this_one_shown(desk, name):
    response = desk.get(CALENDAR, {"month": name}, follow=True)
    page = BeautifulSoup(response.content, "html.parser")
    assert f"There is no month “{name}” in the calendar." in words(page)
    assert page.select("[aria-current=date]")


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Admin"])
def test_everybody_in_the_desk_reads_it(signed_in, role):
    assert signed_in(role).get(CALENDAR).status_code == 200


def test_nobody_else_reads_it(client):
    assert client.get(CALENDAR).status_code == 302
    nobody = factories.person()
    nobody.groups.clear()
    client.force_login(nobody)
    assert client.get(CALENDAR).status_code == 403


def fill(count, on):
    for number in range(count):
        factories.schedule(
            factories.article(f"{LONG} {number}", language="uk", slug=f"piece-{number}"),
            on + timedelta(minutes=number),
        )


@pytest.mark.slow
def test_forty_on_one_day_are_all_there_and_cost_no_more_queries(
    desk, django_assert_max_num_queries
):
    fill(2, at(2031, 7, 1, 9))
    with django_assert_max_num_queries(8) as few:
        month(desk, "2031-07")
    Article.objects.update(slug="other")
    fill(40, at(2031, 7, 2, 9))
    with django_assert_max_num_queries(len(few)):
        page = month(desk, "2031-07")
    cell = day(page, "2031-07-02")
    assert len(cell.select("li")) == 40
    assert words(cell.summary) == "32 more scheduled , 2 July"
    assert len(cell.select("details li")) == 32


@pytest.fixture
def calendar_page(desk_of):
    """The calendar of July 2031, with many long headlines on one day, in a browser."""

    def open_calendar(**options):
        fill(12, at(2031, 7, 2, 9))
        page = desk_of(factories.person("Reporter"), **options)
        page.goto(f"{CALENDAR}?month=2031-07")
        return page

    return open_calendar


def test_its_keys_go_from_day_to_day_and_from_month_to_month(calendar_page):
    page = calendar_page(viewport={"width": 1280, "height": 900})
    standing = page.locator(".desk-calendar h2:focus")
    page.locator("#day-2031-07-01").focus()
    for key, there in (
        ("ArrowRight", "2"),
        ("ArrowDown", "9"),
        ("ArrowLeft", "8"),
        ("ArrowUp", "1"),
        ("ArrowUp", "1"),
        ("End", "31"),
        ("Home", "1"),
        ("ArrowRight", "2"),
    ):
        page.keyboard.press(key)
        expect(standing).to_have_id(f"day-2031-07-{int(there):02}")
    page.keyboard.press("Tab")
    expect(page.locator(".desk-calendar a:focus")).to_contain_text(LONG)
    page.locator("#day-2031-07-02").focus()
    page.keyboard.press("PageDown")
    expect(page.get_by_role("heading", name="August 2031")).to_be_visible()
    expect(standing).to_have_id("day-2031-08-01")
    page.keyboard.press("PageUp")
    expect(page.get_by_role("heading", name="July 2031")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_it_fits_every_screen_with_the_longest_headlines(calendar_page, width):
    page = calendar_page(viewport={"width": width, "height": 844})
    page.locator(".desk-calendar summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = width >= 800
    expect(page.get_by_role("columnheader", name="Monday")).to_have_count(int(wide))
    # A list of the days on which there is something; a grid has them all.
    expect(page.locator("#day-2031-07-03")).to_have_count(1)
    expect(page.locator("#day-2031-07-03")).to_be_visible(visible=wide)
    expect(page.locator("#day-2031-07-02")).to_be_visible()
