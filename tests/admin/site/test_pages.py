"""About, Contacts and the like: who sees them when, where they stand, and what is kept of them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve
from django.utils import translation

from articles.embargo.url_patterns import public
from articles.models import Page
from articles.models.page import check_addresses
from espreso import url_space
from tests import factories
from tests.desk_client import form_of, words_of

pytestmark = pytest.mark.django_db

PAGES = "/admin/articles/page/"


def page(slug="masthead", **fields):
    fields = {"title": "Who we are", "text": "<p>Nine people.</p>", "published": True} | fields
    made = Page(slug=slug, **fields)
    made.full_clean()
    made.save()
    return made


def footer_of(response):
    links = BeautifulSoup(response.content, "html.parser").select(".colophon li a")
    return [(link.get_text(), link["href"]) for link in links]


# Readers.


def test_a_fresh_site_has_drafts_of_the_four_pages_in_each_language_that_no_reader_finds(client):
    four = {"about", "contacts", "editorial-policy", "privacy"}
    for language, _name in settings.LANGUAGES:
        assert set(Page.objects.filter(language=language).values_list("slug", flat=True)) >= four
    assert not Page.objects.filter(published=True).exists()
    for slug in four:
        assert client.get(f"/{slug}/").status_code == 404
        assert client.get(f"/uk/{slug}/").status_code == 404
    assert "/about/" not in client.get("/").content.decode()


def test_a_page_stands_below_its_language_and_names_its_translation(
    client, django_assert_num_queries
):
    page(title="Who we are", standfirst="And why.")
    page(title="Хто ми", language="uk", text="<p>Дев’ятеро.</p>")
    with django_assert_num_queries(2):
        answer = client.get("/masthead/")
    said = answer.content.decode()
    assert "<h1>Who we are</h1>" in said
    assert "<p>Nine people.</p>" in said
    assert 'hreflang="uk" href="http://testserver/uk/masthead/"' in said
    assert "<h1>Хто ми</h1>" in client.get("/uk/masthead/").content.decode()
    assert not answer.cookies
    assert ("Who we are", "/masthead/") in footer_of(client.get("/"))
    assert ("Хто ми", "/uk/masthead/") in footer_of(client.get("/uk/news/"))


def test_a_changed_address_of_a_page_that_readers_knew_leads_to_the_one_of_today(client):
    known, unknown = page("team"), page("secret", published=False)
    for each in (known, unknown):
        each.slug = f"{each.slug}-today"
        each.save()
    moved = client.get("/team/")
    assert (moved.status_code, moved["Location"]) == (301, "/team-today/")
    assert client.get("/secret/").status_code == 404
    # Nor does a page that is taken back say where it went.
    known.published = False
    known.save()
    assert client.get("/team/").status_code == 404
    page("team", title="Another team")
    assert "Another team" in client.get("/team/").content.decode()


def test_hostile_words_of_a_page_are_only_words(client):
    made = page(title="<script>a()</script>", standfirst='"><img src=x>')
    Page.objects.filter(pk=made.pk).update(text="<p onclick='a()'>x</p><script>a()</script>")
    said = client.get("/masthead/").content.decode()
    assert "<script>a()" not in said
    assert "onclick" not in said
    assert "<img src=x" not in said


# Addresses.


@pytest.mark.parametrize(
    "slug",
    [
        *("news", "interviews", "labels", "sections", "tags", "authors", "corrections", "preview"),
        *("admin", "accounts", "healthz", "readyz", "media", "static", "en", "uk", "de", "2025"),
    ],
)
def test_a_page_takes_no_address_of_the_site(slug):
    with pytest.raises(ValidationError) as refused:
        page(slug)
    assert "slug" in refused.value.message_dict


def test_every_first_part_of_an_address_of_the_site_is_known():
    for pattern in public():
        first = pattern.template.strip("/").partition("/")[0]
        if first and "%" not in first and "." not in first:
            assert first in url_space.first_parts(), pattern


def test_no_page_of_the_site_is_hidden_by_the_address_of_pages():
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for pattern in public():
                if not pattern.gaps and pattern.template.startswith(f"/{language}/"):
                    assert resolve(pattern.template).url_name != "page", pattern
                elif not pattern.gaps and language == settings.LANGUAGE_CODE:
                    first = pattern.template.strip("/").partition("/")[0]
                    if first not in dict(settings.LANGUAGES):
                        assert resolve(pattern.template).url_name != "page", pattern


def test_the_database_lets_no_empty_page_be_published():
    made = page()
    with pytest.raises(IntegrityError, match="published_page_says_something"), transaction.atomic():
        Page.objects.filter(pk=made.pk).update(text="")


# The desk.


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
@pytest.mark.parametrize("what", ["page", "menuitem", "redirect"])
def test_only_admins_see_pages_menus_and_redirects_in_the_desk(signed_in, role, what):
    desk = signed_in(role)
    assert desk.get(f"/admin/articles/{what}/").status_code == 403
    assert f"/articles/{what}/" not in desk.get("/admin/").content.decode()


def test_an_admin_writes_and_publishes_a_page_and_what_it_said_comes_back(signed_in, client):
    made = page(published=False)
    desk = signed_in("Admin")
    address = f"{PAGES}{made.pk}/change/"
    words = {"text": "<p>Ten people.</p><script>x</script>", "published": "on"}
    assert desk.post(address, form_of(desk.get(address)) | words).status_code == 302
    assert "<p>Ten people.</p>" in client.get("/masthead/").content.decode()
    made.refresh_from_db()
    assert made.text == "<p>Ten people.</p>"

    kept = desk.get(f"{PAGES}{made.pk}/history/")
    assert "Nine people." in words_of(kept)
    former = made.texts.get()
    desk.post(f"{PAGES}{made.pk}/restore/{former.pk}/", {"revision": made.revision})
    assert "<p>Nine people.</p>" in client.get("/masthead/").content.decode()
    assert made.texts.first().text == "<p>Ten people.</p>"
    # Once more with what one saw then: somebody else has changed it since.
    desk.post(f"{PAGES}{made.pk}/restore/{former.pk}/", {"revision": made.revision})
    assert made.texts.count() == 2


def test_a_page_without_an_address_is_given_that_of_its_title(signed_in):
    desk = signed_in("Admin")
    add = "/admin/articles/page/add/"
    empty = form_of(desk.get(add))
    assert desk.post(add, empty | {"title": "Łódź – o nas", "slug": ""}).status_code == 302
    assert Page.objects.get(title="Łódź – o nas").slug == "lodz-o-nas"
    # What the site needs itself is refused in words, typed or made.
    assert "is used by the site itself" in words_of(desk.post(add, empty | {"title": "Search"}))


def test_two_who_write_a_page_at_once_are_told_and_nothing_is_lost(signed_in):
    made = page()
    desk = signed_in("Admin")
    address = f"{PAGES}{made.pk}/change/"
    mine = form_of(desk.get(address)) | {"text": "<p>Mine.</p>"}
    theirs = form_of(desk.get(address)) | {"text": "<p>Theirs.</p>"}
    other = Client()
    other.force_login(factories.person("Admin", first_name="Solomiia", last_name="Rudenko"))
    assert other.post(address, theirs).status_code == 302
    refused = desk.post(address, mine)
    assert "Solomiia Rudenko" in words_of(refused)
    made.refresh_from_db()
    assert made.text == "<p>Theirs.</p>"
    again = form_of(refused)
    assert again["text"] == "<p>Mine.</p>"
    assert desk.post(address, again).status_code == 302
    made.refresh_from_db()
    assert made.text == "<p>Mine.</p>"
    assert made.texts.first().text == "<p>Theirs.</p>"


def test_an_admin_looks_at_a_page_before_readers_do(signed_in):
    made = page(published=False)
    desk = signed_in("Admin")
    shown = desk.get(f"{PAGES}{made.pk}/preview/")
    assert "Nine people." in words_of(shown)
    assert "no-store" in shown["Cache-Control"]
    assert re.search("noindex", shown["X-Robots-Tag"])


def test_a_page_that_a_newer_address_of_the_site_hides_is_named_by_the_check():
    assert check_addresses(["default"]) == []
    Page.objects.create(slug="corrections", title="What we had wrong", text="<p>Little.</p>")
    [hidden] = check_addresses(["default"])
    assert "“What we had wrong” (en) is hidden" in hidden.msg
