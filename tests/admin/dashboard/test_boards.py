"""The first page of the desk: what waits for whom, shown to nobody who may not see it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import publishing, review
from articles.models import Article, Change, Comment, Photo, Stage, Tag, Unsaved, User
from tests import factories, images
from tests.desk_client import page_of, words_of

pytestmark = pytest.mark.django_db

DESK = "/admin/"


def board(client, name):
    """Return the list of that name as it stands on the first page, or None."""
    page = BeautifulSoup(client.get(DESK).content, "html.parser")
    return page.select_one(f"#board-{name}")


def said(client, name):
    found = board(client, name)
    return " ".join(found.get_text(" ").split()) if found else None


def lines(client, name):
    return [link.get_text() for link in board(client, name).select("li > a")]


def draft(headline, by=None, **fields):
    return factories.article(headline, created_by=by, modified_by=by, **fields)


@pytest.fixture
def pencil(client, reporter):
    """The desk of a reporter."""
    client.force_login(reporter)
    return client


@pytest.fixture
def keys(client):
    """The desk of an admin."""
    client.force_login(factories.person("Admin", last_login=timezone.now()))
    return client


# One's own.


def test_my_drafts_are_mine_or_shared_with_me_newest_first_until_they_are_published(
    pencil, reporter, editor
):
    old = draft("An old draft of mine", reporter)
    Article.objects.filter(pk=old.pk).update(modified_at=timezone.now() - timedelta(days=1))
    draft("A new draft of mine", reporter)
    shared = draft("Shared with me", editor)
    shared.shared_with.add(reporter)
    draft("Somebody's", editor)
    factories.publish(draft("Out already", reporter), editor)

    assert lines(pencil, "drafts") == [
        "Shared with me",
        "A new draft of mine",
        "An old draft of mine",
    ]
    assert "View all (3)" in said(pencil, "drafts")
    everything = board(pencil, "drafts").select_one(".desk-all a")["href"]
    listed = words_of(pencil.get(everything))
    assert "An old draft of mine" in listed
    assert "Out already" not in listed
    assert "3 articles" in listed


def test_a_line_says_the_language_of_the_piece(pencil, reporter):
    draft("Є світло", reporter, language="uk")
    assert "Є світло UK Ukrainian draft" in said(pencil, "drafts")


def test_words_that_were_not_saved_stand_among_my_drafts_and_lead_to_the_form_that_offers_them(
    pencil, reporter, editor
):
    piece = draft("A draft of mine", reporter)
    live = draft("Live long since", reporter)
    factories.publish(live, editor)
    for number, (kind, about) in enumerate(
        [("article", piece), ("article", live), ("interview", None), ("article", None)]
    ):
        Unsaved.objects.create(
            user=reporter,
            kind=kind,
            article=about,
            window=f"{number:032x}",
            fields=urlencode({"headline": "Розмова & more" if kind == "interview" else ""}),
            words="Розмова" if kind == "interview" else f"Typed as number {number}",
        )
    Unsaved.objects.create(user=editor, kind="article", window="f" * 32, fields="headline=Hers")
    Unsaved.objects.create(user=reporter, kind="article", window="e" * 32, fields="")

    found = {link.get_text(): link["href"] for link in board(pencil, "drafts").select("li > a")}
    assert found == {
        "Розмова & more": "/admin/interviews/interview/add/",
        "No headline": "/admin/articles/article/add/",
        "Live long since": page_of(live),
        "A draft of mine": page_of(piece),
    }
    assert said(pencil, "drafts").count("not saved: autosaved at") == 4
    # What the headline says already is not said again.
    quotes = [quote.get_text() for quote in board(pencil, "drafts").select("blockquote")]
    assert sorted(quotes) == [f"Typed as number {number}" for number in (0, 1, 3)]


# What waits.


def test_an_editor_sees_what_is_in_review_oldest_first_and_who_sent_it(desk, reporter, editor):
    pieces = [draft(f"Sent as number {number}", reporter) for number in range(3)]
    for piece in pieces:
        review.move(piece, Stage.REVIEW, reporter)
    review.move(pieces[1], Stage.READY, editor, signs_off=True)

    assert lines(desk, "review") == ["Sent as number 0", "Sent as number 2"]
    assert "by Taras Zoria, " in said(desk, "review")
    assert lines(desk, "ready") == ["Sent as number 1"]
    assert "by Iryna Lys, " in said(desk, "ready")


def test_a_reporter_sees_what_came_back_with_the_beginning_of_the_comment(pencil, reporter, editor):
    piece, other = draft("The tram depot", reporter), draft("Somebody's piece", editor)
    for each in (piece, other):
        review.move(each, Stage.REVIEW, each.created_by)
        review.move(
            each, Stage.DRAFT, editor, "Who said this? " + "Ask again. " * 30, signs_off=True
        )

    assert lines(pencil, "back") == ["The tram depot"]
    assert "by Iryna Lys" in said(pencil, "back")
    assert "Who said this? Ask again." in said(pencil, "back")
    assert len(said(pencil, "back")) < 300
    assert said(pencil, "review") is None

    review.move(piece, Stage.REVIEW, reporter)
    assert said(pencil, "back").endswith("Nothing was sent back to you.")


def test_what_came_back_waits_no_longer_once_it_is_published(pencil, reporter, editor):
    piece = draft("The tram depot", reporter)
    review.move(piece, Stage.REVIEW, reporter)
    review.move(piece, Stage.DRAFT, editor, "A source, please.", signs_off=True)
    factories.publish(piece, editor)

    assert lines(pencil, "back") == []


def test_what_is_scheduled_and_came_back_since_waits_all_the_same(pencil, reporter, editor):
    piece = draft("The tram depot", reporter)
    factories.schedule(piece, timezone.now() + timedelta(days=20), editor)
    review.move(piece, Stage.REVIEW, reporter)
    review.move(piece, Stage.DRAFT, editor, "A source, please.", signs_off=True)

    assert lines(pencil, "back") == ["The tram depot"]


def test_an_editor_sees_what_a_colleague_sent_back_and_nothing_when_nothing_was(desk, editor):
    piece = draft("The tram depot", editor)
    review.move(piece, Stage.REVIEW, editor)
    assert board(desk, "back") is None
    review.move(piece, Stage.DRAFT, factories.person("Editor"), "A source, please.", signs_off=True)

    assert lines(desk, "back") == ["The tram depot"]


def test_a_withdrawn_piece_is_a_draft_again_once_it_says_something_else(pencil, reporter, editor):
    piece = draft("Taken off the pages", reporter)
    factories.publish(piece, editor)
    publishing.withdraw(piece, editor, revision=piece.revision)
    assert lines(pencil, "drafts") == []
    Article.objects.get(pk=piece.pk).bump(reporter)

    assert lines(pencil, "drafts") == ["Taken off the pages"]
    everything = board(pencil, "drafts").select_one(".desk-all a")["href"]
    assert "Taken off the pages" in words_of(pencil.get(everything))


def test_all_that_is_scheduled_is_behind_its_link_whichever_month_it_is_for(desk, editor):
    for days in (1, 40, 70):
        factories.schedule(draft(f"In {days} days"), timezone.now() + timedelta(days=days), editor)
    everything = board(desk, "scheduled").select_one(".desk-all a")["href"]
    listed = words_of(desk.get(everything))
    assert all(f"In {days} days" in listed for days in (1, 40, 70))
    start = BeautifulSoup(desk.get(DESK).content, "html.parser").select_one(".desk-start")
    assert "Calendar" in start.get_text()


def test_what_changed_long_ago_is_not_denied(desk, editor):
    piece = draft("Changed in spring", editor)
    factories.publish(piece, editor)
    piece.bump(editor)
    Article.objects.filter(pk=piece.pk).update(modified_at=timezone.now() - timedelta(days=100))

    assert "in the last 90 days" in said(desk, "changed")


def test_a_schedule_that_was_cancelled_names_nobody_as_who_changed_the_words(
    desk, reporter, editor
):
    piece = draft("Mine", reporter)
    factories.publish(piece, editor)
    piece.bump(reporter)
    factories.schedule(piece, timezone.now() + timedelta(days=1), editor)
    publishing.cancel(piece, editor, revision=piece.revision)

    assert "changed by Taras Zoria" in said(desk, "changed")


def test_the_schedule_stands_in_its_order_with_its_zone(pencil, editor, settings):
    tomorrow = timezone.now() + timedelta(days=1)
    factories.schedule(draft("The later one"), tomorrow + timedelta(hours=2), editor)
    factories.schedule(draft("The sooner one"), tomorrow, editor)
    factories.publish(draft("Out already"), editor)

    assert lines(pencil, "scheduled") == ["The sooner one", "The later one"]
    assert settings.TIME_ZONE in said(pencil, "scheduled")


def test_what_is_live_and_changed_since_is_shown_to_editors_and_to_whom_it_belongs(
    client, reporter, editor
):
    mine, hers, same = draft("Mine", reporter), draft("Hers", editor), draft("Same", reporter)
    for piece in (mine, hers, same):
        factories.publish(piece, editor)
    for piece in (mine, hers):
        piece.bump(editor)

    client.force_login(editor)
    assert set(lines(client, "changed")) == {"Mine", "Hers"}
    assert "changed by Iryna Lys" in said(client, "changed")
    client.force_login(reporter)
    assert lines(client, "changed") == ["Mine"]


def test_open_comments_lead_to_their_place_and_resolved_ones_are_gone(client, reporter, editor):
    mine, hers = draft("Mine", reporter), draft("Hers", editor)
    asked = Comment.objects.create(article=mine, by=editor, text="Who says so?")
    Comment.objects.create(article=mine, by=reporter, text="The mayor.", answers_to=asked)
    Comment.objects.create(article=hers, by=editor, text="A note to myself.")
    Comment.objects.create(
        article=mine, by=editor, text="Done.", resolved_by=editor, resolved_at=timezone.now()
    )

    client.force_login(reporter)
    assert lines(client, "comments") == ["Mine"]
    assert "Iryna Lys" in said(client, "comments")
    assert "Who says so?" in said(client, "comments")
    link = board(client, "comments").select_one("li > a")["href"]
    assert link == f"{page_of(mine)}#comment-{asked.pk}"
    client.force_login(editor)
    assert lines(client, "comments") == ["Hers", "Mine"]


def test_the_corrections_of_the_last_seven_days_are_there_with_what_was_wrong(desk, editor):
    for headline, days in (("Corrected lately", 6), ("Corrected long ago", 8)):
        piece, at = draft(headline), timezone.now() - timedelta(days=days)
        factories.record(piece, at - timedelta(hours=1), until=at)
        factories.record(piece, at, change=Change.CORRECTION, note="The district was Bashtanka.")

    assert lines(desk, "corrections") == ["Corrected lately"]
    assert "The district was Bashtanka." in said(desk, "corrections")


# What an admin keeps in order.


def test_an_admin_is_told_of_tags_that_look_alike_and_merges_them(keys):
    factories.article(tags=["Drones", "Kharkiv"])
    Tag.objects.create(name="Drone")

    assert lines(keys, "tags") == ["Drone · Drones"]
    pair = [tag.pk for tag in Tag.objects.filter(name__startswith="Drone")]
    merge = keys.post("/admin/articles/tag/alike/", {"tag": pair, "merge": ""})["Location"]
    assert "Drones" in words_of(keys.get(merge))
    keys.post(merge, {"target": Tag.objects.get(name="Drones").pk})
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Drones", "Kharkiv"]
    assert lines(keys, "tags") == []


def test_tags_that_were_said_to_be_different_are_not_brought_up_again(keys, client):
    pair = [Tag.objects.create(name=name).pk for name in ("Trail", "Trial")]
    page = "/admin/articles/tag/alike/"
    assert "Trail" in words_of(keys.get(page))

    response = keys.post(page, {"tag": pair}, follow=True)

    assert "are different topics" in words_of(response)
    assert lines(keys, "tags") == []
    client.force_login(factories.person("Editor"))
    assert client.get(page).status_code == 403
    assert client.post(page, {"tag": pair}).status_code == 403


def test_an_admin_is_told_of_photos_without_words(keys):
    file = images.upload(images.encoded(images.corners()))
    Photo.objects.take_in(file, alternative_text="", credit="Somebody")
    assert lines(keys, "photos") == ["1 photo without alternative text"]
    link = board(keys, "photos").select_one("li > a")["href"]
    assert "1 photo" in words_of(keys.get(link))


def test_an_admin_is_told_of_accounts_that_nobody_uses(keys):
    now = timezone.now()
    for name, days in (("seldom", 91), ("often", 89)):
        factories.person("Reporter", username=name, last_login=now - timedelta(days=days))
    factories.person("Reporter", username="never", date_joined=now - timedelta(days=91))
    factories.person("Reporter", username="new")
    factories.person(
        "Reporter", username="left", last_login=now - timedelta(days=200), is_active=False
    )

    assert lines(keys, "accounts") == ["never", "seldom"]
    link = board(keys, "accounts").select_one(".desk-all a")["href"]
    listed = words_of(keys.get(link))
    assert "seldom@example.org" in listed
    assert "often@example.org" not in listed


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_what_is_an_admins_is_shown_to_nobody_else(role, signed_in):
    Tag.objects.create(name="Drone")
    Tag.objects.create(name="Drones")
    client = signed_in(role)

    assert [said(client, name) for name in ("tags", "photos", "accounts")] == [None] * 3


def test_who_may_not_see_the_pieces_sees_none_on_the_first_page(client, piece):
    visitor = factories.person("Reporter")
    visitor.groups.clear()
    visitor.user_permissions.add(Permission.objects.get(codename="view_photo"))
    client.force_login(visitor)

    page = client.get(DESK)
    assert page.status_code == 200
    assert piece.headline not in words_of(page)
    assert not BeautifulSoup(page.content, "html.parser").select(".desk-board")


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Admin"])
def test_the_page_of_an_app_begins_with_the_same_buttons_as_the_first_page(role, signed_in):
    client = signed_in(role)

    def buttons(address):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        return [link["href"] for link in page.select(".desk-start a")]

    assert buttons(DESK + "articles/") == buttons(DESK)
    assert DESK + "interviews/interview/add/" in buttons(DESK)


# A new newsroom, and a large one.


def test_an_empty_newsroom_says_what_to_do_first(keys, client):
    page = keys.get(DESK)
    assert "The newsroom is empty. To get started:" in words_of(page)
    steps = [
        link["href"] for link in BeautifulSoup(page.content, "html.parser").select(".desk-first a")
    ]
    assert steps == [
        "/admin/articles/section/add/",
        "/admin/articles/user/",
        "/admin/articles/article/add/",
    ]
    assert all(keys.get(step).status_code == 200 for step in steps)
    client.force_login(factories.person("Reporter"))
    assert "Write the first article." in words_of(client.get(DESK))
    assert "Invite your colleagues." not in words_of(client.get(DESK))


def test_lists_that_hold_nothing_say_so_in_words(desk, piece):
    factories.publish(piece)
    for name in ("review", "ready", "drafts", "scheduled", "changed", "comments", "corrections"):
        assert board(desk, name).select_one(".desk-none").get_text()


def test_the_models_stand_in_the_newsrooms_order(keys):
    page = BeautifulSoup(keys.get(DESK).content, "html.parser")
    rows = [row.get_text(" ").split()[0] for row in page.select(".app-articles tr th[scope=row]")]
    pieces, site = ["Articles", "Front", "Photos", "Tags"], ["Pages", "Navigation", "Redirects"]
    assert rows == [*pieces, "Authors", "Sections", *site, "People", "Activity", "Undelivered"]


def everything_once(number, reporter, editor):
    """Bring one more line to every list."""
    piece = draft(f"Draft {number}", reporter)
    Comment.objects.create(article=piece, by=editor, text="Who says so?")
    Unsaved.objects.create(
        user=editor, kind="article", article=piece, window=f"{number:032x}", fields="headline=x"
    )
    Unsaved.objects.create(
        user=editor, kind="article", window=f"{number:031x}n", fields="headline=x"
    )
    for stage in (Stage.REVIEW, Stage.READY):
        moved = factories.interview(f"At {stage} {number}", created_by=editor)
        review.move(moved, Stage.REVIEW, reporter)
        if stage == Stage.READY:
            review.move(moved, Stage.READY, editor, signs_off=True)
    factories.schedule(
        draft(f"Scheduled {number}"), timezone.now() + timedelta(hours=number + 1), editor
    )
    changed = draft(f"Changed {number}")
    factories.publish(changed, editor)
    factories.publish(changed, editor, change=Change.CORRECTION, note="It was Tuesday.")
    changed.bump(editor)
    for ending in ("", "s"):
        Tag.objects.create(name=f"Topic{'abcdefghijklmno'[number]} stone{ending}")
    User.objects.create(
        username=f"unused{number}", date_joined=timezone.now() - timedelta(days=100)
    )


@pytest.mark.slow
@pytest.mark.parametrize("role", ["Reporter", "Editor", "Admin"])
def test_the_first_page_costs_the_same_however_much_there_is(role, client, reporter, editor):
    someone = factories.person(role)
    costs = []
    for numbers in (range(2), range(2, 12)):
        for number in numbers:
            everything_once(number, reporter, editor)
        client.force_login(someone)
        client.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(DESK).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= {"Reporter": 16, "Editor": 17, "Admin": 22}[role]
    for name in ("scheduled", "corrections"):
        assert len(lines(client, name)) == 6
        assert "(12)" in said(client, name)
