"""What the desk says when it could not do something: whether it is done, why not, and the words."""

import errno
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.test import Client

from articles.models import Article, Section
from espreso import failures
from espreso.retries import once_more
from tests.desk_client import opened, page_of, words_of
from tests.markup import fields_of_form

pytestmark = pytest.mark.django_db(transaction=True)

# As a browser says where a form comes from.
OURS = {"Origin": "http://testserver"}
TYPED = "Trams cross the bridge again"


@pytest.fixture
def desk(editor):
    client = Client(raise_request_exception=False, headers=OURS)
    client.force_login(editor)
    return client


@pytest.fixture
def typed(desk, piece):
    return opened(desk, piece) | {"headline": TYPED, "_continue": "Save"}


@contextmanager
def a_database_that(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    try:
        yield
    finally:
        connection.close()


@contextmanager
def a_database_that_is_away():
    connection.close()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "nowhere"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


@contextmanager
def a_database_where_somebody_else_holds(piece):
    there = connection.settings_dict
    with psycopg.connect(
        host=there["HOST"], port=there["PORT"], user=there["USER"], dbname=there["NAME"]
    ) as other:
        other.execute("SELECT FROM articles_article WHERE id = %s FOR UPDATE", [piece.pk])
        with a_database_that("SET lock_timeout = '10ms'"):
            yield


def is_saved():
    return Article.objects.get().headline == TYPED


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (
            lambda piece: a_database_that("SET default_transaction_read_only = on"),
            "can only be read",
        ),
        (lambda piece: a_database_that_is_away(), "cannot be reached"),
        (a_database_where_somebody_else_holds, "Someone else is changing the same thing"),
    ],
)
def test_a_save_that_the_database_cannot_take_says_why_and_is_sent_again_with_all_its_words(
    broken, why, desk, piece, typed
):
    with broken(piece):
        refused = desk.post(page_of(piece), typed)
    said = words_of(refused)

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"])
    assert "Not saved" in said
    assert why in said
    assert TYPED in said
    assert not is_saved()
    again = fields_of_form(refused.content.decode().replace("<main>", '<main id="content">'))
    assert desk.post(page_of(piece), again).status_code == 302
    assert is_saved()


def test_a_page_that_the_database_cannot_give_says_why(desk, piece):
    address = page_of(piece)
    with a_database_that_is_away():
        refused = desk.get(address)

    assert refused.status_code == 503
    assert "cannot be reached" in words_of(refused)
    assert "Not saved" not in words_of(refused)


def test_a_script_is_told_in_json(desk, piece, typed):
    with a_database_that("SET default_transaction_read_only = on"):
        by_fetch = desk.post(page_of(piece), typed, headers={"Sec-Fetch-Dest": "empty"})
        by_json = desk.post(page_of(piece, "autosave"), {}, content_type="application/json")

    assert by_fetch.json()["problem"].startswith("Not saved. The database can only be read")
    # What it cannot read it refuses before.
    assert by_json.status_code == 400


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": ""}],
)
def test_what_another_site_sent_is_neither_shown_nor_offered_to_be_sent_again(
    headers, desk, piece, typed
):
    with a_database_that("SET default_transaction_read_only = on"):
        refused = desk.post(page_of(piece), typed, headers=headers)

    assert TYPED not in refused.content.decode()
    assert "<form" not in refused.content.decode()


def test_a_form_without_the_token_of_this_browser_keeps_its_words_and_can_be_sent_again(
    editor, piece, typed
):
    strict = Client(enforce_csrf_checks=True, headers=OURS)
    strict.force_login(editor)
    refused = strict.post(page_of(piece), typed)

    assert refused.status_code == 403
    assert TYPED in words_of(refused)
    again = fields_of_form(refused.content.decode().replace("<main>", '<main id="content">'))
    assert strict.post(page_of(piece), again).status_code == 302
    assert is_saved()


def test_a_script_without_the_token_of_this_browser_is_told_nothing_to_say(editor, piece):
    strict = Client(enforce_csrf_checks=True, headers=OURS)
    strict.force_login(editor)
    refused = strict.post(page_of(piece, "autosave"), {}, content_type="application/json")

    assert refused.status_code == 403
    assert "json" not in refused.headers["Content-Type"]


def test_a_password_is_never_shown_again(editor):
    visitor = Client(raise_request_exception=False, headers=OURS)
    typed = {"login": editor.username, "password": "correct horse battery staple"}
    with a_database_that_is_away():
        refused = visitor.post("/accounts/login/", typed)

    assert refused.status_code == 503
    assert "horse" not in refused.content.decode()


@pytest.fixture
def posted(rf):
    return rf.post("/admin/articles/article/add/", {"headline": TYPED}, headers=OURS)


def broke_after(view, request):
    try:
        once_more(view)(request)
        raise ValueError("The answer cannot be made.")
    except Exception:
        return words_of(failures.server_error(request))


