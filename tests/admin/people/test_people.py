"""People on one screen: what an admin does about colleagues, and what nobody may do."""

import re
import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import accounts
from articles.exceptions import ActionRefused
from articles.models import Author, User
from tests.desk_client import asked_again, words_of
from tests.factories import person

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/articles/user/"
PASSWORD = "seven grey herons"
SECRET = "four loud rooks at dawn"


@pytest.fixture(autouse=True)
def no_attempts_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada():
    return person("Admin", username="ada", first_name="Ada", last_name="Hnatiuk")


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return asked_again(client)


@pytest.fixture
def ivan():
    return person("Reporter", username="ivan", first_name="Ivan", last_name="Hai")


def do(client, what, about, **fields):
    return client.post(f"{PEOPLE}{about.pk}/do/{what}/", fields, follow=True)


def invite(client, **changes):
    fields = {"name": "Olha Kovalenko", "email": "olha@example.org", "role": "Reporter"}
    return client.post(f"{PEOPLE}invite/", fields | changes, follow=True)


def line_about(client, someone):
    page = BeautifulSoup(client.get(PEOPLE).content, "html.parser")
    return page.select_one(f"#person-{someone.pk}")


def said_about(client, someone):
    return " ".join(line_about(client, someone).get_text(" ").split())


def browser_of(someone, password="a long password"):
    """Return a client that has signed in through the door."""
    client = Client()
    client.post("/accounts/login/", {"login": someone.username, "password": password})
    assert is_in(client)
    return asked_again(client)


def is_in(client):
    return client.get("/admin/").status_code == 200


def link_in(text):
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", text)[1]


def last_link():
    """Return the link of the last letter that has one."""
    links = [letter for letter in mail.outbox if "/password/reset/key/" in letter.body]
    return link_in(links[-1].body)


def choose(client, link, password=SECRET):
    form = client.get(link, follow=True)
    return client.post(
        form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True
    )


# The list.


def test_the_list_says_who_is_who(admin, ivan):
    Author.objects.create(name="I. Hai", user=ivan)
    UserSession.objects.all().delete()
    browser_of(ivan)
    gone = person("Editor", username="gone", is_active=False)
    new = accounts.invite("Olha Kovalenko", "olha@example.org", "Reporter", ivan)

    said = said_about(admin, ivan)
    for words in ("Ivan Hai", "ivan@example.org", "Reporter", "writes as I. Hai", "1 open"):
        assert words in said
    assert "inactive" in said_about(admin, gone)
    assert "never signed in" in said_about(admin, new)
    assert "you" in said_about(admin, User.objects.get(username="ada")).split()


def test_the_list_costs_the_same_for_three_and_for_thirty(admin):
    costs = []
    for number in (3, 27):
        for _each in range(number):
            newcomer = person("Reporter")
            Author.objects.create(name=newcomer.username, user=newcomer)
        admin.get(PEOPLE)
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(PEOPLE).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_list_is_narrowed_by_state_and_role_and_searched(admin, ivan):
    person("Editor", username="gone", is_active=False)
    User.objects.filter(pk=ivan.pk).update(last_login=timezone.now())
    found = {
        query: {name for name in ("ivan@", "gone@", "ada@") if name in words_of(response)}
        for query in ("state=off", "state=active", "role=Reporter", "q=hai")
        if (response := admin.get(f"{PEOPLE}?{query}"))
    }
    assert found == {
        "state=off": {"gone@"},
        "state=active": {"ivan@", "ada@"},
        "role=Reporter": {"ivan@"},
        "q=hai": {"ivan@"},
    }


# Invitations.


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Admin"])
def test_an_invitation_leads_to_a_password_and_into_the_desk(role, admin):
    response = invite(admin, role=role)

    said = words_of(response)
    assert "The invitation to Olha Kovalenko, olha@example.org, is on its way." in said
    olha = User.objects.get(email="olha@example.org")
    assert (olha.first_name, olha.last_name, olha.username) == ("Olha", "Kovalenko", "olha")
    assert (olha.is_staff, olha.is_superuser, olha.has_usable_password()) == (True, False, False)
    assert [group.name for group in olha.groups.all()] == [role]
    [letter] = mail.outbox
    assert letter.to == ["olha@example.org"]
    assert "Ada Hnatiuk has created an account for you" in letter.body

    visitor = Client()
    arrived = choose(visitor, link_in(letter.body))
    assert arrived.request["PATH_INFO"] == "/admin/"
    assert is_in(visitor)
    assert browser_of(User.objects.get(pk=olha.pk), SECRET)
    assert "active" in said_about(admin, olha)


