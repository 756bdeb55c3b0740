"""What a reader is given beside the words: galleries, players on request, light pages, news."""

import gzip
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from articles.actions import publishing
from articles.content import thaw
from articles.content.embeds import player
from articles.models import Article, Figure, Photo
from tests import images
from tests.factories import article, interview, person, publish, record, schedule
from tests.page_cache import CachedClient

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def page_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def photo(**words):
    return Photo.objects.take_in(images.upload(images.encoded(images.corners())), **words)


def headlines(page):
    return [link.get_text() for link in page.select(".read-also .headline a")]


# What other sites keep.

PLAYED = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s": (
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=42"
    ),
    "https://youtu.be/dQw4w9WgXcQ": (
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
    ),
    "https://m.youtube.com/shorts/dQw4w9WgXcQ": (
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
    ),
    "https://vimeo.com/123456789/abcdef0123": (
        "https://player.vimeo.com/video/123456789?dnt=1&autoplay=1&h=abcdef0123"
    ),
    "https://x.com/somebody/status/1234567890": (
        "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1234567890"
    ),
    "https://t.me/s/channel/77": "https://t.me/channel/77?embed=1&mode=tme",
    "https://www.facebook.com/somebody/posts/pfbid0?x=1": (
        "https://www.facebook.com/plugins/post.php?show_text=true"
        "&href=https%3A%2F%2Fwww.facebook.com%2Fsomebody%2Fposts%2Fpfbid0%3Fx%3D1"
    ),
    "https://www.facebook.com/somebody/videos/12/": (
        "https://www.facebook.com/plugins/video.php"
        "?href=https%3A%2F%2Fwww.facebook.com%2Fsomebody%2Fvideos%2F12%2F"
    ),
}


@pytest.mark.parametrize(("url", "address"), PLAYED.items())
def test_what_can_be_shown_is_shown_by_a_frame_that_the_policy_allows(url, address):
    assert player(url).address == address
    host = f"https://{urlsplit(address).hostname}"
    assert host in settings.SECURE_CSP["frame-src"]


@pytest.mark.parametrize(
    "url",
    [
        "https://youtu.be/abc",
        "https://www.youtube.com/@channel",
        'https://youtu.be/"><script>x',
        "https://vimeo.com/about",
        "https://x.com/somebody",
        "https://t.me/channel",
        "https://facebook.com/somebody",
        "https://youtube.com.example.org/watch?v=dQw4w9WgXcQ",
        "https://instagram.com/p/abc",
        "javascript:alert(1)",
        "http://[",
    ],
)
def test_what_cannot_be_shown_has_no_frame(url):
    assert player(url) is None


def test_a_placeholder_says_what_it_is_and_what_pressing_does_and_loads_nothing(client):
    piece = article(text="")
    film = {"kind": "embed", "url": "https://youtu.be/dQw4w9WgXcQ", "title": "The night, filmed"}
    thaw.add_blocks(piece, [film])
    page = page_at(client, publish(piece).get_absolute_url())
    embed = page.select_one("figure.embed.video")
    said = embed.get_text(" ")
    for words in ("YouTube", "The night, filmed", "YouTube will know that you are watching this"):
        assert words in said
    assert embed.a["href"] == film["url"]
    assert not page.select("iframe, object, video")
    loaded = [tag["src"] for tag in page.select("[src]")]
    loaded += [tag["href"] for tag in page.select("link[rel=stylesheet], link[rel=preload]")]
    assert all(address.startswith("/") for address in loaded)


# Pictures.


def test_neighbouring_pictures_are_one_gallery_with_a_caption_and_a_credit_each(client):
    piece = article(text="")
    photos = [photo(caption=f"Caption {n}", credit=f"Credit {n}") for n in range(3)]
    blocks = [{"kind": "figure", "photo": each.pk, "caption": ""} for each in photos]
    heading = {"kind": "prose", "html": "<h2>One</h2><p>Words.</p><h2>Two</h2><p>More.</p>"}
    thaw.add_blocks(piece, [*blocks, heading, blocks[0]])
    address = publish(piece).get_absolute_url()
    page = page_at(client, address)
    (gallery,) = page.select(".gallery")
    for number, figure in enumerate(gallery.select("figure")):
        assert figure.img["width"]
        assert figure.select_one(".caption").get_text() == f"Caption {number}"
        assert figure.select_one(".credit").get_text() == f"Credit {number}"
    assert len(page.select(".text figure")) == 4
    # The contents still lead to what stands below the gallery.
    for link in page.select(".contents li a"):
        assert page.select_one(f"h2{link['href']}").get_text() == link.get_text()

    photos[1].withdraw()
    assert "Caption 1" not in page_at(client, address).get_text()
    photos[2].withdraw()
    page = page_at(client, address)
    assert not page.select(".gallery")
    assert len(page.select(".text figure")) == 2


# Beside the text.


@pytest.mark.parametrize(("signs", "said"), [(8100, "8 min read"), (300, None)])
def test_a_piece_says_how_long_it_takes_to_read(signs, said, client):
    piece = article(text=f"<p>{'nine sign ' * (signs // 10)}</p>")
    found = page_at(client, publish(piece).get_absolute_url()).select_one(".dateline .long")
    assert (found and found.get_text()) == said


