"""Known sessions: whom Espreso calls known when nginx asks."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.bench import nginx
from espreso.app_server import HOST
from tests.factories import person
from tests.nginx_front import Front
from tests.programs import needs
from tests.strangers import Stranger

ADDRESS = "/accounts/known/"


def test_who_may_open_the_desk_is_known(client, db):
    client.force_login(person())
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (204, b"")
    assert not answer.cookies


@pytest.mark.parametrize("session", ["", "x", "m" * 32, "x" * 4000])
def test_who_has_no_session_is_not(session, client, db):
    client.cookies["sessionid"] = session
    with CaptureQueriesContext(connection) as asked:
        assert client.get(ADDRESS).status_code == 403
    assert len(asked) <= 1
    assert not Session.objects.exists()


def test_who_may_not_open_the_desk_any_more_is_not(client, db):
    somebody = person()
    client.force_login(somebody)
    somebody.is_active = False
    somebody.save()
    assert client.get(ADDRESS).status_code == 403


def test_nothing_can_be_sent_there(client, db):
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.slow
@needs("nginx")
@pytest.mark.django_db(transaction=True)
def test_whose_session_ends_is_a_stranger_again(server, client):
    client.force_login(person())
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    body = b"x" * 100_000

    def send(front):
        address = reverse("admin:articles_article_add")
        return front.get(address, method="POST", body=body, Cookie=cookie)

    with nginx.shipped(f"{HOST}:{server.port}") as running:
        # Without the token of a form, which Espreso says itself.
        assert "not signed in" not in send(Front(running, None))[2]
    client.logout()
    with nginx.shipped(f"{HOST}:{server.port}") as running:
        status, _headers, said = send(Front(running, None))
        assert status == 403
        assert "not signed in" in said


@pytest.mark.slow
@needs("nginx")
@pytest.mark.django_db(transaction=True)
def test_somebody_signs_in_and_works_while_strangers_use_up_sign_in(server):
    person("Editor", username="olena")
    with nginx.shipped(f"{HOST}:{server.port}") as running:
        front, browser = Front(running, None), Stranger(running.url)
        opened = browser.post("/accounts/login/", login="olena", password="a long password")
        assert opened.status == 200
        assert opened.address.startswith(f"{running.url}/admin/")
        made_up = f"sessionid={'m' * 32}"
        assert 429 in front.flood((("/admin/", "") for _n in range(150)), Cookie=made_up)
        assert browser.get("/admin/articles/article/").status == 200
        answers = front.flood(("/admin/articles/article/", "") for _n in range(150))
        assert 429 in answers
