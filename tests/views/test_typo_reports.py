"""A reader reports a mistake: it arrives at the piece in the desk, and tells nothing of them."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.utils import timezone
from playwright.sync_api import expect

from articles.actions import publishing
from articles.models import Article, TypoReport
from articles.models.typo_report import MOST_OPEN
from tests import factories
from tests.desk_client import page_of, words_of

pytestmark = pytest.mark.django_db

OURS = {"sec-fetch-site": "same-origin", "origin": "http://testserver"}
BY_SCRIPT = {**OURS, "accept": "application/json"}


@pytest.fixture(autouse=True)
def nobody_has_sent_anything():
    caches["readers"].clear()


@pytest.fixture
def live(piece, editor):
    return factories.publish(piece, editor)


@pytest.fixture
def report(client, live):
    """Report words of the live piece: report("teh", remark="the"), by the page's form."""

    def report(quote="Trams cros it", *, headers=OURS, **fields):
        address = f"{live.get_absolute_url()}mistake/"
        return client.post(address, {"quote": quote, **fields}, headers=headers)

    return report


def test_the_piece_leads_to_a_form_that_works_without_javascript_and_without_cookies(
    client, live, django_assert_max_num_queries
):
    piece = BeautifulSoup(client.get(live.get_absolute_url()).content, "html.parser")
    address = piece.select_one(".mistake a")["href"]
    with django_assert_max_num_queries(2):
        page = client.get(address)
    form = BeautifulSoup(page.content, "html.parser").select_one("form.mistake-form")
    fields = {field["name"]: "" for field in form.select("[name]")}

    fields |= {"quote": " Trams \r\n cros it ", "remark": "cross"}
    sent = client.post(form["action"], fields, headers=OURS)

    assert sent.status_code == 303
    assert "Thank you" in words_of(client.get(sent["Location"]))
    assert not client.cookies
    found = TypoReport.objects.get()
    assert (found.quote, found.remark, found.times) == ("Trams cros it", "cross", 1)
    assert (found.article_id, found.version) == (live.article_id, live)


def test_a_report_keeps_nothing_of_who_sent_it(report):
    report(remark="cross")
    kept = {field.name for field in TypoReport._meta.get_fields()}
    assert kept == {
        *("id", "article", "version", "quote", "before", "after", "remark", "times"),
        *("reported_at", "settled_at", "settled_by"),
        # What a colleague suggests, who signs.
        *("replacement", "suggested_by"),
    }
    assert not any("127.0.0.1" in key for key in caches["readers"]._cache)


def test_the_same_words_are_one_report_with_a_count_and_every_remark(report):
    for remark in ("cross", "", "cross", "two s"):
        report(remark=remark)
    found = TypoReport.objects.get()
    assert (found.times, found.remark) == (4, "cross\n\ntwo s")


def test_words_that_were_settled_and_are_still_there_come_up_again(report, editor):
    report()
    TypoReport.objects.update(settled_at=timezone.now(), settled_by=editor)
    report()
    assert TypoReport.objects.open().get().times == 1
    assert TypoReport.objects.count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "same-origin", "origin": "http://[::1"},
        {"sec-fetch-site": "same-origin", "origin": "https://elsewhere.example"},
    ],
)
def test_another_site_reports_nothing(report, headers):
    assert report(headers=headers).status_code == 403
    assert not TypoReport.objects.exists()


@pytest.mark.parametrize("headers", [{"origin": "http://testserver"}, OURS])
def test_an_old_browser_and_a_new_one_can_report(report, headers):
    assert report(headers=headers).status_code == 303


def test_too_many_reports_of_one_reader_are_refused_for_a_while_and_lose_no_words(report):
    assert [report(f"word {number}").status_code for number in range(5)] == [303] * 5
    refused = report("a sixth word", remark="a remark")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) == 600
    for words in ("a sixth word", "a remark", "Wait ten minutes"):
        assert words in refused.content.decode()
    assert TypoReport.objects.count() == 5


