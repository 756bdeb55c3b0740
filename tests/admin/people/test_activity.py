"""Who did what: each action is written down, for admins alone, and nobody changes a line of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import accounts, activity, deletion, publishing
from articles.models import Act, Activity, Article, Change, DeletedDraft, page_key
from tests import factories
from tests.desk_client import page_of, words_of
from tests.layout_factories import arrange, document

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/activity/"
PASSWORD = "a long password"


@pytest.fixture
def admin(client):
    ada = factories.person("Admin", first_name="Ada", last_name="Hnatiuk")
    client.force_login(ada)
    return client


def acts():
    return list(Activity.objects.order_by("pk").values_list("act", "name", "about", "detail"))


def fresh(piece):
    return Article.objects.get(pk=piece.pk)


def withdraw(piece, by):
    piece = fresh(piece)
    publishing.withdraw(piece, by, revision=piece.revision)


def test_what_is_done_with_a_piece_is_written_down(editor):
    piece, at = factories.article(), timezone.now() + timedelta(days=1)
    factories.publish(piece, editor)
    factories.publish(fresh(piece), editor, change=Change.CORRECTION, note="It was Monday.")
    factories.schedule(fresh(piece), at, editor)
    publishing.cancel(fresh(piece), editor, revision=fresh(piece).revision)
    withdraw(piece, editor)
    draft = factories.article("Never public")
    deletion.delete(draft, editor)
    deletion.put_back(DeletedDraft.objects.all(), DeletedDraft.objects.get().pk, editor)
    first, second = "A bridge reopens", "Never public"
    assert acts() == [
        (Act.PUBLISHED, "Iryna Lys", first, ""),
        (Act.CORRECTED, "Iryna Lys", first, ""),
        (Act.SCHEDULED, "Iryna Lys", first, at.isoformat()),
        (Act.CANCELLED, "Iryna Lys", first, ""),
        (Act.WITHDREW, "Iryna Lys", first, ""),
        (Act.DELETED, "Iryna Lys", second, ""),
        (Act.PUT_BACK, "Iryna Lys", second, ""),
    ]


def test_what_is_done_about_accounts_is_written_down(reporter):
    ada = factories.person("Admin", first_name="Ada", last_name="Hnatiuk")
    accounts.give_role(reporter, "Editor", ada)
    accounts.switch_off(reporter, ada)
    accounts.switch_on(reporter, ada)
    accounts.invite("Olha Kovalenko", "olha@example.org", "Reporter", ada)
    assert acts() == [
        (Act.ROLE, "Ada Hnatiuk", "Taras Zoria", "Editor"),
        (Act.SWITCHED_OFF, "Ada Hnatiuk", "Taras Zoria", ""),
        (Act.SWITCHED_ON, "Ada Hnatiuk", "Taras Zoria", ""),
        (Act.INVITED, "Ada Hnatiuk", "Olha Kovalenko", "Reporter"),
    ]


def test_a_layout_that_is_published_is_named_as_its_page_is(editor):
    arrange(document(), by=editor)
    arrange(document(), page_key(factories.section("War")), by=editor)
    assert [(act, about) for act, _name, about, _detail in acts()] == [
        (Act.PUBLISHED, "Front page"),
        (Act.PUBLISHED, "War"),
    ]


def test_a_sign_in_is_written_down_and_a_wrong_password_is_not(client, editor):
    for password in ("a wrong password", PASSWORD):
        client.post("/accounts/login/", {"login": editor.username, "password": password})
    assert acts() == [(Act.SIGNED_IN, "Iryna Lys", "", "")]


def test_what_is_refused_or_rolled_back_is_not_written_down(editor):
    piece = factories.article(section=None)
    with pytest.raises(publishing.ActionRefused):
        factories.publish(piece, editor)
    with pytest.raises(publishing.ActionRefused):
        withdraw(piece, editor)
    assert acts() == []


# The page.


def test_admins_read_it_the_newest_first_with_the_way_to_what_is_still_there(admin, editor):
    kept, gone = factories.interview("Still here"), factories.article("Gone since")
    factories.publish(kept, editor)
    deletion.delete(gone, editor)
    page = admin.get(PAGE)
    lines = page.content.decode()
    assert lines.index("Gone since") < lines.index("Still here")
    assert f'<a href="/admin/articles/article/{kept.pk}/change/">Still here</a>' in lines
    assert "Gone since</a>" not in lines
    # Every kind is an article too, and has its own form.
    assert admin.get(f"/admin/articles/article/{kept.pk}/change/").url == page_of(kept)


def test_it_is_narrowed_by_person_kind_date_and_words(admin, editor, reporter):
    factories.publish(factories.article("Trams"), editor)
    factories.publish(factories.article("Bridges"), reporter)
    deletion.delete(factories.article("Ferries"), editor)

    def listed(**asked):
        words = words_of(admin.get(PAGE, asked))
        return {name for name in ("Trams", "Bridges", "Ferries") if name in words}

    assert listed() == {"Trams", "Bridges", "Ferries"}
    assert listed(by__id__exact=editor.pk) == {"Trams", "Ferries"}
    assert listed(act__exact=Act.DELETED) == {"Ferries"}
    assert listed(q="bridge") == {"Bridges"}
    assert listed(q="Taras") == {"Bridges"}
    tomorrow = timezone.now() + timedelta(days=1)
    assert listed(at__gte=tomorrow.isoformat()) == set()


def test_a_hundred_lines_cost_as_many_queries_as_one(admin, editor):
    counts = []
    for number in (1, 20):
        for _each in range(number):
            factories.publish(factories.article(), editor)
        with CaptureQueriesContext(connection) as asked:
            admin.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_nobody_else_reads_it(signed_in, role):
    assert signed_in(role).get(PAGE).status_code == 403


def test_nobody_changes_it_in_the_desk_not_even_a_superuser(client, editor):
    boss = factories.person("Admin", is_superuser=True)
    client.force_login(boss)
    factories.publish(factories.article(), editor)
    line = Activity.objects.get()
    assert client.get(f"{PAGE}add/").status_code == 403
    assert client.post(f"{PAGE}{line.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{PAGE}{line.pk}/change/", {"name": "x"}).status_code == 403
    asked = {"action": "delete_selected", "_selected_action": line.pk, "post": "yes"}
    client.post(PAGE, asked)
    assert Activity.objects.get() == line


# The database.


def test_the_database_lets_nobody_change_or_delete_a_line(editor):
    factories.publish(factories.article(), editor)
    everything = Activity.objects.all()
    for change in (everything.delete, lambda: everything.update(name="Nobody")):
        with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
            change()


def test_the_name_of_an_account_that_is_gone_stays(admin, editor):
    activity.note(Act.SIGNED_IN, editor)
    editor.groups.clear()
    editor.delete()
    page = admin.get(PAGE)
    assert "Iryna Lys" in words_of(page)


def test_sign_ins_go_after_a_year_and_nothing_else_does(editor):
    old = {"by": editor, "name": editor.name}
    for act in (Act.SIGNED_IN, Act.WITHDREW):
        for days in (364, 366):
            Activity.objects.create(act=act, at=Now() - timedelta(days=days), **old)
    assert activity.thin_sign_ins() == 1
    assert activity.thin_sign_ins() == 0
    assert Activity.objects.count() == 3
