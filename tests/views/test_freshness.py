"""What is kept is what Django would answer now: after every change, at every address."""

import re
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import publishing
from articles.models import (
    FRONT,
    Article,
    Author,
    Change,
    Figure,
    Label,
    MenuItem,
    Page,
    Photo,
    Section,
    Tag,
    Version,
    page_key,
)
from articles.models.version_queryset import VersionQuery
from articles.public.edition import Changes
from espreso import compiled_queries
from tests import images, layout_factories
from tests.factories import article, interview, person, publish, record, schedule, section
from tests.page_cache import CachedClient

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


def photo(**words):
    return Photo.objects.take_in(images.upload(images.encoded(images.corners())), **words)


class Newsroom:
    """Pieces that share sections, topics and names, and the addresses of everything."""

    def __init__(self):
        self.editor, now = person(), timezone.now()
        Section.objects.create(name="Culture")
        self.picture = photo(caption="A tram", credit="O. Koval")
        self.portrait = photo(caption="A face")
        Author.objects.create(name="Iryna Bondar", portrait=self.portrait)
        self.piece = article(
            "First words",
            tags=["Grid", "Trams"],
            authors=["Iryna Bondar"],
            lead_photo=self.picture,
            label=Label.OPINION,
        )
        Figure.objects.create(
            parent=self.piece, region="main", ordering=20, photo=self.picture, caption=""
        )
        record(self.piece, now - HOUR)
        self.grid = Tag.objects.get(name="Grid")
        self.other = article("Beside it", tags=["Grid"], authors=["Ivan Franko"])
        record(self.other, now - 2 * HOUR)
        self.interview = interview(tags=["Trams"], section=section("Culture"))
        record(self.interview, now - 3 * HOUR)
        self.translation = article(
            "Перші слова", language="uk", slug="persi", original=self.piece, tags=["Grid"]
        )
        page = {"language": "en", "text": "<p>Words.</p>"}
        Page.objects.create(title="Ours", slug="ours", published=True, **page)
        Page.objects.create(title="Not yet", slug="not-yet", published=False, **page)

    @property
    def piece_address(self):
        return self.piece.versions.first().get_absolute_url()

    def addresses(self):
        """Every kind of page, and each page of which a change below is about."""
        pieces = [version.get_absolute_url() for version in Version.objects.live()]
        pieces += [f"{self.piece_address}{below}" for below in ("history/", "light/", "mistake/")]
        rows = [Section, Tag, Author, Page]
        lists = [row.get_absolute_url() for model in rows for row in model.objects.all()]
        lists += ["/labels/opinion/", "/interviews/", "/corrections/", "/light/", "/news/light/"]
        lists += ["/", "/news/", f"/news/{timezone.localdate():%Y/%m/%d}/", "/news/newest.json"]
        feeds = ["/rss.xml", "/tags/grid/atom.xml", "/sections/war/feed.json"]
        there_too = ["/uk/", "/uk/news/", "/uk/tags/grid/", "/uk/sections/war/", "/uk/rss.xml"]
        maps = ["/sitemap.xml", "/sitemaps/0.xml", "/sitemaps/lists.xml", "/news-sitemap.xml"]
        return [*pieces, *lists, *feeds, *there_too, *maps, "/search/", "/offline/", "/robots.txt"]


@pytest.fixture
def newsroom():
    return Newsroom()


@pytest.fixture
def changes():
    """Asked on a connection of its own, as a worker does."""
    with closing(Changes()) as changes:
        yield changes


def republish(newsroom, **changed):
    Article.objects.filter(pk=newsroom.piece.pk).update(**changed)
    publish(newsroom.piece, change=Change.UPDATE, note="There is more.")


def leave_topic_and_section(newsroom):
    newsroom.piece.tags.remove("Trams")
    newsroom.piece.bylines.all().delete()
    republish(newsroom, section=section("Culture"), label=Label.NONE)


def correct(newsroom):
    publish(newsroom.piece, change=Change.CORRECTION, note="It was nine.")


def withdraw(newsroom):
    newsroom.piece.refresh_from_db()
    publishing.withdraw(newsroom.piece, newsroom.editor, revision=newsroom.piece.revision)


def merge_topic(newsroom):
    Tag.objects.get(name="Trams").merge_into(newsroom.grid)


def place(newsroom, page):
    said = layout_factories.document(newsroom.other, [newsroom.interview])
    layout_factories.arrange(said, page=page)


