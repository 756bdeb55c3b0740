"""A draft for somebody without an account: one link, for a while, and nothing left behind."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import accounts
from articles.admin.publishing.shared_previews import link_status
from articles.models import (
    Article,
    Author,
    Byline,
    Figure,
    Fragment,
    Photo,
    SharedPreview,
    User,
)
from tests import factories, images
from tests.desk_client import opened, page_of, save, words_of
from tests.page_cache import CachedClient

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
UNKNOWN = "/preview/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"


@pytest.fixture
def stranger():
    """A browser that never saw this site."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link(piece, editor):
    return shared(piece, editor)


def shared(piece, by, **fields):
    fields = {"expires_at": timezone.now() + 2 * HOUR, "recipient": "Pan Rudyk"} | fields
    return SharedPreview.objects.create(article_id=piece.pk, by=by, **fields)


def expire(link):
    """Move the whole life of a link into the past."""
    life = timedelta(days=3)
    SharedPreview.objects.filter(pk=link.pk).update(
        created_at=F("created_at") - life, expires_at=F("expires_at") - life
    )


def revoke(link, by):
    SharedPreview.objects.filter(pk=link.pk).update(revoked_at=timezone.now(), revoked_by=by)


# What a stranger sees.


def test_who_has_the_link_reads_the_draft_as_it_is_saved_now(stranger, piece, link):
    assert "Trams cross it again." in words_of(stranger.get(link.get_absolute_url()))
    Article.objects.filter(pk=piece.pk).update(headline="Changed a moment ago")
    page = BeautifulSoup(stranger.get(link.get_absolute_url()).content, "html.parser")
    assert page.h1.get_text() == "Changed a moment ago"
    assert page.title.get_text().startswith("Unpublished draft: Changed a moment ago")


def test_the_draft_is_shown_even_where_readers_see_an_earlier_version(stranger, piece, link):
    factories.publish(piece)
    Article.objects.filter(pk=piece.pk).update(headline="Not out yet")
    assert "Not out yet" in words_of(stranger.get(link.get_absolute_url()))


def test_an_interview_is_shown_with_its_people_and_questions(stranger, editor):
    words = words_of(stranger.get(shared(factories.interview(), editor).get_absolute_url()))
    assert "Orysia Velychko" in words
    assert "What did shift 2 look like?" in words


def test_the_page_says_that_it_is_unpublished_and_until_when(stranger, link):
    page = BeautifulSoup(stranger.get(link.get_absolute_url()).content, "html.parser")
    notice = " ".join(page.select_one(".preview").get_text(" ").split())
    until = timezone.localtime(link.expires_at)
    assert "Unpublished draft , shared with you by the newsroom until" in notice
    assert f"{until:%H:%M}" in notice
    assert "(Europe/Kyiv); please do not pass it on." in notice
    assert page.find("meta", {"name": "robots"})["content"] == "noindex, nofollow, noarchive"
    assert not page.find("link", rel="canonical")
    assert "Pan Rudyk" not in page.get_text()


def test_pictures_of_the_draft_show(stranger, piece, link):
    photo = Photo.objects.take_in(images.upload(images.encoded(images.corners())))
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=photo)
    page = BeautifulSoup(stranger.get(link.get_absolute_url()).content, "html.parser")
    picture = stranger.get(page.select_one(".text img")["src"])
    assert picture.getvalue().startswith(b"\xff\xd8")


def test_nothing_keeps_or_passes_on_the_page(stranger, link):
    response = stranger.get(link.get_absolute_url())
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Vary" not in response.headers
    assert "ETag" not in response.headers


@pytest.mark.django_db(transaction=True)
def test_the_page_is_in_no_cache_of_pages_or_bodies(link, settings):
    settings.FRAGMENT_CACHE = True
    reader, address = CachedClient(), link.get_absolute_url()
    assert reader.made_anew([address]) == reader.made_anew([address]) == {address}
    assert not Fragment.objects.exists()
    # The same cache keeps a page of readers.
    assert reader.made_anew(["/news/"])
    assert not reader.made_anew(["/news/"])


