"""What is not there costs next to nothing, however many addresses somebody thinks of."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Redirect
from articles.public.pagination import place_name
from tests.factories import article, publish, schedule, section
from tests.page_cache import CachedClient

pytestmark = pytest.mark.django_db


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    return response, [query["sql"] for query in asked]


@pytest.mark.parametrize("language", ["", "/uk"])
def test_an_unknown_address_renders_nothing_and_asks_for_an_old_one_alone(language):
    client = CachedClient()
    client.get(f"{language}/no/such/page/")
    for number in range(3):
        response, asked = queries_of(client, f"{language}/no/such/{number}/")
        assert response.status_code == 404
        assert len(asked) == 1
        assert Redirect._meta.db_table in asked[0]


def test_each_reader_of_the_page_is_offered_what_their_own_address_says():
    client = CachedClient()
    for words in ("kharkiv trams", "<script>", "Чернігів"):
        page = client.get(quote(f"/x/{words.replace(' ', '-')}/")).content.decode()
        assert re.search(r'name="q" value="([^"]*)"', page)[1] == words.strip("<>")


@pytest.mark.django_db(transaction=True)
def test_the_page_says_the_new_name_of_a_section():
    shown = section("Trams")
    client = CachedClient()
    assert "Trams" in client.get("/none/").content.decode()
    shown.name = "Trolleys"
    shown.save()
    client.hear()
    assert "Trolleys" in client.get("/none/").content.decode()


@pytest.mark.parametrize("path", ["/news/", "/news/light/", "/labels/exclusive/"])
def test_a_place_at_which_no_piece_ever_stood_is_refused_with_one_question(path, client):
    version = publish(article(label="exclusive"))
    there = place_name(version.published_at, version.article_id)
    assert client.get(f"{path}?before={there}").status_code == 200
    later = version.published_at + timedelta(microseconds=1)
    for place in (place_name(later, version.article_id), place_name(version.published_at, 987654)):
        response, asked = queries_of(client, f"{path}?before={place}")
        assert response.status_code == 404
        assert sum(" LIMIT 1" in sql and "articles_version" in sql for sql in asked) == 1


def test_a_place_or_a_part_has_one_address_however_its_numbers_may_be_written(client):
    version = publish(article())
    moment, key = place_name(version.published_at, version.article_id).split("-")
    for other in (f"0{moment}-{key}", f"{moment}-0{key}", f"+{moment}-{key}", f"{moment}-{key}%20"):
        assert client.get(f"/news/?before={other}").status_code == 404
    assert client.get("/sitemaps/0.xml").status_code == 200
    for other in ("00", "000000000", "+0"):
        assert client.get(f"/sitemaps/{other}.xml").status_code == 404


def test_caches_keep_what_is_asked_for_in_vain_again_and_again_and_nothing_made_up(client):
    def kept(address):
        return "s-maxage=1" in client.get(address)["Cache-Control"]

    followed = [kept("/a-dead-link/?utm=1") for _reader in range(20)]
    assert not any(followed[:15])
    assert all(followed[15:])
    assert not any(kept(f"/made-up-{number}/") for number in range(100))


def test_a_cache_that_has_a_page_forgets_it_when_it_is_none_any_more(client):
    answer = client.get("/was-a-page/", headers={"X-Espreso-Kept": 'W/"etag"'})
    assert answer.status_code == 404
    assert "s-maxage=1" in answer["Cache-Control"]


def test_a_scheduled_piece_is_no_place_yet(client):
    version = schedule(article(), timezone.now() + timedelta(hours=1))
    place = place_name(version.published_at, version.article_id)
    assert client.get(f"/news/?before={place}").status_code == 404


def test_a_day_without_news_is_refused_with_one_question(client):
    publish(article())
    response, asked = queries_of(client, "/news/1999/12/31/")
    assert response.status_code == 404
    assert sum("articles_version" in sql for sql in asked) == 1
