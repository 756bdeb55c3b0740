"""A newsroom that was there before the desk loses nothing, and can do what a new one can."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from articles.actions import publishing
from articles.models import Label
from tests import factories

# Rows are counted at the commit, and tables are altered.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def update():
    """Return what brings a newsroom back to before, and then to today as its update does."""
    before = [("articles", "0004_the_desk")]
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def back_and_on():
        MigrationExecutor(connection).migrate(before)
        MigrationExecutor(connection).migrate(latest)

    yield back_and_on
    MigrationExecutor(connection).migrate(latest)


def as_if_written_before(version):
    """Forget what nobody wrote down then."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_version DISABLE TRIGGER USER")
        cursor.execute("UPDATE articles_version SET label_before = '' WHERE id = %s", [version.pk])
        cursor.execute("ALTER TABLE articles_version ENABLE TRIGGER USER")


def test_cancelling_what_was_scheduled_before_leaves_the_piece_its_label(update):
    piece = factories.article(label=Label.EXCLUSIVE)
    version = factories.schedule(piece, timezone.now() + timedelta(hours=1))
    as_if_written_before(version)
    update()

    publishing.cancel(piece, factories.person(), revision=piece.revision)

    piece.refresh_from_db()
    assert piece.label == Label.EXCLUSIVE


def test_a_label_that_an_update_earned_before_goes_when_it_is_cancelled(update):
    piece = factories.article()
    factories.publish(piece)
    factories.schedule(
        piece, timezone.now() + timedelta(hours=1), change="update", note="There is news."
    )
    update()

    publishing.cancel(piece, factories.person(), revision=piece.revision)

    piece.refresh_from_db()
    assert piece.label == Label.NONE


def test_a_slug_that_the_headline_had_made_follows_it_and_a_typed_one_does_not(update):
    made, typed = factories.article("First words"), factories.article("Trams", slug="rails")
    update()

    for piece in (made, typed):
        piece.refresh_from_db()
        piece.headline = "Second words"
        piece.save()

    assert (made.slug, typed.slug) == ("second-words", "rails")


def test_versions_are_as_immutable_as_before(update):
    version = factories.publish(factories.article())
    update()

    version.headline = "Something else"
    with pytest.raises(Exception, match="immutable"):
        version.save()


def test_nobody_stays_in_a_session_that_no_admin_could_end(update):
    untracked = SessionStore()
    untracked["words"] = "signed in before"
    untracked.save()
    known = Client()
    reporter = factories.person("Reporter")
    known.force_login(reporter)
    known.post("/accounts/logout/")
    known.post("/accounts/login/", {"login": reporter.username, "password": "a long password"})
    update()

    assert not Session.objects.filter(session_key=untracked.session_key).exists()
    assert known.get("/admin/").status_code == 200
