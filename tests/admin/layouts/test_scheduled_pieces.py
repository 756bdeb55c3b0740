"""Pieces that are not live yet on pages arranged by hand: placed by editors, unseen by readers."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone, translation

from articles.models import Tag, page_key
from espreso import clock
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


@pytest.fixture
def war():
    return live(8)


@pytest.fixture
def at():
    return timezone.now() + 5 * HOUR


@pytest.fixture
def exclusive(at):
    """A piece that comes out at a set time."""
    piece = factories.article("A secret for tomorrow", tags=["Bridges"])
    factories.schedule(piece, at)
    return piece


def place(response, name):
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(page.select_one(f'[data-place="{name}"]').get_text(" ").split())


def short(at):
    return clock.in_words(at, "j M, H:i")


def test_a_scheduled_piece_is_found_placed_and_said_to_be_scheduled(desk, war, exclusive, at):
    found = desk.get(f"{DESK}pieces/", {"q": "secret"})
    assert f"Scheduled for {short(at)}" in words_of(found)
    assert words_of(desk.get(f"{DESK}pieces/")).index("secret") < 10
    desk.post(DESK, opened(desk) | {"lead": str(exclusive.pk), "_save": ""})
    said = place(desk.get(DESK), "lead")
    assert f"A secret for tomorrow Scheduled for {short(at)}" in said
    assert "Readers see here now: War 00" in said


def test_what_is_scheduled_anew_is_not_offered_twice(desk, war, at):
    factories.schedule(war[0], at)
    assert words_of(desk.get(f"{DESK}pieces/")).count("War 00") == 1


def test_a_section_and_a_topic_are_offered_their_own_scheduled_pieces(desk, war, exclusive):
    bridges = f"/admin/articles/arrangement/{page_key(Tag.objects.get())}/en/pieces/"
    culture = f"/admin/articles/arrangement/{page_key(factories.section('Culture'))}/en/pieces/"
    assert "secret" in words_of(desk.get(bridges))
    assert "secret" not in words_of(desk.get(culture))


@pytest.mark.django_db(transaction=True)
def test_a_piece_and_its_layout_come_out_at_one_moment(client):
    with MovedClock(connection) as moved:
        war, now = live(6), timezone.now()
        moved.set(now)
        piece = factories.article("The exclusive")
        factories.schedule(piece, now + HOUR)
        arrange(document(war[1]))
        arrange(document(piece, [], [block(factories.section(), war[4])]), at=now + HOUR)
        moved.set(now + HOUR - timedelta(seconds=1))
        assert headlines(page_at(client, "/"), ".lead") == ["War 01"]
        assert "exclusive" not in page_at(client, "/").get_text()
        moved.set(now + HOUR)
        assert headlines(page_at(client, "/"), ".lead") == ["The exclusive"]


def test_the_schedule_offers_the_moment_at_which_the_piece_comes_out(desk, war, exclusive, at):
    desk.post(DESK, opened(desk) | {"top-0": str(exclusive.pk), "_schedule": ""})
    response = desk.get(f"{DESK}schedule/")
    assert f"{timezone.localtime(at):%Y-%m-%d}" == form_of(response)["date"]
    said = f"A secret for tomorrow : scheduled for {short(at)}. Until then, its position"
    assert said in words_of(response)


def test_a_preview_shows_the_page_of_the_moment_at_which_all_of_it_is_live(
    client, desk, war, exclusive, at
):
    data = opened(desk) | {"lead": str(exclusive.pk)}
    response = desk.post(f"{DESK}preview/", data)
    page = BeautifulSoup(response.content, "html.parser")
    assert headlines(page, ".lead") == ["A secret for tomorrow"]
    assert f"as it will appear on {clock.in_words(at)}" in words_of(response)
    assert "no-store" in response["Cache-Control"]
    layout = arrange(document(war[2]), at=at + HOUR)
    later = desk.get(f"{DESK}preview/", {"layout": layout.number})
    # By then it is the newest, and fills what is empty.
    assert "A secret for tomorrow" in words_of(later)
    section = page_key(factories.section())
    arrange(document(exclusive), page=section, at=at)
    later = desk.get(f"/admin/articles/arrangement/{section}/en/preview/", {"layout": 1})
    assert "A secret for tomorrow" in words_of(later)
    for address in ("/", "/sections/war/"):
        assert "secret" not in page_at(client, address).get_text()


def test_every_empty_place_says_what_fills_it(desk, war):
    talk = live(3, "Culture", start=40)
    culture = factories.section("Culture")
    arrange(document(war[3], [], [block(culture, talk[2]), block(Tag.objects.create(name="Rain"))]))
    response = desk.get(DESK)
    assert "Filled automatically" not in place(response, "lead")
    assert "Filled automatically: Culture 40" in place(response, "block-0-1")
    # Without a picture nothing fills the top stories.
    assert "Filled automatically with the newest" in place(response, "top-0")
    assert "Readers do not see this block" in words_of(response)


def test_the_places_of_a_section_say_so_in_its_language(desk, war):
    for number in range(3):
        piece = factories.article(f"Новина {number}", language="uk")
        factories.record(piece, timezone.now() - (number + 1) * HOUR)
    address = f"/admin/articles/arrangement/{page_key(factories.section())}/uk/"
    with translation.override("en"):
        response = desk.get(address)
    assert "Новина 0" in place(response, "lead")
    assert "Новина 1" in place(response, "top-0")


def test_an_open_form_asks_what_fills_its_places_and_saves_nothing(desk, war):
    live(3, "Culture", start=40)
    culture = factories.section("Culture")
    data = opened(desk) | {"lead": str(war[0].pk), "block-0-0": str(war[6].pk)}
    answer = desk.post(f"{DESK}filling/", data)
    said = json.loads(answer.content)
    assert said["lead"] == [""]
    assert said[page_key(culture)] == ["", "Culture 40", "Culture 41", "Culture 42"]
    assert said[page_key(factories.section())][0] == "War 01"
    assert "no-store" in answer["Cache-Control"]
    assert desk.get(f"{DESK}filling/").status_code == 405
    assert desk.post(f"{DESK}filling/", {"lead": "War", "top-0": "9" * 5000}).status_code == 200


def test_a_section_whose_lead_was_withdrawn_is_led_by_the_newest(client, war):
    gone = factories.article("Withdrawn words")
    factories.record(gone, timezone.now() - 3 * HOUR, until=timezone.now() - HOUR)
    section = page_key(factories.section())
    arrange(document(gone, [war[5]]), page=section)
    assert headlines(page_at(client, "/sections/war/"), ".leads") == ["War 00", "War 05", "War 01"]
    arrange(document(gone), page=section)
    # Of what nobody sees nothing is made: the page is a plain list.
    assert not headlines(page_at(client, "/sections/war/"), ".leads")
