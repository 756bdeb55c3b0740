"""Addresses for life: former ones of sections and authors, and those of an old site."""

import random
import re
from contextlib import suppress
from datetime import timedelta
from io import BufferedReader, BytesIO, RawIOBase, StringIO
from urllib.parse import quote

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from articles.actions import publishing, redirects
from articles.models import Article, Author, Page, Redirect, Section
from articles.models.redirect import Target, Ways, split
from articles.views import redirects as redirect_views
from tests import factories
from tests.desk_client import words_of

pytestmark = pytest.mark.django_db

REDIRECTS = "/admin/articles/redirect/"


def lead(old, to="", **fields):
    made = Redirect(old=old, to=to, **fields)
    made.full_clean()
    made.save()
    return made


def asked(client, address):
    answer = client.get(address)
    return answer.status_code, answer.get("Location")


def refused(old, to="", **fields):
    with pytest.raises(ValidationError) as refusal:
        lead(old, to, **fields)
    return " ".join(refusal.value.messages)


# Sections and authors.


def test_a_changed_address_of_a_section_or_an_author_that_readers_knew_leads_to_todays(
    client, django_assert_max_num_queries
):
    factories.publish(factories.article(authors=["Iryna Bondar"]))
    for row, former, today in (
        (Section.objects.get(), "/sections/war/", "/sections/front/"),
        (Author.objects.get(), "/authors/iryna-bondar/", "/authors/iryna/"),
    ):
        row.slug = today.split("/")[2]
        row.save()
        with django_assert_max_num_queries(3):
            assert asked(client, former) == (301, today)
        row.slug += "-2"
        row.save()
        assert asked(client, former) == (301, f"{today[:-1]}-2/")
        assert asked(client, today) == (301, f"{today[:-1]}-2/")


def test_an_address_that_another_row_has_taken_is_that_rows(client):
    factories.publish(factories.article(authors=["Iryna Bondar"]))
    for row, name in ((Section.objects.get(), "War"), (Author.objects.get(), "Iryna Bondar")):
        former = row.slug
        row.slug = "another"
        row.save()
        other = type(row).objects.create(name=f"{name} 2", slug=former)
        assert not row.former.exists()
        assert type(row).objects.at_address(former).first() == other


def test_an_address_that_readers_never_saw_confirms_nothing(client):
    factories.article(authors=["Iryna Bondar"])
    hidden = factories.section("Investigations")
    hidden.in_navigation = False
    hidden.save()
    author = Author.objects.get()
    for row in (hidden, author):
        row.slug = f"{row.slug}-today"
        row.save()
        assert not row.former.exists()
    factories.publish(factories.article(section=hidden, authors=["Iryna Bondar"]))
    assert asked(client, "/sections/investigations/") == (404, None)
    assert asked(client, "/authors/iryna-bondar/") == (404, None)


# An old site's addresses.


@pytest.mark.parametrize(
    ("old", "address"),
    [
        ("/2019/bridge.html", "/2019/bridge.html"),
        ("/2019/bridge.html", "/2019/BRIDGE.html/?utm_source=x"),
        ("https://old.example/Stare/Pole/", "/stare/pole"),
        ("/новини/міст", f"/{quote('новини')}/{quote('МІСТ')}/"),
        (f"/{quote('новини')}/{quote('міст')}", "/новини/міст"),
        # Cyrillic of the nineties.
        ("/%ED%EE%E2%EE%F1%F2%B3/1", "/%ed%ee%e2%ee%f1%f2%b3/1/"),
        ("/index.php?id=17&lang=uk", "/index.php?lang=uk&id=17&fbclid=q"),
        ("/index.php", "/index.php?whatever=1"),
        # At an address that the site could have.
        ("/tags/pole", "/tags/pole/"),
        ("/bridge", "/bridge/"),
    ],
)
def test_an_old_address_leads_on_however_it_is_written(client, old, address):
    lead(old, "/news/?before=1-2")
    assert asked(client, address) == (301, "/news/?before=1-2")


