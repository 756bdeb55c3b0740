"""No page becomes slower with each piece: what the database does for it, over 20,000 versions."""

import pytest
from django.db import connection

from demo.bench import loading, pages, plans

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PIECES = 18_200


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    """Examples of a loaded newsroom, in a database that is gone when this module ends.

    What is committed can be vacuumed, as it is on every site: that decides plans too.
    """
    settings = connection.settings_dict
    name, own = settings["NAME"], f"{settings['NAME']}_plans"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {own} TEMPLATE {name}")
        settings["NAME"] = own
        try:
            loading.fill(PIECES)
            yield pages.Examples()
        finally:
            connection.close()
            settings["NAME"] = name
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {own} WITH (FORCE)")


def complaints(addresses):
    large = plans.large_tables()
    return [words for query in plans.queries(addresses) for words in query.complaints(large)]


def test_the_newsroom_is_large(newsroom):
    named = ("version", "article", "address", "redirect", "taggedversion", "versionbyline")
    assert {f"articles_{name}" for name in (*named, "versionphoto")} <= plans.large_tables()


def test_no_page_reads_or_sorts_more_than_it_shows(newsroom):
    assert complaints(newsroom.every_address()) == []


@pytest.mark.parametrize(
    ("index", "page"),
    [
        ("version_findable", "a word of one headline"),
        ("version_language_kind", "interviews"),
        ("version_language_corrections", "corrections"),
        ("tag_language_newest_first", "topic of many"),
        ("author_language_newest_first", "author"),
        ("version_translations", "article"),
        ("version_sitemap", "sitemap index"),
    ],
)
def test_a_page_that_lacks_its_index_is_complained_of(newsroom, index, page):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
    assert complaints([(newsroom.pages() | newsroom.searches())[page]])
