"""What readers are told of a change, where they find it, and what a silent fix leaves alone."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from articles.actions import publishing
from articles.exceptions import ActionRefused
from articles.models import Article, Change, Version
from tests.desk_client import page_of, words_of
from tests.factories import article, interview, person, publish, record, schedule

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
KYIV = ZoneInfo("Europe/Kyiv")
WRONG = "The bridge is the older one. We first wrote the newer one."


def at(hour, minute=0):
    return datetime(2025, 4, 21, hour, minute, tzinfo=KYIV)


def told(piece, *changes):
    """Record a first publication at nine o'clock, and what came an hour after each other."""
    version = record(piece, at(9), until=at(10) if changes else None)
    for number, (change, note) in enumerate(changes, start=1):
        last = number == len(changes)
        until = None if last else at(10 + number)
        version = record(piece, at(9 + number), until=until, change=change, note=note)
    return version


def page_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def machine_readable(page):
    return json.loads(page.find("script", type="application/ld+json").string)


def words(element):
    return " ".join(element.get_text(" ").split())


# On the page of the piece.


def test_an_update_says_at_the_top_when_and_what(client):
    version = told(article(), (Change.UPDATE, "The trams run until midnight."))
    note = page_at(client, version.get_absolute_url()).select_one("header .note")
    assert words(note) == (
        "Updated 10:00, 21 April 2025 : The trams run until midnight. All changes"
    )
    assert note.time["datetime"] == "2025-04-21T10:00:00+03:00"
    assert note.select_one(".changes")["href"] == f"{version.get_absolute_url()}history/"


def test_a_correction_leads_from_the_top_to_its_words_at_the_end(client):
    version = told(article(), (Change.CORRECTION, WRONG))
    page = page_at(client, version.get_absolute_url())
    note = page.select_one("header .note")
    assert words(note.a) == "Corrected 10:00, 21 April 2025"
    assert WRONG not in words(note)
    section = page.select_one(f"article section.corrections{note.a['href']}")
    assert words(section.select_one("li")) == f"10:00, 21 April 2025 {WRONG}"
    assert words(section.h2) == "Corrections"
    assert not section.find_next("div", class_="text")


def test_all_corrections_stand_at_the_end_newest_first_whatever_came_between(client):
    version = told(
        article(),
        (Change.CORRECTION, "The first mistake."),
        (Change.UPDATE, "News."),
        (Change.CORRECTION, "The second mistake."),
        (Change.UPDATE, "More news."),
        (Change.SILENT, ""),
    )
    page = page_at(client, version.get_absolute_url())
    assert [words(line.p) for line in page.select(".corrections li")] == [
        "The second mistake.",
        "The first mistake.",
    ]
    assert "Updated 13:00, 21 April 2025 : More news." in words(page.select_one("header .note"))


def test_a_piece_that_never_changed_says_nothing_of_changes(client):
    page = page_at(client, publish(article()).get_absolute_url())
    assert not page.select(".note, .corrections, a[href$='/history/']")


def test_words_that_a_script_could_hide_in_stay_words(client):
    bad = '</script><script>alert(1)</script>&"<!--'
    version = told(article(headline=f"A {bad}"), (Change.CORRECTION, bad))
    response = client.get(version.get_absolute_url())
    assert b"<script>alert" not in response.content
    page = BeautifulSoup(response.content, "html.parser")
    said = machine_readable(page)
    assert said["headline"] == f"A {bad}"
    assert said["correction"][0]["text"] == bad
    said = machine_readable(page_at(client, "/corrections/"))
    assert said["@graph"][0]["correction"]["text"] == bad


def test_machines_read_the_times_and_the_corrections(client):
    version = told(article(), (Change.CORRECTION, WRONG), (Change.SILENT, ""))
    said = machine_readable(page_at(client, version.get_absolute_url()))
    expected = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "A bridge reopens",
        "inLanguage": "en",
        "datePublished": "2025-04-21T09:00:00+03:00",
        "dateModified": "2025-04-21T10:00:00+03:00",
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": f"http://testserver{version.get_absolute_url()}",
        },
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": WRONG,
                "datePublished": "2025-04-21T10:00:00+03:00",
            }
        ],
    }
    assert {name: said[name] for name in expected} == expected