def test_the_link_works_once(admin):
    invite(admin)
    link = link_in(mail.outbox[0].body)
    choose(Client(), link)

    page = Client().get(link, follow=True)

    assert "This link no longer works" in words_of(page)
    assert "ask a newsroom admin" in words_of(page)


def test_the_link_is_over_after_its_time(admin, settings):
    settings.PASSWORD_RESET_TIMEOUT = -1
    invite(admin)
    page = Client().get(link_in(mail.outbox[0].body), follow=True)
    assert "This link no longer works" in words_of(page)


def test_an_invitation_is_sent_again_until_it_was_taken(admin):
    invite(admin)
    olha = User.objects.get(email="olha@example.org")

    do(admin, "invitation", olha)
    assert len(mail.outbox) == 2
    choose(Client(), link_in(mail.outbox[1].body))

    response = do(admin, "invitation", olha)
    assert "already has a password" in words_of(response)
    assert len(mail.outbox) == 2


def test_an_address_that_was_mistyped_and_corrected_opens_no_door(admin):
    invite(admin, email="olga@elsewhere.example")
    olha = User.objects.get(email="olga@elsewhere.example")
    link = link_in(mail.outbox[0].body)
    page = f"{PEOPLE}{olha.pk}/change/"

    admin.post(page, {"username": "olha", "email": "olha@example.org"})

    assert "This link no longer works" in words_of(Client().get(link, follow=True))
    assert not EmailAddress.objects.filter(email="olga@elsewhere.example").exists()
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": "olga@elsewhere.example"})
    assert not any("/password/reset/key/" in letter.body for letter in mail.outbox)


def test_without_a_mail_server_the_admin_hands_the_link_over(admin, settings):
    console = {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    settings.MAILERS = settings.MAILERS | {"server": console}
    response = invite(admin)

    assert "No mail server is set up" in words_of(response)
    link = link_in(words_of(response))
    assert is_in(choose(visitor := Client(), link) and visitor)


def test_with_a_mail_server_nobody_else_sees_the_link(admin):
    response = invite(admin)
    assert "/password/reset/key/" not in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"email": ""}, "This field is required."),
        ({"email": "olha"}, "Enter a valid email address."),
        ({"email": "IVAN@example.org"}, "Ivan Hai already has an account with this address."),
        ({"role": "Superuser"}, "Select a valid choice."),
    ],
)
def test_an_invitation_that_lacks_something_is_refused_and_what_was_typed_stays(
    changes, words, admin, ivan
):
    response = invite(admin, **changes)

    assert words in words_of(response)
    page = BeautifulSoup(response.content, "html.parser")
    typed = {"name": "Olha Kovalenko", "email": "olha@example.org"} | changes
    for name in ("name", "email"):
        assert page.select_one(f".desk-invite [name={name}]").get("value", "") == typed[name]
    assert not User.objects.filter(last_name="Kovalenko").exists()
    assert mail.outbox == []


def test_a_second_person_with_the_same_beginning_of_an_address_gets_another_user_name(admin):
    invite(admin)
    invite(admin, name="Olha", email="olha@elsewhere.example")
    second = User.objects.get(email="olha@elsewhere.example")
    assert (second.username, second.name) == ("olha2", "Olha")


# Roles, switching off and on, sessions.


def test_a_role_is_changed_in_the_list_and_is_the_only_one(admin, ivan):
    response = do(admin, "role", ivan, role="Editor")

    assert "Ivan Hai is now Editor." in words_of(response)
    assert [group.name for group in ivan.groups.all()] == ["Editor"]
    assert "There is no such role." in words_of(do(admin, "role", ivan, role="Superuser"))
    assert LogEntry.objects.filter(object_id=str(ivan.pk), user__username="ada").count() == 1