def test_a_query_counts_where_the_row_has_one(client):
    lead("/index.php?id=17", "/news/")
    assert asked(client, "/index.php?id=18") == (404, None)
    lead("/index.php", "/interviews/")
    assert asked(client, "/index.php?id=18") == (301, "/interviews/")
    assert asked(client, "/index.php?id=17") == (301, "/news/")
    assert client.post("/index.php").status_code == 404


def test_cyrillic_of_the_nineties_in_a_query_parts_two_addresses(client):
    lead("/find.php?topic=%ED%EE%E2", "/news/")
    lead("/find.php?topic=%EC%B3%F1", "/interviews/")
    lead("/find.php?topic=міс", "/corrections/")
    assert asked(client, "/find.php?topic=%ed%ee%e2") == (301, "/news/")
    assert asked(client, "/find.php?topic=%EC%B3%F1") == (301, "/interviews/")
    assert asked(client, f"/find.php?topic={quote('міс')}") == (301, "/corrections/")


def test_what_is_gone_for_good_says_so_and_an_admins_mistake_is_not_kept(client):
    lead("/old", gone=True)
    answer = client.get("/old")
    assert answer.status_code == 410
    assert "This page is gone" in words_of(answer)
    lead("/away", "https://archive.example/x?y=1")
    answer = client.get("/away")
    assert answer["Location"] == "https://archive.example/x?y=1"
    assert "max-age=0" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_redirect_to_a_piece_follows_it_and_tells_nothing_before_it_is_live(client):
    waits = factories.article("Not yet", language="uk")
    version = factories.schedule(waits, timezone.now() + timedelta(hours=1))
    # An address of a piece is the piece.
    made = lead("/old/1", f"/uk/{version.path}/")
    assert (made.piece_id, made.to) == (waits.pk, "")
    assert asked(client, "/old/1") == asked(client, "/old/2") == (404, None)
    publishing.cancel(waits, factories.person(), revision=waits.revision)
    first = factories.publish(waits)
    assert asked(client, "/old/1") == (301, first.get_absolute_url())
    Article.objects.filter(pk=waits.pk).update(slug="other-words")
    today = factories.publish(waits).get_absolute_url()
    assert asked(client, "/old/1") == (301, today)
    publishing.withdraw(waits, factories.person(), revision=waits.revision)
    assert asked(client, "/old/1") == (410, None)


def test_a_page_of_the_site_goes_before_a_redirect_which_costs_one_query(
    client, django_assert_num_queries
):
    Redirect.objects.create(old="/sections/war", to="/news/")
    factories.section()
    assert asked(client, "/sections/war/") == (200, None)
    with django_assert_num_queries(1):
        assert redirect_views.answer(RequestFactory().get("/nothing?a=b")) is None


def test_no_redirect_leads_in_a_circle_and_readers_are_sent_on_once(client):
    assert "circle" in refused("/a", "/A/")
    lead("/b", "/news/")
    # Followed when it is saved …
    assert lead("/a", "/b/?x=1").to == "/news/"
    # … and when what it leads to becomes an old address later.
    lead("/c", "/about-us/")
    lead("/about-us", "/interviews/")
    assert asked(client, "/c") == (301, "/interviews/")
    lead("/x?id=1", "/y/")
    lead("/z", "/x?id=1")
    assert "circle" in refused("/y", "/z")
    assert "circle" in refused("/y", "/x?id=1")