def of_a_menu(newsroom):
    MenuItem.objects.create(
        place="masthead", language="en", position=1, words="Tip us off", address="https://a.example"
    )


def publish_page(newsroom):
    page = Page.objects.get(slug="not-yet")
    page.published = True
    page.save()


CHANGES = {
    "a new piece": lambda room: publish(article(tags=["Grid"], authors=["Ivan Franko"])),
    "a piece of a new section": lambda room: publish(article("New", section=section("Sport"))),
    "a plain piece": lambda room: publish(article("Plain")),
    "a new interview": lambda room: publish(interview("“No”")),
    "an update": lambda room: republish(room, headline="Second words"),
    "another address": lambda room: republish(room, slug="elsewhere"),
    "other lists": leave_topic_and_section,
    "a correction": correct,
    "a silent fix": lambda room: publish(room.piece, change=Change.SILENT),
    "a translation": lambda room: publish(room.translation),
    "a photo is withdrawn": lambda room: room.picture.withdraw(),
    "a portrait is withdrawn": lambda room: room.portrait.withdraw(),
    "a focal point": lambda room: Photo.objects.filter(pk=room.picture.pk).update(focal_x=0.9),
    "a section is renamed": lambda room: Section.objects.filter(name="War").update(name="Front"),
    "a section leaves the menu": lambda room: Section.objects.update(in_navigation=False),
    "a topic is renamed": lambda room: room.grid.rename("Power grid"),
    "a topic is described": lambda room: Tag.objects.update(description="What it is."),
    "a topic is merged": merge_topic,
    "a name": lambda room: Author.objects.filter(name="Ivan Franko").update(name="I. F."),
    "the front page is arranged": lambda room: place(room, FRONT),
    "a section is arranged": lambda room: place(room, page_key(room.piece.section)),
    "a topic is arranged": lambda room: place(room, page_key(room.grid)),
    "a menu": of_a_menu,
    "a page is published": publish_page,
    "a withdrawal": withdraw,
    "a page is changed": lambda room: Page.objects.update(text="<p>Other words.</p>"),
}


_SUGGESTED = re.compile(r'<aside class="read-also.*?</aside>', re.DOTALL)
_CARD = re.compile(r'<article class="card".*?</article>', re.DOTALL)


def without_suggestions(response):
    """What a page says, and the cards below a piece: newer ones may come minutes later."""
    page = response.content.decode()
    cards = _CARD.findall("".join(_SUGGESTED.findall(page)))
    return (response.status_code, _SUGGESTED.sub("", page)), cards


def different(reader, addresses):
    """Where a reader gets something else than Django would answer."""
    answers = {address: (reader.get(address), Client().get(address)) for address in addresses}
    every_card = {card for _kept, made in answers.values() for card in without_suggestions(made)[1]}
    found = set()
    for address, (kept, made) in answers.items():
        (said, cards), (says, _cards) = without_suggestions(kept), without_suggestions(made)
        if said != says or not every_card.issuperset(cards):
            found.add(address)
    return found


@pytest.mark.slow
def test_after_every_change_every_kept_page_is_as_django_would_make_it(newsroom):
    reader = CachedClient()
    assert not different(reader, newsroom.addresses())
    for name, change in CHANGES.items():
        before = newsroom.addresses()
        change(newsroom)
        reader.hear()
        assert not different(reader, {*before, *newsroom.addresses()}), name


def test_what_opens_and_ends_by_the_clock_is_shown_when_it_is_time(newsroom, clock):
    at = timezone.now() + HOUR
    newsroom.piece.tags.remove("Trams")
    Article.objects.filter(pk=newsroom.piece.pk).update(
        headline="Second words", section=section("Culture"), label=Label.NONE
    )
    schedule(newsroom.piece, at, change=Change.UPDATE, note="There is more.")
    schedule(article("New", tags=["Grid"]), at)
    page = page_key(section())
    layout_factories.arrange(layout_factories.document(newsroom.other), page=page, at=at)
    reader, addresses = CachedClient(), newsroom.addresses()
    assert not different(reader, addresses)
    clock.set(at + timedelta(seconds=1))
    reader.hear()
    assert not different(reader, {*addresses, *newsroom.addresses()})
    assert "Second words" in reader.get("/").content.decode()


