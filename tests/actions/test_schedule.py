"""Embargoes: when something comes out, what is asked before, and what cancelling leaves."""

import http.client
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db.models.functions import Now
from django.utils import timezone
from playwright.sync_api import expect

from articles.actions import publishing
from articles.admin.common.state import State
from articles.exceptions import ActionRefused, StaleDraft
from articles.models import (
    Address,
    Article,
    Change,
    Figure,
    Label,
    Photo,
    Stage,
    TaggedVersion,
    User,
    Version,
)
from espreso import clock as newsroom_clock
from tests import factories
from tests.admin.test_robustness import in_the_middle_of
from tests.desk_client import form_of, opened, page_of, save, sign_in, words_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
KYIV = ZoneInfo("Europe/Kyiv")
# A note that the next click must not lose.
NOTE = "The bridge is the older one."


def asked(desk, piece, what="schedule", **answers):
    """Open the page that asks, and answer it."""
    page = page_of(piece, what)
    return desk.post(page, form_of(desk.get(page)) | answers)


def seen(server, path):
    """What a reader gets from the real server: the status, and the page."""
    asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    asking.request("GET", path)
    answer = asking.getresponse()
    page = BeautifulSoup(answer.read(), "html.parser")
    asking.close()
    return answer.status, page


def feed(server, day):
    """The lines of a day's feed, newest first, as (time with its offset, time shown, headline)."""
    status, page = seen(server, f"/news/{day}/")
    assert status in {200, 404}
    return [
        (line.time["datetime"], line.time.text, line.a.text) for line in page.select(".lines li")
    ]


# The clock itself.


def test_the_moved_clock_is_the_clock_of_queries_triggers_and_code(clock):
    moment = datetime(2031, 5, 1, 12, tzinfo=UTC)
    clock.set(moment)
    assert moment <= newsroom_clock.now() < moment + MINUTE
    piece = factories.article()
    at = moment + HOUR
    version = factories.schedule(piece, at)
    assert not Version.objects.live().exists()
    clock.set(at)
    assert Version.objects.live().get() == version
    assert at <= User.objects.annotate(now=Now()).first().now < at + MINUTE
    with pytest.raises(Exception, match="was live and stays"):
        version.delete()


# Around the change of the clocks, with nobody at work.


@pytest.mark.slow
def test_on_the_night_in_spring_each_piece_comes_out_at_its_minute(clock, server, desk):
    clock.set(datetime(2027, 3, 27, 12, tzinfo=KYIV))
    before, within, after = (factories.article(f"At {at}") for at in ("02.59", "03.30", "04.00"))
    night = {"date": "2027-03-28"}
    assert asked(desk, before, time="02:59", **night).status_code == 302
    refused = asked(desk, within, time="03:30", **night)
    assert "03:30 does not exist on 28 March 2027" in words_of(refused)
    assert not within.versions.exists()
    assert asked(desk, after, time="04:00", **night).status_code == 302
    first, second = (piece.versions.get() for piece in (before, after))
    assert second.during.lower - first.during.lower == MINUTE

    def public():
        front = seen(server, "/")[1].get_text()
        return [seen(server, version.get_absolute_url())[0] for version in (first, second)] + [
            f"At {at}" in front for at in ("02.59", "04.00")
        ]

    assert public() == [404, 404, False, False]
    clock.set(datetime(2027, 3, 28, 2, 58, tzinfo=KYIV))
    assert public() == [404, 404, False, False]
    assert feed(server, "2027/03/28") == []
    clock.set(datetime(2027, 3, 28, 2, 59, tzinfo=KYIV))
    assert public() == [200, 404, True, False]
    assert feed(server, "2027/03/28") == [("2027-03-28T02:59:00+02:00", "02:59", "At 02.59")]
    clock.set(datetime(2027, 3, 28, 4, 0, tzinfo=KYIV))
    assert public() == [200, 200, True, True]
    assert feed(server, "2027/03/28") == [
        ("2027-03-28T04:00:00+03:00", "04:00", "At 04.00"),
        ("2027-03-28T02:59:00+02:00", "02:59", "At 02.59"),
    ]


