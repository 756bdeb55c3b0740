"""Who may sign in, who may make accounts, and what nobody can give themselves."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache

from articles.models import Author, Section, User
from tests.desk_client import asked_again
from tests.factories import article, person, publish, section

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/user/add/"
LIST = "/admin/articles/user/"
PASSWORD = "seven grey herons"


@pytest.fixture(autouse=True)
def no_attempts_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def admin(client):
    client.force_login(person("Admin", username="ada"))
    return asked_again(client)


def page_of(someone, what="change"):
    return f"/admin/articles/{someone._meta.model_name}/{someone.pk}/{what}/"


def role(name):
    return Group.objects.get(name=name).pk


def text(response):
    return response.content.decode()


def new_account(**changes):
    return {
        "username": "olha",
        "first_name": "Olha",
        "last_name": "Kovalenko",
        "email": "olha@example.org",
        "role": role("Reporter"),
        "password1": PASSWORD,
        "password2": PASSWORD,
        **changes,
    }


def words_of(user):
    return {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
    }


# Accounts.


@pytest.mark.parametrize("name", ["Reporter", "Editor", "Admin"])
def test_an_admin_makes_an_account_that_can_work_at_once(name, admin, client):
    response = admin.post(ADD, new_account(role=role(name)))

    olha = User.objects.get(username="olha")
    assert response.status_code == 302
    assert [group.name for group in olha.groups.all()] == [name]
    assert (olha.is_staff, olha.is_superuser, olha.is_active) == (True, False, True)
    assert (olha.name, olha.email) == ("Olha Kovalenko", "olha@example.org")
    client.logout()
    signed_in = client.post("/accounts/login/", {"login": "olha", "password": PASSWORD})
    assert signed_in["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("missing", ["username", "email", "role", "password1"])
def test_an_account_without_the_necessary_is_refused_and_what_was_typed_stays(missing, admin):
    response = admin.post(ADD, new_account(**{missing: ""}))

    form = response.context["adminform"].form
    assert {"password1": "password2"}.get(missing, missing) in form.errors or missing in form.errors
    assert form["last_name"].value() == "Kovalenko"
    assert not User.objects.filter(last_name="Kovalenko").exists()


def test_two_accounts_do_not_share_an_address_whatever_the_case(admin):
    person("Editor", username="olga")

    response = admin.post(ADD, new_account(email="OLGA@example.org"))

    assert "Another account already has this email address." in text(response)


def test_somebody_who_leaves_is_switched_off_and_not_deleted(admin, client):
    ivan = person("Reporter")
    ivan.set_password(PASSWORD)
    ivan.save()

    assert admin.get(page_of(ivan, "delete")).status_code == 403
    assert admin.post(page_of(ivan, "delete"), {"post": "yes"}).status_code == 403
    admin.post(page_of(ivan, "do/off"))

    ivan.refresh_from_db()
    assert not ivan.is_active
    client.logout()
    response = client.post(
        "/accounts/login/", {"login": ivan.username, "password": PASSWORD}, follow=True
    )
    assert not response.wsgi_request.user.is_authenticated


def test_an_admin_sets_a_new_password_for_somebody(admin):
    ivan = person("Editor")
    address = f"/admin/articles/user/{ivan.pk}/password/"
    assert address in text(admin.get(page_of(ivan)))

    admin.post(address, {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"})

    ivan.refresh_from_db()
    assert ivan.check_password(PASSWORD)


# Escalation, by whatever a request can carry.

EVERYTHING = {
    "is_superuser": "on",
    "is_staff": "on",
    "groups": ["1", "2", "3"],
    "user_permissions": ["1", "2", "3", "4", "5"],
}


def test_an_admin_makes_no_superuser(admin):
    admin.post(ADD, new_account(**EVERYTHING))

    olha = User.objects.get(username="olha")
    assert not olha.is_superuser
    assert [group.name for group in olha.groups.all()] == ["Reporter"]
    assert not olha.user_permissions.exists()


def test_an_admin_raises_nobody_to_a_superuser(admin):
    ivan = person("Reporter")

    admin.post(page_of(ivan), words_of(ivan) | EVERYTHING | {"role": role("Admin")})

    ivan.refresh_from_db()
    assert not ivan.is_superuser
    assert [group.name for group in ivan.groups.all()] == ["Reporter"]
    assert not ivan.user_permissions.exists()
    assert "is_superuser" not in text(admin.get(page_of(ivan)))


def test_an_admin_does_not_raise_themselves(admin):
    ada = User.objects.get(username="ada")

    admin.post(
        page_of(ada), words_of(ada) | EVERYTHING | {"first_name": "Ada", "role": role("Reporter")}
    )

    ada.refresh_from_db()
    assert ada.first_name == "Ada"
    assert (ada.is_superuser, ada.is_active) == (False, True)
    assert [group.name for group in ada.groups.all()] == ["Admin"]
    assert not ada.user_permissions.exists()


def test_an_admin_changes_nothing_about_a_superuser(admin):
    root = User.objects.create_superuser("root", "root@example.org", PASSWORD)
    words = {"username": "root", "email": "taken-over@example.org", "role": role("Reporter")}

    assert admin.get(page_of(root)).status_code == 200
    assert admin.post(page_of(root), words).status_code == 403
    password = {"password1": "another one 12", "password2": "another one 12"}
    response = admin.post(f"/admin/articles/user/{root.pk}/password/", password)

    assert response.status_code == 403
    root.refresh_from_db()
    assert (root.email, root.is_active, root.is_superuser) == ("root@example.org", True, True)
    assert root.check_password(PASSWORD)


@pytest.mark.parametrize("name", ["Reporter", "Editor"])
def test_nobody_below_an_admin_sees_or_makes_accounts(name, client):
    client.force_login(person(name))
    ivan = person("Reporter")

    for address in (LIST, ADD, page_of(ivan), f"/admin/articles/user/{ivan.pk}/password/"):
        assert client.get(address).status_code == 403
        assert client.post(address, new_account(**EVERYTHING)).status_code == 403
    assert not User.objects.filter(username="olha").exists()


def test_roles_are_not_redefined_in_the_desk(admin):
    assert admin.get("/admin/auth/group/").status_code == 404


def test_a_superuser_makes_another_one(client):
    client.force_login(User.objects.create_superuser("root", "root@example.org", PASSWORD))
    asked_again(client)
    ivan = person("Editor")

    client.post(page_of(ivan), words_of(ivan) | {"is_superuser": "on"})

    ivan.refresh_from_db()
    assert ivan.is_superuser


# Signing in.


def test_a_wrong_password_is_said_and_the_name_stays(client):
    person("Editor", username="olha")

    response = client.post("/accounts/login/", {"login": "olha", "password": "wrong"})

    page = text(response)
    assert "not correct" in page
    assert 'value="olha"' in page
    assert 'role="alert"' in page


def test_many_wrong_passwords_are_stopped_and_even_the_right_one_must_wait(client):
    olha = person("Editor", username="olha")
    olha.set_password(PASSWORD)
    olha.save()
    for _attempt in range(5):
        client.post("/accounts/login/", {"login": "olha", "password": "wrong"})

    response = client.post("/accounts/login/", {"login": "olha", "password": PASSWORD})

    assert "Too many failed attempts" in text(response)
    assert not response.wsgi_request.user.is_authenticated


@pytest.mark.parametrize("login", ["olha", "olha@example.org", "OLHA@example.org"])
def test_one_signs_in_with_the_name_or_the_address(login, client):
    olha = person("Reporter", username="olha")
    olha.set_password(PASSWORD)
    olha.save()

    response = client.post(
        "/accounts/login/",
        {"login": login, "password": PASSWORD, "next": "/admin/articles/photo/"},
    )

    assert response["Location"] == "/admin/articles/photo/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_signing_in_leads_to_no_other_site(elsewhere, client):
    olha = person("Reporter", username="olha")
    olha.set_password(PASSWORD)
    olha.save()

    response = client.post(
        "/accounts/login/", {"login": "olha", "password": PASSWORD, "next": elsewhere}
    )

    assert response["Location"] == "/admin/"


def test_the_desk_leads_to_the_sign_in_page_and_back(client):
    response = client.get("/admin/articles/tag/")

    assert response["Location"] == "/admin/login/?next=/admin/articles/tag/"
    response = client.get(response["Location"])
    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2Farticles%2Ftag%2F"


def test_an_account_without_the_desk_is_told_so_instead_of_being_sent_round(client):
    User.objects.create_user("guest", "guest@example.org", PASSWORD, first_name="Guest")

    response = client.post(
        "/accounts/login/", {"login": "guest", "password": PASSWORD}, follow=True
    )

    assert response.status_code == 403
    assert "this account cannot use the desk" in text(response)
    assert "/accounts/logout/" in text(response)


def test_nobody_opens_an_account_from_outside(client):
    page = text(client.get("/accounts/login/"))
    assert "signup" not in page

    client.post("/accounts/signup/", new_account(email="new@example.org"))

    assert "Ask a newsroom admin" in text(client.get("/accounts/signup/"))
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ],
)
def test_the_pages_of_an_account_have_one_look_and_run_no_foreign_script(address, client):
    client.force_login(person("Reporter"))

    response = client.get(address)

    assert response.status_code == 200
    assert "desk/people/account.css" in text(response)
    assert " style=" not in text(response)
    assert "unsafe-inline" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/signup/", "/accounts/inactive/"]
)
def test_the_pages_before_signing_in_have_the_same_look(address, client):
    assert "desk/people/account.css" in text(client.get(address))


# Authors and sections.


def test_an_author_in_a_byline_is_not_deleted_and_says_where(admin):
    draft, former = (article(headline, authors=["Iryna Bondar"]) for headline in ("One", "Two"))
    publish(former)
    former.bylines.all().delete()
    iryna = Author.objects.get()

    page = text(admin.post(page_of(iryna, "delete"), {"post": "yes"}))

    assert draft.headline in page
    assert former.headline in page
    assert "is in use, so it cannot be deleted" in page
    assert Author.objects.exists()


def test_a_section_with_pieces_is_not_deleted_and_says_which(admin):
    piece = article("In it", section=section("War"))
    empty = section("Culture")

    page = text(admin.post(page_of(piece.section, "delete"), {"post": "yes"}))
    admin.post(page_of(empty, "delete"), {"post": "yes"})

    assert piece.headline in page
    assert list(Section.objects.all()) == [piece.section]


def test_sections_are_ordered_in_their_list(admin):
    war, culture = section("War"), section("Culture")

    admin.post(
        "/admin/articles/section/",
        {
            "form-TOTAL_FORMS": 2,
            "form-INITIAL_FORMS": 2,
            "form-0-id": culture.pk,
            "form-0-position": 2,
            "form-0-in_navigation": "on",
            "form-1-id": war.pk,
            "form-1-position": 1,
            "form-1-in_navigation": "on",
            "_save": "Save",
        },
    )

    assert [each.name for each in Section.objects.all()] == ["War", "Culture"]


def test_an_author_gets_an_address_from_the_name_and_an_account_by_choice(admin):
    ivan = person("Reporter")

    admin.post("/admin/articles/author/add/", {"name": "Іван Гай", "slug": "", "user": ivan.pk})

    author = Author.objects.get()
    assert (author.slug, author.user) == ("ivan-hai", ivan)


def test_an_editor_changes_authors_without_looking_through_the_accounts(client):
    client.force_login(person("Editor"))
    ivan = person("Reporter")
    author = Author.objects.create(name="Ivan Hai", user=ivan)

    client.post(
        page_of(author), {"name": "Ivan Hai", "slug": "ivan-hai", "role": "Columnist", "user": ""}
    )

    author.refresh_from_db()
    assert (author.role, author.user) == ("Columnist", ivan)