def test_of_what_is_done_it_says_so_when_only_its_answer_fails(posted):
    def view(request):
        Section.objects.create(name="City")
        return HttpResponseRedirect("/admin/")

    said = broke_after(view, posted)

    assert "Saved, but the answer cannot be shown" in said
    assert TYPED not in said


def test_of_what_is_undone_it_says_so(posted):
    def view(request):
        Section.objects.create(name="City")
        raise ValueError("Broken.")

    assert "Not saved" in broke_after(view, posted)
    assert not Section.objects.exists()


def test_of_a_form_that_was_refused_nobody_says_that_it_is_saved(posted):
    def view(request):
        return HttpResponse("<p>Enter a headline.</p>")

    said = broke_after(view, posted)

    assert "Perhaps saved" in said
    assert TYPED in said


def test_a_page_that_cannot_be_made_undoes_what_was_done_for_it(posted):
    def view(request):
        Section.objects.create(name="City")
        return TemplateResponse(request, "there/is/none.html")

    said = broke_after(view, posted)

    assert "Not saved" in said
    assert TYPED in said
    assert not Section.objects.exists()


def test_what_lost_its_connection_before_the_commit_is_undone(posted):
    def view(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    try:
        said = broke_after(view, posted)
    finally:
        connection.close()
    assert "Not saved" in said
    assert "The connection to the database broke" in said


def test_of_what_lost_its_connection_at_the_commit_nobody_knows(posted):
    def view(request):
        Section.objects.create(name="City")
        mine = connection.connection.info.backend_pid
        with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
        return HttpResponseRedirect("/admin/")

    try:
        said = broke_after(view, posted)
    finally:
        connection.close()
    assert "Perhaps saved" in said
    assert TYPED in said


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EROFS, "its folder is closed"),
        (errno.EACCES, "its folder is closed"),
    ],
)
def test_a_file_that_cannot_be_written_is_named_without_the_folders_of_the_server(
    number, why, settings
):
    name = str(settings.MEDIA_ROOT / "bridge-800.avif")

    said = failures.reason(OSError(number, "", name))

    assert why in said
    assert said.endswith("(bridge-800.avif)")


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("57014", "took too long"),
        ("53100", "The disk of the database is full"),
        ("53300", "Too much is going on"),
        ("40P01", "at the same moment"),
        ("23503", "at the same moment"),
    ],
)
def test_what_the_database_says_by_a_code_is_said_in_words(state, why):
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")

    assert why in failures.reason(raised.value)


def test_a_mistake_of_ours_gives_no_reason():
    assert failures.reason(ValueError("wrong")) == ""
    assert failures.reason(None) == ""


def test_a_row_that_is_not_there_any_more_is_said_to_the_desk_in_its_own_words(desk, piece):
    address = page_of(piece, "publish")
    piece.delete()
    gone = desk.post(address, {"note": "What readers are told"})

    assert gone.status_code == 404
    assert "someone may have deleted it" in words_of(gone)
    assert "What readers are told" in words_of(gone)


def test_an_address_that_no_page_of_the_desk_writes_is_refused_in_words(desk, piece):
    refused = desk.get(page_of(piece), {"_to_field": "password", "_popup": "1"})

    assert refused.status_code == 400
    assert "not one of the desk’s" in words_of(refused)


def test_a_host_that_is_not_ours_gets_no_more_than_a_refusal(desk, piece, typed):
    refused = desk.post(page_of(piece), typed, headers={"Host": "evil.example"})

    assert refused.status_code == 400
    assert TYPED not in refused.content.decode()


# What nobody waits for any more.


def sent(seconds_ago):
    return f"{time.time() - seconds_ago:.3f}"


def test_a_save_that_waited_longer_than_its_sender_is_not_begun(desk, piece, typed):
    refused = desk.post(page_of(piece), typed, headers={"X-Accel-Clock": sent(3600)})

    assert refused.status_code == 503
    assert "not begun" in words_of(refused)
    assert TYPED in words_of(refused)
    assert not is_saved()


@pytest.mark.parametrize("clock", ["", "nonsense", "1.5", "٣", "-1.000", "9" * 99, "1e9"])
def test_what_does_not_say_when_it_was_sent_is_done(clock, desk, piece, typed):
    assert desk.post(page_of(piece), typed, headers={"X-Accel-Clock": clock}).status_code == 302
    assert is_saved()


def test_what_was_sent_just_now_is_done_and_a_page_is_given_however_late(desk, piece, typed):
    assert desk.get(page_of(piece), headers={"X-Accel-Clock": sent(3600)}).status_code == 200
    answer = desk.post(page_of(piece), typed, headers={"X-Accel-Clock": sent(1)})

    assert answer.status_code == 302
    assert is_saved()


def test_what_a_reader_sent_too_late_is_answered_with_the_page_of_readers(client):
    late = client.post("/report-mistake/", {}, headers={"X-Accel-Clock": sent(3600)})

    assert late.status_code == 503
    assert "the desk" not in words_of(late)
