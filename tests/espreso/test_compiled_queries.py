"""Compiled queries: what is asked a second time comes without a second look at the queryset."""

from datetime import timedelta

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils import translation

from articles.models import Photo, Section, Version
from espreso.compiled_queries import compiled_query
from tests.factories import article, publish, section
from tests.images import corners, encoded, upload

pytestmark = pytest.mark.django_db


def test_rows_are_what_the_queryset_brings_with_what_it_joins_and_adds():
    picture = Photo.objects.take_in(upload(encoded(corners())))
    version = publish(article("A bridge", lead_photo=picture, tags=["Grid"]))

    @compiled_query
    def at(path):
        return Version.objects.live().for_page().filter(path=path)

    (found,) = at(version.path)
    (expected,) = Version.objects.live().for_page().filter(path=version.path)
    assert found == expected
    for name in ("during", "document", "tag_list", "read_also", "published_at"):
        assert getattr(found, name) == getattr(expected, name)
    assert found.section == expected.section
    assert found.lead_photo.renditions == expected.lead_photo.renditions
    assert at("2020/01/01/nothing") == []


def test_nothing_is_loaded_lazily_where_the_queryset_forbids_it():
    publish(article())

    @compiled_query
    def lines():
        return Version.objects.live().for_lines()

    with pytest.raises(FieldFetchBlocked):
        _standfirst = lines()[0].standfirst


def test_a_queryset_is_compiled_once_for_each_language(django_assert_num_queries):
    section("War")
    asked = []

    @compiled_query
    def named(name):
        asked.append(translation.get_language())
        return Section.objects.filter(name=name)

    with django_assert_num_queries(4):
        for language in ("en", "uk", "en", "uk"):
            with translation.override(language):
                assert [found.name for found in named("War")] == ["War"]
    assert asked == ["en", "uk"]


def test_values_stand_in_the_sql_of_an_expression_too():
    made = [section(name) for name in ("Culture", "War")]

    @compiled_query
    def among(keys):
        wanted = RawSQL("id = ANY(%s)", [keys], output_field=models.BooleanField())
        return Section.objects.filter(wanted).order_by("name")

    assert among([each.pk for each in made]) == made
    assert among([made[1].pk]) == [made[1]]
    assert among([]) == []


def test_a_queryset_may_decide_by_what_is_none():
    version = publish(article())

    @compiled_query
    def live(at):
        return Version.objects.live(at)

    assert live(None) == [version]
    assert live(version.during.lower - timedelta(days=1)) == []
    assert live(None) == [version]