# A silent fix.


def fixed_silently(piece, by):
    """Mend a letter of the text, and publish that silently, with a note that was typed before."""
    piece.articles_prose_set.update(html="<p>Trams crossed it again.</p>")
    publishing.publish(piece, by, revision=piece.revision, change=Change.SILENT, note="Typed.")


PAGES = ("/", "/news/", "/sections/war/", "/corrections/")


@pytest.mark.parametrize("before", [(), ((Change.UPDATE, "More."),), ((Change.CORRECTION, WRONG),)])
def test_a_silent_fix_changes_one_letter_and_nothing_else_that_anybody_could_see(client, before):
    older = record(article("Older"), at(8))
    version = told(article(), *before)
    record(article("Newer"), at(12))
    address = version.get_absolute_url()
    watched = (*PAGES, address, f"{address}history/", older.get_absolute_url())

    def all_that_is_public():
        answers = {path: client.get(path) for path in watched}
        assert not any(
            {"Last-Modified", "ETag"} & set(answer.headers) for answer in answers.values()
        )
        return {path: answer.content for path, answer in answers.items()}

    seen = all_that_is_public()
    fixed_silently(version.article, person())
    seen[address] = seen[address].replace(b"Trams cross it", b"Trams crossed it")
    assert all_that_is_public() == seen
    assert list(Version.objects.live().newest_first().values_list("headline", flat=True)) == [
        "Newer",
        "A bridge reopens",
        "Older",
    ]


@pytest.mark.parametrize("note", ["", " \n", "\u200b", "…"])
def test_a_correction_that_says_nothing_is_refused(desk, piece, note):
    publish(piece)
    typed = {"revision": piece.revision, "change": "correction", "note": note}
    response = desk.post(page_of(piece, "publish"), typed)
    assert "Tell readers in a sentence what changed." in words_of(response)
    with pytest.raises(ActionRefused) as refused:
        publish(piece, change=Change.CORRECTION, note=note)
    assert refused.value.code == "note"
    assert piece.versions.count() == 1


def test_a_silent_fix_keeps_no_note_for_readers():
    piece = article()
    publish(piece)
    fixed_silently(piece, person())
    assert piece.versions.get(number=2).note == ""


# The history of a piece.


def test_the_history_says_in_words_what_changed_and_not_what_was_fixed_silently(client):
    version = told(
        article(),
        (Change.SILENT, ""),
        (Change.UPDATE, "The trams run until midnight."),
        (Change.SILENT, ""),
        (Change.CORRECTION, WRONG),
        (Change.SILENT, ""),
    )
    page = page_at(client, f"{version.get_absolute_url()}history/")
    assert [words(line) for line in page.select("ol.told > li")] == [
        f"21 April 2025, 13:00 Correction {WRONG}",
        "21 April 2025, 11:00 Update The trams run until midnight.",
        "21 April 2025, 09:00 First published",
    ]
    assert page.h1.a["href"] == version.get_absolute_url()


def test_the_history_of_a_piece_that_never_changed_says_when_it_came_out(client):
    version = told(article())
    page = page_at(client, f"{version.get_absolute_url()}history/")
    assert [words(line) for line in page.select("ol.told > li")] == [
        "21 April 2025, 09:00 First published Nothing has been updated or corrected since."
    ]


def test_a_history_takes_two_queries(client, django_assert_num_queries):
    version = told(article(), *[(Change.UPDATE, f"News {number}.") for number in range(9)])
    with django_assert_num_queries(2):
        client.get(f"{version.get_absolute_url()}history/")