@pytest.mark.slow
def test_on_the_night_in_autumn_the_same_minute_comes_twice_and_each_is_kept_to(
    clock, server, desk
):
    clock.set(datetime(2027, 10, 30, 12, tzinfo=KYIV))
    earlier, later = factories.article("The first"), factories.article("The second")
    for piece, which in ((later, "second"), (earlier, "first")):
        asked(desk, piece, date="2027-10-31", time="03:30", which=which)
    assert later.versions.get().during.lower - earlier.versions.get().during.lower == HOUR
    words = words_of(desk.get(page_of(later)))
    assert "31 October 2027, 03:30, the second time (Europe/Kyiv)" in words

    def headlines():
        return [headline for *_times, headline in feed(server, "2027/10/31")]

    for minute, expected in (
        (datetime(2027, 10, 31, 3, 29, tzinfo=KYIV), []),
        (datetime(2027, 10, 31, 3, 30, tzinfo=KYIV), ["The first"]),
        (datetime(2027, 10, 31, 3, 29, fold=1, tzinfo=KYIV), ["The first"]),
        (datetime(2027, 10, 31, 3, 30, fold=1, tzinfo=KYIV), ["The second", "The first"]),
    ):
        clock.set(minute.astimezone(UTC))
        assert headlines() == expected, minute
    assert feed(server, "2027/10/31") == [
        ("2027-10-31T03:30:00+02:00", "03:30", "The second"),
        ("2027-10-31T03:30:00+03:00", "03:30", "The first"),
    ]


@pytest.mark.slow
def test_what_is_cancelled_during_the_night_never_comes_out(clock, server, desk):
    clock.set(datetime(2027, 3, 27, 12, tzinfo=KYIV))
    piece = factories.article("The old words")
    address = factories.publish(piece).get_absolute_url()
    save(desk, piece, opened(desk, piece) | {"headline": "The new words"})
    asked(desk, piece, date="2027-03-28", time="04:00", change="update", note="News.")
    clock.set(datetime(2027, 3, 28, 2, 59, tzinfo=KYIV))
    assert seen(server, address)[1].h1.text == "The old words"
    asked(desk, piece, "cancel")
    clock.set(datetime(2027, 3, 28, 4, 1, tzinfo=KYIV))
    assert seen(server, address)[1].h1.text == "The old words"
    assert "The new words" not in seen(server, "/")[1].get_text()


@pytest.mark.slow
def test_a_kept_page_shows_a_correction_from_its_minute_on(clock, server, desk):
    clock.set(datetime(2027, 3, 27, 12, tzinfo=KYIV))
    piece = factories.article()
    address = factories.publish(piece).get_absolute_url()
    asked(desk, piece, date="2027-03-28", time="04:00", change="correction", note=NOTE)
    pages = (address, f"{address}history/", "/corrections/")
    for minute, there in ((datetime(2027, 3, 28, 2, 59, tzinfo=KYIV), False), (None, True)):
        clock.set(minute or datetime(2027, 3, 28, 4, 0, tzinfo=KYIV))
        for path in pages:
            assert (NOTE in seen(server, path)[1].get_text()) == there, (minute, path)


# What is asked.


def test_the_page_that_asks_says_whose_time_it_is_and_what_it_is_there_now(desk, piece, clock):
    clock.set(datetime(2027, 1, 5, 9, 12, tzinfo=KYIV))
    words = words_of(desk.get(page_of(piece, "schedule")))
    assert (
        "All times are in the Europe/Kyiv time zone, where it is now Tuesday 5 January 2027, "
        "09:12." in words
    )
    assert form_of(desk.get(page_of(piece, "schedule")))["time"] == "11:00"


def test_the_past_is_the_past_of_the_servers_clock(desk, piece, clock):
    clock.set(datetime(2032, 1, 5, 9, 12, tzinfo=KYIV))
    refused = asked(desk, piece, date="2032-01-05", time="09:11")
    assert "This is in the past: it is Monday 5 January 2032, 09:12 (Europe/Kyiv) now." in (
        words_of(refused)
    )
    assert asked(desk, piece, date="2032-01-05", time="09:14").status_code == 302


def test_an_hour_that_comes_twice_asks_which_of_the_two_before_anything_happens(desk, piece):
    night = {"date": "2030-10-27", "time": "03:30"}
    response = asked(desk, piece, **night)
    words = words_of(response)
    assert "03:30 occurs twice on 27 October 2030: the clocks in Europe/Kyiv go back" in words
    assert "The first 03:30, before the clocks go back (UTC+03)" in words
    assert "The second 03:30, an hour later (UTC+02)" in words
    assert not Version.objects.exists()
    assert desk.post(page_of(piece, "schedule"), form_of(response) | {"which": "second"}).url
    begins = Version.objects.get().during.lower
    assert begins == datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    changed = form_of(desk.get(page_of(piece, "reschedule")))
    assert (changed["time"], changed["which"]) == ("03:30", "second")


