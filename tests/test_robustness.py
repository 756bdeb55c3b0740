"""What people and machines do at the wrong moment, and what nobody meant to send."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from articles.models import Article, Figure, Photo, Version
from tests import newsroom, pictures
from tests.desk import form_of, page_of

# Whether somebody waits for the process with this number. Not pg_stat_activity, which stays
# as it was within a transaction.
HELD_UP = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND %s = ANY(pg_blocking_pids(pid)))"
)


@contextmanager
def in_the_middle_of(act):
    """Run what is inside in a transaction, and `act` elsewhere before it commits.

    It commits once `act` has ended or waits for it. What `act` raised is raised at the end.
    """
    raised = []

    def run():
        try:
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=run)
    with transaction.atomic():
        yield
        other.start()
        with connection.cursor() as cursor:
            held_up = False
            while other.is_alive() and not held_up:
                cursor.execute(HELD_UP, [connection.connection.info.backend_pid])
                [held_up] = cursor.fetchone()
    other.join()
    if raised:
        raise raised[0]


def photo():
    return Photo.objects.take_in(pictures.upload(pictures.encoded(pictures.corners(600, 400))))


@pytest.mark.django_db(transaction=True)
def test_a_piece_is_published_while_one_of_its_photos_is_being_withdrawn():
    shown, editor = photo(), newsroom.person()
    piece = newsroom.article()
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=shown)

    with in_the_middle_of(lambda: newsroom.publish(piece, editor)):
        shown.withdraw()

    assert Version.objects.live().get().article_id == piece.pk
    shown.refresh_from_db()
    assert shown.withdrawn_at


@pytest.mark.django_db(transaction=True)
def test_a_piece_is_published_while_the_address_of_its_author_is_being_changed():
    editor = newsroom.person()
    piece = newsroom.article(authors=["Taras Zoria"])
    author = piece.bylines.get().author

    with in_the_middle_of(lambda: newsroom.publish(piece, editor)):
        author.slug = "zoria"
        author.save()

    assert Version.objects.live().get().authors.get().slug == "zoria"


@pytest.mark.django_db(transaction=True)
def test_two_pieces_that_pick_each_other_are_saved_at_the_same_moment():
    one, other = newsroom.article("The bridge"), newsroom.article("The trams")
    desks = {one: Client(), other: Client()}
    for desk in desks.values():
        desk.force_login(newsroom.person())

    def pick(piece, picked):
        data = form_of(desks[piece].get(page_of(piece)))
        data |= {"read_also": [picked.pk], "_continue": "Save"}
        assert desks[piece].post(page_of(piece), data).status_code == 302

    with in_the_middle_of(lambda: pick(other, one)):
        pick(one, other)

    assert list(one.read_also.all()) == [other]
    assert list(other.read_also.all()) == [one]
    assert Article.objects.filter(revision=2).count() == 2
