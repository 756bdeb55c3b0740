"""The navigation and the footer: as every site begins, or as an admin has arranged them."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from articles.models import MenuItem, Page, Place, Section
from articles.public.context import as_read
from tests import factories
from tests.desk_client import form_of, words_of
from tests.page_cache import CachedClient

MENUS = "/admin/articles/menuitem/"
USUAL = [("News", "/news/"), ("War", "/sections/war/"), ("Interviews", "/interviews/")]

pytestmark = pytest.mark.django_db


def lines(response, where=".sections"):
    links = BeautifulSoup(response.content, "html.parser").select(f"{where} li a")
    return [(link.get_text(), link["href"]) for link in links]


def put(language="en", **targets):
    """Arrange a navigation: put(War=section, Elsewhere="https://…")."""
    items = []
    for words, target in targets.items():
        kind = {Section: "section", Page: "page", str: "address"}[type(target)]
        items.append(MenuItem(place="masthead", words=words, **{kind: target}))
    MenuItem.replace(language, items)


@pytest.fixture
def war():
    return factories.section("War")


@pytest.fixture
def desk(signed_in):
    return signed_in("Admin")


def test_until_somebody_arranges_them_the_menus_are_the_usual_ones(client, war):
    assert lines(client.get("/")) == USUAL
    footer = lines(client.get("/"), ".colophon")
    assert footer == [
        ("News by day", "/news/"),
        ("Interviews", "/interviews/"),
        ("Exclusives", "/labels/exclusive/"),
        ("Opinions", "/labels/opinion/"),
        ("Corrections", "/corrections/"),
        # Of the page itself, and no menu item.
        ("Light version", "/light/"),
    ]


def test_an_admin_arranges_a_menu_and_readers_of_that_language_see_it(desk, client, war):
    data = form_of(desk.get(f"{MENUS}?language=en"))
    # What readers see today stands in the form.
    assert data["masthead-1-target"] == f"section:{war.pk}"
    data |= {
        "masthead-0-out": "on",
        "masthead-1-position": "30",
        "masthead-1-words": "The war",
        "masthead-3-position": "40",
        "masthead-3-target": "label:opinion",
        "masthead-4-target": "address",
        "masthead-4-words": "Our <b>shop</b>",
        "masthead-4-address": "https://shop.example/?a=1&b=2",
    }
    assert desk.post(f"{MENUS}?language=en", data).status_code == 302
    assert lines(client.get("/corrections/")) == [
        ("The war", "/sections/war/"),
        ("Interviews", "/interviews/"),
        ("Opinions", "/labels/opinion/"),
        ("Our <b>shop</b>", "https://shop.example/?a=1&b=2"),
    ]
    assert lines(client.get("/uk/"))[1] == ("War", "/uk/sections/war/")


def test_a_change_of_the_menus_is_logged_in_words_and_stands_below_them(desk, war):
    here = f"{MENUS}?language=uk"
    data = form_of(desk.get(here))
    desk.post(here, data | {"masthead-1-words": "Про війну"})
    desk.post(here, form_of(desk.get(here)))
    desk.post(here, {**form_of(desk.get(here)), "_usual": "1"})
    told = LogEntry.objects.order_by("pk").values_list("object_id", "change_message")
    assert [language for language, _words in told] == ["uk", "uk"]
    assert "Navigation: Новини · Про війну · Інтерв’ю." in told[0][1]
    assert told[1][1].count("the default") == 2
    assert "Про війну" in words_of(desk.get(here))
    assert "Про війну" not in words_of(desk.get(f"{MENUS}?language=en"))
    assert desk.get(LogEntry.objects.first().get_admin_url())["Location"] == here


def test_the_menus_cost_no_query_of_their_own(client, war, django_assert_num_queries):
    with django_assert_num_queries(2) as before:
        client.get("/interviews/")
    put(Wars=war, Elsewhere="https://example.org/")
    with django_assert_num_queries(len(before)):
        client.get("/interviews/")


def test_where_one_is_is_marked_in_an_arranged_menu_too(client, war):
    put(War=war)
    address = factories.publish(factories.article(section=war)).get_absolute_url()
    for page, current in (("/sections/war/", "page"), (address, "true")):
        link = BeautifulSoup(client.get(page).content, "html.parser").select_one(".sections a")
        assert link["aria-current"] == current


def test_what_readers_may_not_see_is_left_out(client, war):
    page = Page.objects.get(language="en", slug="about")
    secret = factories.section("Investigations")
    put(About=page, Secret=secret, War=war)
    secret.in_navigation = False
    secret.save()
    assert lines(client.get("/")) == [("War", "/sections/war/")]
    page.published = True
    page.save()
    assert lines(client.get("/")) == [("About", "/about/"), ("War", "/sections/war/")]
    # A menu of which nothing is left is the usual one.
    put(Secret=secret)
    assert lines(client.get("/")) == USUAL


def test_a_line_without_words_says_the_name_of_what_it_leads_to_in_its_language(client, war):
    war.in_other_languages = {"uk": {"name": "Війна"}}
    war.save()
    MenuItem.replace("uk", [MenuItem(place="masthead", section=war)])
    assert lines(client.get("/uk/")) == [("Війна", "/uk/sections/war/")]
    assert lines(client.get("/")) == USUAL


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"target": "address", "words": "x", "address": "javascript:alert(1)"}, "https://"),
        ({"target": "address", "words": "x", "address": "/\\\\evil.example"}, "https://"),
        ({"target": "address", "words": "x"}, "Enter the URL"),
        ({"address": "/about/"}, "needs a label"),
        ({"target": "label:opinion", "address": "/about/", "words": "x"}, "two things"),
        ({"words": "Lonely"}, "Choose what “Lonely” links to"),
        ({"target": "section:999"}, "Select a valid choice"),
        ({"target": "label:opinion", "position": "x"}, "whole number"),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(desk, war, line, why):
    data = form_of(desk.get(f"{MENUS}?language=en"))
    data |= {f"footer-5-{name}": value for name, value in line.items()}
    data["masthead-0-words"] = "Kept words"
    answer = desk.post(f"{MENUS}?language=en", data)
    assert why in words_of(answer)
    assert "Kept words" in answer.content.decode()
    assert not MenuItem.objects.exists()


@pytest.mark.parametrize("address", ["javascript:x", "//evil.example", "data:x", "/\\evil", "x"])
def test_the_database_lets_no_menu_lead_astray(address):
    with pytest.raises(IntegrityError, match="readers_may_be_sent"), transaction.atomic():
        put(Astray=address)


def test_an_admin_looks_at_the_menus_before_readers_do(desk, war):
    data = form_of(desk.get(f"{MENUS}?language=uk"))
    data |= {"masthead-3-target": "label:opinion", "masthead-3-words": "Думки"}
    shown = desk.post(f"{MENUS}?language=uk", data | {"_preview": "1"})
    assert ("Думки", "/uk/labels/opinion/") in lines(shown)
    assert ("War", "/uk/sections/war/") in lines(shown)
    assert "no-store" in shown["Cache-Control"]
    assert not MenuItem.objects.exists()


def test_two_who_arrange_the_menus_at_once_are_told(desk, war):
    data = form_of(desk.get(f"{MENUS}?language=en"))
    put(Theirs=war)
    refused = desk.post(f"{MENUS}?language=en", data | {"masthead-0-words": "Mine"})
    assert "Yours are below" in words_of(refused)
    assert MenuItem.objects.get().words == "Theirs"
    again = form_of(refused)
    assert again["masthead-0-words"] == "Mine"
    assert desk.post(f"{MENUS}?language=en", again).status_code == 302
    assert MenuItem.objects.filter(words="Mine").exists()
    assert desk.post(f"{MENUS}?language=en", again | {"_usual": "1"}).status_code == 302
    assert not MenuItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_changed_menu_and_a_changed_page_reach_the_next_reader(war):
    reader = CachedClient()
    page = Page(slug="masthead", title="Who we are", text="<p>Nine.</p>", published=True)
    page.save()
    assert ("Who we are", "/masthead/") in lines(reader.hear().get("/news/"), ".colophon")
    assert "Nine" in reader.hear().get("/masthead/").content.decode()
    put(Wars=war)
    assert lines(reader.hear().get("/news/")) == [("Wars", "/sections/war/")]
    page.text = "<p>Ten.</p>"
    page.save()
    assert "Ten" in reader.hear().get("/masthead/").content.decode()
    page.delete()
    assert reader.hear().get("/masthead/").status_code == 404


def test_a_line_whose_page_is_being_deleted_is_no_line():
    page = Page.objects.create(slug="masthead", title="Us", text="<p>Nine.</p>", published=True)
    line = MenuItem.objects.create(language="en", place=Place.FOOTER, position=0, page=page)
    with transaction.atomic():
        # As when somebody else does: the key is looked at when that is committed.
        Page.objects.filter(pk=page.pk)._raw_delete(using="default")
        found = MenuItem.objects.select_related("section", "page").get(pk=line.pk)
        assert as_read(found, "en") is None
        transaction.set_rollback(True)