def test_an_ordinary_hour_asks_nothing_more(desk, piece):
    response = asked(desk, piece, date="2030-10-27", time="04:00")
    assert response.status_code == 302
    assert "time" not in words_of(desk.get(page_of(piece))).split("Scheduled for")[1][:60]


# Publishing again.


@pytest.fixture
def live(piece, editor):
    factories.publish(piece, editor)
    return piece


def test_what_changed_is_shown_before_it_is_published(desk, live):
    data = opened(desk, live)
    save(desk, live, data | {"headline": "A tunnel reopens"})
    page = BeautifulSoup(desk.get(page_of(live, "publish")).content, "html.parser")
    since = page.select_one(".desk-since")
    assert "What changed since version 1, which is live" in since.h2.text
    assert (since.select_one("del").text, since.select_one("ins").text) == ("bridge", "tunnel")
    assert desk.get(since.select_one("a[href*=compare]")["href"]).status_code == 200


def test_that_nothing_changed_is_said_before_it_is_published(desk, live):
    words = words_of(desk.get(page_of(live, "publish")))
    assert "Nothing: the draft is the same as what readers have already seen." in words
    assert "Publish anyway" in desk.get(page_of(live, "publish")).content.decode()


def test_each_choice_says_what_readers_will_see_of_it(desk, live):
    words = words_of(desk.get(page_of(live, "publish")))
    for said in (
        "“Updated”, the time and your note appear at the top of the piece.",
        "The piece gets the label",
        "Your note appears at the end of the piece, in its history and on the corrections page.",
        "Readers see the new text and no sign of a change",
    ):
        assert said in words
    Article.objects.filter(pk=live.pk).update(label=Label.EXCLUSIVE)
    assert "gets the label" not in words_of(desk.get(page_of(live, "publish")))


def test_after_publishing_it_is_plain_that_it_is_live_and_where(desk, live):
    response = asked(desk, live, "publish", change="update", note="News.")
    page = desk.get(response.url)
    version = live.versions.get(number=2)
    link = f'href="{version.get_absolute_url()}"'
    assert f"Published. Readers now see version 2: {version.headline}" in words_of(page)
    # In the message, and at the top of the form for as long as it is live.
    assert page.content.decode().count(link) == 2
    again = desk.get(page_of(live))
    assert again.content.decode().count(link) == 1
    assert "(Europe/Kyiv), version 2" in words_of(again)
    assert "View page" in words_of(again)


def test_what_is_scheduled_says_that_it_is_not_public_yet(desk, piece):
    response = asked(desk, piece, date="2031-07-01", time="09:00")
    page = desk.get(response.url)
    words = words_of(page)
    assert "Scheduled for Tuesday 1 July 2031, 09:00 (Europe/Kyiv)." in words
    assert "Until then, none of it is public" in words
    assert "View page" not in words


def _saved_by_somebody(piece):
    Article.objects.get(pk=piece.pk).bump(factories.person("Reporter", first_name="Ostap"))


def _without_section(piece):
    Article.objects.filter(pk=piece.pk).update(section=None)


def _scheduled_by_somebody(piece):
    factories.schedule(piece, timezone.now() + HOUR)


@pytest.mark.parametrize("what", ["publish", "schedule"])
@pytest.mark.parametrize(
    ("meanwhile", "answers", "words"),
    [
        (_saved_by_somebody, {}, "Ostap changed this piece"),
        (_without_section, {}, "Choose a section."),
        (_scheduled_by_somebody, {}, "changed this piece"),
        (lambda piece: None, {"change": ""}, "Choose one of these."),
        (lambda piece: None, {"change": "nonsense"}, "Select a valid choice"),
        (lambda piece: None, {"note": f"{NOTE} {'x' * 600}"}, "at most 600 characters"),
    ],
)
def test_a_note_survives_every_refusal(desk, live, what, meanwhile, answers, words):
    data = form_of(desk.get(page_of(live, what))) | {"change": "correction", "note": NOTE}
    count = live.versions.count()
    meanwhile(live)
    held = live.versions.count() - count
    response = desk.post(page_of(live, what), data | answers)
    assert words in words_of(response)
    assert form_of(response)["note"].startswith(NOTE)
    assert live.versions.count() == count + held


def test_a_note_survives_a_time_that_is_none(desk, live):
    for time in ("03:30", "25:00", ""):
        response = asked(desk, live, date="2030-03-31", time=time, change="correction", note=NOTE)
        assert response.status_code == 200
        assert form_of(response)["note"] == NOTE