def test_read_also_leaves_out_what_the_text_links_to_by_any_address(client):
    linked, former, other = (article(f"Piece {n}", tags=["Energy"]) for n in range(3))
    addresses = [publish(each).get_absolute_url() for each in (linked, former, other)]
    Article.objects.filter(pk=former.pk).update(slug="another-name")
    publish(former)
    words = (
        f'<p><a href="{addresses[0]}#q-1">One</a> <a href="https://x.test{addresses[1]}">two</a>.'
    )
    piece = article("The piece", text=words, tags=["Energy"])
    piece.read_also.add(linked)
    page = page_at(client, publish(piece).get_absolute_url())
    assert headlines(page) == ["Piece 2"]


# What is new in the feed.


@pytest.mark.django_db(transaction=True)
def test_the_newest_places_cost_one_query_and_304_while_nothing_came_out(
    django_assert_num_queries,
):
    record(article("First"), timezone.now() - HOUR)
    schedule(article("Not yet"), timezone.now() + HOUR)
    publish(article("Чужою", language="uk", slug="chuzhoiu"))
    reader = CachedClient()
    with django_assert_num_queries(1):
        first = reader.get("/news/newest.json")
    (place,) = first.json()["newest"]
    assert page_at(reader, "/news/").select_one("[data-place]")["data-place"] == place
    assert page_at(reader, "/").select_one(".latest")["data-place"] == place
    assert not first.cookies
    assert "s-maxage=" in first["Cache-Control"]
    with django_assert_num_queries(0):
        again = reader.get("/news/newest.json", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish(article("Second"))
    reader.hear()
    third = reader.get("/news/newest.json", headers={"if-none-match": first["ETag"]})
    assert third.json()["newest"][1:] == [place]


# Light pages.


def test_a_light_interview_is_all_words_in_a_few_kilobytes(client, django_assert_max_num_queries):
    piece = interview(questions=12, lead_photo=photo(caption="The yard", credit="O. Koval"))
    Figure.objects.create(
        parent_id=piece.pk, region="main", ordering=15, photo=photo(caption="The pier at dawn")
    )
    version = publish(piece)
    full = page_at(client, version.get_absolute_url()).select_one(".dateline a.light")["href"]
    with django_assert_max_num_queries(4):
        response = client.get(full)
    page = BeautifulSoup(response.content, "html.parser")
    assert not page.select("img, script, iframe, picture, svg")
    for words in ("Shift 12 was long.", "The yard", "O. Koval", "The pier at dawn"):
        assert words in page.get_text()
    assert page.find("link", rel="canonical")["href"].endswith(version.get_absolute_url())
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"
    (style,) = page.select("link[rel=stylesheet]")
    with open(finders.find(style["href"].removeprefix("/static/")), "rb") as file:
        assert len(gzip.compress(response.content)) + len(gzip.compress(file.read())) < 15_000

    Photo.objects.get(caption="The pier at dawn").withdraw()
    assert "The pier at dawn" not in client.get(full).content.decode()


def test_a_light_page_moves_and_goes_as_the_piece_does(client):
    piece = article("Old words")
    former = publish(piece).light_address
    Article.objects.filter(pk=piece.pk).update(slug="new-words")
    today = publish(piece).light_address
    assert client.get(former)["Location"] == today
    piece.refresh_from_db()
    publishing.withdraw(piece, person(), revision=piece.revision)
    assert client.get(today).status_code == 410


@pytest.mark.parametrize(("address", "full"), [("/light/", "/"), ("/news/light/", "/news/")])
def test_light_lists_lead_to_light_pieces(address, full, client, django_assert_max_num_queries):
    version = publish(article())
    assert page_at(client, full).select_one(f".colophon a[href='{address}']")
    with django_assert_max_num_queries(4):
        page = page_at(client, address)
    assert page.select_one(f"a[href='{version.light_address}']").get_text() == version.headline
    assert page.select_one(f"header a[href='{full}']")


# Without a connection.


def test_the_worker_is_always_asked_for_anew_and_names_files_that_are_there(client):
    response = client.get("/sw.js")
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"] == "text/javascript"
    assert "worker-src 'self'" in response["Content-Security-Policy"]
    named = set(re.findall(r'"/static/([^"]+)"', response.content.decode()))
    assert {"site/site.css", "site/worker.js"} <= named
    assert all(finders.find(name) for name in named)
    for prefix in ("/admin", "/accounts", "/preview/", "/uk/preview/"):
        assert f'"{prefix}"' in response.content.decode()


@pytest.mark.parametrize("root", ["/", "/uk/"])
def test_each_language_has_its_manifest_and_its_page_for_being_offline(root, client):
    assert page_at(client, f"{root}offline/").find("meta", {"name": "robots"})
    linked = page_at(client, root).find("link", rel="manifest")["href"]
    said = client.get(linked).json()
    assert said["start_url"] == root
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in said["icons"]}


def test_no_line_of_a_text_begins_with_a_dash(client):
    words = "<p>«Гаразд», — сказала вона – і пішла. A well-known word, 5 — 6, a–b.</p>"
    version = publish(article(text=words))
    said = client.get(version.get_absolute_url()).content.decode()
    assert "«Гаразд»,\xa0— сказала вона\xa0– і пішла. A well-known word, 5\xa0— 6, a–b." in said
    assert "\xa0" not in version.text
