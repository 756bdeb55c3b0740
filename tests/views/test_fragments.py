"""Fragments: what was made of a version is kept for all workers, and no longer than it is true."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.content import fragments
from articles.content.render import body
from articles.feeds.full_text import code, for_feeds, full_texts
from articles.models import Change, Figure, Fragment, Photo, Variant, Version
from espreso import document
from tests.factories import article, publish
from tests.images import corners, encoded, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.FRAGMENT_CACHE = True


@pytest.fixture
def picture():
    return Photo.objects.take_in(upload(encoded(corners())), alternative_text="Two trams")


@pytest.fixture
def piece(picture):
    made = article(text='<p>Trams cross.</p><p><a href="/2020/01/01/before/">Then</a></p>')
    Figure.objects.create(parent=made, region="main", ordering=20, photo=picture)
    return made


def body_of(version, variant=Variant.PAGE):
    """What a reader's page does."""
    live = Version.objects.live().for_page().filter(pk=version.pk)
    return body(fragments.bring(live, variant, fragments.code()).get(), variant)


def in_feed(version):
    live = Version.objects.live().filter(pk=version.pk)
    (html,) = full_texts([*for_feeds(live, code(absolute))], absolute).values()
    return html


def absolute(address):
    return f"https://news.example{address}"


@pytest.mark.parametrize("variant", [Variant.PAGE, Variant.LIGHT])
def test_a_body_is_made_once_and_read_with_its_version_from_then_on(piece, variant):
    version = publish(piece)
    made = body_of(version, variant)
    with CaptureQueriesContext(connection) as asked:
        assert body_of(version, variant) == made
    assert len(asked) == 1
    assert made.facts.linked == ["2020/01/01/before"]
    assert "Trams cross." in made.html
    assert hasattr(body_of(version, variant).html, "__html__")


def test_the_full_text_of_a_feed_is_made_once_for_each_host(piece, settings):
    version = publish(piece)
    made = in_feed(version)
    Fragment.objects.update(html="As it was kept.")
    assert in_feed(version) == "As it was kept."
    settings.ALLOWED_HOSTS = ["*"]
    live = Version.objects.live()

    def elsewhere(address):
        return f"https://other.example{address}"

    (html,) = full_texts([*for_feeds(live, code(elsewhere))], elsewhere).values()
    assert "https://news.example" in made
    assert "https://news.example" not in html


def test_a_withdrawn_photo_is_gone_at_once(piece, picture):
    version = publish(piece)
    assert "<img" in body_of(version).html
    assert "<img" in in_feed(version)
    picture.withdraw()
    assert "<img" not in body_of(version).html
    assert "<img" not in in_feed(version)
    picture.reinstate()
    assert picture.src in body_of(version).html


def test_another_release_makes_it_anew(piece, monkeypatch):
    version = publish(piece)
    body_of(version)
    Fragment.objects.update(html="By the release before.")
    assert body_of(version).html == "By the release before."
    monkeypatch.setattr(document, "fingerprint", lambda: "another")
    assert "Trams cross." in body_of(version).html


def test_what_was_made_of_a_replaced_version_goes_with_the_next(piece):
    first, other = publish(piece), publish(article("Another"))
    for variant in (Variant.PAGE, Variant.LIGHT):
        body_of(first, variant)
    body_of(other)
    second = publish(piece, change=Change.CORRECTION, note="Two bridges.")
    body_of(second)
    found = {(each.version_id, each.variant) for each in Fragment.objects.all()}
    assert found == {(second.pk, "page"), (other.pk, "page")}


def test_a_database_that_refuses_writes_still_shows_the_piece(piece):
    version = publish(piece)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        assert "Trams cross." in body_of(version).html
        assert "Trams cross." in in_feed(version)
        assert not Fragment.objects.exists()
        # Or what the test wrote itself could not be checked.
        transaction.set_rollback(True)


def test_nothing_is_kept_where_that_is_switched_off(piece, settings):
    version = publish(piece)
    body_of(version)
    Fragment.objects.update(html="As it was kept.")
    settings.FRAGMENT_CACHE = False
    assert "Trams cross." in body_of(version).html
    assert Fragment.objects.get().html == "As it was kept."


def test_no_crash_of_the_database_has_to_bring_it_back():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'articles_fragment'")
        assert cursor.fetchone() == ("u",)