def test_a_scheduled_correction_is_nowhere_until_its_time(client):
    piece = article()
    address = publish(piece).get_absolute_url()
    Article.objects.filter(pk=piece.pk).update(slug="a-secret-address")
    coming = schedule(
        piece, timezone.now() + HOUR, change=Change.CORRECTION, note="A secret mistake."
    )
    for path in (*PAGES, address, f"{address}history/"):
        content = client.get(path).content
        assert b"secret" not in content, path
        assert b"CorrectionComment" not in content, path
    assert client.get(f"{coming.get_absolute_url()}history/").status_code == 404


def test_the_history_of_a_withdrawn_piece_is_gone_and_of_a_draft_not_there(client):
    piece = article()
    publish(piece)
    version = publish(piece, change=Change.CORRECTION, note=WRONG)
    publishing.withdraw(piece, person(), revision=piece.revision)
    response = client.get(f"{version.get_absolute_url()}history/")
    assert response.status_code == 410
    assert WRONG.encode() not in response.content
    assert WRONG.encode() not in client.get("/corrections/").content
    assert client.get("/2025/04/21/never-was/history/").status_code == 404


def test_a_former_address_leads_to_the_history_of_today(client):
    piece = article("Old words")
    former = publish(piece).get_absolute_url()
    Article.objects.filter(pk=piece.pk).update(slug="new-words")
    today = publish(piece).get_absolute_url()
    response = client.get(f"{former}history/")
    assert (response.status_code, response["Location"]) == (301, f"{today}history/")


# The page of corrections.


def test_the_page_of_corrections_has_the_newest_first_and_leads_to_the_piece_of_today(client):
    first, second = article("First words"), interview("Second words")
    told(first, (Change.CORRECTION, "The first mistake."), (Change.UPDATE, "News."))
    told(second, (Change.UPDATE, "News."), (Change.CORRECTION, "The second mistake."))
    Article.objects.filter(pk=first.pk).update(headline="Better words", slug="better-words")
    today = publish(first, change=Change.SILENT)
    page = page_at(client, "/corrections/")
    lines = page.select("ol.told > li")
    assert [words(line) for line in lines] == [
        "21 April 2025, 11:00 Second words The second mistake.",
        "21 April 2025, 10:00 Better words The first mistake.",
    ]
    assert lines[1].a["href"] == today.get_absolute_url()
    said = machine_readable(page)["@graph"]
    assert said[1] == {
        "@type": "NewsArticle",
        "headline": "Better words",
        "url": f"http://testserver{today.get_absolute_url()}",
        "correction": {
            "@type": "CorrectionComment",
            "text": "The first mistake.",
            "datePublished": "2025-04-21T10:00:00+03:00",
        },
    }


def test_every_page_leads_to_the_corrections_also_when_there_is_none(client):
    assert page_at(client, "/").select_one("footer a[href='/corrections/']")
    assert "Nothing has needed correcting yet." in words(page_at(client, "/corrections/"))


def test_more_corrections_go_on_where_the_page_ended_and_miss_none(client):
    # Many at one moment, so that the place needs more than the time.
    for number in range(55):
        piece = article(f"Piece {number}")
        record(piece, at(9), until=at(10, number // 10))
        record(piece, at(10, number // 10), change=Change.CORRECTION, note=f"Mistake {number:03}.")
    seen, address = [], "/corrections/"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r"<p>(Mistake \d+)\.", page)
        following = re.search(r'rel="next" href="(\?before=\d+-\d+)"', page)
        address = f"/corrections/{following[1]}" if following else None
    assert sorted(seen) == [f"Mistake {number:03}" for number in range(55)]
    assert client.get("/corrections/?before=x").status_code == 404


def test_the_page_of_corrections_takes_three_queries_however_many_there_are(
    client, django_assert_num_queries
):
    for number in range(9):
        told(article(f"Piece {number}"), (Change.CORRECTION, f"Mistake {number}."))
        with django_assert_num_queries(3):
            client.get("/corrections/")
