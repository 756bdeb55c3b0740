"""Every door of the desk to an account: whose admins are open, and which ask for the password."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse

from articles.models import User
from tests.factories import person

pytestmark = pytest.mark.django_db

OPEN = {
    "articles.Activity": "articles.admin.people.activity",
    "articles.Arrangement": "articles.admin.layouts.admin",
    "articles.Article": "articles.admin.articles",
    "articles.Author": "articles.admin.people.authors",
    "articles.MenuItem": "articles.admin.site.menus",
    "articles.OutgoingMail": "articles.admin.people.outgoing_mail",
    "articles.Page": "articles.admin.site.pages",
    "articles.Photo": "articles.admin.photos.admin",
    "articles.Redirect": "articles.admin.site.redirects",
    "articles.Section": "articles.admin.site.sections",
    "articles.Tag": "articles.admin.topics.admin",
    "articles.User": "articles.admin.people.admin",
    "interviews.Interview": "interviews.admin.interview",
}
# Models that say who somebody is, what they may do, and how they get in.
OF_ACCOUNTS = {"account", "auth", "mfa", "usersessions", "sessions"}


def test_the_desk_has_these_admins_and_each_is_ours():
    found = {
        model._meta.label: type(model_admin).__module__
        for model, model_admin in admin.site._registry.items()
    }
    assert found == OPEN


@pytest.mark.parametrize("model_admin", [None, ModelAdmin])
def test_an_admin_that_a_package_brings_stays_closed(model_admin):
    admin.site.register(Group, model_admin)
    assert not admin.site.is_registered(Group)


def test_no_address_of_the_desk_leads_to_the_tables_of_sign_in():
    tables = {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model in apps.get_models()
        if model._meta.app_label in OF_ACCOUNTS
    }
    assert "mfa_authenticator" in tables
    names = {
        name
        for _prefix, (_pattern, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    assert "articles_user_changelist" in names
    assert not {name for name in names if any(name.startswith(table) for table in tables)}


def pages_of_accounts(someone):
    """Yield each address of the admin of accounts at which something is posted, with some form."""
    form = {"username": "x", "email": "x@evil.example", "role": "Admin", "action": "x", "name": "x"}
    form |= {"usable_password": "true", "password1": "xyz", "password2": "xyz"}
    for pattern in admin.site._registry[User].get_urls():
        if pattern.name == "articles_user_notifications":
            # What one gets by mail oneself: no way into an account.
            continue
        words = {"pk": someone.pk, "object_id": someone.pk, "id": someone.pk, "act": "role"}
        if pattern.name:
            names = pattern.pattern.converters
            yield f"admin:{pattern.name}", {name: words[name] for name in names}, form


def test_each_page_that_can_change_an_account_asks_for_the_password_again():
    ivan = person("Reporter", username="ivan")
    browser = Client()
    browser.force_login(User.objects.create_superuser("root", "root@example.org", "x"))
    asked = set()
    for name, words, form in pages_of_accounts(ivan):
        response = browser.post(reverse(name, kwargs=words), form)
        asked.add(name)
        assert response["Location"].startswith("/accounts/reauthenticate/"), name
    assert {"admin:articles_user_add", "admin:articles_user_change"} <= asked


def test_the_secret_of_a_second_factor_is_shown_on_no_page():
    root = User.objects.create_superuser("root", "root@example.org", "x")
    secret = generate_totp_secret()
    TOTP.activate(root, secret)
    browser = Client()
    browser.force_login(root)
    key = Authenticator.objects.get().pk
    for address in (
        f"/admin/mfa/authenticator/{key}/change/",
        f"/admin/articles/user/{root.pk}/change/",
        f"/admin/articles/user/{root.pk}/history/",
        "/admin/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
    ):
        assert secret not in browser.get(address, follow=True).content.decode()
    deleted = browser.post(f"/admin/mfa/authenticator/{key}/delete/", {"post": "yes"})
    assert deleted.status_code == 404
    assert Authenticator.objects.exists()
