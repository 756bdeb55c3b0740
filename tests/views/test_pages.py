"""What a reader gets at each address, at what price, and what a page never does."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from articles.actions import publishing
from articles.models import Article, Change, Figure, Photo, Tag
from tests import images
from tests.factories import article, interview, person, publish, record, schedule, section
from tests.page_cache import CachedClient

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
KYIV = ZoneInfo("Europe/Kyiv")


def at(day, hour, minute=0):
    return datetime(2025, 4, day, hour, minute, tzinfo=KYIV)


def text(response):
    return response.content.decode()


@pytest.fixture
def newsroom():
    """A few live pieces of each sort; returns the interview's version."""
    photo = Photo.objects.take_in(images.upload(images.encoded(images.corners())))
    now = timezone.now()
    for number in range(30):
        record(
            article(
                f"Piece {number}",
                label=("", "exclusive", "opinion")[number % 3],
                section=section(("War", "Economy", "Culture")[number % 3]),
                tags=["Energy", f"Topic {number}"],
                authors=["Iryna Bondar", "Ostap Hrai"],
                lead_photo=photo,
            ),
            now - number * 5 * HOUR,
        )
    piece = interview(
        questions=8, tags=["Energy", "Grid"], authors=["Iryna Bondar"], lead_photo=photo
    )
    for number in range(3):
        Figure.objects.create(parent_id=piece.pk, region="main", ordering=15 + number, photo=photo)
    piece.read_also.add(Article.objects.first())
    return publish(piece)


