"""The rules of the database speak to people: each in words, and only where nothing else does."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint

from articles.models import Arrangement, Article
from espreso import broken_rules
from tests import factories
from tests.desk_client import form_of, opened, save, words_of
from tests.paths import APPS

ADD = "/admin/articles/article/add/"
RULES = [
    rule
    for app in APPS
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
    for rule in model._meta.constraints
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_words_of_its_own(rule):
    # Of fields that there must be once, Django says which they are.
    names_fields = isinstance(rule, UniqueConstraint) and rule.fields and not rule.condition
    assert names_fields or rule.violation_error_message != rule.default_violation_error_message
    assert rule.name not in str(rule.violation_error_message)


@pytest.mark.django_db
def test_what_the_database_alone_has_found_is_said_without_the_name_of_the_rule():
    piece = factories.article()
    arrangement = {"page": "front", "language": "en"}
    Arrangement.objects.get_or_create(**arrangement)
    for broken in (
        lambda: Article.objects.filter(pk=piece.pk).update(stage="odd"),
        lambda: Article.objects.filter(pk=piece.pk).update(original=piece),
        lambda: Arrangement.objects.create(**arrangement),
    ):
        with pytest.raises(IntegrityError) as found, transaction.atomic():
            broken()
        words = broken_rules.in_words(found.value)
        assert words
        assert "_" not in words


@pytest.mark.django_db
def test_a_new_piece_without_a_headline_is_told_so_and_nothing_else(signed_in):
    desk = signed_in("Editor")
    response = desk.post(ADD, form_of(desk.get(ADD)) | {"_continue": "Save"})
    assert words_of(response).count("This field is required.") == 1
    assert response.context["adminform"].form.non_field_errors() == []


@pytest.mark.django_db
def test_a_headline_that_was_emptied_is_no_matter_of_the_address(signed_in):
    desk, piece = signed_in("Editor"), factories.article()
    response = save(desk, piece, opened(desk, piece) | {"headline": "", "slug": ""})
    assert list(response.context["adminform"].form.errors) == ["headline"]
