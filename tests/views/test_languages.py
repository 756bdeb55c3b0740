"""Two languages from one newsroom: addresses, lists, translations, and who reads which."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import localize

from articles.models import Article, Author, Section, Version
from articles.templatetags.newsroom import lang
from tests import factories
from tests.desk_client import form_of

pytestmark = pytest.mark.django_db


def desk_of(user):
    """A client of somebody who works in the desk."""
    desk = Client()
    desk.force_login(user)
    return desk


def ukrainian(headline="Міст знову відкрито", **fields):
    return factories.article(headline, text="<p>Трамваї знову їздять.</p>", language="uk", **fields)


@pytest.fixture
def both():
    """The same piece in both languages, live in both."""
    english = factories.article("A bridge reopens", tags=["Bridges"], authors=["Olena Moroz"])
    translated = ukrainian(original=english, tags=["Bridges"], authors=["Olena Moroz"])
    return factories.publish(english), factories.publish(translated)


@pytest.mark.parametrize(
    "page", ["", "news/", "sections/war/", "tags/bridges/", "authors/olena-moroz/"]
)
def test_each_language_lists_its_own_pieces_alone(client, both, page):
    english, ukrainian_one = (client.get(f"/{root}{page}").content.decode() for root in ("", "uk/"))
    assert "A bridge reopens" in english
    assert "Міст знову" not in english
    assert "Міст знову відкрито" in ukrainian_one
    assert "A bridge reopens" not in ukrainian_one


def test_a_piece_stands_below_its_language(client, both):
    english, translated = both
    assert translated.get_absolute_url() == f"/uk/{translated.path}/"
    page = client.get(translated.get_absolute_url())
    assert b'<html lang="uk">' in page.content
    assert page.headers["Content-Language"] == "uk"
    assert client.get(f"/{translated.path}/").headers["Location"] == f"/uk/{translated.path}/"
    assert client.get(f"/uk/{english.path}/").headers["Location"] == f"/{english.path}/"


def test_the_language_is_that_of_the_address_whatever_the_browser_prefers(client, both):
    for language in ("uk", "en", "de"):
        page = client.get("/", headers={"accept-language": language})
        assert b'<html lang="en">' in page.content
        assert "Accept-Language" not in page.headers.get("Vary", "")
        assert not page.cookies


def test_a_piece_names_its_translations_to_readers_and_to_search_engines(client, both):
    english, translated = both
    for version in both:
        page = client.get(version.get_absolute_url()).content.decode()
        for code, other in (("en", english), ("uk", translated), ("x-default", english)):
            address = f"http://testserver{other.get_absolute_url()}"
            assert f'<link rel="alternate" hreflang="{code}" href="{address}">' in page
    assert (
        f'href="/uk/{translated.path}/" hreflang="uk"'
        in client.get(f"/{english.path}/").content.decode()
    )


def test_a_translation_that_is_not_live_is_named_nowhere(client):
    english = factories.article()
    draft = ukrainian("Таємна чернетка", original=english)
    version = factories.publish(english)
    page = client.get(version.get_absolute_url()).content.decode()
    assert 'hreflang="x-default"' not in page
    assert draft.slug not in page


def test_two_translations_of_one_piece_name_each_other(client, settings):
    english = factories.article()
    translated = factories.publish(ukrainian(original=english))
    # The original is a draft still.
    assert Version.objects.live().for_page().get(pk=translated.pk).translations == []
    original = factories.publish(english)
    assert Version.objects.live().for_page().get(pk=translated.pk).translations == [
        {"language": "en", "path": original.path}
    ]


def test_names_are_said_in_the_language_of_the_page(client, both):
    Section.objects.filter(slug="war").update(in_other_languages={"uk": {"name": "Війна"}})
    Author.objects.update(in_other_languages={"uk": {"name": "Олена Мороз"}})
    english, translated = (
        client.get(version.get_absolute_url()).content.decode() for version in both
    )
    assert ">Війна</a>" in translated
    assert ">Олена Мороз</a>" in translated
    assert ">War</a>" in english
    assert ">Olena Moroz</a>" in english
    assert "<h1>Війна</h1>" in client.get("/uk/sections/war/").content.decode()


def test_what_is_in_another_language_than_what_is_around_it_says_so():
    with translation.override("uk"):
        assert [lang("uk"), lang("en")] == ["", ' lang="en"']
        # What the page itself says, within a piece in English.
        assert [lang("uk", within="en"), lang("uk", within="uk")] == [' lang="uk"', ""]


def test_an_admin_writes_the_names_of_a_section_in_each_language():
    section = factories.section("War")
    desk = desk_of(factories.person("Admin"))
    address = f"/admin/articles/section/{section.pk}/change/"
    page = desk.get(address)
    data = form_of(page) | {"name_uk": "Війна", "description_uk": "Про фронт."}
    assert desk.post(address, data).status_code == 302
    section.refresh_from_db()
    assert section.in_other_languages == {"uk": {"name": "Війна", "description": "Про фронт."}}
    assert section.said("name", "uk") == "Війна"
    assert section.said("name", "en") == "War"


def test_a_translation_is_in_another_language_than_its_original():
    original = factories.article("The original")
    piece = factories.article("The same language")
    desk = desk_of(factories.person())
    address = f"/admin/articles/article/{piece.pk}/change/"
    data = form_of(desk.get(address)) | {"original": original.pk}
    page = desk.post(address, data)
    assert "is already in this language" in page.content.decode()
    assert desk.post(address, data | {"language": "uk"}).status_code == 302
    assert Article.objects.get(pk=piece.pk).original == original


def test_a_translation_of_a_translation_is_one_of_the_original(settings):
    settings.LANGUAGES = [("en", "English"), ("uk", "Ukrainian")]
    original = factories.article("The original")
    translated = ukrainian(original=original)
    piece = factories.article("Once more in English", language="uk")
    desk = desk_of(factories.person())
    address = f"/admin/articles/article/{piece.pk}/change/"
    data = form_of(desk.get(address)) | {"original": translated.pk, "language": "en"}
    page = desk.post(address, data)
    # The original is in English itself.
    assert "is already in this language" in page.content.decode()


def test_the_desk_speaks_as_the_browser_of_whoever_works_in_it():
    desk = desk_of(factories.person())
    for language in ("en", "uk"):
        page = desk.get("/admin/", headers={"accept-language": language}).content.decode()
        assert f'lang="{language}"' in page


def test_the_language_of_one_request_is_not_that_of_the_next(both):
    Client().get("/uk/")
    assert translation.get_language() == "en"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "5 November 2026, 19:06"), ("uk", "5 листопада 2026")],
)
def test_a_moment_that_nobody_gave_a_format_is_written_as_here(language, expected):
    moment = datetime(2026, 11, 5, 17, 6, tzinfo=UTC)
    with translation.override(language):
        assert expected in localize(timezone.localtime(moment))
