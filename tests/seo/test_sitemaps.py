"""What search engines are told: all that is live, nothing else, in files of a bounded size."""

from datetime import timedelta
from urllib.robotparser import RobotFileParser

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.utils import timezone

from articles.actions import publishing
from articles.models import Article, Change, Section, Tag
from articles.models.version_queryset import SITEMAP_PART
from tests.factories import article, person, publish, record, schedule

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
HOST = "http://testserver"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def tree(client, address, root="urlset"):
    """A file, checked against what the protocol asks of its shape."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    top = ElementTree.fromstring(response.content)
    assert top.tag == f"{SITEMAP}{root}"
    inner = {"urlset": "url", "sitemapindex": "sitemap"}[root]
    for each in top:
        assert each.tag == f"{SITEMAP}{inner}"
        ((loc,), dates) = each.findall(f"{SITEMAP}loc"), each.findall(f"{SITEMAP}lastmod")
        assert loc.text.startswith(f"{HOST}/")
        assert len(loc.text) < 2048
        assert len(dates) <= 1
    return top


def addresses(top):
    return [each.text.removeprefix(HOST) for each in top.iter(f"{SITEMAP}loc")]


def parts(client):
    index = addresses(tree(client, "/sitemap.xml", "sitemapindex"))
    return [address for address in index if address != "/sitemaps/lists.xml"]


def everything(client):
    return [found for part in parts(client) for found in addresses(tree(client, part))]


def test_the_sitemap_has_each_live_piece_once_in_each_language_and_nothing_else(client):
    live = [publish(article("One")), publish(article("Два", language="uk", slug="dva"))]
    again = article("Published again")
    publish(again)
    live.append(publish(again))
    article("A draft")
    schedule(article("Not yet"), timezone.now() + HOUR)
    gone = article("Gone")
    publish(gone)
    publishing.withdraw(gone, person(), revision=gone.revision)
    assert sorted(everything(client)) == sorted(version.get_absolute_url() for version in live)


def test_a_piece_names_its_translations_and_itself(client):
    english = article("A bridge")
    version = publish(english)
    other = publish(article("Міст", language="uk", slug="mist", original=english))
    (part,) = parts(client)
    named = [
        {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        for url in tree(client, part)
    ]
    first, second = f"{HOST}{version.get_absolute_url()}", f"{HOST}{other.get_absolute_url()}"
    assert named == [{"en": first, "uk": second, "x-default": first}] * 2


def test_a_silent_fix_is_no_news_to_search_engines(client):
    now = timezone.now().replace(microsecond=0)
    made = article()
    record(made, now - 3 * HOUR, until=now - 2 * HOUR)
    record(made, now - 2 * HOUR, until=now - HOUR, change=Change.UPDATE, note="The vote.")
    record(made, now - HOUR, change=Change.SILENT)
    told = timezone.localtime(now - 2 * HOUR).isoformat()
    (part,) = parts(client)
    for top in (tree(client, part), tree(client, "/sitemap.xml", "sitemapindex")):
        assert [each.text for each in top.iter(f"{SITEMAP}lastmod")] == [told]


def test_a_part_is_bounded_by_the_keys_of_pieces(client):
    first = publish(article("In the first part"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('articles_article', 'id'), %s)",
            [3 * SITEMAP_PART],
        )
    last = publish(article("In the last part"))
    assert Article.objects.latest("pk").pk == 3 * SITEMAP_PART + 1
    number = first.article_id // SITEMAP_PART
    assert parts(client) == [f"/sitemaps/{number}.xml", "/sitemaps/3.xml"]
    assert addresses(tree(client, "/sitemaps/3.xml")) == [last.get_absolute_url()]
    assert client.get("/sitemaps/2.xml").status_code == 404
    assert client.get(f"/sitemaps/{10**30}.xml").status_code == 404


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemaps/0.xml", "/news-sitemap.xml"])
def test_many_pieces_cost_as_many_queries_as_one(client, address, django_assert_max_num_queries):
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('articles_article', 'id'), 1)")
    for number in range(5):
        publish(article(f"Piece {number}", tags=[f"Topic {number}"]))
    with django_assert_max_num_queries(4):
        assert client.get(address).status_code == 200


def test_lists_are_there_when_something_of_them_is_live(client):
    publish(article(tags=["Grid"], authors=["Iryna Bondar"]))
    publish(article("Міст", language="uk", tags=["Міст"], slug="mist"))
    article("A draft", tags=["Secret"], authors=["Nobody Yet"])
    schedule(article("Not yet", tags=["Later"]), timezone.now() + HOUR)
    Section.objects.create(name="Hidden", in_navigation=False)
    found = addresses(tree(client, "/sitemaps/lists.xml"))
    assert len(found) == len(set(found))
    assert {"/", "/uk/", "/news/", "/sections/war/", "/uk/sections/war/"} <= set(found)
    ukrainian = Tag.objects.get(name="Міст").slug
    assert [each for each in found if "/tags/" in each or "/authors/" in each] == [
        "/tags/grid/",
        f"/uk/tags/{ukrainian}/",
        "/authors/iryna-bondar/",
    ]
    for each in found:
        assert client.get(each).status_code == 200


def test_news_are_the_last_two_days_with_their_first_publication(client, settings):
    settings.SITE_NAME = "Bread & Salt"
    now = timezone.now()
    record(article("Old"), now - 49 * HOUR)
    updated = article("Updated meanwhile")
    record(updated, now - 50 * HOUR, until=now - HOUR)
    record(updated, now - HOUR, change=Change.UPDATE, note="The vote.")
    made = article("A & B <b>]]> 🕊")
    record(made, now - 47 * HOUR, until=now - HOUR)
    record(made, now - HOUR, change=Change.UPDATE, note="The vote.")
    schedule(article("Not yet"), now + HOUR)
    record(article("Міст", language="uk", slug="mist"), now - 46 * HOUR)
    second, first = tree(client, "/news-sitemap.xml")
    assert first.findtext(f"{NEWS}news/{NEWS}title") == "A & B <b>]]> 🕊"
    assert first.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}name") == "Bread & Salt"
    assert first.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "en"
    came_out = timezone.localtime(now - 47 * HOUR).isoformat(timespec="seconds")
    assert first.findtext(f"{NEWS}news/{NEWS}publication_date") == came_out
    assert second.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "uk"


def test_more_than_a_file_of_news_goes_on_in_files_that_the_sitemap_names(client, monkeypatch):
    monkeypatch.setattr("articles.seo.sitemaps.NEWS_IN_A_FILE", 3)
    for number in range(8):
        publish(article(f"Piece {number}"))
    files = ["/news-sitemap.xml", *(part for part in parts(client) if "news" in part)]
    found = [addresses(tree(client, address)) for address in files]
    assert [len(each) for each in found] == [3, 3, 2]
    assert len({address for each in found for address in each}) == 8


def test_an_empty_newsroom_has_its_files(client):
    for address in ("/news-sitemap.xml", "/sitemaps/lists.xml"):
        tree(client, address)
    assert parts(client) == []


def test_robots_may_read_what_is_for_readers(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    for address in ("/", "/uk/", "/2025/04/21/search/", "/rss.xml", "/media/a-480.jpg", "/news/"):
        assert rules.can_fetch("Googlebot", address), address
    for address in ("/admin/", "/accounts/login/", "/search/?q=a", "/uk/search/", "/preview/x/"):
        assert not rules.can_fetch("Googlebot", address), address
    assert rules.site_maps() == [f"{HOST}/sitemap.xml", f"{HOST}/news-sitemap.xml"]
