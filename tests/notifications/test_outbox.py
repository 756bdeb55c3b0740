"""Mail leaves after the commit, from rows, and is tried again."""

import pytest
from django.core.mail import send_mail
from django.db import transaction
from django.db.models.functions import Now

from articles.models import OutgoingMail, Trouble
from articles.notifications import outbox
from espreso import settings as production
from tests.desk_client import words_of
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db

UNDELIVERED = "/admin/articles/outgoingmail/"
SECRET = "https://news.example/accounts/password/reset/key/1-secret/"


@pytest.fixture
def post_office(settings):
    """A mail server, and the site that writes to it."""
    with mail_server() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 60}
        settings.MAILERS = {
            "default": production.MAILERS["default"],
            "server": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": options,
            },
        }
        yield server


@pytest.fixture
def no_mail_server(post_office, settings):
    settings.MAILERS["server"]["OPTIONS"]["port"] = 1


def write(*addresses, body="Words"):
    for address in addresses:
        send_mail("Subject", body, None, [address])


def due_again():
    OutgoingMail.objects.update(due_at=Now())


def test_mail_is_written_at_once_and_delivered_in_the_background_once(post_office):
    write("olha@example.org", body=f"Слова {SECRET}")
    assert not post_office.letters

    outbox.send_due()
    outbox.send_due()

    [letter] = post_office.letters
    assert letter["To"] == "olha@example.org"
    assert SECRET in letter.get_content()
    assert not OutgoingMail.objects.exists()


def test_what_is_undone_tells_nobody(post_office):
    with transaction.atomic():
        write("olha@example.org")
        transaction.set_rollback(True)
    outbox.send_due()
    assert not post_office.letters


def test_one_wrong_address_keeps_no_mail_from_the_others_and_is_given_up(post_office):
    post_office.refused["nobody@example.org"] = 550
    write("nobody@example.org", "olha@example.org", body=SECRET)

    outbox.send_due()

    assert [letter["To"] for letter in post_office.letters] == ["olha@example.org"]
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.trouble, mail.body) == ("nobody@example.org", Trouble.ADDRESS, "")
    assert mail.given_up_at
    due_again()
    outbox.send_due()
    assert OutgoingMail.objects.get().attempts == 1


def test_an_address_that_is_refused_for_the_moment_is_tried_again(post_office):
    post_office.refused["olha@example.org"] = 450
    write("olha@example.org", body=SECRET)
    outbox.send_due()
    assert OutgoingMail.objects.get().trouble == Trouble.ADDRESS

    post_office.refused.clear()
    outbox.send_due()
    assert not post_office.letters
    due_again()
    outbox.send_due()

    assert SECRET in post_office.letters[0].get_content()
    assert not OutgoingMail.objects.exists()


def test_a_mail_server_that_is_away_is_asked_with_growing_pauses_for_about_a_day(
    no_mail_server, caplog
):
    write("olha@example.org", body=SECRET)
    pauses = []
    while True:
        outbox.send_due()
        mail = OutgoingMail.objects.annotate(now=Now()).get()
        if mail.given_up_at:
            break
        pauses.append((mail.due_at - mail.now).total_seconds() / 60)
        assert mail.body
        due_at = mail.due_at
        outbox.send_due()
        assert OutgoingMail.objects.get().due_at == due_at
        due_again()
    minutes = [round(pause) for pause in pauses]
    assert minutes == sorted(minutes)
    assert minutes[0] == 2
    assert 20 < sum(minutes) / 60 < 30
    assert (mail.trouble, mail.body) == (Trouble.SILENT, "")
    # Not at every attempt.
    assert len(caplog.records) == 2


def test_a_mail_that_a_worker_was_killed_with_is_sent_by_another_one_with_the_same_name(
    post_office,
):
    write("olha@example.org")
    name = outbox._take().message_id

    outbox.send_due()
    assert not post_office.letters
    due_again()
    outbox.send_due()

    assert post_office.letters[0]["Message-ID"] == name


def test_a_mail_server_that_is_away_is_asked_once_a_round(no_mail_server):
    write("olha@example.org", "ivan@example.org")
    outbox.send_due()
    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 1]


# In the desk.


def test_an_admin_sees_whom_mail_did_not_reach_and_why_but_no_text(no_mail_server, signed_in):
    write("olha@example.org", body=SECRET)
    outbox.send_due()
    admin = signed_in("Admin")
    mail = OutgoingMail.objects.get()

    for page in ("/admin/", UNDELIVERED, f"{UNDELIVERED}{mail.pk}/change/"):
        response = admin.get(page)
        assert "olha@example.org" in words_of(response)
        assert "the mail server is not responding" in words_of(response)
        assert SECRET not in response.text


def test_what_is_on_its_way_is_no_trouble(post_office, signed_in):
    write("olha@example.org")
    assert "olha@example.org" not in words_of(signed_in("Admin").get(UNDELIVERED))


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_nobody_below_an_admin_sees_it(role, no_mail_server, signed_in):
    write("olha@example.org")
    outbox.send_due()
    client = signed_in(role)
    assert client.get(UNDELIVERED).status_code == 403
    assert "olha@example.org" not in words_of(client.get("/admin/"))


def test_an_admin_has_it_tried_again_at_once(post_office, signed_in):
    post_office.refused |= {"olha@example.org": 450, "nobody@example.org": 550}
    write("olha@example.org", "nobody@example.org")
    outbox.send_due()
    post_office.refused.clear()

    chosen = list(OutgoingMail.objects.values_list("pk", flat=True))
    said = signed_in("Admin").post(
        UNDELIVERED, {"action": "try_again", "_selected_action": chosen}, follow=True
    )
    outbox.send_due()

    assert "1 email is sent now." in words_of(said)
    assert "1 email was given up, and its text is gone." in words_of(said)
    assert [letter["To"] for letter in post_office.letters] == ["olha@example.org"]
