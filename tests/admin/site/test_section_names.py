"""Sections are called in the desk what they are called in its language."""

import pytest
from django.urls import reverse

from articles.models import Photo, Section, Tag
from tests import factories, images
from tests.desk_client import page_of, words_of
from tests.layout_factories import DESK as FRONT_PAGE

pytestmark = pytest.mark.django_db

ENERGY = {"uk": {"name": "Енергетика"}}


@pytest.fixture
def piece():
    return factories.article("A bridge reopens")


@pytest.fixture(params=["en", "uk"])
def spoken(request, client):
    """Sign in to the desk in this language."""
    Section.objects.update_or_create(
        slug="war", defaults={"name": "War", "in_other_languages": {"uk": {"name": "Війна"}}}
    )
    client.force_login(factories.person("Editor", is_superuser=True))
    client.post("/accounts/language/", {"language": request.param})
    return request.param


def test_sections_are_named_in_the_language_of_the_desk(client, piece, spoken):
    said, unsaid = {"en": ("War", "Війна"), "uk": ("Війна", "War")}[spoken]
    for address in (
        page_of(piece),
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_section_changelist"),
        page_of(piece, "publish"),
        FRONT_PAGE,
    ):
        words = words_of(client.get(address))
        assert said in words, address
        assert unsaid not in words, address


def test_the_finder_names_what_it_found_in_the_language_of_the_desk(client, spoken):
    Tag.objects.create(name="Energy", in_other_languages=ENERGY)
    tram = images.upload(images.encoded(images.corners(600, 400)))
    in_ukrainian = {"uk": {"caption": "Трамвай"}}
    Photo.objects.take_in(tram, caption="A tram", in_other_languages=in_ukrainian)
    find = reverse("admin:articles_article_find")
    for typed, named in {
        "war": {"en": "War", "uk": "Війна"},
        "energy": {"en": "Energy", "uk": "Енергетика"},
        "tram": {"en": "A tram", "uk": "Трамвай"},
    }.items():
        found = [one["words"] for one in client.get(find, {"q": typed}).json()["found"]]
        assert found == [named[spoken]]
