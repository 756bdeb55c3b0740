"""The feed of a real page, made from articles, is the same feed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup

from articles.models import Change, Label
from tests.factories import article, record
from tests.seed import feed_of

pytestmark = pytest.mark.django_db


def publish_line(line):
    piece = article(line.headline)
    if line.label != "Updated":
        return record(piece, line.at, label=line.label.lower())
    # Earned: the piece was there, and a note told readers what was new.
    later = line.at + timedelta(minutes=1)
    record(piece, line.at, until=later)
    return record(piece, later, change=Change.UPDATE, note="More is known.")


def test_the_feed_shows_the_same_days_times_labels_and_lines_in_the_same_order(
    shared_seed, client, django_assert_max_num_queries
):
    lines = feed_of(shared_seed)
    assert len(lines) == 40
    for line in lines:
        publish_line(line)

    with django_assert_max_num_queries(4):
        page = BeautifulSoup(client.get("/news/").content, "html.parser")

    shown = []
    for day in page.select("section.day"):
        heading = " ".join(day.select_one("h2, h3").get_text(" ").split())
        for item in day.select("li"):
            time, label = item.select_one("time"), item.select_one(".label")
            shown.append(
                (
                    heading,
                    time.get_text(strip=True),
                    label.get_text(strip=True).casefold() if label else "",
                    unescape(item.select_one("a").get_text(strip=True)),
                    time["datetime"],
                )
            )
    expected = [
        (
            f"{line.at:%Y, %A} {line.at.day} {line.at:%B}",
            f"{line.at:%H:%M}",
            line.label.casefold(),
            line.headline,
            line.at.isoformat(timespec="seconds"),
        )
        for line in lines
    ]
    assert shown == expected
    assert len(page.select("section.day")) == 3
    assert {label for _d, _t, label, _h, _m in shown} <= {
        value.casefold() for value in Label.values
    }


def test_each_line_leads_to_its_piece(shared_seed, client):
    for line in feed_of(shared_seed)[:5]:
        publish_line(line)
    page = client.get("/news/").content.decode()
    links = re.findall(r'href="(/2025/04/\d\d/[\w-]+/)"', page)
    assert len(links) == 5
    for link in links:
        assert client.get(link).status_code == 200
