"""What people and machines do at the wrong moment, and what nobody meant to send."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, Figure, Photo, Prose, User, Version
from interviews.models import QuestionAnswer
from tests import factories, images
from tests.desk_client import form_of, page_of

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
    return Photo.objects.take_in(images.upload(images.encoded(images.corners(600, 400))))


@pytest.mark.django_db(transaction=True)
def test_a_piece_is_published_while_one_of_its_photos_is_being_withdrawn():
    shown, editor = photo(), factories.person()
    piece = factories.article()
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=shown)

    with in_the_middle_of(lambda: factories.publish(piece, editor)):
        shown.withdraw()

    assert Version.objects.live().get().article_id == piece.pk
    shown.refresh_from_db()
    assert shown.withdrawn_at


@pytest.mark.django_db(transaction=True)
def test_a_piece_is_published_while_the_address_of_its_author_is_being_changed():
    editor = factories.person()
    piece = factories.article(authors=["Taras Zoria"])
    author = piece.bylines.get().author

    with in_the_middle_of(lambda: factories.publish(piece, editor)):
        author.slug = "zoria"
        author.save()

    assert Version.objects.live().get().authors.get().slug == "zoria"


@pytest.mark.django_db(transaction=True)
def test_two_pieces_that_pick_each_other_are_saved_at_the_same_moment():
    one, other = factories.article("The bridge"), factories.article("The trams")
    desks = {one: Client(), other: Client()}
    for desk in desks.values():
        desk.force_login(factories.person())

    def pick(piece, picked):
        data = form_of(desks[piece].get(page_of(piece)))
        data |= {"read_also": [picked.pk], "_continue": "Save"}
        assert desks[piece].post(page_of(piece), data).status_code == 302

    with in_the_middle_of(lambda: pick(other, one)):
        pick(one, other)

    assert list(one.read_also.all()) == [other]
    assert list(other.read_also.all()) == [one]
    assert Article.objects.filter(revision=2).count() == 2


LONG = "9" * 5000
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/tags/%00/", "/tags/a%00b/", "/?before=%00", "/%00"])
def test_nothing_is_at_an_address_with_a_null_character(address, client):
    response = client.get(address)
    assert response.status_code == 404
    assert "Content-Security-Policy" in response.headers


@pytest.mark.django_db
def test_a_date_is_written_in_one_way_only(client):
    factories.publish(factories.article())
    day = f"/news/{timezone.localdate():%Y/%m/%d}/"
    assert client.get(day).status_code == 200
    assert client.get(day.translate(ARABIC)).status_code == 404


@pytest.fixture
def desk(client):
    client.force_login(factories.person("Admin"))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["author=abc", "author=0", "author=٣", f"author={LONG}", "label__exact=%00", "q=%00"]
)
def test_a_list_of_the_desk_answers_whatever_its_address_says(query, desk):
    assert desk.get(f"/admin/articles/article/?{query}").status_code in {200, 302, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["articles/article", "interviews/interview"])
@pytest.mark.parametrize("what", ["change", "history", "delete", "preview", "transcript"])
@pytest.mark.parametrize("number", ["abc", "٣", "99999999999999999999", LONG, "%00"])
def test_a_piece_that_cannot_be_is_not_found(kind, what, number, desk):
    response = desk.get(f"/admin/{kind}/{number}/{what}/")
    assert response.status_code in {302, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["lead_photo", "byline", "read_also", "headline"])
def test_a_link_writes_nothing_into_a_new_piece(field, desk):
    response = desk.get(f"/admin/articles/article/add/?{field}=abc")
    assert response.status_code == 200
    assert 'value="abc"' not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["lead_photo", "byline"])
@pytest.mark.parametrize("value", ["abc", "007", "٣", "-1", LONG, "\x00"])
def test_a_choice_that_cannot_be_is_refused_in_words(field, value, desk):
    piece = factories.article()
    data = form_of(desk.get(page_of(piece))) | {field: value, "_continue": "Save"}
    response = desk.post(page_of(piece), data)
    assert response.status_code in {200, 302}
    piece.refresh_from_db()
    assert piece.lead_photo is None


@pytest.mark.django_db
def test_a_number_of_blocks_that_cannot_be_is_refused(desk):
    piece = factories.article()
    data = form_of(desk.get(page_of(piece))) | {"articles_prose_set-TOTAL_FORMS": LONG}
    assert desk.post(page_of(piece), data).status_code == 200
    assert Prose.objects.filter(parent=piece).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("date", "time"), [("0001-01-01", "00:00"), ("9999-12-31", "23:59"), ("\x00", "\x00")]
)
def test_a_schedule_at_the_ends_of_the_calendar_is_answered_in_words(date, time, desk, settings):
    piece = factories.article()
    for settings.TIME_ZONE in ("Europe/Kyiv", "America/New_York"):
        data = {"revision": piece.revision, "date": date, "time": time}
        assert desk.post(page_of(piece, "schedule"), data).status_code in {200, 302}
        assert desk.get(page_of(piece)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["html-007", "html-٣", f"html-{LONG[:40]}", "html-", "html-1"])
@pytest.mark.parametrize("revision", [LONG, "٣", "\x00", ""])
def test_a_proposal_that_no_form_of_ours_wrote_changes_nothing(name, revision, desk):
    piece = factories.interview()
    data = {"step": "accept", name: "Words", "revision": revision}
    assert desk.post(page_of(piece, "transcript"), data).status_code == 200
    assert QuestionAnswer.objects.filter(parent=piece).count() == 2
    assert not Prose.objects.filter(parent=piece).exists()


@pytest.mark.django_db
def test_who_may_not_see_the_library_sees_no_thumbnail_of_it(client):
    shown = photo()
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(f"/admin/articles/article/thumbnail/{shown.pk}/").status_code == 403