def test_a_published_page_goes_before_a_redirect_which_leads_nobody_on_any_more(client, signed_in):
    lead("/contacts", "/interviews/")
    form = {"title": "Contacts", "slug": "contacts", "language": "en", "text": "<p>Write.</p>"}
    desk = signed_in("Admin")
    Page.objects.filter(slug="contacts").delete()
    answer = desk.post("/admin/articles/page/add/", form, follow=True)
    assert "replaces the redirect" not in words_of(answer)
    assert asked(client, "/contacts/") == (301, "/interviews/")
    page = Page.objects.get(slug="contacts", language="en")
    change = f"/admin/articles/page/{page.pk}/change/"
    form |= {"published": "on", "opened": page.revision}
    assert "replaces the redirect from /contacts (/interviews/)" in words_of(
        desk.post(change, form, follow=True)
    )
    assert asked(client, "/contacts/") == (200, None)
    assert lead("/kontakty.html", "/contacts/").to == "/contacts/"
    redirects.bring_in([(1, "/kontakty-2.html", "/contacts/")])
    assert asked(client, "/kontakty-2.html") == (301, "/contacts/")
    # It may be taken back one day.
    Redirect.objects.filter(old="/contacts").update(to="/write/", to_key="/write")
    assert "circle" in refused("/write", "/contacts/")
    assert "used by the site itself" in refused("/contacts/?from=print", "/news/")
    assert redirects.bring_in([(1, "/Contacts", "/news/")]).refused


def test_whatever_is_added_changed_and_taken_out_nobody_goes_in_a_circle_or_twice():
    addresses = [*("/a", "/b", "/c", "/d", "/tags/x"), *("/a?k=1", "/b?k=1", "/b?k=2", "/c?k=1")]
    for seed in range(15):
        chance = random.Random(seed)
        Redirect.objects.all().delete()
        for _step in range(18):
            rows = [*Redirect.objects.order_by("pk")]
            old, to = chance.choices(addresses, k=2)
            with suppress(ValidationError), transaction.atomic():
                match chance.choice("aaaaaccdt") if rows else "a":
                    case "a":
                        lead(old, to)
                    case "c":
                        row = chance.choice(rows)
                        row.old, row.to = chance.choice([old, row.old]), to
                        row.full_clean()
                        row.save()
                    case "d":
                        chance.choice(rows).delete()
                    case "t":
                        more = [(n, *chance.choices(addresses, k=2)) for n in range(2, 5)]
                        redirects.bring_in([(1, old, to), *more])
            for row in Redirect.objects.exclude(to=""):
                assert Redirect.objects.answering(*split(row.to)) is None, (seed, row.old, row.to)


@pytest.mark.parametrize(
    ("old", "to", "why"),
    [
        ("news/1", "/news/", "starts with a slash"),
        ("javascript:x", "/news/", "starts with a slash"),
        ("/news", "/interviews/", "used by the site itself"),
        ("/?p=17", "/interviews/", "used by the site itself"),
        ("/admin/old", "/interviews/", "used by the site itself"),
        ("/old", "//evil.example/", "starts with https://"),
        ("/old", "/\\evil.example/", "starts with https://"),
        ("/old", "/\t/evil.example/", "starts with https://"),
        ("/old", "/news/\r\nSet-Cookie:a=b", "starts with https://"),
        ("/old", "/tags/%00/", "starts with https://"),
        ("/old", "http://evil.example/", "starts with https://"),
        ("/old", "javascript:alert(1)", "starts with https://"),
        ("/old", "https://", "valid URL"),
        ("/old", "/no/such/page/at/all/", "No page of this site"),
        ("/old", "/2025/04/21/no-such-piece/", "No piece has the URL"),
        ("/old", "", "exactly one"),
        ("/" + "x" * 600, "/news/", "500|too long"),
    ],
)
def test_a_redirect_that_cannot_be_is_refused_in_words(old, to, why):
    assert re.search(why, refused(old, to))


@pytest.mark.parametrize(
    "row",
    [
        {"to": "/news/", "gone": True},
        {},
        {"to": "//evil.example/"},
        {"to": "http://evil.example/"},
        {"old": "x", "to": "/news/"},
    ],
)
def test_the_database_holds_the_rules_too(row):
    with pytest.raises(IntegrityError, match="redirect_"), transaction.atomic():
        Redirect.objects.create(**({"old": "/old"} | row))


def test_no_words_of_a_reader_decide_where_the_site_sends_them(client):
    lead("/go", "/news/")
    for address in ("/go?next=https://evil.example/", "//evil.example/go", "/go//evil.example"):
        status, location = asked(client, address)
        assert (status, location) in {(301, "/news/"), (404, None)} or location.startswith("/%2F")