@pytest.mark.parametrize("signed_in", ["Reporter", "Admin"])
def test_somebody_who_is_signed_in_reads_the_same(client, link, signed_in):
    client.force_login(factories.person(signed_in))
    response = client.get(link.get_absolute_url())
    assert response.status_code == 200
    assert "Trams cross it again." in words_of(response)


def test_head_answers_without_words_and_post_is_refused(stranger, client, link):
    head = stranger.head(link.get_absolute_url())
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Cache-Control"] == "no-store, private"
    assert stranger.post(link.get_absolute_url()).status_code == 403
    assert client.post(link.get_absolute_url()).status_code == 405


# What has ended.


def assert_ended(response):
    words = words_of(response)
    assert response.status_code == 410
    assert "This preview has ended" in words
    for told in ("A bridge reopens", "Trams", "first tram", "Iryna", "Pan Rudyk"):
        assert told not in words
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies


def test_a_link_opens_no_more_when_its_time_is_over(stranger, link):
    expire(link)
    assert_ended(stranger.get(link.get_absolute_url()))


def test_a_link_opens_no_more_once_it_is_revoked(stranger, link, editor):
    revoke(link, editor)
    assert_ended(stranger.get(link.get_absolute_url()))


def test_a_link_ends_with_the_account_that_made_it(stranger, link, editor):
    editor.is_active = False
    editor.save()
    assert_ended(stranger.get(link.get_absolute_url()))


def test_a_link_of_somebody_who_was_switched_off_never_comes_back(stranger, piece, link, editor):
    admin = factories.person("Admin")
    accounts.switch_off(editor, admin)
    accounts.switch_on(editor, admin)
    assert_ended(stranger.get(link.get_absolute_url()))
    [listed] = piece.shared_previews.with_validity()
    assert link_status(listed) == "ended: the account of Iryna Lys was inactive in between"
    again = shared(piece, editor)
    assert stranger.get(again.get_absolute_url()).status_code == 200


def test_links_to_the_pieces_of_others_end_with_the_role_that_allowed_them(
    stranger, link, editor, reporter
):
    admin = factories.person("Admin")
    own = shared(factories.article("Her own", created_by=editor), editor)
    others = shared(factories.article("Of another", created_by=reporter), editor)
    accounts.give_role(editor, "Admin", admin)
    assert stranger.get(others.get_absolute_url()).status_code == 200

    accounts.give_role(editor, "Reporter", admin)

    assert_ended(stranger.get(others.get_absolute_url()))
    for still in (own, link):
        assert stranger.get(still.get_absolute_url()).status_code == 200
    accounts.give_role(editor, "Editor", admin)
    assert_ended(stranger.get(others.get_absolute_url()))


def as_a_colleague(piece, someone):
    piece.shared_with.add(someone)
    return lambda: piece.shared_with.remove(someone)


def by_a_byline(piece, someone):
    author = Author.objects.create(name="Taras Zoria", user=someone)
    byline = Byline.objects.create(article=piece, author=author)
    return byline.delete


def by_the_account_of_an_author(piece, someone):
    author = Author.objects.create(name="Taras Zoria", user=someone)
    Byline.objects.create(article=piece, author=author)
    return lambda: Author.objects.update(user=None)


def by_a_role(piece, someone):
    someone.groups.add(Group.objects.get(name="Editor"))
    return lambda: someone.groups.remove(Group.objects.get(name="Editor"))


def by_a_permission(piece, someone):
    permission = Permission.objects.get(codename="edit_every_article")
    someone.user_permissions.add(permission)
    return someone.user_permissions.clear


def as_a_superuser(piece, someone):
    User.objects.filter(pk=someone.pk).update(is_superuser=True)
    return lambda: User.objects.filter(pk=someone.pk).update(is_superuser=False)


