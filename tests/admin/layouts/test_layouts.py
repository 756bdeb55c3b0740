"""Pages arranged by hand: what readers see of it and when, and what the desk does and refuses."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from articles.actions import layouts
from articles.exceptions import ActionRefused, StaleDraft
from articles.models import FRONT, Arrangement, Layout, Tag, page_key
from articles.public.edition import Changes
from tests import factories
from tests.clock import MovedClock
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

# What readers see.


def test_what_is_placed_stands_in_its_place_and_the_newest_fill_the_rest(client):
    war, talk = live(14), live(6, "Culture", start=20)
    arrange(document(war[9], [None, war[11]], [block(factories.section("Culture"), talk[5])]))
    page = page_at(client, "/")
    assert headlines(page, ".lead") == ["War 09"]
    # Without pictures nothing earns a place among the top stories by itself.
    assert headlines(page, ".top") == ["War 11"]
    assert headlines(page, ".strip") == ["Culture 25", "Culture 20", "Culture 21", "Culture 22"]


def test_nothing_stands_on_the_page_twice(client):
    war = live(14, tags=["Bridges"])
    bridges = Tag.objects.get()
    blocks = [block(factories.section(), war[9]), block(bridges, title="Across the river")]
    arrange(document(war[1], [war[0], war[2]], blocks))
    page = page_at(client, "/")
    shown = headlines(page, ".stories") + headlines(page, ".strip")
    assert len(shown) == len(set(shown)) == 3 + 4 + 4
    assert "Across the river" in page.select(".strip h2")[1].get_text()


def test_a_piece_that_is_not_live_tells_nothing_and_its_place_fills_itself(client):
    war = live(6)
    draft = factories.article("A secret draft")
    waiting = factories.article("A secret for tomorrow")
    factories.schedule(waiting, timezone.now() + HOUR)
    gone = factories.article("Withdrawn words")
    factories.record(gone, timezone.now() - 3 * HOUR, until=timezone.now() - HOUR)
    foreign = factories.article("Інша мова", language="uk")
    factories.record(foreign, timezone.now() - HOUR)
    arrange(document(draft, [waiting, gone], [block(factories.section(), foreign, war[5])]))
    page = page_at(client, "/")
    for secret in ("secret", "Withdrawn", "Інша"):
        assert secret not in page.get_text()
    assert headlines(page, ".lead") == ["War 00"]
    assert headlines(page, ".strip") == ["War 01", "War 05", "War 02", "War 03"]


def test_an_arranged_front_page_takes_at_most_four_queries(client, django_assert_num_queries):
    war = live(12, tags=["Bridges"])
    arrange(document(war[3], war[4:8], [block(Tag.objects.get()), block(factories.section())]))
    with django_assert_num_queries(4):
        client.get("/")


def test_each_language_has_a_page_of_its_own(client):
    live(3)
    for number in range(3):
        piece = factories.article(f"Новина {number}", language="uk")
        factories.record(piece, timezone.now() - (number + 1) * HOUR)
    arrange(document(piece), language="uk")
    assert headlines(page_at(client, "/uk/"), ".lead") == ["Новина 2"]
    assert headlines(page_at(client, "/"), ".lead") == ["War 00"]


def test_the_block_of_a_topic_that_was_merged_away_goes(client):
    war = live(6, tags=["Bridges"])
    arrange(document(war[0], [], [block(Tag.objects.get()), block(factories.section())]))
    Tag.objects.get().merge_into(Tag.objects.create(name="Rivers"))
    assert len(page_at(client, "/").select(".strip")) == 1


def test_pieces_lead_a_section_once_and_paging_misses_nothing(client):
    war = live(40)
    arrange(document(war[30], [war[2], war[39]]), page=page_key(factories.section()))
    seen, address = [], "/sections/war/"
    while address:
        page = page_at(client, address)
        seen += headlines(page, "main")
        following = page.select_one("a[rel=next]")
        address = f"/sections/war/{following['href']}" if following else None
    assert seen[:3] == ["War 30", "War 02", "War 39"]
    assert sorted(seen) == [f"War {number:02}" for number in range(40)]


def test_a_topic_is_led_by_what_is_live_on_it_and_the_newest_beside_that(
    client, django_assert_max_num_queries
):
    war, other = live(5, tags=["Bridges"]), live(1, "Culture", start=30)
    arrange(document(other[0], [war[4]]), page=page_key(Tag.objects.get()))
    with django_assert_max_num_queries(4):
        page = page_at(client, "/tags/bridges/")
    # What is placed beside the lead stays there.
    assert headlines(page, "main") == ["War 00", "War 04", "War 01", "War 02", "War 03"]
    assert len(headlines(page, ".leads")) == 3
    assert "Culture" not in "".join(headlines(page, "main"))


# When.


@pytest.mark.django_db(transaction=True)
def test_the_clock_alone_brings_what_is_scheduled_and_cancelling_leaves_what_was(client):
    # Begun before the layout, so that only the layout is news at its moment.
    with MovedClock(connection) as clock:
        war, now = live(4), timezone.now()
        clock.set(now)
        arrange(document(war[1]))
        at_nine = arrange(document(war[2]), at=now + HOUR)
        at_ten = arrange(document(war[3]), at=now + 2 * HOUR)
        asked = Changes(connection)
        place, _scopes = asked(None)
        assert headlines(page_at(client, "/"), ".lead") == ["War 01"]

        clock.set(now + HOUR)
        assert asked(place)[1] == ["language:en"]
        assert headlines(page_at(client, "/"), ".lead") == ["War 02"]

        layouts.cancel(at_ten, None)
        with pytest.raises(ActionRefused):
            layouts.cancel(at_nine, None)
        clock.set(now + 3 * HOUR)
        assert headlines(page_at(client, "/"), ".lead") == ["War 02"]


def test_what_is_published_now_makes_way_for_what_is_scheduled(client):
    war, at = live(3), timezone.now() + HOUR
    scheduled = arrange(document(war[2]), at=at)
    now = arrange(document(war[1]))
    assert now.during.upper == scheduled.during.lower == at
    with pytest.raises(ActionRefused, match="already scheduled for that time"):
        arrange(document(war[0]), at=at)
    with pytest.raises(ActionRefused, match="past"):
        arrange(document(war[0]), at=timezone.now() - HOUR)


def test_the_database_keeps_what_readers_saw():
    layout = arrange(document())
    for change in (
        lambda: Layout.objects.filter(pk=layout.pk).update(document=document(live(1)[0])),
        lambda: Layout.objects.filter(pk=layout.pk).delete(),
        lambda: Layout.objects.create(
            arrangement=layout.arrangement,
            number=9,
            document={},
            during=DateTimeTZRange(timezone.now() + HOUR, None),
        ),
        lambda: Arrangement.objects.create(page="somewhere", language="en"),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()


# The desk.


@pytest.fixture
def war():
    return live(8)


def test_an_editor_saves_and_publishes(desk, client, war, editor):
    data = opened(desk) | {"lead": str(war[3].pk), "top-1": str(war[5].pk)}
    assert desk.post(DESK, data | {"_save": ""}).status_code == 302
    assert not Layout.objects.exists()
    data = opened(desk)
    assert data["top-1"] == str(war[5].pk)
    assert "live" not in words_of(desk.get(DESK)).split("Blocks")[0].split()
    assert desk.post(DESK, data | {"_publish": ""}).status_code == 302
    assert headlines(page_at(client, "/"), ".lead") == ["War 03"]
    assert Layout.objects.live().get().published_by == editor
    assert LogEntry.objects.filter(object_id=str(Arrangement.objects.get().pk)).count() == 2


def test_a_page_that_nobody_arranged_begins_as_it_is(desk, war):
    data = opened(desk)
    assert data["block-0-about"] == page_key(factories.section())
    assert data["lead"] == ""


def test_of_two_editors_the_second_is_refused_and_keeps_what_was_typed(desk, war):
    mine = opened(desk) | {"lead": str(war[3].pk), "block-0-title": "From the front"}
    other = factories.person(first_name="Olena", last_name="Vyshnevska")
    arrange(document(war[6]), by=other)
    response = desk.post(DESK, mine | {"_publish": ""})
    assert response.status_code == 409
    assert "Olena Vyshnevska saved this page" in words_of(response)
    assert Layout.objects.live().get().document["lead"] == war[6].pk
    kept = form_of(response)
    assert (kept["lead"], kept["block-0-title"]) == (str(war[3].pk), "From the front")
    # Read once, it may be replaced.
    assert desk.post(DESK, kept | {"_save": ""}).status_code == 302
    assert Arrangement.objects.get().document["lead"] == war[3].pk


def test_looking_for_pieces_in_between_does_not_hide_that_somebody_saved(desk, war):
    mine = opened(desk) | {"lead": str(war[3].pk), "find": "War 07"}
    arrange(document(war[6]))
    found = desk.post(DESK, mine | {"_find": ""})
    assert "War 07" in words_of(found)
    assert desk.post(DESK, form_of(found) | {"_save": ""}).status_code == 409


def test_blocks_are_added_moved_and_taken_out(desk, war):
    live(2, "Culture", start=40)
    factories.article(tags=["Bridges"])
    data = form_of(desk.post(DESK, opened(desk) | {"_add": "", "add": "bridges"}))
    names = [data[f"block-{number}-about"] for number in range(3)]
    assert names[2] == page_key(Tag.objects.get())
    data |= {"block-2-place": "0", "block-0-out": "on", "block-2-title": "Over the river"}
    data["block-2-place"], data["block-1-place"] = "1", "2"
    desk.post(DESK, data | {"_save": ""})
    blocks = Arrangement.objects.get().document["blocks"]
    assert [one.get("topic") for one in blocks] == [Tag.objects.get().pk, None]
    assert blocks[0]["title"] == "Over the river"
    refused = desk.post(DESK, data | {"_add": "", "add": "Nowhere"})
    assert "no section or topic called “Nowhere”" in words_of(refused)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"lead": "999999"}, "no piece number 999999"),
        ({"lead": "War"}, "“War” is not a piece number"),
        ({"top-0": "{0}", "lead": "{0}"}, "on the page twice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(desk, war, typed, words):
    typed = {name: value.format(war[0].pk) for name, value in typed.items()}
    response = desk.post(DESK, opened(desk) | typed | {"_save": ""})
    assert response.status_code == 409
    assert words in words_of(response)
    assert not Arrangement.objects.exists()


def test_a_preview_is_the_page_itself_and_leaves_nothing(desk, war):
    data = opened(desk) | {"lead": str(war[5].pk)}
    response = desk.post(f"{DESK}preview/", data)
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    page = BeautifulSoup(response.content, "html.parser")
    assert headlines(page, ".lead") == ["War 05"]
    assert "Preview" in page.select_one(".preview").get_text()
    assert not Arrangement.objects.exists()
    Arrangement.objects.create(page=FRONT, language="en", document=document(war[5]))
    arrange(document(war[5]), page=page_key(factories.section()))
    section = f"/admin/articles/arrangement/{page_key(factories.section())}/en/preview/"
    assert headlines(page_at(desk, section), ".leads") == ["War 05", "War 00", "War 01"]


def test_it_is_scheduled_on_the_newsrooms_clock_and_cancelled(desk, war):
    data = opened(desk) | {"lead": str(war[2].pk), "_schedule": ""}
    asks = desk.post(DESK, data)
    assert asks["Location"] == f"{DESK}schedule/"
    form = form_of(desk.get(asks["Location"]))
    past = desk.post(asks["Location"], form | {"date": "2020-01-01", "time": "09:00"})
    assert "in the past" in words_of(past)
    desk.post(asks["Location"], form | {"date": "2031-07-01", "time": "09:00"})
    layout = Layout.objects.get()
    assert f"{timezone.localtime(layout.during.lower):%Y-%m-%d %H:%M}" == "2031-07-01 09:00"
    assert "Tuesday 1 July 2031, 09:00" in words_of(desk.get(DESK))
    desk.post(DESK, {"_cancel": layout.pk})
    assert not Layout.objects.exists()


def test_an_hour_that_comes_twice_is_asked_about(desk, war):
    layouts.save(Arrangement(page=FRONT, language="en"), None, document(), revision=0)
    form = form_of(desk.get(f"{DESK}schedule/"))
    autumn = form | {"date": "2031-10-26", "time": "03:30"}
    assert "occurs twice" in words_of(desk.post(f"{DESK}schedule/", autumn))
    desk.post(f"{DESK}schedule/", autumn | {"which": "second"})
    assert Layout.objects.get().during.lower.hour == 1


def test_an_earlier_layout_comes_back_into_the_form_and_is_not_saved_by_that(desk, war):
    first = arrange(document(war[7]))
    arrange(document(war[1]))
    page = desk.get(f"{DESK}?from={first.number}")
    assert "None of it is saved" in words_of(page)
    assert Arrangement.objects.get().document["lead"] == war[1].pk
    desk.post(DESK, form_of(page) | {"_publish": ""})
    assert Layout.objects.live().get().document["lead"] == war[7].pk


def test_only_live_pieces_of_the_language_are_found(desk, war):
    factories.article("War of words")
    factories.record(factories.article("War in Ukrainian", language="uk"), timezone.now() - HOUR)
    found = desk.get(f"{DESK}pieces/", {"q": "war"}).content.decode()
    assert len(re.findall("data-piece", found)) == len(war)
    assert "War of words" not in found
    assert "Ukrainian" not in found


@pytest.mark.parametrize("what", ["", "preview/", "pieces/", "filling/", "schedule/"])
def test_pages_are_arranged_by_editors_alone(client, signed_in, what):
    assert "/login/" in client.get(f"{DESK}{what}")["Location"]
    reporter = signed_in("Reporter")
    assert reporter.get(f"{DESK}{what}").status_code == 403
    assert reporter.post(f"{DESK}{what}", {"_publish": ""}).status_code == 403
    assert reporter.get("/admin/articles/arrangement/").status_code == 403


@pytest.mark.parametrize("page", ["front/xx", "section-999999/en", "somewhere/en", "topic-0/en"])
def test_a_page_that_there_is_not_cannot_be_arranged(desk, page):
    assert desk.get(f"/admin/articles/arrangement/{page}/").status_code == 404


def test_the_list_leads_to_every_page(desk, war):
    factories.article(tags=["Bridges"])
    page = page_at(desk, "/admin/articles/arrangement/")
    addresses = [link["href"] for link in page.select(".desk-pages a")]
    assert DESK in addresses
    assert f"/admin/articles/arrangement/{page_key(factories.section())}/uk/" in addresses
    topic = desk.get("/admin/articles/arrangement/", {"topic": "bridges", "language": "uk"})
    assert topic["Location"].endswith(f"/{page_key(Tag.objects.get())}/uk/")
    assert "no topic “Nowhere”" in words_of(
        desk.get("/admin/articles/arrangement/", {"topic": "Nowhere"})
    )
    assert DESK.removesuffix("front/en/") in words_and_links(desk.get("/admin/"))


def words_and_links(response):
    return response.content.decode()


def test_a_save_of_what_was_never_opened_is_refused(desk, war):
    arrange(document(war[0]))
    with pytest.raises(StaleDraft):
        layouts.save(Arrangement.objects.get(), None, document(), revision=0)
    response = desk.post(DESK, {"_save": "", "lead": ""})
    assert response.status_code == 409


def test_what_is_scheduled_for_a_page_stands_in_the_calendar_of_editors(
    client, desk, war, signed_in
):
    at = timezone.localtime().replace(year=2031, month=7, day=1, hour=9, minute=0)
    arrange(document(war[0]), at=at)
    arrange(document(war[0]), page=page_key(factories.section()), at=at)
    month = {"month": "2031-07"}
    said = words_of(desk.get("/admin/articles/article/calendar/", month))
    assert "09:00 · another layout, English Front page" in said
    assert "another layout, English War" in said
    reporter = signed_in("Reporter").get("/admin/articles/article/calendar/", month)
    assert "another layout" not in words_of(reporter)
