"""Two that came out in one moment keep their places, whatever is mended in them later."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone

from articles.models import Change, Label, Version
from articles.public.lists import SIZE as LIST_SIZE
from articles.views.news import FEED_SIZE
from tests.factories import article, publish, record

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LISTS = (
    "/news/",
    "/sections/war/",
    "/labels/exclusive/",
    "/tags/energy/",
    "/authors/iryna-bondar/",
)


def of_one_moment(count, *, until=None, **fields):
    """Pieces that came out together, the first on pages first."""
    at = timezone.now() - HOUR
    pieces = [
        article(f"Piece {number:02}", tags=["Energy"], authors=["Iryna Bondar"], **fields)
        for number in range(count)
    ]
    for piece in pieces:
        record(piece, at, until=until)
    return pieces[::-1]


def page(client, address):
    """Return the headlines of a list, and the address of its next page."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    onward = soup.select_one("a[rel=next]")
    headlines = re.findall(r"Piece \d\d", soup.main.get_text())
    return headlines, onward and address.partition("?")[0] + onward["href"]


@pytest.mark.parametrize("change", [Change.SILENT, Change.UPDATE, Change.CORRECTION])
def test_a_piece_keeps_its_place_in_every_list_and_on_every_page(client, change):
    pieces = of_one_moment(FEED_SIZE + 2, label=Label.EXCLUSIVE)
    before = {}
    for address in LISTS:
        shown, onward = page(client, address)
        assert shown == [piece.headline for piece in pieces[: len(shown)]]
        before[address], before[onward] = shown, page(client, onward)[0]
        assert before[onward] == [piece.headline for piece in pieces[len(shown) :]]
    # The edges of both pages, by whatever the pages are cut.
    for place in (0, LIST_SIZE - 1, LIST_SIZE, FEED_SIZE - 1, FEED_SIZE, -1):
        publish(pieces[place], change=change, note="There is news." if change != "silent" else "")
    assert {address: page(client, address)[0] for address in before} == before


def test_a_silent_fix_leaves_the_front_page_and_what_to_read_next_alone(client):
    pieces = of_one_moment(12)
    addresses = ("/", pieces[5].versions.get().get_absolute_url())
    before = [page(client, address)[0] for address in addresses]
    assert all(before)
    for place in (11, 6, 2):
        publish(pieces[place])
    assert [page(client, address)[0] for address in addresses] == before


def test_a_piece_that_was_mended_often_leaves_room_for_others_to_read_next(client):
    pieces = of_one_moment(4)
    for _time in range(8):
        publish(pieces[0])
    fresh = article("The piece", tags=["Energy"])
    aside = client.get(publish(fresh).get_absolute_url()).content.decode().partition("read-also")[2]
    assert re.findall(r"Piece \d\d", aside) == [piece.headline for piece in pieces]


def test_a_silent_fix_leaves_the_corrections_of_one_moment_in_their_order(client):
    at = timezone.now() - HOUR / 2
    pieces = of_one_moment(3, until=at)
    for piece in (pieces[1], pieces[0], pieces[2]):
        record(piece, at, change=Change.CORRECTION, note="It was wrong.")
    before = page(client, "/corrections/")
    assert before[0] == [piece.headline for piece in pieces]
    for piece in pieces[::-1]:
        publish(piece)
    assert page(client, "/corrections/") == before


@pytest.mark.parametrize(
    ("which", "by"),
    [
        ({}, "published_at"),
        ({"section": 1}, "published_at"),
        ({"label": "exclusive"}, "published_at"),
        ({"kind": "interview"}, "published_at"),
        ({"change": "correction", "language": "en"}, "modified_at"),
    ],
)
def test_an_index_holds_each_list_in_its_order(which, by):
    place = timezone.now(), 7
    versions = Version.objects.filter(**which).newest_first(by).after(place, by)[:25]
    with connection.cursor() as cursor:
        # Of so few rows the planner would sort all; of many it must never have to.
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    assert "Sort" not in versions.explain()