def test_who_is_switched_off_is_out_at_once_and_stays_out_until_switched_on(admin, ivan):
    phone, laptop = browser_of(ivan), browser_of(ivan)
    question = admin.get(f"{PEOPLE}{ivan.pk}/do/off/")
    assert "They are signed out everywhere immediately" in words_of(question)
    assert is_in(phone)

    response = do(admin, "off", ivan)

    assert "Ivan Hai is now inactive" in words_of(response)
    assert not is_in(phone)
    assert not is_in(laptop)
    assert User.objects.filter(pk=ivan.pk).exists()
    do(admin, "on", ivan)
    # Not even the sessions of before come back to life.
    assert not is_in(phone)
    assert browser_of(ivan)


def test_all_sessions_of_somebody_are_ended_and_of_nobody_else(admin, ivan):
    phone, laptop = browser_of(ivan), browser_of(ivan)
    somebody = browser_of(person("Editor"))
    assert "2 open" in said_about(admin, ivan)

    response = do(admin, "sessions", ivan)

    assert "Ivan Hai was signed out of 2 sessions." in words_of(response)
    assert not is_in(phone)
    assert not is_in(laptop)
    assert is_in(somebody)
    assert is_in(admin)
    assert "open" not in said_about(admin, ivan).replace("open sessions", "")


def test_an_admin_ends_their_own_other_sessions_and_stays(ada):
    here, elsewhere = browser_of(ada), browser_of(ada)

    do(here, "sessions", ada)

    assert is_in(here)
    assert not is_in(elsewhere)


def test_everybody_ends_their_own_other_sessions_on_their_own_page(ivan):
    here, elsewhere = browser_of(ivan), browser_of(ivan)
    page = here.get("/accounts/sessions/")
    assert "Where you are signed in" in words_of(page)
    assert "desk/people/account.css" in page.content.decode()

    here.post("/accounts/sessions/")

    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_changed_password_leaves_no_session_that_cannot_be_ended(ivan, admin):
    here, elsewhere = browser_of(ivan), browser_of(ivan)
    assert here.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": "a long password", "password1": SECRET, "password2": SECRET},
    )
    assert is_in(here)
    assert not is_in(elsewhere)

    do(admin, "sessions", ivan)
    assert not is_in(here)


def test_a_password_set_by_an_admin_ends_the_sessions(ada, ivan):
    desk, phone = browser_of(ada), browser_of(ivan)
    desk.post(
        f"{PEOPLE}{ivan.pk}/password/",
        {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    )
    assert not is_in(phone)
    assert "open" not in said_about(desk, ivan)
    assert "1 open" in said_about(desk, ada)
    own = desk.get(f"{PEOPLE}{ada.pk}/password/")
    assert own["Location"] == "/accounts/password/change/"


# The second factor.


def test_a_lost_second_factor_is_taken_away_after_a_question_and_its_owner_is_told(admin, ivan):
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=ivan, type=kind, data={})
    assert "with a second factor" in said_about(admin, ivan)
    question = words_of(admin.get(f"{PEOPLE}{ivan.pk}/do/factor/"))
    assert "Make sure that the request really comes from that person" in question
    assert Authenticator.objects.exists()

    do(admin, "factor", ivan)

    assert not Authenticator.objects.exists()
    [letter] = mail.outbox
    assert letter.to == ["ivan@example.org"]
    assert "Ada Hnatiuk has removed the second factor" in letter.body
    assert LogEntry.objects.filter(object_id=str(ivan.pk)).exists()
    assert "has no second factor" in words_of(do(admin, "factor", ivan))


# What nobody may do.

