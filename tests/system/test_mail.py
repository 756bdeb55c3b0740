"""Mail from real workers: each sends what no other has, and none waits for a mail server."""

import pytest
from django.core.mail import send_mail

from articles.models import OutgoingMail
from espreso import settings as production
from tests.factories import person
from tests.mail_server import mail_server
from tests.strangers import Stranger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FORGOTTEN = "/accounts/password/reset/"


@pytest.fixture
def post_office():
    with mail_server() as server:
        yield server


@pytest.fixture
def server_workers():
    return 2


@pytest.fixture
def server_environment(post_office):
    return {"EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}"}


def test_two_workers_deliver_every_mail_once(post_office, server, settings):
    settings.MAILERS = {"default": production.MAILERS["default"]}
    addresses = [f"colleague{number}@example.org" for number in range(40)]
    for address in addresses:
        send_mail("Subject", "Words", None, [address])
    letters = post_office.wait_for(len(addresses))
    assert sorted(letter["To"] for letter in letters) == sorted(addresses)


def test_a_mail_server_that_hangs_holds_nobody(post_office, server):
    post_office.silent = True
    ivan = person("Reporter")
    # One mail for each worker to hang with, and one more.
    for _worker in range(3):
        answer = Stranger(server.url).post(FORGOTTEN, email=ivan.email)
        assert "We have sent you an email" in answer.words
    assert post_office.asked.wait(60)
    for _reader in range(8):
        assert Stranger(server.url).get("/healthz").words == "alive\n"
    assert OutgoingMail.objects.count() == 3