@pytest.mark.parametrize(
    "let_in",
    [
        as_a_colleague,
        by_a_byline,
        by_the_account_of_an_author,
        by_a_role,
        by_a_permission,
        as_a_superuser,
    ],
)
def test_whoever_is_let_out_of_a_piece_has_no_link_to_it_any_more(
    let_in, stranger, piece, editor, reporter
):
    let_out = let_in(piece, reporter)
    theirs, other = shared(piece, reporter), shared(piece, editor)
    assert stranger.get(theirs.get_absolute_url()).status_code == 200

    let_out()

    assert_ended(stranger.get(theirs.get_absolute_url()))
    assert stranger.get(other.get_absolute_url()).status_code == 200
    [listed] = piece.shared_previews.with_validity().filter(by=reporter)
    assert link_status(listed) == "ended: Taras Zoria no longer works on the piece"


def test_a_link_ends_with_its_piece(stranger, piece, link):
    piece.delete()
    assert stranger.get(link.get_absolute_url()).status_code == 404


def test_an_unknown_link_is_a_page_that_is_not_here(stranger, link):
    words = words_of(stranger.get("/nothing/here/"))
    for address in (UNKNOWN, link.get_absolute_url()[:-2] + "/", "/preview/"):
        response = stranger.get(address)
        assert response.status_code == 404
        assert words_of(response) == words


def test_what_ended_and_what_never_was_ask_equally_little(stranger, link, editor):
    def queries(address):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            stranger.get(address)
        return len(asked)

    revoke(link, editor)
    assert queries(link.get_absolute_url()) == queries(UNKNOWN) == 2