# A table of them.


TABLE = """\ufeffold;new
/2019/міст.html;/2025/04/21/a-bridge/
https://old.example/index.php?id=1;/news/
/chain;/2019/old
/2019/old;/interviews/
/gone;GONE

/2019/old/;/interviews/
""".encode()


def test_a_table_is_taken_in_whole_and_a_second_time_changes_nothing(client):
    piece = factories.article("A bridge")
    factories.record(
        piece, timezone.datetime(2025, 4, 21, 12, tzinfo=timezone.get_current_timezone())
    )
    report = redirects.bring_in(redirects.read_csv(BytesIO(TABLE)))
    assert (report.added, report.changed, report.refused) == (5, 0, [])
    assert asked(client, "/2019/%D0%BC%D1%96%D1%81%D1%82.html") == (301, "/2025/04/21/a-bridge/")
    assert asked(client, "/chain") == (301, "/interviews/")
    assert client.get("/gone/").status_code == 410
    report = redirects.bring_in(redirects.read_csv(BytesIO(TABLE)))
    assert (report.added, report.changed, report.unchanged) == (0, 0, 5)
    # A later table may say otherwise, also of what others lead to.
    later = BytesIO(b"/interviews-old,/2019/old\n/gone,/news/")
    report = redirects.bring_in(redirects.read_csv(later))
    assert (report.added, report.changed) == (1, 1)
    assert asked(client, "/gone") == (301, "/news/")
    assert asked(client, "/interviews-old") == (301, "/interviews/")


def test_a_table_that_was_taken_in_is_logged_in_words(signed_in):
    file = SimpleUploadedFile("old.csv", TABLE.replace(b"/2025/04/21/a-bridge/", b"/news/"))
    assert signed_in("Admin").post(f"{REDIRECTS}import/", {"file": file}).status_code == 302
    logged = LogEntry.objects.get()
    assert (logged.object_repr, "5 new" in logged.change_message) == ("old.csv", True)


BAD = b"""/fine,/news/
/a,/b
/b,/a
/twice,/news/
/twice,/interviews/
nothing,/news/
/open,http://evil.example/
/2019,/2025/01/01/no-such-piece/
"""