def test_behind_a_proxy_of_ours_each_reader_has_a_limit_of_their_own(report, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(7):
        headers = {**OURS, "x-forwarded-for": f"203.0.113.{number}"}
        assert report(f"word {number}", headers=headers).status_code == 303
    spoofed = [
        report(
            f"more {number}",
            headers={**OURS, "x-forwarded-for": f"1.1.1.{number}, 2001:db8::{number}"},
        )
        for number in range(6)
    ]
    assert [sent.status_code for sent in spoofed] == [303] * 5 + [429]


def test_one_line_uses_up_its_own_reports_and_not_those_of_other_readers(report, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [
        # The same words are one report: there is room for all.
        report("a word", headers={**OURS, "x-forwarded-for": f"2001:db8:7:{number:x}::1"})
        for number in range(320)
    ]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429] * 290
    assert report("a word", headers={**OURS, "x-forwarded-for": "203.0.113.9"}).status_code == 303


def test_readers_whom_a_socket_for_both_kinds_of_addresses_names_are_told_apart(report, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(7):
        headers = {**OURS, "x-forwarded-for": f"::ffff:203.0.113.{number}"}
        assert report(f"word {number}", headers=headers).status_code == 303


def test_a_report_reaches_a_piece_whose_address_was_changed_while_it_was_typed(
    client, report, live, editor
):
    Article.objects.filter(pk=live.article_id).update(slug="other-words")
    factories.publish(live.article, editor)
    assert "Thank you" in words_of(client.get(report()["Location"]))
    assert TypoReport.objects.get().article_id == live.article_id


def test_a_piece_takes_only_so_many_open_reports(report, live):
    TypoReport.objects.bulk_create(
        TypoReport(article_id=live.article_id, version=live, quote=f"word {number}")
        for number in range(MOST_OPEN)
    )
    refused = report("one more", headers=BY_SCRIPT)
    assert (refused.status_code, "checking all of it" in refused.json()["problem"]) == (409, True)
    # Words that were reported already count on.
    assert report("word 3", headers=BY_SCRIPT).status_code == 200
    assert TypoReport.objects.count() == MOST_OPEN


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"quote": "  "}, 422, "Copy or type the words"),
        ({"quote": "x" * 301}, 422, "At most 300 characters, and you entered 301"),
        ({"remark": "x" * 501}, 422, "at most 500 characters"),
        ({"remark": "x" * 16_001}, 413, "too long"),
    ],
)
def test_what_is_missing_or_too_long_is_said(report, fields, status, words):
    for headers in (OURS, BY_SCRIPT):
        refused = report(headers=headers, **{"quote": "teh", **fields})
        assert refused.status_code == status
        assert words in refused.content.decode()
    assert not TypoReport.objects.exists()


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(report):
    assert report(website="https://casino.example").status_code == 303
    assert not TypoReport.objects.exists()


def test_only_a_live_piece_takes_reports(client, live, editor):
    address = live.get_absolute_url()
    draft = factories.article("A secret", created_by=editor)
    day = address.rsplit("/", 2)[0]
    live.article.refresh_from_db()
    publishing.withdraw(live.article, editor, revision=live.article.revision)
    for path, status in ((f"{day}/{draft.slug}/", 404), (address, 410)):
        assert client.get(f"{path}mistake/").status_code == status
        sent = client.post(f"{path}mistake/", {"quote": "x"}, headers=OURS)
        assert (sent.status_code, "no such piece" in words_of(sent)) == (404, True)
        sent = client.post(f"{path}mistake/", {"quote": "x"}, headers=BY_SCRIPT)
        assert "no such piece" in sent.json()["problem"]


# In the desk.


