"""The words of a photo in the languages of the site, and the licence that goes with it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from articles.actions import publishing
from articles.models import Figure, Photo
from tests import factories, images
from tests.desk_client import form_of

pytestmark = pytest.mark.django_db

IN_UKRAINIAN = {
    "alternative_text": "Трамвай",
    "caption": "Трамвай на мосту",
    "credit": "Ольга Коваленко",
}


@pytest.fixture
def desk(client):
    client.force_login(factories.person("Editor"))
    return client


def jpeg():
    return images.upload(images.encoded(images.corners(600, 400)))


def in_both_languages():
    said = {"alternative_text": "A tram", "caption": "A tram on the bridge", "credit": "O. K."}
    return Photo.objects.take_in(jpeg(), **said, in_other_languages={"uk": IN_UKRAINIAN})


@pytest.mark.parametrize(
    ("language", "expected"),
    [("uk", list(IN_UKRAINIAN.values())), ("en", ["A tram", "A tram on the bridge", "O. K."])],
)
def test_a_photo_speaks_the_language_of_the_piece_that_shows_it(client, language, expected):
    photo = in_both_languages()
    piece = factories.article(language=language, lead_photo=photo)
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=photo)

    # Whatever the desk of the editor speaks.
    with translation.override("en" if language == "uk" else "uk"):
        version = factories.publish(piece)

    figures = BeautifulSoup(client.get(version.get_absolute_url()).content, "html.parser")
    shown = [
        [figure.img["alt"], *(each.get_text(strip=True) for each in figure.figcaption("span"))]
        for figure in figures("figure")
    ]
    alternative_text, caption, credit = expected
    assert len(shown) == 2
    for said in shown:
        assert said[0] == alternative_text
        assert caption in " ".join(said)
        assert credit in " ".join(said)
    assert caption in version.text


def test_words_of_a_photo_that_nobody_translated_are_those_that_it_has():
    photo = Photo.objects.take_in(jpeg(), alternative_text="A tram", credit="O. K.")
    piece = factories.article(language="uk", lead_photo=photo)

    version = factories.publish(piece)

    assert (version.lead_alternative_text, version.lead_credit) == ("A tram", "O. K.")


def test_a_restored_picture_goes_on_with_the_caption_of_its_photo_in_its_language():
    photo = in_both_languages()
    piece = factories.article(language="uk", lead_photo=photo)
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=photo)
    version = factories.publish(piece)

    piece.refresh_from_db()
    publishing.restore(version, factories.person(), revision=piece.revision)

    piece.refresh_from_db()
    assert piece.lead_caption == ""
    assert Figure.objects.get(parent=piece).caption == ""


def test_the_words_in_each_language_are_written_on_the_page_of_the_photo(desk):
    photo = in_both_languages()
    page = reverse("admin:articles_photo_change", args=[photo.pk])
    form = form_of(desk.get(page))
    assert form["caption_uk"] == "Трамвай на мосту"

    answer = desk.post(page, form | {"caption_uk": "Трамвай за мостом", "credit_uk": ""})

    assert answer.status_code == 302
    photo.refresh_from_db()
    assert photo.said("caption", "uk") == "Трамвай за мостом"
    assert photo.said("credit", "uk") == "O. K."
    assert photo.caption == "A tram on the bridge"


def test_a_licence_that_is_no_address_is_refused_and_every_word_stays(desk):
    photo = in_both_languages()
    page = reverse("admin:articles_photo_change", args=[photo.pk])

    answer = desk.post(page, form_of(desk.get(page)) | {"licence": "by hand", "caption": "New"})

    assert form_of(answer)["licence"] == "by hand"
    assert form_of(answer)["caption"] == "New"
    assert Photo.objects.get(pk=photo.pk).licence == ""


@pytest.mark.parametrize(("language", "word"), [("en", "Licence"), ("uk", "Ліцензія")])
def test_the_licence_is_one_click_from_the_picture_alone_and_in_a_gallery(client, language, word):
    terms = "https://creativecommons.org/licenses/by/4.0/"
    photos = [Photo.objects.take_in(jpeg(), credit="O. K.", licence=terms) for _number in range(2)]
    piece = factories.article(language=language, lead_photo=photos[0])
    for number, photo in enumerate(photos):
        Figure.objects.create(parent=piece, region="main", ordering=20 + number, photo=photo)
    version = factories.publish(piece)

    page = BeautifulSoup(client.get(version.get_absolute_url()).content, "html.parser")

    links = page.select("figure a[rel=license]")
    assert [(link["href"], link.text) for link in links] == [(terms, word)] * 3
    assert [place.text for place in page.select(".gallery .place")] == ["1/2", "2/2"]


def test_a_photo_without_a_licence_says_nothing_of_one(client):
    photo = Photo.objects.take_in(jpeg(), credit="O. K.")
    version = factories.publish(factories.article(lead_photo=photo))
    assert b"license" not in client.get(version.get_absolute_url()).content