def test_whoever_was_too_late_reads_so_sees_what_changed_and_can_decide_at_once(desk, live):
    data = form_of(desk.get(page_of(live, "publish"))) | {"change": "update", "note": NOTE}
    Article.objects.filter(pk=live.pk).update(headline="A tunnel reopens")
    _saved_by_somebody(live)
    refused = desk.post(page_of(live, "publish"), data)
    assert refused.status_code == 409
    assert "Nothing was done" in words_of(refused)
    assert "tunnel" in BeautifulSoup(refused.content, "html.parser").select_one("ins").text
    assert live.versions.count() == 1
    assert desk.post(page_of(live, "publish"), form_of(refused)).status_code == 302
    assert live.versions.get(number=2).note == NOTE


@pytest.fixture
def asking(desk_of, site_address):
    """A browser in which an editor is asked about a live piece; and signing in (again)."""
    editor, piece = factories.person(), factories.article()
    factories.publish(piece, editor)
    page = desk_of(editor)
    return page, piece, partial(sign_in, page.context, editor, site_address)


def test_a_note_survives_being_signed_out_meanwhile(asking):
    page, piece, sign_in = asking
    page.goto(page_of(piece, "publish"))
    page.get_by_label("A correction").check()
    page.get_by_label("Note for readers").fill(NOTE)
    page.context.clear_cookies()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out, so nothing was done.")
    expect(page.get_by_label("Note for readers")).to_have_value(NOTE)
    assert piece.versions.count() == 1
    sign_in()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.locator(".desk-messages")).to_contain_text("Readers now see version 2")
    assert piece.versions.get(number=2).note == NOTE


def test_the_note_is_asked_for_where_readers_get_one_and_kept_while_one_chooses(asking):
    page, piece, _sign_in = asking
    page.goto(page_of(piece, "schedule"))
    note = page.get_by_label("Note for readers")
    expect(note).to_be_hidden()
    page.get_by_label("An update").check()
    note.fill(NOTE)
    page.get_by_label("A silent fix").check()
    expect(note).to_be_hidden()
    page.get_by_label("A correction").check()
    expect(note).to_have_value(NOTE)
    # Asked which of two hours one means, one is still asked for the note.
    page.get_by_label("Date:").fill("2031-10-26")
    page.get_by_label("Time:").fill("03:30")
    page.get_by_role("button", name="Schedule").click()
    expect(page.get_by_text("03:30 occurs twice")).to_be_visible()
    expect(note).to_be_visible()
    expect(note).to_have_value(NOTE)
    page.get_by_label("The second 03:30").check()
    page.get_by_role("button", name="Schedule").click()
    expect(page.locator(".desk-messages")).to_contain_text("03:30, the second time (Europe/Kyiv)")


# Cancelling.


def everything(piece):
    """All that there is of a piece, but for the count of what was done with it, and by whom."""
    article = Article.objects.values().get(pk=piece.pk)
    for counted in ("revision", "acted_at", "acted_by_id"):
        del article[counted]
    return {
        "draft": article,
        "blocks": list(piece.articles_prose_set.values()),
        "tags": sorted(piece.tags.names()),
        "byline": list(piece.bylines.values()),
        "versions": list(Version.objects.filter(article=piece).values()),
        "addresses": list(Address.objects.values()),
        "carried": list(TaggedVersion.objects.values()),
        "state": State.of(piece.pk).in_words(),
        "short": State.of(piece.pk).in_short(),
    }


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("before", ["never public", "live", "live and changed", "withdrawn"])
@pytest.mark.parametrize("change", [Change.SILENT, Change.UPDATE])
def test_cancelling_brings_the_earlier_state_back_exactly(client, stage, before, change):
    editor = factories.person()
    piece = factories.article(tags=["Energy"], authors=["Iryna Bondar"])
    if before != "never public":
        address = factories.publish(piece, editor).get_absolute_url()
    if before == "live and changed":
        Article.objects.filter(pk=piece.pk).update(headline="Then", slug="then")
        piece.refresh_from_db()
        piece.bump(editor)
    if before == "withdrawn":
        publishing.withdraw(piece, editor, revision=piece.revision)
    Article.objects.filter(pk=piece.pk).update(stage=stage)

    def public():
        paths = ["/", "/news/", "/tags/energy/", "/authors/iryna-bondar/"]
        paths += [] if before == "never public" else [address, f"{address}history/"]
        answers = [client.get(path) for path in paths]
        return [(answer.status_code, answer.content) for answer in answers]

    was, shown = everything(piece), public()
    factories.schedule(piece, timezone.now() + HOUR, editor, change=change, note="More.")
    assert everything(piece) != was
    assert public() == shown
    publishing.cancel(piece, editor, revision=piece.revision)
    assert everything(piece) == was
    assert public() == shown


