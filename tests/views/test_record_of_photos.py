"""What readers are told of a picture, and how it is cropped, changes when a piece is published."""

import io

import pytest
from bs4 import BeautifulSoup

from articles.imaging.licences import is_known
from articles.models import Author, Figure, Photo
from tests import images
from tests.factories import article, person, publish

pytestmark = pytest.mark.django_db

BY = "https://creativecommons.org/licenses/by/4.0/"
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
THEN = {"credit": "Then", "copyright": "© Then", "licence": BY, "alternative_text": "A tram"}
NOW = {"credit": "Now", "copyright": "© Now", "licence": BY_SA, "alternative_text": "A bus"}


def photo(**words):
    picture = images.encoded(images.corners(640, 480))
    return Photo.objects.take_in(images.upload(picture), **words)


def with_pictures(shown):
    """A piece that shows a photo as its lead, in a figure and in a gallery."""
    piece = article("A tram crosses", lead_photo=shown)
    other = photo(**THEN)
    for ordering, each in enumerate((shown, other), start=20):
        Figure.objects.create(parent=piece, region="main", ordering=ordering, photo=each)
    return piece, other


def pages_of(client, version):
    address = version.get_absolute_url()
    addresses = (address, f"{address}light/", "/", "/news/", "/sections/war/", "/rss.xml")
    return {each: client.get(each).content for each in addresses}


def change(*photos, **words):
    for each in photos:
        Photo.objects.filter(pk=each.pk).update(**words)


def test_a_change_in_the_library_changes_nothing_that_readers_see(client):
    shown = photo(**THEN, focal_x=0.2)
    piece, other = with_pictures(shown)
    version = publish(piece)
    before = pages_of(client, version)
    change(shown, other, **NOW, focal_x=0.9, focal_y=0.1)
    assert pages_of(client, version) == before


def test_a_publication_shows_what_the_library_says_now(client):
    shown = photo(**THEN)
    piece, other = with_pictures(shown)
    publish(piece)
    change(shown, other, **NOW, focal_x=0.9)
    page = client.get(publish(piece).get_absolute_url()).content.decode()
    for word in NOW.values():
        assert word in page
    assert "fx-9" in page
    assert "Then" not in page
    assert BY not in page


def test_what_was_published_before_records_were_kept_stays_as_it_was_then(client):
    shown = photo(**THEN, focal_x=0.2)
    piece = article("A tram crosses", lead_photo=shown)
    version = publish(piece)
    # As the migration leaves such versions and their photos.
    former = {name: THEN[name] for name in ("alternative_text", "copyright", "licence")}
    change(shown, former_record={**former, "focal": [0.2, 0.5]})
    kept = {"alternative_text": "", "copyright": "", "licence": "", "focal": None}
    shown.refresh_from_db()
    change(shown, **NOW, focal_x=0.9)
    shown.refresh_from_db()
    assert shown.recorded(kept)["licence"] == BY
    assert shown.recorded(kept)["focal"] == [0.2, 0.5]
    assert shown.recorded(kept)["alternative_text"] == "A tram"
    assert Figure.upgraded({"kind": "figure", "photo": shown.pk, "caption": ""})["focal"] is None
    assert version.lead["licence"] == BY


def fields_of(client, shown):
    page = client.get(f"/admin/articles/photo/{shown.pk}/change/").content
    form = BeautifulSoup(page, "html.parser").select_one("#photo_form")
    return {field["name"] for field in form.select("input[name], textarea[name]")}


@pytest.mark.parametrize("shows", ["a live piece", "an author"])
def test_a_reporter_changes_nothing_that_readers_would_see_at_once(shows, signed_in):
    client, shown = signed_in("Reporter"), photo(**THEN)
    assert {"credit", "licence", "focal_x"} <= fields_of(client, shown)
    if shows == "an author":
        Author.objects.create(name="Iryna Bondar", portrait=shown)
    else:
        publish(article(lead_photo=shown))
    shut = {"credit", "copyright", "licence", "focal_x", "focal_y"}
    shut |= {"alternative_text"} if shows == "an author" else set()
    assert not shut & fields_of(client, shown)
    client.post(f"/admin/articles/photo/{shown.pk}/change/", {**NOW, "caption": "A caption"})
    shown.refresh_from_db()
    assert (shown.credit, shown.licence, shown.caption) == ("Then", BY, "A caption")


def test_who_may_publish_may_change_it(signed_in):
    client, shown = signed_in("Editor"), photo(**THEN)
    publish(article(lead_photo=shown), person("Editor"))
    assert {"credit", "licence", "focal_x"} <= fields_of(client, shown)


def file_with(terms):
    picture = images.encoded(images.corners(), xmp=images.xmp(caption="A tram", licence=terms))
    file = io.BytesIO(picture)
    file.name = "tram.jpg"
    return file


def test_a_licence_that_everybody_knows_is_taken_from_the_file():
    assert Photo.objects.take_in(file_with(BY)).licence == BY


def test_a_strangers_link_is_left_for_a_person_to_look_at(signed_in):
    client, terms = signed_in("Reporter"), "https://terms.example/free"
    response = client.post("/admin/articles/photo/add/", {"picture": file_with(terms)}, follow=True)
    assert Photo.objects.get().licence == ""
    assert terms in response.content.decode()
    several = {"files": [file_with(terms)]}
    assert terms in client.post("/admin/articles/photo/upload/", several).content.decode()
    # Whoever has looked enters it.
    added = {"picture": file_with(terms), "licence": terms}
    client.post("/admin/articles/photo/add/", added)
    assert Photo.objects.filter(licence=terms).exists()


@pytest.mark.parametrize(
    ("address", "known"),
    [
        (BY, True),
        ("http://creativecommons.org/publicdomain/zero/1.0/", True),
        ("https://creativecommons.org/", False),
        ("https://creativecommons.org/licenses/../evil", False),
        ("https://creativecommons.org.evil.example/licenses/by/4.0/", False),
        ("https://creativecommons.org@evil.example/licenses/by/4.0/", False),
        ("https://creativecommons.org:8443/licenses/by/4.0/", False),
        ("javascript://creativecommons.org/licenses/by/4.0/", False),
        ("https://[creativecommons.org/licenses/", False),
        ("", False),
    ],
)
def test_a_licence_is_known_by_its_whole_address(address, known):
    assert is_known(address) is known
