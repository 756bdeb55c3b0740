"""Feeds: valid by the rules of each format, with the full text, and cheap to ask for."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import product

import feedparser
import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.utils import timezone

from articles.actions import publishing
from articles.models import Author, Change, Embed, Figure, Label, Photo, Section, Tag
from tests import images
from tests.factories import article, interview, person, publish, record, schedule
from tests.page_cache import CachedClient

pytestmark = pytest.mark.django_db

FORMATS = ("rss.xml", "atom.xml", "feed.json")
LISTS = ("", "sections/war/", "tags/energy/", "labels/exclusive/", "authors/iryna-bondar/")
MORNING = datetime(2025, 4, 21, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOSTILE = "A & B <b>]]> \x08\ufffe 🕊 “є” </title>"


def photo(**fields):
    content = images.encoded(images.corners(1000, 600))
    fields = {"alternative_text": "A tram", "credit": "O. Koval"} | fields
    taken = Photo.objects.take_in(images.upload(content), **fields)
    taken.finish_renditions()
    return taken


def piece(headline="A bridge reopens", make=article, **fields):
    """A draft that is in each of the lists."""
    about = {"tags": ["Energy"], "authors": ["Iryna Bondar", "Ostap Hrai"]}
    return make(headline, **{"label": Label.EXCLUSIVE} | about | fields)


def answer(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response


def items(client, address):
    """The entries of a feed of any format, each as (id, title, HTML of the text)."""
    response = answer(client, address)
    if address.endswith(".json"):
        return [
            (item["id"], item["title"], item["content_html"])
            for item in json.loads(response.content)["items"]
        ]
    entries = feedparser.parse(response.content, sanitize_html=False).entries
    return [(entry.id, entry.title, entry.content[0].value) for entry in entries]


def test_each_list_has_its_feeds_in_each_language(client):
    english = piece("In English")
    publish(english)
    publish(piece("Українською", language="uk"))
    publish(article("Elsewhere", section=Section.objects.create(name="Elsewhere")))
    for place, written in product(LISTS, FORMATS):
        here = ["Elsewhere", "In English"] if not place else ["In English"]
        assert [title for _id, title, _html in items(client, f"/{place}{written}")] == here
        assert [title for _, title, _ in items(client, f"/uk/{place}{written}")] == ["Українською"]


def test_each_list_names_its_feeds_and_each_feed_names_itself_and_its_list(client):
    publish(piece())
    types = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
    for place in LISTS:
        page = BeautifulSoup(answer(client, f"/{place}").content, "html.parser")
        links = page.select("link[rel=alternate][type^=application]")
        assert [link["type"] for link in links] == types
        assert [link["href"] for link in links] == [f"/{place}{written}" for written in FORMATS]
        for link in links:
            response = answer(client, link["href"])
            assert response["Content-Type"] == f"{link['type']}; charset=utf-8"
            own, home = f"http://testserver{link['href']}", f"http://testserver/{place}"
            if link["href"].endswith(".json"):
                feed = json.loads(response.content)
                assert (feed["feed_url"], feed["home_page_url"]) == (own, home)
            else:
                feed = feedparser.parse(response.content).feed
                assert feed.link == home
                assert [each.href for each in feed.links if each.rel == "self"] == [own]


def test_a_page_that_is_not_there_names_no_feeds_and_the_news_those_of_the_whole(client):
    for address, named in (("/tags/none/", []), ("/uk/news/", [f"/uk/{each}" for each in FORMATS])):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        links = page.select("link[rel=alternate][type^=application]")
        assert [link["href"] for link in links] == named


def full_piece():
    """An interview with whatever may stand in a text, and signs that break XML in its words."""
    lead = photo(credit=HOSTILE)
    made = piece(
        f"Headline {HOSTILE}".replace("\x08", ""), make=interview, lead_photo=lead, questions=1
    )
    made.standfirst = HOSTILE
    made.save()
    Tag.objects.filter(name="Energy").update(description=HOSTILE)
    Figure.objects.create(parent_id=made.pk, region="main", ordering=100, photo=photo())
    Embed.objects.create(
        parent_id=made.pk, region="main", ordering=110, url="https://youtu.be/x?a=1&b=2", title="It"
    )
    return made


RSS_REQUIRED = ("title", "link", "description")


def test_rss_holds_what_rss_2_asks_for(client):
    version = publish(full_piece())
    content = answer(client, "/tags/energy/rss.xml").content
    assert not feedparser.parse(content).bozo
    rss = ElementTree.fromstring(content)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    assert all(channel.findtext(name) for name in (*RSS_REQUIRED, "language", "lastBuildDate"))
    (item,) = channel.findall("item")
    assert item.findtext("title") == version.headline.replace("\ufffe", "")
    assert item.findtext("link") == f"http://testserver{version.get_absolute_url()}"
    guid = item.find("guid")
    assert guid.get("isPermaLink") == "false"
    assert re.fullmatch(r"tag:testserver,\d{4}-\d\d-\d\d:article-\d+", guid.text)
    names = [each.text for each in item.iter("{http://purl.org/dc/elements/1.1/}creator")]
    assert names == ["Iryna Bondar", "Ostap Hrai"]
    (media,) = item.iter("{http://search.yahoo.com/mrss/}content")
    assert media.get("url").startswith("http://testserver/media/")
    assert (media.get("width"), media.get("height")) == ("1000", "600")


ATOM = "{http://www.w3.org/2005/Atom}"


def test_atom_holds_what_rfc_4287_asks_for(client):
    version = publish(full_piece())
    content = answer(client, "/tags/energy/atom.xml").content
    assert not feedparser.parse(content).bozo
    feed = ElementTree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    (entry,) = feed.findall(f"{ATOM}entry")
    for thing in (feed, entry):
        # Sections 4.1.1 and 4.1.2: exactly one of each, and one link to the page of a language.
        for name in ("id", "title", "updated"):
            assert len(thing.findall(f"{ATOM}{name}")) == 1
        (link,) = (each for each in thing.findall(f"{ATOM}link") if each.get("rel") == "alternate")
        assert link.get("href").startswith("http://testserver/")
        assert re.fullmatch(r"[\d-]{10}T[\d:]{8}[+-]\d\d:\d\d", thing.findtext(f"{ATOM}updated"))
    assert all(author.findtext(f"{ATOM}name") for author in feed.iter(f"{ATOM}author"))
    assert entry.findtext(f"{ATOM}title") == version.headline.replace("\ufffe", "")
    assert entry.find(f"{ATOM}content").get("type") == "html"
    known = "id title updated published author category content link summary".split()
    assert {each.tag.removeprefix(ATOM) for each in entry} == set(known)


def test_json_feed_holds_what_version_1_1_asks_for(client):
    version = publish(full_piece())
    feed = json.loads(answer(client, "/tags/energy/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Energy · Espreso"
    (item,) = feed["items"]
    assert item["id"]
    assert item["title"] == version.headline
    assert item["url"] == f"http://testserver{version.get_absolute_url()}"
    assert [author["name"] for author in item["authors"]] == ["Iryna Bondar", "Ostap Hrai"]
    assert item["tags"] == ["Energy"]
    assert all(isinstance(value, str | list) and value for value in item.values())


@pytest.mark.parametrize("written", FORMATS)
def test_the_text_is_whole_and_travels_without_our_styles_and_scripts(client, written):
    version = publish(full_piece())
    ((_id, _title, html),) = items(client, f"/{written}")
    text = BeautifulSoup(html, "html.parser")
    assert "Shift 1 was long." in text.get_text()
    assert "What did shift 1 look like?" in text.h2
    assert len(text.select("figure img[alt='A tram']")) == 2
    addresses = [image["src"] for image in text.select("img")]
    addresses += [link["href"] for link in text.select("a")]
    assert all(address.startswith(("http://testserver/", "https://")) for address in addresses)
    assert text.select_one("a[href='https://youtu.be/x?a=1&b=2']").get_text() == "YouTube: It"
    assert not text.select("[class], [id], [style], script, iframe, source, section")
    assert not [link for link in text.select("a") if not link.get_text(strip=True)]
    assert version.headline not in html


def test_a_piece_keeps_its_id_and_its_date_whatever_becomes_of_its_address(client):
    made = article("First words")
    record(made, MORNING, until=MORNING + HOUR)
    made.slug = "second-words"
    made.save()
    record(made, MORNING + HOUR, until=MORNING + 2 * HOUR, change=Change.UPDATE, note="The vote.")
    record(made, MORNING + 2 * HOUR, change=Change.SILENT)
    (entry,) = feedparser.parse(answer(client, "/atom.xml").content).entries
    assert entry.id == f"tag:testserver,2025-04-21:article-{made.pk}"
    assert entry.link.endswith("/second-words/")
    assert entry.published == "2025-04-21T09:00:00+03:00"
    # A silent fix tells nobody anything.
    assert entry.updated == "2025-04-21T10:00:00+03:00"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("written", FORMATS)
def test_what_has_not_changed_is_not_sent_again(written):
    made = article()
    publish(made)
    reader = CachedClient()
    first = answer(reader, f"/{written}")
    for known in (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": first["Last-Modified"]},
    ):
        again = reader.get(f"/{written}", headers=known)
        assert (again.status_code, again.content) == (304, b"")
    publishing.withdraw(made, person(), revision=made.revision)
    assert answer(reader.hear(), f"/{written}", **{"if-none-match": first["ETag"]}).content


@pytest.mark.django_db(transaction=True)
def test_a_kept_feed_is_still_a_feed(django_assert_num_queries):
    publish(article())
    reader = CachedClient()
    first = answer(reader, "/rss.xml")
    with django_assert_num_queries(0):
        again = answer(reader, "/rss.xml")
    assert again.headers == first.headers
    assert again.content == first.content


def test_thirty_pieces_with_pictures_cost_four_queries(client, django_assert_max_num_queries):
    lead = photo()
    now = timezone.now()
    for number in range(32):
        record(piece(f"Piece {number}", lead_photo=lead), now - number * HOUR)
    for place in LISTS:
        with django_assert_max_num_queries(4):
            found = items(client, f"/{place}feed.json")
        assert [title for _id, title, _html in found] == [f"Piece {each}" for each in range(30)]


@pytest.mark.parametrize("written", FORMATS)
def test_what_is_not_live_is_in_no_feed_and_a_list_of_nothing_live_has_none(client, written):
    about = {"tags": ["Secret"], "authors": ["Nobody Yet"]}
    piece("Not to be seen", **about)
    schedule(piece("Not yet", **about), timezone.now() + HOUR)
    gone = piece("Not any more", **about)
    publish(gone)
    publishing.withdraw(gone, person(), revision=gone.revision)
    hidden = Section.objects.create(name="Hidden", in_navigation=False)
    assert items(client, f"/{written}") == []
    for place in ("tags/secret/", "authors/nobody-yet/", f"sections/{hidden.slug}/", "labels/no/"):
        assert client.get(f"/{place}{written}").status_code == 404, place


def test_a_withdrawn_photo_is_in_no_feed(client, django_capture_on_commit_callbacks):
    lead = photo(caption="The pier at dawn")
    publish(article(lead_photo=lead))
    names = lead.rendition_names()
    assert any(name in answer(client, "/feed.json").content.decode() for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        lead.withdraw()
    for written in FORMATS:
        said = answer(client, f"/{written}").content.decode()
        assert not any(name in said for name in names)
        assert "The pier at dawn" not in said


def test_the_feed_of_a_renamed_topic_moves_for_good(client):
    publish(article(tags=["Grid"]))
    Tag.objects.get(name="Grid").rename("Power")
    moved = client.get("/tags/grid/rss.xml")
    assert (moved.status_code, moved["Location"]) == (301, "/tags/power/rss.xml")


@pytest.mark.parametrize("address", ["sections/war/", "authors/iryna-bondar/"])
def test_the_feed_of_a_section_or_an_author_moves_with_their_page(client, address):
    publish(piece())
    row = {"s": Section, "a": Author}[address[0]].objects.get(slug=address.split("/")[1])
    row.slug = "renamed"
    row.save()
    for written in FORMATS:
        moved = client.get(f"/{address}{written}")
        home = row.get_absolute_url()
        assert (moved.status_code, moved["Location"]) == (301, f"{home}{written}")
        assert client.get(f"{home}{written}").status_code == 200