def test_a_preview_asks_a_fixed_number_of_questions(stranger, link, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        stranger.get(link.get_absolute_url())


# The rules in the database.


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"expires_at": timezone.now() - HOUR}, "shared_preview_ends_after_it_begins"),
        (
            {"expires_at": timezone.now() + timedelta(days=15)},
            "shared_preview_ends_within_two_weeks",
        ),
        ({"revoked_at": timezone.now()}, "shared_preview_is_revoked_by_somebody"),
        ({"token": ""}, "shared_preview_has_a_token"),
    ],
)
def test_the_database_knows_what_a_link_is(piece, editor, fields, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        shared(piece, editor, **fields)


def test_no_two_links_are_alike_and_none_can_be_guessed(piece, editor):
    tokens = {shared(piece, editor).token for _ in range(20)}
    assert len(tokens) == 20
    assert min(len(token) for token in tokens) >= 32


# In the desk.


def make(client, piece, **data):
    return client.post(page_of(piece, "share"), {"recipient": "Pan Rudyk", "hours": 48} | data)


def test_a_link_is_for_48_hours_unless_one_says_otherwise(desk, piece, stranger):
    form = BeautifulSoup(desk.get(page_of(piece, "share")).content, "html.parser")
    chosen = form.select_one("select[name=hours] option[selected]")
    assert chosen["value"] == "48"
    assert "48 hours: until" in chosen.get_text()
    assert "Newsroom time zone: Europe/Kyiv." in form.get_text()
    response = make(desk, piece, recipient="")
    assert response.status_code == 302
    link = SharedPreview.objects.get()
    assert link.expires_at - link.created_at == 48 * HOUR
    page = desk.get(response["Location"])
    address = BeautifulSoup(page.content, "html.parser").select_one("input[readonly]")["value"]
    assert address == f"http://testserver{link.get_absolute_url()}"
    assert "The link is ready: copy it below." in words_of(page)
    assert stranger.get(address).status_code == 200


def test_the_longest_and_the_shortest_link(desk, piece):
    for hours in (1, 336):
        make(desk, piece, hours=hours)
    lives = {link.expires_at - link.created_at for link in SharedPreview.objects.all()}
    assert lives == {HOUR, timedelta(days=14)}


@pytest.mark.parametrize("hours", ["0", "-1", "337", "9" * 30, "soon", ""])
def test_another_life_than_those_offered_is_refused_in_words(desk, piece, hours):
    response = make(desk, piece, hours=hours)
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert "Pan Rudyk" in response.content.decode()
    assert not SharedPreview.objects.exists()


def test_the_list_says_for_whom_by_whom_and_what_became_of_each(desk, piece, editor, reporter):
    shared(piece, editor, recipient="Open Ostap")
    expire(shared(piece, editor, recipient="Expired Eva"))
    revoke(shared(piece, editor, recipient="Revoked Roman"), reporter)
    gone = factories.person("Reporter", is_active=False, first_name="Gone", last_name="Halyna")
    shared(piece, gone, recipient="Left Lida")
    page = BeautifulSoup(desk.get(page_of(piece, "share")).content, "html.parser")
    lines = {
        line.strong.get_text(): " ".join(line.get_text(" ").split())
        for line in page.select(".desk-links li")
    }
    assert "valid until" in lines["For Open Ostap"]
    assert "(Europe/Kyiv)" in lines["For Open Ostap"]
    assert "Created by Iryna Lys" in lines["For Open Ostap"]
    assert "expired" in lines["For Expired Eva"]
    assert "revoked by Taras Zoria" in lines["For Revoked Roman"]
    assert "the account of Gone Halyna is inactive" in lines["For Left Lida"]
    assert len(page.select("input[readonly]")) == 1


def test_revoking_ends_a_link_at_once_and_is_written_down_once(desk, piece, link, stranger):
    for _ in range(2):
        response = desk.post(page_of(piece, "revoke", link.pk))
        assert response["Location"] == page_of(piece, "share")
    link.refresh_from_db()
    assert link.revoked_by.name == "Iryna Lys"
    assert_ended(stranger.get(link.get_absolute_url()))
    assert words_of(desk.get(page_of(piece, "history"))).count("Revoked a shared preview.") == 1


def test_opening_the_address_of_revoking_revokes_nothing(desk, piece, link):
    assert desk.get(page_of(piece, "revoke", link.pk)).status_code == 405
    assert SharedPreview.objects.valid().exists()


def test_a_link_is_revoked_only_beside_its_own_piece(desk, piece, link):
    other = factories.article("Another one")
    assert desk.post(page_of(other, "revoke", link.pk)).status_code == 404
    assert SharedPreview.objects.valid().exists()


def test_the_history_tells_of_the_sharing_but_not_the_link(desk, piece):
    make(desk, piece)
    page = desk.get(page_of(piece, "history"))
    assert "Shared a preview with Pan Rudyk until" in words_of(page)
    assert SharedPreview.objects.get().token not in page.content.decode()


def test_what_is_typed_is_saved_before_it_is_shared(desk, piece):
    data = opened(desk, piece) | {"headline": "Typed, then shared"}
    response = save(desk, piece, data, _share="Share a preview…")
    assert response["Location"] == page_of(piece, "share")
    piece.refresh_from_db()
    assert piece.headline == "Typed, then shared"


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("nobody", False),
        ("own reporter", True),
        ("reporter it is shared with", True),
        ("other reporter", False),
        ("editor", True),
        ("admin", True),
    ],
)
@pytest.mark.parametrize("kind", ["article", "interview"])
def test_who_may_change_a_piece_shares_and_revokes_and_nobody_else(client, who, may, kind):
    owner = factories.person("Reporter")
    piece = getattr(factories, kind)(created_by=owner)
    link = shared(piece, owner)
    role = {"editor": "Editor", "admin": "Admin"}.get(who, "Reporter")
    person = owner if who == "own reporter" else factories.person(role)
    if who == "reporter it is shared with":
        piece.shared_with.add(person)
    if who != "nobody":
        client.force_login(person)
    asked = [
        client.get(page_of(piece, "share")),
        make(client, piece),
        client.post(page_of(piece, "revoke", link.pk)),
    ]
    refused = [
        response.status_code == 403 or "/login/" in response.headers.get("Location", "")
        for response in asked
    ]
    assert refused == [not may] * 3
    link.refresh_from_db()
    assert SharedPreview.objects.count() == (2 if may else 1)
    assert bool(link.revoked_at) is may
    if who != "nobody":
        assert ('name="_share"' in client.get(page_of(piece)).content.decode()) is may


def test_a_hostile_recipient_is_only_words(desk, piece):
    make(desk, piece, recipient="<img src=x onerror=hostile()>")
    page = BeautifulSoup(desk.get(page_of(piece, "share")).content, "html.parser")
    assert not page.select("[onerror]")
    assert "onerror=hostile()" in page.select_one(".desk-links").get_text()
