"""Who may do what in the desk: every door, for every role, asked of the server."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Author, Version
from tests import newsroom
from tests.desk import form_of, page_of

pytestmark = pytest.mark.django_db

# What each may do with a piece: N(obody), the reporter whose piece it is (O), another
# reporter (R), an editor (E), an admin (A).
EVERYONE = "O R E A"
THOSE_WHO_WRITE = "O E A"
EDITORS = "E A"
READ = {"change": EVERYONE, "preview": EVERYONE, "history": EVERYONE}
ASK = {
    "publish": EDITORS,
    "schedule": EDITORS,
    "cancel": EDITORS,
    "withdraw": EDITORS,
    "delete": EDITORS,
}
PEOPLE = ["nobody", "own reporter", "other reporter", "editor", "admin"]
LETTERS = dict(zip(PEOPLE, "NOREA", strict=True))


@pytest.fixture
def owner():
    return newsroom.person("Reporter")


@pytest.fixture(params=["article", "interview"])
def piece(request, owner):
    return getattr(newsroom, request.param)(created_by=owner)


@pytest.fixture
def sign_in(client, owner):
    def sign_in(who):
        if who != "nobody":
            roles = {"other reporter": "Reporter", "editor": "Editor", "admin": "Admin"}
            client.force_login(owner if who == "own reporter" else newsroom.person(roles[who]))
        return client

    return sign_in


def may(who, those):
    return LETTERS[who] in those.split()


def is_refused(response):
    return response.status_code == 403 or "/login/" in response.headers.get("Location", "")


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_open_for_those_who_may_read_and_act(sign_in, piece, who):
    client = sign_in(who)
    for what, those in (READ | ASK).items():
        response = client.get(page_of(piece, what))
        assert is_refused(response) is not may(who, those), what
        if may(who, those):
            assert response.status_code == 200, what


@pytest.mark.parametrize("who", PEOPLE)
def test_only_those_who_may_change_a_piece_save_it(sign_in, client, piece, owner, who):
    client.force_login(owner)
    data = form_of(client.get(page_of(piece))) | {"headline": "Other words"}
    client.logout()
    response = sign_in(who).post(page_of(piece), data | {"_continue": "Save"})
    piece.refresh_from_db()
    assert is_refused(response) is not may(who, THOSE_WHO_WRITE)
    assert (piece.headline == "Other words") is may(who, THOSE_WHO_WRITE)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_those_who_may_change_a_piece_preview_what_they_type(
    sign_in, client, piece, owner, who
):
    client.force_login(owner)
    data = form_of(client.get(page_of(piece)))
    client.logout()
    response = sign_in(who).post(page_of(piece, "preview"), data)
    assert is_refused(response) is not may(who, THOSE_WHO_WRITE)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_editors_publish(sign_in, piece, who):
    response = sign_in(who).post(page_of(piece, "publish"), {"revision": piece.revision})
    assert is_refused(response) is not may(who, EDITORS)
    assert Version.objects.exists() is may(who, EDITORS)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_editors_schedule(sign_in, piece, who):
    at = timezone.localtime() + timedelta(days=2)
    data = {"revision": piece.revision, "date": f"{at:%Y-%m-%d}", "time": "12:00"}
    response = sign_in(who).post(page_of(piece, "schedule"), data)
    assert is_refused(response) is not may(who, EDITORS)
    assert Version.objects.exists() is may(who, EDITORS)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_editors_cancel(sign_in, piece, who):
    newsroom.schedule(piece, timezone.now() + timedelta(days=2))
    response = sign_in(who).post(page_of(piece, "cancel"), {"revision": piece.revision})
    assert is_refused(response) is not may(who, EDITORS)
    assert Version.objects.exists() is not may(who, EDITORS)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_editors_withdraw(sign_in, piece, who):
    newsroom.publish(piece)
    response = sign_in(who).post(page_of(piece, "withdraw"), {"revision": piece.revision})
    assert is_refused(response) is not may(who, EDITORS)
    assert Version.objects.live().exists() is not may(who, EDITORS)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_those_who_may_change_a_piece_restore_a_version(sign_in, piece, who):
    newsroom.publish(piece)
    Article.objects.filter(pk=piece.pk).update(headline="Later words")
    response = sign_in(who).post(page_of(piece, "restore", 1), {"revision": piece.revision})
    piece.refresh_from_db()
    assert is_refused(response) is not may(who, THOSE_WHO_WRITE)
    assert (piece.headline == "Later words") is not may(who, THOSE_WHO_WRITE)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_editors_delete_and_only_what_nobody_saw(sign_in, piece, who):
    response = sign_in(who).post(page_of(piece, "delete"), {"post": "yes"})
    assert is_refused(response) is not may(who, EDITORS)
    assert Article.objects.exists() is not may(who, EDITORS)


@pytest.mark.parametrize("who", PEOPLE[1:])
def test_the_form_offers_only_what_one_may_do(sign_in, piece, who):
    newsroom.publish(piece)
    page = sign_in(who).get(page_of(piece)).content.decode()
    assert ("Publish…" in page) is may(who, EDITORS)
    assert ("Schedule…" in page) is may(who, EDITORS)
    assert ("Withdraw…" in page) is may(who, EDITORS)
    assert ('name="_continue"' in page) is may(who, THOSE_WHO_WRITE)
    assert ("Send to review" in page) is may(who, THOSE_WHO_WRITE)
    assert ("Mark as ready" in page) is may(who, EDITORS)


def test_who_may_only_read_a_piece_reads_its_text_on_the_form(sign_in, piece):
    page = sign_in("other reporter").get(page_of(piece)).content.decode()
    words = "Trams cross it again." if piece.kind == "article" else "Shift 2 was long."
    assert words in page
    assert "&lt;p&gt;" not in page
    assert "It is changed by those whose name it carries" in page


def test_a_reporter_changes_what_carries_the_reporters_name(client):
    reporter = newsroom.person("Reporter")
    Author.objects.create(name="Taras Zoria", user=reporter)
    piece = newsroom.article(authors=["Taras Zoria"])
    client.force_login(reporter)
    data = form_of(client.get(page_of(piece))) | {"headline": "Mine as well"}
    assert client.post(page_of(piece), data | {"_continue": "Save"}).status_code == 302


@pytest.mark.parametrize("who", PEOPLE)
def test_a_page_that_acts_does_nothing_when_it_is_only_opened(sign_in, piece, who):
    newsroom.publish(piece)
    newsroom.schedule(piece, timezone.now() + timedelta(days=1))
    before = list(Version.objects.values_list("pk", "during"))
    client = sign_in(who)
    for what in ASK:
        client.get(page_of(piece, what))
    client.get(page_of(piece, "restore", 1))
    piece_before = piece.revision
    piece.refresh_from_db()
    assert piece.revision == piece_before
    assert list(Version.objects.values_list("pk", "during")) == before
