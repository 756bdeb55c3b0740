"""The bar of the desk says where one may go from a page of readers, and nobody else gets it."""

import pytest
from django.urls import reverse

from articles.models import Author, Page, Section, Tag, page_key
from tests import factories
from tests.desk_client import page_of, words_of

pytestmark = pytest.mark.django_db

USERBAR = "/admin/articles/article/userbar/"


def bar_on(client, page):
    response = client.get(USERBAR, {"page": page})
    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]
    assert "no-store" in response.headers["Cache-Control"]
    return response


def links_on(client, page):
    links = bar_on(client, page).content.decode().split('href="')[1:]
    return {link.partition('"')[0] for link in links}


def test_from_a_piece_an_editor_gets_to_its_form_and_to_a_fix(desk, piece, editor):
    address = factories.publish(piece, editor).get_absolute_url()
    for page in (address, f"{address}history/", f"{address}light/"):
        assert {page_of(piece), page_of(piece, "fix")} <= links_on(desk, page)
    assert "Unpublished changes" not in words_of(bar_on(desk, address))
    piece.bump(editor)
    assert "Unpublished changes in the draft" in words_of(bar_on(desk, address))


def test_a_reporter_may_suggest_a_fix_in_the_pieces_of_others(client, piece, editor, reporter):
    address = factories.publish(piece, editor).get_absolute_url()
    client.force_login(reporter)
    assert page_of(piece, "suggest") in links_on(client, address)
    assert page_of(piece, "fix") not in links_on(client, address)
    assert "Open in the desk" in words_of(bar_on(client, address))


def test_other_pages_lead_to_what_they_are_about_for_who_may_change_it(signed_in):
    section, tag = Section.objects.create(name="Culture"), Tag.objects.create(name="Trams")
    author = Author.objects.create(name="Orysia Velychko")
    about = Page.objects.create(title="About", slug="about-us", language="uk")
    arrange = "admin:articles_arrangement_arrange"
    leads = {
        "/": reverse(arrange, args=["front", "en"]),
        "/uk/": reverse(arrange, args=["front", "uk"]),
        "/uk/sections/culture/": reverse(arrange, args=[page_key(section), "uk"]),
        "/tags/trams/": reverse("admin:articles_tag_change", args=[tag.pk]),
        f"/authors/{author.slug}/": reverse("admin:articles_author_change", args=[author.pk]),
        "/uk/about-us/": reverse("admin:articles_page_change", args=[about.pk]),
    }
    admin = signed_in("Admin")
    for page, address in leads.items():
        assert address in links_on(admin, page), page
    reporter = signed_in("Reporter")
    for page, address in leads.items():
        assert address not in links_on(reporter, page), page
    for page in ("/search/", "/nothing/of/ours/", "/2026/01/01/none/", "", "//", "/admin/"):
        assert links_on(admin, page) == {reverse("admin:index")}, page


def test_who_is_signed_out_gets_none(client):
    assert "/login/" in client.get(USERBAR, {"page": "/"}).url