def test_a_table_with_a_mistake_changes_nothing_and_each_mistake_is_named(signed_in, tmp_path):
    desk = signed_in("Admin")
    answer = desk.post(f"{REDIRECTS}import/", {"file": SimpleUploadedFile("old.csv", BAD)})
    said = words_of(answer)
    assert "Nothing was imported: 6 lines were rejected." in said
    for line, why in (
        (2, "circle"),
        (3, "circle"),
        (5, "Line 4 has the same old URL"),
        (6, "starts with a slash"),
        (7, "starts with https://"),
        (8, "No piece has the URL"),
    ):
        assert re.search(rf"{line} \S+ \S+ [^.]*{why}", said), (line, why)
    assert not Redirect.objects.exists()
    file, told = tmp_path / "old.csv", StringIO()
    file.write_bytes(BAD)
    with pytest.raises(CommandError, match="6 lines were rejected"):
        call_command("import_redirects", file, stderr=told)
    assert "5: /twice → /interviews/: Line 4" in told.getvalue()
    file.write_bytes(b"/fine,/news/")
    call_command("import_redirects", file, stdout=told)
    assert "1 new" in told.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("/старе,/news/".encode("cp1251"), "UTF-8"),
        (b"PK\x00\x03", "not a CSV|UTF-8"),
        (b"nothing", "no line"),
        (b"old.html,/news/\nolder.html,/news/\n/fine,/news/", "2 lines were rejected"),
        (b"old;new\nolder.html;gone\n/fine;/news/", "1 line was rejected"),
        (b"/fine,/tags/%00/", "1 line was rejected"),
        (b"", "empty"),
        (b'/a,"' + b"x" * 200_000, "cannot be read"),
        (b"a\n" * 11_000, "more than 10000 lines"),
        (b"/a," * 800_000, "larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(signed_in, content, why):
    answer = signed_in("Admin").post(
        f"{REDIRECTS}import/", {"file": SimpleUploadedFile("x.csv", content)}
    )
    assert re.search(why, words_of(answer))


def test_a_chain_as_long_as_a_table_is_followed_once(django_assert_max_num_queries):
    calls = []

    def find(path, query):
        calls.append(path)
        if path == "/news/":
            return None
        number = int(path.strip("/o"))
        return Target(f"/o{number + 1}/" if number < 9_999 else "/news/")

    ways = Ways(find, set())
    assert {ways.end(Target(f"/o{number}/")) for number in range(10_000)} == {Target("/news/")}
    assert len(calls) == 10_001
    table = [(n, f"/o{n}/", f"/o{n + 1}/" if n < 999 else "/news/") for n in range(1_000)]
    with django_assert_max_num_queries(20):
        assert redirects.bring_in(table).added == 1_000
    assert set(Redirect.objects.values_list("to", flat=True)) == {"/news/"}
    circle = [(n, f"/c{n}/", f"/c{(n + 1) % 1_000}/") for n in range(1_000)]
    assert len(redirects.bring_in(circle).refused) == 1_000


def test_a_table_is_read_no_further_than_it_may_be_long():
    class Endless(RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            part = b"/old,/news/\n" * (len(buffer) // 12)
            buffer[: len(part)] = part
            self.given += len(part)
            return len(part)

    endless = Endless()
    with pytest.raises(ValidationError, match="more than 100 lines"):
        redirects.read_csv(BufferedReader(endless), most=100)
    assert endless.given < 100_000


def test_a_table_looks_at_what_it_concerns_and_not_at_all_that_was_ever_brought_in():
    Redirect.objects.bulk_create(
        Redirect(old=f"/old/{n}", to="/there/", to_key="/there") for n in range(3)
    )
    Redirect.objects.create(old="/elsewhere", to="/of-no-page-any-more/at/all/")
    report = redirects.bring_in([(1, "/there/", "/news/"), (2, "/new/", "/old/1")])
    assert (report.added, report.changed) == (2, 3)
    assert set(Redirect.objects.exclude(old="/elsewhere").values_list("to", flat=True)) == {
        "/news/"
    }


def test_what_many_old_addresses_lead_to_becomes_one_in_a_few_queries(
    django_assert_max_num_queries,
):
    rows = [Redirect(old=f"/old/{n}", to=f"/there/?n={n}", to_key="/there") for n in range(300)]
    Redirect.objects.bulk_create(rows)
    lead("/there?n=7", "/interviews/")
    with django_assert_max_num_queries(25):
        lead("/there", "/news/")
    assert set(Redirect.objects.exclude(old__in=["/old/7", "/there?n=7"]).values_list("to")) == {
        ("/news/",)
    }
    assert Redirect.objects.get(old="/old/7").to == "/interviews/"


def test_an_admin_adds_finds_and_removes_a_redirect(signed_in, client):
    desk = signed_in("Admin")
    form = {"old": "/Stare", "to": "/news/", "piece": "", "gone": ""}
    assert desk.post(f"{REDIRECTS}add/", form).status_code == 302
    assert "/stare" in words_of(desk.get(f"{REDIRECTS}?q=STARE"))
    assert "already" in words_of(desk.post(f"{REDIRECTS}add/", form))
    assert "exactly one" in words_of(
        desk.post(f"{REDIRECTS}add/", form | {"old": "/x", "gone": "on"})
    )
    made = Redirect.objects.get()
    assert desk.post(f"{REDIRECTS}{made.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Redirect.objects.exists()


def test_a_lookup_among_many_is_one_search_of_the_index():
    Redirect.objects.bulk_create(Redirect(old=f"/old/{n}", gone=True) for n in range(5000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_redirect")
    plan = Redirect.objects.filter(old__in=["/old/7?a=1", "/old/7"]).explain()
    assert "Index" in plan
    assert "Seq Scan" not in plan