def test_a_publication_makes_anew_what_it_changes_and_nothing_else(newsroom):
    reader, addresses = CachedClient(), newsroom.addresses()
    reader.made_anew(addresses)
    # What has a status of its own is asked for again and again.
    always = reader.made_anew(addresses)
    publish(article("New", section=section("Culture"), tags=["Grid"], authors=["Ivan Franko"]))
    reader.hear()
    anew = reader.made_anew(addresses) - always
    for address in ("/", "/news/", "/tags/grid/", "/sections/culture/", "/rss.xml",
                    "/authors/ivan-franko/", "/sitemaps/0.xml"):  # fmt: skip
        assert address in anew
    pieces = {address for address in addresses if re.match(r"(/uk)?/\d{4}/", address)}
    untouched = {"/sections/war/", "/tags/trams/", "/authors/iryna-bondar/", "/interviews/",
                 "/uk/", "/uk/news/", "/labels/opinion/", "/offline/", "/robots.txt"}  # fmt: skip
    assert not anew & (pieces | untouched)


def test_an_update_that_changes_no_card_makes_anew_no_page_that_shows_the_card(newsroom):
    newsroom.piece.articles_prose_set.update(html="<p>Other words, and more of them.</p>")
    publish(newsroom.piece)
    reader, own = CachedClient(), newsroom.piece_address
    beside = newsroom.other.versions.first().get_absolute_url()
    assert "First words" in reader.get(beside).content.decode()
    reader.made_anew([own])
    newsroom.piece.articles_prose_set.update(html="<p>The last words.</p>")
    publish(newsroom.piece)
    assert reader.hear().made_anew([own, beside, "/news/"]) == {own, "/news/"}
    republish(newsroom, headline="Second words")
    assert "Second words" in reader.hear().get(beside).content.decode()
    withdraw(newsroom)
    assert "Second words" not in reader.hear().get(beside).content.decode()


def test_menus_are_read_once_for_all_pages(newsroom):
    reader = CachedClient()
    reader.get("/news/")
    with CaptureQueriesContext(connection) as first:
        reader.get("/interviews/")
    with CaptureQueriesContext(connection) as without:
        Client().get("/interviews/")
    assert len(first) == len(without) - 1


def test_a_draft_and_what_belongs_to_nobody_yet_make_nothing_anew(newsroom):
    reader, addresses = CachedClient(), newsroom.addresses()
    reader.made_anew(addresses)
    always = reader.made_anew(addresses)
    draft = article("A draft", tags=["A new topic"], authors=["A new name"], lead_photo=photo())
    Article.objects.filter(pk=draft.pk).update(headline="The same draft")
    reader.hear()
    assert reader.made_anew(addresses) == always


def test_a_list_page_that_a_link_leads_to_is_kept_and_goes_with_its_list(newsroom):
    now = timezone.now()
    for number in range(42):
        record(article(f"Piece {number}"), now - (4 + number) * HOUR)
    reader = CachedClient()
    page = reader.get("/news/").content.decode()
    more = "/news/" + re.search(r"\?before=[\d-]+", page)[0]
    assert reader.made_anew([more]) == {more}
    assert not reader.made_anew([more])
    publish(article("New"))
    assert not different(reader.hear(), [more])


def note(*scopes):
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_note_change(%s)", [list(scopes)])


def test_what_changes_more_than_a_log_holds_changes_the_whole_site(newsroom):
    reader = CachedClient()
    reader.made_anew(["/robots.txt"])
    note(*(f"topic:{number}" for number in range(1000)))
    assert not reader.hear().made_anew(["/robots.txt"])
    with transaction.atomic():
        for number in range(1001):
            note(f"topic:{number}")
    assert reader.hear().made_anew(["/robots.txt"])


