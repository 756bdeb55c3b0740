"""The admin's shortcut to the page of something leads nowhere that the desk does not."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles.models import Author, Page, Section, SharedPreview, Tag, Version
from tests import factories

pytestmark = pytest.mark.django_db


def shortcut_to(thing):
    kind = ContentType.objects.get_for_model(thing)
    return f"/admin/r/{kind.pk}/{thing.pk}/"


@pytest.fixture
def things(piece, editor, reporter):
    """One of everything that has an address of its own."""
    until = timezone.now() + timedelta(hours=2)
    shared = SharedPreview.objects.create(article_id=piece.pk, by=editor, expires_at=until)
    version = factories.publish(factories.article("Another"), editor)
    tag = Tag.objects.create(name="Energy")
    author = Author.objects.create(name="Named")
    page = Page.objects.first()
    Page.objects.filter(pk=page.pk).update(published=True, first_published_at=timezone.now())
    return {type(thing): thing for thing in (shared, version, version.section, tag, author, page)}


def test_everything_with_an_address_is_here(things):
    have = {model for model in apps.get_models() if hasattr(model, "get_absolute_url")}
    assert have == set(things) == {Author, Page, Section, SharedPreview, Tag, Version}


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Admin"])
def test_the_shortcut_gives_no_address_of_what_the_desk_does_not_show(role, things, signed_in):
    client = signed_in(role)
    for model, thing in things.items():
        for path in (shortcut_to(thing), shortcut_to(thing).replace("/r/", "/r/ ")):
            response = client.get(path)
            shown = model in admin.site._registry and path == shortcut_to(thing)
            listed = client.get(f"/admin/articles/{model._meta.model_name}/").status_code == 200
            assert response.status_code == (302 if shown and listed else 404), (model, path)


def test_a_reporter_gets_no_link_of_a_shared_preview(things, signed_in):
    shared = things[SharedPreview]
    response = signed_in("Reporter").get(shortcut_to(shared))
    assert response.status_code == 404
    assert shared.token not in response.text


def test_an_unpublished_page_has_no_address_to_view(things, signed_in):
    page = things[Page]
    Page.objects.filter(pk=page.pk).update(published=False)
    assert signed_in("Admin").get(shortcut_to(page)).status_code == 404


@pytest.mark.parametrize("made_up", ["x/1", "1/x", "0/1", "99999/1", "7/1/", "-1/1", "１/1"])
def test_what_does_not_exist_is_not_there(made_up, signed_in):
    assert signed_in("Reporter").get(f"/admin/r/{made_up}/").status_code == 404
