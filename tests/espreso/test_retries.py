"""What runs into somebody else is undone, and done once more."""

from types import SimpleNamespace

import pytest
from django.contrib.messages import get_messages, success
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.http import HttpResponse

from articles.models import Section
from espreso.retries import is_done, once_more

pytestmark = pytest.mark.django_db

RAISE = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$"


@pytest.fixture
def request_to(rf):
    """Return a request as the desk's middleware hands it on: request_to(method, **data)."""

    def made(method, **data):
        request = getattr(rf, method)("/admin/", data)
        request.session = SessionStore()
        request._messages = default_storage(request)
        return request

    return made


def overtaken(times, break_with, content_type="application/json"):
    """A view that writes, speaks, hangs something on its request, and is broken so many times."""
    tries = []

    @once_more
    def view(request):
        tries.append(hasattr(request, "attempt"))
        request.attempt = SimpleNamespace()
        Section.objects.create(name=f"Section {len(tries)}")
        success(request, f"Saved at try {len(tries)}.")
        if len(tries) <= times:
            break_with()
        return HttpResponse(f"{len(tries)}", content_type=content_type)

    return view, tries


def raised_by_database(state):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(RAISE % state)

    return run


def a_row_has_gone():
    Section.objects.get(name="Nowhere")


def a_row_was_not_changed():
    Section(pk=404, name="Nowhere", slug="nowhere").save(force_update=True)


@pytest.mark.parametrize(
    "break_with",
    [
        raised_by_database("40P01"),
        raised_by_database("40001"),
        raised_by_database("23505"),
        raised_by_database("23503"),
        a_row_has_gone,
        a_row_was_not_changed,
    ],
)
def test_what_ran_into_somebody_else_is_done_once_more_and_leaves_nothing_of_the_first_try(
    break_with, request_to
):
    view, tries = overtaken(1, break_with)
    request = request_to("post")

    assert view(request).content == b"2"
    assert tries == [False, False]
    assert list(Section.objects.values_list("name", flat=True)) == ["Section 2"]
    assert [str(said) for said in get_messages(request)] == ["Saved at try 2."]
    assert is_done(request)


def test_it_is_tried_once_more_and_no_oftener(request_to):
    view, tries = overtaken(9, raised_by_database("40P01"))
    request = request_to("post")

    with pytest.raises(OperationalError):
        view(request)
    assert len(tries) == 2
    assert not Section.objects.exists()
    assert is_done(request) is False


@pytest.mark.parametrize("state", ["57014", "53100", "25006", "42703", "22012"])
def test_another_error_is_not_tried_again(state, request_to):
    view, tries = overtaken(1, raised_by_database(state))

    with pytest.raises(DatabaseError):
        view(request_to("post"))
    assert len(tries) == 1
    assert not Section.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("content_type", "done"), [("application/json", True), ("text/html", None)]
)
def test_what_fails_after_the_commit_is_not_done_twice(content_type, done, request_to):
    view, tries = overtaken(9, lambda: transaction.on_commit(a_row_has_gone), content_type)
    request = request_to("post")

    with pytest.raises(Section.DoesNotExist):
        view(request)
    assert len(tries) == 1
    assert Section.objects.count() == 1
    assert is_done(request) is done


def test_an_uploaded_file_that_can_be_read_once_is_not_read_again(request_to):
    view, tries = overtaken(1, raised_by_database("23505"))
    request = request_to("post", picture=SimpleUploadedFile("tram.jpg", b"tram"))

    with pytest.raises(IntegrityError):
        view(request)
    assert len(tries) == 1
    assert is_done(request) is None