ACTS = ["role", "off", "on", "sessions", "invitation", "factor"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_nobody_below_an_admin_does_any_of_it(role, act, client, ivan):
    client.force_login(person(role))
    for address in (f"{PEOPLE}{ivan.pk}/do/{act}/", PEOPLE, f"{PEOPLE}invite/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"role": "Admin"}).status_code == 403
    assert not LogEntry.objects.exists()
    assert [group.name for group in ivan.groups.all()] == ["Reporter"]


@pytest.mark.parametrize("act", ACTS)
def test_only_superusers_touch_superusers(act, admin, client):
    root = User.objects.create_superuser("root", "root@example.org", PASSWORD)
    browser = browser_of(root, PASSWORD)
    Authenticator.objects.create(user=root, type="totp", data={})

    assert client.post(f"{PEOPLE}{root.pk}/do/{act}/", {"role": "Reporter"}).status_code == 403
    root.refresh_from_db()
    assert root.is_active
    assert is_in(browser)
    assert Authenticator.objects.exists()
    assert line_about(admin, root).select("summary") == []

    client.force_login(User.objects.create_superuser("other", "other@example.org", PASSWORD))
    asked_again(client)
    assert client.post(f"{PEOPLE}{root.pk}/do/{act}/", {"role": "Reporter"}).status_code == 302


@pytest.mark.parametrize("act", ["role", "off", "factor"])
def test_nobody_does_it_to_themselves(act, admin, ada):
    person("Admin")
    Authenticator.objects.create(user=ada, type="totp", data={})

    do(admin, act, ada, role="Reporter")

    ada.refresh_from_db()
    assert ada.is_active
    assert [group.name for group in ada.groups.all()] == ["Admin"]
    assert Authenticator.objects.exists()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_by_following_a_link(act, admin, ivan):
    browser = browser_of(ivan)
    Authenticator.objects.create(user=ivan, type="totp", data={})

    admin.get(f"{PEOPLE}{ivan.pk}/do/{act}/", {"role": "Admin"})

    ivan.refresh_from_db()
    assert ivan.is_active
    assert is_in(browser)
    assert [group.name for group in ivan.groups.all()] == ["Reporter"]
    assert Authenticator.objects.exists()
    assert mail.outbox == []


def test_what_the_screen_does_not_know_is_not_there(admin, ivan):
    assert admin.post(f"{PEOPLE}{ivan.pk}/do/delete/").status_code == 404
    assert admin.post(f"{PEOPLE}999999/do/off/").status_code == 404
    assert admin.get("/admin/usersessions/usersession/").status_code == 404


def test_the_last_admin_cannot_be_switched_off_nor_made_something_else(ada, ivan):
    for attempt in (accounts.switch_off, lambda who, by: accounts.give_role(who, "Editor", by)):
        with pytest.raises(ActionRefused, match="last admin"):
            attempt(ada, ivan)
    person("Admin", is_active=False)
    with pytest.raises(ActionRefused, match="last admin"):
        accounts.switch_off(ada, ivan)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "attempt", [accounts.switch_off, lambda who, by: accounts.give_role(who, "Reporter", by)]
)
def test_of_two_admins_who_put_each_other_out_at_once_one_stays(attempt):
    one, other = person("Admin"), person("Admin")
    start, refused = threading.Barrier(2), []

    def put_out(who, by):
        start.wait()
        try:
            attempt(who, by)
        except ActionRefused:
            refused.append(who)
        finally:
            connection.close()

    pairs = [(one, other), (other, one)]
    threads = [threading.Thread(target=put_out, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert list(User.objects.in_charge()) == refused


# In a browser.


@pytest.mark.slow
def test_an_admin_invites_and_the_colleague_comes(new_page, settings):
    console = {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    settings.MAILERS = settings.MAILERS | {"server": console}
    person("Admin", username="ada")
    desk = new_page()
    desk.goto(f"/accounts/login/?next={PEOPLE}")
    desk.get_by_label("User name or email address").fill("ada")
    desk.get_by_label("Password").fill("a long password")
    desk.get_by_role("button", name="Sign in", exact=True).click()
    desk.get_by_label("Name", exact=True).fill("Марія Дзвінка")
    desk.get_by_label("Email address").fill("mariia@example.org")
    desk.get_by_label("Role", exact=True).select_option("Editor")
    desk.get_by_role("button", name="Invite").click()
    # Once for all that follows.
    desk.get_by_label("Password").fill("a long password")
    desk.get_by_role("button", name="Confirm").click()
    link = desk.locator(".messagelist code").inner_text()

    colleague = new_page(viewport={"width": 390, "height": 844})
    colleague.goto(link)
    colleague.get_by_text("For Марія Дзвінка").wait_for()
    for label in ("New Password", "New Password (again)"):
        colleague.get_by_label(label, exact=True).fill(SECRET)
    colleague.get_by_role("button", name="Save password and sign in").click()
    colleague.get_by_role("link", name="Write an article").wait_for()

    desk.goto(PEOPLE)
    line = desk.get_by_role("row").filter(has_text="Марія")
    line.get_by_text("active").wait_for()
    line.get_by_text("More").click()
    line.get_by_role("button", name="End all sessions").click()
    desk.get_by_text("was signed out of 1 session.").wait_for()
    colleague.reload()
    colleague.get_by_role("button", name="Sign in", exact=True).wait_for()
