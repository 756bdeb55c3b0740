"""Pages arranged by hand, by people who err, hurry, or act at the same moment as a colleague."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import layouts, publishing
from articles.models import Arrangement, Layout, Section, Tag, page_key
from tests import factories
from tests.desk_client import form_of, words_of
from tests.layout_factories import (
    DESK,
    HOUR,
    arrange,
    block,
    document,
    headlines,
    live,
    opened,
    page_at,
)

pytestmark = pytest.mark.django_db

LONG = "9" * 5000


@pytest.fixture
def war():
    return live(8)


# What nobody typed into a form of ours, or typed wrongly.


@pytest.mark.parametrize("name", ["lead", "top-1", "block-0-2"])
@pytest.mark.parametrize("typed", ["War", "999999", LONG[:18], "0", "٣", "4\x00"])
def test_what_is_no_piece_is_said_with_its_place_and_stays_as_it_was_typed(desk, war, name, typed):
    response = desk.post(DESK, opened(desk) | {name: typed, "top-0": war[2].pk, "_save": ""})
    assert response.status_code == 409
    assert typed.replace("\x00", "") in words_of(response)
    kept = form_of(response)
    assert kept[name] == typed.replace("\x00", "")
    assert kept["top-0"] == str(war[2].pk)
    assert not Arrangement.objects.exists()


@pytest.mark.parametrize("revision", [LONG, "٣", "\x00", "", "-1", "7"])
@pytest.mark.parametrize("is_arranged", [True, False])
def test_a_form_of_no_known_age_is_refused_once_and_keeps_what_was_typed(
    desk, war, revision, is_arranged
):
    if is_arranged:
        arrange(document(war[1]))
    data = opened(desk) | {"lead": war[3].pk, "revision": revision}
    response = desk.post(DESK, data | {"_publish": ""})
    # A page that nobody has arranged has nothing to lose.
    if response.status_code != 302 or is_arranged:
        assert response.status_code == 409
        assert form_of(response)["lead"] == str(war[3].pk)
        response = desk.post(DESK, form_of(response) | {"_publish": ""})
    assert response.status_code == 302
    assert Layout.objects.live().get().document["lead"] == war[3].pk


def test_what_no_database_can_keep_is_left_out_of_a_title(desk, war):
    data = opened(desk) | {"block-0-title": "The \x00front", "_save": ""}
    assert desk.post(DESK, data).status_code == 302
    assert Arrangement.objects.get().document["blocks"][0]["title"] == "The front"
    for more in ({"_find": "", "find": "\x00"}, {"_add": "", "add": "\x00"}):
        assert desk.post(DESK, opened(desk) | more).status_code in {200, 409}


def test_a_name_typed_for_a_block_counts_without_its_button_and_stays_when_it_is_wrong(desk, war):
    data = opened(desk) | {"add": "Nowhere", "_save": ""}
    response = desk.post(DESK, data)
    assert response.status_code == 409
    assert form_of(response)["add"] == "Nowhere"
    Tag.objects.create(name="Bridges")
    assert desk.post(DESK, data | {"add": "bridges"}).status_code == 302
    assert Arrangement.objects.get().document["blocks"][-1]["topic"] == Tag.objects.get().pk


def test_a_place_for_a_block_that_is_no_number_is_said(desk, war):
    response = desk.post(DESK, opened(desk) | {"block-0-place": "first", "_save": ""})
    assert response.status_code == 409
    assert "“first” is not a position on the page" in words_of(response)


def test_more_blocks_than_a_page_has_are_all_shown_once_more(desk, war):
    data = opened(desk)
    for number in range(17):
        tag = Tag.objects.create(name=f"Topic {number}")
        data |= {f"block-{number}-about": page_key(tag), f"block-{number}-title": f"No. {number}"}
    response = desk.post(DESK, data | {"_save": ""})
    assert response.status_code == 409
    assert "at most 16 blocks" in words_of(response)
    assert form_of(response)["block-16-title"] == "No. 16"


# Two at once.


def test_the_same_saved_twice_is_no_conflict(desk, war):
    data = opened(desk) | {"lead": str(war[3].pk), "_save": ""}
    assert desk.post(DESK, data).status_code == 302
    assert desk.post(DESK, data).status_code == 302
    assert Arrangement.objects.get().revision == 1


def test_publishing_twice_by_a_second_click_makes_one_layout(desk, war):
    data = opened(desk) | {"lead": str(war[3].pk), "_publish": ""}
    assert desk.post(DESK, data).status_code == 302
    assert desk.post(DESK, data).status_code == 302
    assert Layout.objects.count() == 1


def test_what_a_colleague_cancelled_before_is_said_and_nothing_else_is_cancelled(desk, war):
    seen = arrange(document(war[1]), at=timezone.now() + HOUR)
    layouts.cancel(seen, None)
    later = arrange(document(war[2]), at=timezone.now() + 2 * HOUR)
    response = desk.post(DESK, {"_cancel": str(seen.pk)}, follow=True)
    assert response.status_code == 200
    assert "no longer scheduled" in words_of(response)
    assert Layout.objects.get() == later
    for strange in ("", "abc", LONG):
        assert desk.post(DESK, {"_cancel": strange}, follow=True).status_code == 200
    elsewhere = arrange(document(), page=page_key(factories.section()), at=timezone.now() + HOUR)
    desk.post(DESK, {"_cancel": str(elsewhere.pk)})
    assert Layout.objects.count() == 2


def test_who_schedules_what_a_colleague_changed_meanwhile_reads_what_to_do(desk, war):
    desk.post(DESK, opened(desk) | {"lead": str(war[2].pk), "_schedule": ""})
    form = form_of(desk.get(f"{DESK}schedule/"))
    arrange(document(war[6]), by=factories.person(first_name="Olena", last_name="Vyshnevska"))
    when = form | {"date": "2031-07-01", "time": "09:00"}
    response = desk.post(f"{DESK}schedule/", when)
    assert response.status_code == 409
    assert "Olena Vyshnevska saved this page" in words_of(response)
    assert "Your layout is below" not in words_of(response)
    again = form_of(response)
    assert (again["date"], again["time"]) == ("2031-07-01", "09:00")
    # Read once, what is saved now is what was looked at.
    assert desk.post(f"{DESK}schedule/", again).status_code == 302
    assert Layout.objects.coming().get().document["lead"] == war[6].pk


@pytest.mark.parametrize("revision", [LONG, "abc", ""])
def test_a_schedule_of_what_was_never_looked_at_is_refused_in_words(desk, war, revision):
    arrange(document())
    when = {"date": "2031-07-01", "time": "09:00", "revision": revision}
    response = desk.post(f"{DESK}schedule/", when)
    assert response.status_code == 409
    assert "press the button again" in words_of(response)
    assert not Layout.objects.coming().exists()


def test_an_hour_that_the_clocks_skip_is_refused_and_stays_typed(desk, war):
    arrange(document())
    form = form_of(desk.get(f"{DESK}schedule/"))
    response = desk.post(f"{DESK}schedule/", form | {"date": "2031-03-30", "time": "03:30"})
    assert "does not exist on 30 March 2031" in words_of(response)
    assert form_of(response)["time"] == "03:30"
    for day in ("0001-01-01", "9999-12-31", "\x00"):
        response = desk.post(f"{DESK}schedule/", form | {"date": day, "time": "23:59"})
        assert response.status_code in {200, 302}
    assert desk.get(DESK).status_code == 200


def test_what_is_live_is_said_however_much_is_scheduled(desk, war):
    arrange(document(war[1]))
    for hours in range(1, 24):
        arrange(document(war[2]), at=timezone.now() + hours * HOUR)
    words = words_of(desk.get(DESK))
    assert "Live since" in words
    assert words.count("Scheduled for") == 23


# What is placed, and is not there any more.


def test_a_piece_that_is_deleted_leaves_an_empty_place_and_is_in_nobodys_way(desk, war):
    draft = factories.article("Never published")
    arrange(document(war[1], [draft, war[2]]))
    draft.delete()
    response = desk.get(DESK)
    assert response.status_code == 200
    data = form_of(response)
    assert data["top-0"] == ""
    assert desk.post(DESK, data | {"_publish": ""}).status_code == 302


def test_a_section_that_is_deleted_takes_its_block_along(client, desk, war):
    gone = factories.section("Weather")
    arrange(document(war[1], [], [block(gone), block(factories.section(), war[2])]))
    Section.objects.filter(pk=gone.pk).delete()
    assert len(page_at(client, "/").select(".strip")) == 1
    assert "no longer there" in words_of(desk.get(DESK))
    assert desk.post(DESK, opened(desk) | {"_save": ""}).status_code == 302


def test_the_page_of_a_topic_that_was_merged_away_is_nowhere_and_breaks_nothing(client, desk, war):
    live(3, tags=["Bridges"], start=40)
    bridges = Tag.objects.get()
    page = page_key(bridges)
    arrange(document(war[1]), page=page, at=timezone.now() + HOUR)
    bridges.merge_into(Tag.objects.create(name="Rivers"))
    assert desk.get(f"/admin/articles/arrangement/{page}/en/").status_code == 404
    assert desk.get("/admin/articles/arrangement/").status_code == 200
    month = {"month": f"{timezone.localtime(timezone.now() + HOUR):%Y-%m}"}
    said = words_of(desk.get("/admin/articles/article/calendar/", month))
    # The calendar would lead nowhere, and by the name of another page.
    assert "another layout" not in said


def test_a_block_does_not_name_a_topic_whose_page_is_not_there(client, war):
    secret = Tag.objects.create(name="Operation Heron")
    arrange(document(war[0], [], [block(secret, war[5], title="Heron"), block(war[0].section)]))
    page = page_at(client, "/")
    assert "Heron" not in page.get_text()
    assert len(page.select(".strip")) == 1


def test_a_piece_that_moved_to_another_language_says_so(desk, war):
    moved = factories.article("Через міст", language="uk")
    factories.record(moved, timezone.now() - HOUR)
    arrange(document(moved))
    lead = page_at(desk, DESK).select_one('[data-place="lead"]').get_text(" ")
    assert "Через міст" in lead
    assert "a different language" in lead


def test_a_withdrawn_piece_says_so(desk, client, war):
    arrange(document(war[3]))
    publishing.withdraw(war[3], None, revision=war[3].revision)
    assert "Withdrawn" in page_at(desk, DESK).select_one('[data-place="lead"]').get_text(" ")
    assert headlines(page_at(client, "/"), ".lead") == ["War 00"]


def test_a_renamed_piece_stands_under_its_name_of_today(desk, client, war):
    arrange(document(war[3]))
    war[3].headline = "Another name, not published yet"
    war[3].save()
    assert "War 03" in page_at(desk, DESK).select_one('[data-place="lead"]').get_text(" ")
    assert headlines(page_at(client, "/"), ".lead") == ["War 03"]


# Who, and how much.


def test_a_reporter_can_do_none_of_it(signed_in, war):
    layout = arrange(document(war[1]), at=timezone.now() + HOUR)
    reporter = signed_in("Reporter")
    before = Arrangement.objects.get().revision
    for posted in ({"_cancel": str(layout.pk)}, {"_save": "", "revision": "1"}, {"_add": ""}):
        assert reporter.post(DESK, posted).status_code == 403
    when = {"date": "2031-07-01", "time": "09:00", "revision": before}
    assert reporter.post(f"{DESK}schedule/", when).status_code == 403
    assert Layout.objects.get() == layout
    assert Arrangement.objects.get().revision == before


def test_the_desk_asks_no_more_for_more_places(desk, war):
    about = [block(Tag.objects.create(name=f"Topic {number}")) for number in range(15)]
    arrange(document(war[0], [], [block(factories.section()), about[0]]))
    few = queries(desk)
    arrange(document(war[0], war[1:5], [block(factories.section(), *war[5:8]), *about]))
    assert queries(desk) == few


def queries(desk):
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(DESK).status_code == 200
    return len(asked)