def test_whoever_was_away_for_longer_than_the_log_remembers_begins_anew(newsroom):
    reader = CachedClient()
    reader.made_anew(["/robots.txt"])
    for _time in range(1001):
        note("topic:1")
    assert reader.hear().made_anew(["/robots.txt"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT number) FROM articles_change")
        assert cursor.fetchone() == (1000,)


def test_a_database_that_was_restored_begins_anew(newsroom):
    reader = CachedClient()
    reader.made_anew(["/robots.txt"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_edition SET number = number - 3")
    assert reader.hear().made_anew(["/robots.txt"])


# Each rule, broken on purpose: what would then be wrong is seen above.


def tables_that_pages_read(reader, addresses):
    with CaptureQueriesContext(connection) as asked:
        for address in addresses:
            reader.get(address)
    names = (re.findall(r'(?:FROM|JOIN) "?(\w+)', query["sql"]) for query in asked)
    return {name for found in names for name in found if name.startswith(("articles_", "interv"))}


# Read to answer what is not kept: where an address once led.
FOR_REDIRECTS = {
    "articles_redirect",
    "articles_address",
    "articles_formersection",
    "articles_formerauthor",
    "articles_formerpage",
}
# Only its layouts are shown, and what it is of never changes.
NEVER_CHANGED = {"articles_arrangement"}
# Stands under the version and the state of its photos, which are asked in the same statement.
OF_A_VERSION = {"articles_fragment"}


def test_every_table_that_a_page_reads_logs_its_changes(newsroom):
    read = tables_that_pages_read(CachedClient(), newsroom.addresses())
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%noted'")
        logged = {name for (name,) in cursor.fetchall()}
    functions = {"articles_changes_since", "articles_edition"}
    assert read - logged - functions <= FOR_REDIRECTS | NEVER_CHANGED | OF_A_VERSION
    assert len(logged & read) > 8


def test_a_publication_that_is_long_in_coming_is_noticed(newsroom, changes):
    reader, addresses = CachedClient(changes), newsroom.addresses()
    different(reader, addresses)
    with transaction.atomic():
        CHANGES["an update"](newsroom)
        assert "Second words" not in reader.hear().get("/news/").content.decode()
    assert not different(reader.hear(), addresses)


def elsewhere(act):
    """Do it on another connection, and wait for it."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)


def test_a_photo_that_changes_while_a_piece_with_it_comes_out_is_noticed(newsroom, changes):
    shown = photo()
    piece = article("With a picture", lead_photo=shown)
    reader, addresses = CachedClient(changes), ["/news/"]

    def publish_and_read():
        addresses.append(publish(piece).get_absolute_url())
        reader.hear().get(addresses[-1])

    with transaction.atomic():
        Photo.objects.filter(pk=shown.pk).update(focal_x=0.9)
        with connection.cursor() as cursor:
            # What its commit notes first, before the other one is over.
            cursor.execute("SET CONSTRAINTS articles_photo_noted IMMEDIATE")
        elsewhere(publish_and_read)
    assert len(addresses) == 2
    assert not different(reader.hear(), addresses)


# A change that one table alone has.
OF_A_TABLE = {
    "version": "a plain piece",
    "layout": "the front page is arranged",
    "photo": "a photo is withdrawn",
    "author": "a name",
    "section": "a section is renamed",
    "tag": "a topic is described",
    "menuitem": "a menu",
    "page": "a page is changed",
}


SHOWN = ["/", "/news/", "/sections/war/", "/tags/grid/", "/authors/ivan-franko/", "/ours/"]


@pytest.mark.parametrize("table", OF_A_TABLE)
def test_a_table_without_its_trigger_would_be_noticed(newsroom, changes, table):
    reader, addresses = CachedClient(changes), [*SHOWN, newsroom.piece_address]
    Article.objects.filter(pk=newsroom.piece.pk).update(standfirst="Other words.")
    different(reader, addresses)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE articles_{table} DISABLE TRIGGER articles_{table}_noted")
    try:
        with transaction.atomic():
            CHANGES[OF_A_TABLE[table]](newsroom)
            # The clock alone would tell of it, had it come later than this.
            reader.hear()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE articles_{table} ENABLE TRIGGER articles_{table}_noted")
    assert different(reader.hear(), addresses)


@pytest.fixture
def compiled_anew():
    compiled_queries.forget()
    yield
    compiled_queries.forget()


def test_a_queryset_that_says_nothing_would_be_noticed(newsroom, monkeypatch, compiled_anew):
    monkeypatch.setattr(
        VersionQuery, "get_compiler", super(VersionQuery, VersionQuery).get_compiler
    )
    reader, addresses = CachedClient(), [*SHOWN, newsroom.piece_address]
    different(reader, addresses)
    CHANGES["a new piece"](newsroom)
    assert different(reader.hear(), addresses)


def test_a_version_that_says_nothing_would_be_noticed(newsroom, monkeypatch):
    monkeypatch.setattr("articles.models.version.depends_on", lambda *scopes: None)
    reader, addresses = CachedClient(), [*SHOWN, newsroom.piece_address]
    different(reader, addresses)
    CHANGES["an update"](newsroom)
    assert different(reader.hear(), addresses)