ADDRESSES = (
    "/",
    "/news/",
    "/interviews/",
    "/labels/exclusive/",
    "/sections/war/",
    "/tags/energy/",
    "/authors/iryna-bondar/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_list_takes_at_most_four_queries(
    address, newsroom, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        response = client.get(address)
    assert response.status_code == 200
    assert re.search("Piece|kept the line open", text(response))


def test_a_day_takes_at_most_four_queries(newsroom, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        response = client.get(f"/news/{timezone.localdate():%Y/%m/%d}/")
    assert response.status_code == 200


def test_a_piece_with_everything_takes_at_most_four_queries(
    newsroom, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        response = client.get(newsroom.get_absolute_url())
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/", "/news/"])
def test_more_pieces_cost_no_more_queries(
    path, newsroom, client, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4) as few:
        client.get(path)
    for number in range(40):
        record(article(f"More {number}"), timezone.now() - number * HOUR)
    with django_assert_num_queries(len(few)):
        client.get(path)


@pytest.mark.parametrize("address", ["/", "/news/", "/interviews/", "/nothing/here/"])
def test_an_anonymous_reader_gets_no_cookie_and_one_answer_for_all(address, client):
    response = client.get(address)
    assert not response.cookies
    assert set(response.get("Vary", "Accept-Encoding").split(", ")) <= {"Accept-Encoding"}


@pytest.mark.parametrize("address", ["/", "/news/"])
def test_a_page_may_be_kept_for_a_second_and_longer_when_we_are_down(address, client):
    said = client.get(address)["Cache-Control"]
    for word in ("public", "max-age=0", "s-maxage=1", "stale-if-error="):
        assert word in said
    # Whoever comes first after an hour would get the words of an hour ago.
    assert "stale-while-revalidate" not in said


def test_a_page_runs_only_scripts_and_styles_of_ours(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/", "/news/", "/interviews/"])
def test_a_brand_new_newsroom_has_pages(address, client):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/news/"])
def test_a_page_only_reads(address, client):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "before", ["x", "1", "1-2-3", "-", "99999999999999999999999999-1", "1--2", "1.5-2"]
)
def test_a_place_that_no_link_names_is_not_found(before, client):
    assert client.get(f"/news/?before={before}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/news/2025/13/01/",
        "/news/2025/02/30/",
        "/news/0000/01/01/",
        "/news/9999/12/31/",
        "/labels/breaking/",
        "/labels/none/",
        "/sections/none/",
        "/tags/none/",
        "/authors/none/",
        "/2025/04/21/none/",
        "/2025/99/99/none/",
    ],
)
def test_what_is_not_there_is_not_found(address, client):
    assert client.get(address).status_code == 404


def test_more_news_goes_on_where_the_page_ended_and_misses_nothing(client):
    # Several lines of one minute, so that the place needs more than the time.
    for number in range(95):
        record(article(f"Line {number:03}"), at(21, 12) - timedelta(minutes=number // 10))
    seen, address = [], "/news/"
    while address:
        page = text(client.get(address))
        seen += [f"Line {number:03}" for number in range(95) if f"Line {number:03}" in page]
        following = re.search(r'rel="next" href="(\?before=\d+-\d+)"', page)
        address = f"/news/{following[1]}" if following else None
    assert sorted(seen) == [f"Line {number:03}" for number in range(95)]


def test_a_former_address_moves_for_good_to_the_one_of_today(client):
    piece = article("Old words")
    former = publish(piece).get_absolute_url()
    Article.objects.filter(pk=piece.pk).update(slug="new-words")
    today = publish(piece).get_absolute_url()
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (301, today)
    assert client.get(today).status_code == 200


def test_a_withdrawn_piece_is_gone_and_a_never_public_one_not_found(client):
    piece = article()
    address = publish(piece).get_absolute_url()
    publishing.withdraw(piece, person(), revision=piece.revision)
    assert client.get(address).status_code == 410
    later = schedule(article("Later"), timezone.now() + HOUR).get_absolute_url()
    assert client.get(later).status_code == 404


def test_an_address_that_only_a_scheduled_version_will_have_says_nothing(client):
    piece = article("Now")
    publish(piece)
    Article.objects.filter(pk=piece.pk).update(slug="a-secret-to-come")
    address = schedule(piece, timezone.now() + HOUR).get_absolute_url()
    assert client.get(address).status_code == 404


def test_times_are_in_the_sites_zone_and_say_their_offset(client):
    version = record(article(), datetime(2025, 4, 21, 11, 25, tzinfo=ZoneInfo("UTC")))
    page = text(client.get(version.get_absolute_url()))
    assert 'datetime="2025-04-21T14:25:00+03:00"' in page
    assert "14:25" in page


def test_winter_time_has_the_offset_of_winter(client):
    version = record(article(), datetime(2025, 1, 21, 11, 25, tzinfo=ZoneInfo("UTC")))
    assert "2025-01-21T13:25:00+02:00" in text(client.get(version.get_absolute_url()))


def test_a_withdrawn_photo_is_gone_from_every_page_and_its_files_from_every_address(
    client, django_capture_on_commit_callbacks
):
    photo = Photo.objects.take_in(
        images.upload(images.encoded(images.corners())), caption="The pier at dawn"
    )
    piece = article(lead_photo=photo)
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=photo)
    address = publish(piece).get_absolute_url()
    names = photo.rendition_names()
    assert names
    for page in (address, "/"):
        assert any(name in text(client.get(page)) for name in names)
    file = client.get(f"/media/{names[0]}")
    assert file.status_code == 200
    assert file.getvalue()

    with django_capture_on_commit_callbacks(execute=True):
        photo.withdraw()

    for page in (address, "/", "/news/"):
        assert not any(name in text(client.get(page)) for name in names)
        assert "The pier at dawn" not in text(client.get(page))
    for name in names:
        assert client.get(f"/media/{name}").status_code == 404


def test_read_also_shows_the_picks_first_then_what_shares_a_topic_and_never_itself(client):
    pick = article("Picked by hand", tags=["Unrelated"])
    publish(pick)
    for number in range(6):
        publish(article(f"Related {number}", tags=["Energy"]))
    piece = article("The piece", tags=["Energy"])
    piece.read_also.add(pick)
    page = text(client.get(publish(piece).get_absolute_url()))
    aside = page.partition("read-also")[2]
    assert aside.index("Picked by hand") < aside.index("Related 5") < aside.index("Related 3")
    assert "Related 2" not in aside
    assert "The piece" not in aside


def test_an_unpublished_pick_stays_unknown(client):
    pick = article("Not to be seen")
    piece = article("The piece")
    piece.read_also.add(pick)
    assert "Not to be seen" not in text(client.get(publish(piece).get_absolute_url()))


def test_a_merged_or_renamed_topic_moves_for_good(client):
    publish(article(tags=["Grid"]))
    energy = Tag.objects.create(name="Energy")
    Tag.objects.get(name="Grid").merge_into(energy)
    assert client.get("/tags/grid/")["Location"] == "/tags/energy/"
    energy.rename("Power")
    for former in ("grid", "energy"):
        response = client.get(f"/tags/{former}/")
        assert (response.status_code, response["Location"]) == (301, "/tags/power/")
    assert "A bridge reopens" in text(client.get("/tags/power/"))


def test_an_update_tells_readers_what_changed(client):
    piece = article()
    publish(piece)
    version = publish(piece, change=Change.UPDATE, note="The ministry answered.")
    assert "The ministry answered." in text(client.get(version.get_absolute_url()))


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_is_answered_without_a_query(django_assert_num_queries):
    address = publish(interview()).get_absolute_url()
    reader = CachedClient()
    first = reader.get(address)
    with django_assert_num_queries(0):
        again = reader.get(address)
    assert (again.content, again.headers) == (first.content, first.headers)


def test_a_long_articles_contents_list_leads_to_its_sub_headings(client):
    words = "<p>First.</p><h2>The bridge</h2><p>Second.</p><h2>The <em>river</em></h2><p>Third.</p>"
    page = BeautifulSoup(
        client.get(publish(article(text=words)).get_absolute_url()).content, "html.parser"
    )
    links = page.select("nav.contents li a")
    assert [link.get_text() for link in links] == ["The bridge", "The river"]
    for link in links:
        assert page.select_one(f"h2{link['href']}").get_text() == link.get_text()


def test_a_piece_with_nothing_to_choose_from_has_no_contents_list(client):
    words = "<p>First.</p><h2>The bridge</h2><p>Second.</p>"
    page = text(client.get(publish(article(text=words)).get_absolute_url()))
    assert '<nav class="contents"' not in page


def test_sections_out_of_the_navigation_still_reach_the_front_page(client):
    hidden = section("Hidden")
    hidden.in_navigation = False
    hidden.save()
    publish(article("From a hidden section", section=hidden))
    assert "From a hidden section" in text(client.get("/"))


def test_a_silent_fix_leaves_what_readers_were_told(client):
    piece = article()
    publish(piece)
    publish(piece, change=Change.CORRECTION, note="The bridge is older.")
    page = text(client.get(publish(piece, change=Change.SILENT).get_absolute_url()))
    assert "The bridge is older." in page
    assert "Correction" in page
