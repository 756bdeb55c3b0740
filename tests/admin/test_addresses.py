"""Addresses that the desk gives by itself: each name gets one, and none is another one's."""

import pytest
from django.contrib import admin
from django.contrib.messages.storage import default_storage
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Author, Section, Tag, TypoReport
from espreso.slugs import free_slug
from tests import factories
from tests.desk_client import form_of

NAMES = ["李明", "王芳", "***", "Iryna Bondar", "Ірина Бондар", "iryna bondar!", "x" * 60, "X" * 59]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Author, Section, Tag])
def test_whatever_somebody_is_called_there_is_an_address(model, signed_in):
    desk = signed_in("Admin")
    add = f"/admin/articles/{model._meta.model_name}/add/"
    empty = form_of(desk.get(add))
    for name in NAMES:
        assert desk.post(add, empty | {"name": name}).status_code == 302, name
    made = model.objects.filter(name__in=NAMES)
    assert len(set(made.values_list("slug", flat=True))) == len(NAMES)
    assert all(desk.get(row.get_absolute_url()).status_code < 500 for row in made)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Author, Section])
def test_a_former_address_is_given_to_nobody_by_itself(model):
    factories.publish(factories.article(authors=["War"]))
    first = model.objects.get(slug="war")
    first.slug = "renamed"
    first.save()
    other = model.objects.create(name="War!")
    assert other.slug == "war-2"
    assert model.objects.at_address("war").first() == first
    # Somebody who writes it down wants it.
    other.slug = "war"
    other.save()
    assert model.objects.at_address("war").first() == other


@given(st.text("ab-", min_size=1, max_size=30), st.sets(st.text("ab-2345", max_size=30)))
def test_a_free_address_is_nobodys_and_not_too_long(slug, others):
    found = free_slug(slug, lambda beginning: [o for o in others if o.startswith(beginning)], 30)
    assert found not in others
    assert 0 < len(found) <= 30
    assert found == slug or slug in others


@pytest.mark.django_db
def test_what_a_rule_of_the_database_forbids_is_said_and_blamed_on_nobody(rf, editor):
    Author.objects.create(name="Iryna Bondar")
    piece = factories.article()

    def answer(work):
        request = rf.post("/admin/", {"standfirst": "What somebody has typed"})
        request.user, request.session = editor, {}
        request._messages = default_storage(request)
        request._dont_enforce_csrf_checks = True
        return admin.site.admin_view(lambda request: work())(request)

    for work, why in (
        (lambda: Author.objects.create(name="x", slug="iryna-bondar"), "Public URL already exists"),
        (lambda: Tag.objects.create(name=""), "Give the tag a name."),
    ):
        response = answer(work)
        assert response.status_code == 409
        said = response.content.decode()
        assert why in said
        assert "Not saved" in said
        assert "Someone else" not in said
    # A row that has gone is somebody else's doing.
    with pytest.raises(IntegrityError):
        answer(lambda: TypoReport.objects.create(article=piece, quote=None))
