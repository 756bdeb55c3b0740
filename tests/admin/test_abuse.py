"""What somebody tries, or does at the wrong moment: nothing is lost by it, and nothing breaks."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.core.checks import Tags, run_checks
from django.test import Client
from django.utils import timezone

from articles.actions import accounts, publishing, review
from articles.content import snapshot
from articles.models import Article, Change, Comment, Occasion, Presence, SharedPreview
from tests import factories
from tests.admin.coediting.test_autosave import autosave
from tests.admin.people.test_people import browser_of, choose, is_in, link_in
from tests.desk_client import asked_again, form_of, opened, page_of, save, words_of
from tests.page_cache import CachedClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_remembered():
    cache.clear()
    yield
    cache.clear()


# Pieces.


def test_words_typed_by_somebody_who_may_not_change_the_piece_any_more_become_a_new_one(
    client, piece, reporter
):
    piece.shared_with.add(reporter)
    client.force_login(reporter)
    typed = opened(client, piece) | {"headline": "Only mine, and not saved"}
    autosave(client, page_of(piece, "autosave"), typed)
    piece.shared_with.remove(reporter)

    page = client.get(page_of(piece))
    assert "was not saved" in words_of(page)
    assert 'id="desk-discard"' in page.content.decode()
    back = client.get(page_of(piece, "recover", typed["_window"]))
    assert "becomes a new one" in words_of(back)
    client.post("/admin/articles/article/add/", form_of(back) | {"_continue": "Save"})

    made = Article.objects.exclude(pk=piece.pk).get()
    assert made.headline == "Only mine, and not saved"
    piece.refresh_from_db()
    assert piece.headline == "A bridge reopens"
    assert "was not saved" not in words_of(client.get(page_of(piece)))


def test_a_null_character_in_the_comment_is_refused_in_words_and_sends_nothing_back(desk, reporter):
    piece = factories.article(created_by=reporter, stage="review")

    data = opened(desk, piece) | {"_why": "Wrong\0date"}
    answer = save(desk, piece, data, _stage="draft")

    assert "type it again" in words_of(answer)
    assert not Comment.objects.exists()
    assert mail.outbox == []


def test_who_deletes_a_piece_reads_what_goes_with_it_and_nothing_of_its_machinery(
    desk, piece, editor, reporter
):
    window = "b" * 32
    said = Comment.objects.create(article=piece, text="Which bridge?", by=reporter)
    Comment.objects.create(article=piece, text="This one.", by=editor, answers_to=said)
    snapshot.save_milestone(piece, Occasion.REVIEW, editor)
    until = timezone.now() + timedelta(hours=1)
    SharedPreview.objects.create(article=piece, by=editor, expires_at=until)
    Presence.objects.create(article=piece, user=reporter, window=window)
    piece.shared_with.add(reporter)

    page = desk.get(page_of(piece, "delete"))

    words = words_of(page)
    assert "A bridge reopens" in words
    assert "Comments: 2" in words
    assert "Earlier drafts in the history: 1" in words
    assert "Preview links: 1" in words
    assert window not in page.content.decode()
    assert "relationship" not in words
    desk.post(page_of(piece, "delete"), {"post": "yes"})
    assert not Article.objects.exists()
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("before", "changed", "sent_on", "after"),
    [
        ("ready", False, None, "ready"),
        ("ready", True, None, "review"),
        ("draft", True, "review", "review"),
        ("review", False, "ready", "ready"),
        ("review", True, None, "review"),
        ("draft", True, None, "draft"),
    ],
)
def test_cancelling_signs_off_no_other_words_and_takes_nobodys_step_back(
    editor, reporter, before, changed, sent_on, after
):
    piece = factories.article(created_by=reporter, stage=before)
    factories.schedule(piece, timezone.now() + timedelta(hours=1), editor)
    if changed:
        piece.bump(reporter)
    if sent_on:
        review.move(piece, sent_on, editor, signs_off=True)

    publishing.cancel(piece, editor, revision=piece.revision)

    piece.refresh_from_db()
    assert piece.stage == after


# Readers.


@pytest.mark.parametrize("live", [False, True])
def test_who_was_sent_a_link_reads_neither_the_note_nor_the_time_of_what_is_scheduled(
    client, piece, editor, live
):
    if live:
        factories.publish(piece, editor)
    at = timezone.now() + timedelta(days=400)
    note = "It was the other bridge."
    factories.schedule(piece, at, editor, change=Change.CORRECTION, note=note)
    until = timezone.now() + timedelta(hours=1)
    link = SharedPreview.objects.create(article=piece, by=editor, expires_at=until)

    page = words_of(client.get(link.get_absolute_url()))

    assert "A bridge reopens" in page
    assert note not in page
    assert str(timezone.localtime(at).year) not in page


@pytest.mark.django_db(transaction=True)
def test_no_reader_fills_the_cache_with_one_page_under_many_addresses():
    reader = CachedClient()
    for query in ("", "&", "&&", "&&&", "utm_source=x", "x=1", "x=2", "X=%00"[:3]):
        assert reader.get("/", QUERY_STRING=query).status_code == 200
    assert len(reader.cache) == len(reader.made) == 1


# Accounts.


def test_a_session_that_a_second_factor_or_a_mailed_link_opened_is_ended_too():
    olha = factories.person("Reporter")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(olha, secret)
    with_code = Client()
    with_code.post("/accounts/login/", {"login": olha.username, "password": "a long password"})
    assert not is_in(with_code)
    with_code.post("/accounts/2fa/authenticate/", {"code": _code(secret)})
    assert is_in(with_code)
    assert accounts.end_sessions(olha) == 1
    assert not is_in(with_code)

    Authenticator.objects.all().delete()
    by_mail = Client()
    by_mail.post("/accounts/password/reset/", {"email": olha.email})
    choose(by_mail, link_in(mail.outbox[-1].body))
    assert is_in(by_mail)
    accounts.end_sessions(olha)
    assert not is_in(by_mail)
    assert not UserSession.objects.exists()


def _code(secret):
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_a_password_that_is_reset_by_mail_does_not_replace_the_second_factor():
    olha, stranger = factories.person("Reporter"), Client()
    totp.TOTP.activate(olha, totp.generate_totp_secret())
    stranger.post("/accounts/password/reset/", {"email": olha.email})

    choose(stranger, link_in(mail.outbox[-1].body))

    assert not is_in(stranger)


def test_the_address_of_a_colleague_is_refused_in_words():
    ivan, olha = factories.person("Reporter"), factories.person("Reporter")
    browser = browser_of(ivan)

    answer = browser.post(
        "/accounts/email/", {"action_add": "", "email": olha.email.upper()}, follow=True
    )

    assert "already" in words_of(answer)
    assert not EmailAddress.objects.filter(user=ivan, email__iexact=olha.email).exists()


@pytest.mark.parametrize("written", ["{}", "0{}", "_3{}"])
def test_nobody_changes_their_own_password_without_the_old_one(client, written):
    admin = factories.person("Admin", pk=7)
    client.force_login(admin)
    asked_again(client)

    client.post(
        f"/admin/articles/user/{written.format(admin.pk)}/password/",
        {"password1": "four loud rooks", "password2": "four loud rooks", "usable_password": "true"},
    )

    admin.refresh_from_db()
    assert admin.check_password("a long password")


def test_mailed_links_lead_to_this_site_and_nowhere_else(client):
    olha = factories.person("Reporter")

    answer = client.post(
        "/accounts/password/reset/", {"email": olha.email}, headers={"host": "elsewhere.example"}
    )

    assert answer.status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("hosts", "problems"),
    [(["*"], ["espreso.E004"]), (["news.example", "*"], ["espreso.E004"]), (["news.example"], [])],
)
def test_a_site_that_answers_to_every_name_is_refused_with_a_hint(settings, hosts, problems):
    settings.ALLOWED_HOSTS = hosts
    found = run_checks(tags=[Tags.security])
    assert [problem.id for problem in found if problem.id.startswith("espreso")] == problems