def test_the_desk_shows_what_readers_marked_as_words_and_nothing_else(
    client, report, piece, editor
):
    report("<b>teh</b>", before="crossed ", after=" bridge", remark="<script>x</script>")
    report("<b>teh</b>")
    client.force_login(editor)
    form = BeautifulSoup(client.get(page_of(piece)).content, "html.parser")
    shown = form.select_one("#mistakes li")
    assert shown.select_one("blockquote").get_text() == "crossed <b>teh</b> bridge"
    assert shown.select_one("mark").get_text() == "<b>teh</b>"
    assert not shown.select("b, script")
    assert "2 readers" in shown.get_text()
    assert "1 mistake reported by readers" in form.select_one(".desk-state").get_text()
    board = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one(
        "#board-mistakes"
    )
    assert board.select_one("a")["href"] == f"{page_of(piece)}#mistakes"
    assert "<b>teh</b>" in board.get_text()


def test_one_press_settles_a_report_and_leaves_the_draft_as_it_is(client, report, piece, editor):
    report()
    client.force_login(editor)
    found = TypoReport.objects.get()
    address = page_of(piece, "settle_mistake", found.pk)
    assert client.get(address).status_code == 405
    piece.refresh_from_db()
    before = piece.revision
    assert "Marked as done" in words_of(client.post(address, follow=True))
    found.refresh_from_db()
    piece.refresh_from_db()
    assert (found.settled_by, piece.revision) == (editor, before)
    settled_at = found.settled_at
    client.post(address)
    found.refresh_from_db()
    assert found.settled_at == settled_at
    other = factories.article("Another piece", created_by=editor)
    assert client.post(page_of(other, "settle_mistake", found.pk)).status_code == 404


def test_a_reporter_is_told_of_mistakes_in_pieces_of_theirs_alone(client, report, reporter):
    report("teh")
    client.force_login(reporter)
    assert "teh" not in words_of(client.get("/admin/"))
    own = factories.article("Mine", created_by=reporter)
    factories.publish(own)
    TypoReport.objects.create(article=own, quote="hte")
    assert "hte" in words_of(client.get("/admin/"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": ""},
        {"times": 0},
        {"settled_at": timezone.now()},
        {"quote": "teh"},
    ],
)
def test_the_database_itself_keeps_reports_in_order(live, wrong):
    about = {"article_id": live.article_id, "version": live}
    TypoReport.objects.create(**about, quote="teh")
    with pytest.raises(IntegrityError, match="typo_report_"), transaction.atomic():
        TypoReport.objects.create(**{**about, "quote": "hte", **wrong})


# In a browser.


def test_marked_words_are_reported_by_ctrl_enter_and_settled_beside_unsaved_words(
    page, desk_of, editor, transactional_db
):
    piece = factories.article(
        text="<p>Trams cros it <em>agin</em>, every nine minutes.</p>", created_by=editor
    )
    address = factories.publish(piece, editor).get_absolute_url()
    page.goto(address)
    page.locator(".text em").dblclick()
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Found a mistake?")
    expect(dialog.locator("mark")).to_have_text("agin")
    expect(dialog.locator("blockquote")).to_have_text("Trams cros it agin, every nine minutes.")
    page.keyboard.type("again")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_contain_text("Thank you")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # The link asks for the words.
    page.get_by_role("link", name="Found a mistake?").click()
    dialog.get_by_label("The words that are wrong").fill("cros")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_contain_text("Thank you")
    assert page.context.cookies() == []
    found = TypoReport.objects.get(quote="agin")
    assert (found.before, found.after) == ("Trams cros it ", ", every nine minutes.")
    assert found.remark == "again"

    desk = desk_of(editor)
    desk.goto(page_of(piece))
    expect(desk.locator(".desk-add")).to_be_visible()
    headline = desk.get_by_label("Headline")
    headline.fill("Typed and not saved")
    desk.get_by_role("button", name="Mark as done: “agin”").click()
    expect(desk.get_by_role("link", name="1 mistake reported by readers")).to_be_visible()
    expect(desk.locator("#mistakes")).not_to_contain_text("agin")
    expect(headline).to_have_value("Typed and not saved")
    assert TypoReport.objects.open().get().quote == "cros"
