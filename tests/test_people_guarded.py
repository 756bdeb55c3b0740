"""Doors that stay shut: links of whoever is switched off, and two admins who act at once."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.test import Client

from articles import people
from articles.models import User
from tests.newsroom import person
from tests.test_newsroom_people import PEOPLE, choose, do, invite, is_in, link_in
from tests.test_robustness import in_the_middle_of


@pytest.fixture(autouse=True)
def no_attempts_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def admin(client):
    client.force_login(person("Admin"))
    return client


@pytest.mark.django_db
def test_an_invitation_ends_when_the_account_is_switched_off_and_does_not_come_back(admin):
    invite(admin)
    olha, link = User.objects.get(email="olha@example.org"), link_in(mail.outbox[0].body)
    do(admin, "off", olha)
    choose(Client(), link)
    olha.refresh_from_db()
    assert not olha.has_usable_password()

    do(admin, "on", olha)
    choose(Client(), link)
    olha.refresh_from_db()
    assert not olha.has_usable_password()

    do(admin, "invitation", olha)
    colleague = Client()
    choose(colleague, link_in(mail.outbox[-1].body))
    assert is_in(colleague)


@pytest.mark.django_db
def test_who_is_switched_off_sets_no_password_with_a_link_that_they_asked_for(admin):
    ivan = person("Reporter", username="ivan")
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": ivan.email})
    link = link_in(mail.outbox[-1].body)
    do(admin, "off", ivan)

    choose(stranger, link)

    ivan.refresh_from_db()
    assert ivan.check_password("a long password")
    assert not is_in(stranger)


@pytest.mark.django_db
def test_whoever_has_two_roles_is_shown_with_what_they_may_do(admin):
    ivan = person("Reporter", username="ivan")
    ivan.groups.add(Group.objects.get(name="Editor"))

    listed = admin.get(PEOPLE).context["cl"].result_list
    assert next(one for one in listed if one == ivan).role == "Editor"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("first", "second"), [("Admin", "Editor"), ("Editor", "Admin")])
def test_of_two_roles_that_are_given_at_once_the_later_one_is_had(first, second):
    boss, ivan = person("Admin"), person("Reporter", username="ivan")
    to_give = User.objects.get(pk=ivan.pk)

    with in_the_middle_of(lambda: people.give_role(to_give, second, boss)):
        people.give_role(ivan, first, boss)

    assert [group.name for group in ivan.groups.all()] == [second]