def test_publishing_and_taking_back_leave_the_draft_unchanged_since_what_is_live(desk, live):
    def changed():
        listed = desk.get("/admin/articles/article/?state=changed")
        return "A bridge reopens" in words_of(listed).split("Changed")[-1]

    asked(desk, live, date="2031-07-01", time="09:00", change="update", note="News.")
    asked(desk, live, "cancel")
    live.refresh_from_db()
    assert not State.of(live.pk).changed
    assert not changed()
    save(desk, live, opened(desk, live) | {"headline": "A tunnel reopens"})
    assert State.of(live.pk).changed


# Another time for the same words.


def test_another_time_moves_the_same_words_whatever_the_draft_says_now(desk, live, editor):
    photo = Photo.objects.create(file="a.jpg", width=9, height=9, caption="Pier")
    Figure.objects.create(parent=live, region="main", ordering=20, photo=photo)
    live.tags.set(["Energy"])
    Article.objects.filter(pk=live.pk).update(headline="What was agreed", slug="agreed")
    asked(desk, live, date="2031-07-01", time="09:00", change="update", note="News.")
    agreed = live.versions.get(number=2)
    save(desk, live, opened(desk, live) | {"headline": "Thought of later", "tags": []})
    draft = Article.objects.values("headline", "label", "stage", "text_revision").get(pk=live.pk)
    assert asked(desk, live, "reschedule", date="2031-07-02", time="10:00").status_code == 302
    moved = live.versions.get(number=2)
    new = datetime(2031, 7, 2, 10, tzinfo=KYIV)
    assert moved.during.lower == moved.modified_at == new
    assert live.versions.get(number=1).during.upper == new
    for name in "headline path label change note document revision stage_before".split():
        assert getattr(moved, name) == getattr(agreed, name), name
    assert list(moved.tags.names()) == ["Energy"]
    assert list(moved.photos.all()) == [photo]
    assert Article.objects.values(*draft).get(pk=live.pk) == draft
    assert "Wednesday 2 July 2031, 10:00" in words_of(desk.get(page_of(live)))


def test_another_day_of_a_first_publication_is_another_address(piece):
    first = factories.schedule(piece, datetime(2031, 7, 1, 9, tzinfo=KYIV))
    moved = publishing.reschedule(
        piece, factories.person(), datetime(2031, 7, 2, 9, tzinfo=KYIV), revision=piece.revision
    )
    assert (first.path[:10], moved.path[:10]) == ("2031/07/01", "2031/07/02")
    assert list(piece.addresses.values_list("path", flat=True)) == [moved.path]
    assert moved.published_at == moved.during.lower


def test_the_time_of_what_is_not_scheduled_any_more_cannot_be_changed(desk, piece):
    at = timezone.now() + HOUR
    with pytest.raises(ActionRefused, match="Nothing is scheduled"):
        publishing.reschedule(piece, factories.person(), at, revision=piece.revision)
    factories.schedule(piece, at)
    with pytest.raises(StaleDraft):
        publishing.reschedule(piece, factories.person(), at + HOUR, revision=piece.revision - 1)
    with pytest.raises(ActionRefused, match="in the past"):
        publishing.reschedule(
            piece, factories.person(), timezone.now() - HOUR, revision=piece.revision
        )
    assert Version.objects.get().during.lower == at


def test_reporters_change_no_time(signed_in, piece):
    factories.schedule(piece, timezone.now() + HOUR)
    Article.objects.filter(pk=piece.pk).update(created_by=None)
    assert signed_in("Reporter").get(page_of(piece, "reschedule")).status_code == 403


# At the same moment.


@pytest.mark.django_db(transaction=True)
def test_a_piece_is_published_while_one_of_its_topics_is_merged_into_another():
    editor = factories.person()
    piece, other = factories.article(tags=["Grids"]), factories.article("Other", tags=["Grid"])
    former, kept = piece.tags.get(), other.tags.get()

    with in_the_middle_of(lambda: factories.publish(piece, editor)):
        former.merge_into(kept)

    assert list(Version.objects.live().get().tags.all()) == [kept]


@pytest.mark.django_db(transaction=True)
def test_a_topic_is_merged_while_a_piece_with_it_is_being_published():
    editor = factories.person()
    piece, other = factories.article(tags=["Grids"]), factories.article("Other", tags=["Grid"])
    former, kept = piece.tags.get(), other.tags.get()

    with in_the_middle_of(lambda: former.merge_into(kept)):
        factories.publish(piece, editor)

    assert list(Version.objects.live().get().tags.all()) == [kept]
    assert list(piece.tags.all()) == [kept]
