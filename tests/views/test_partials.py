"""Partials: rendered once, and anew as soon as what they show is another."""

import pytest
from django.utils import translation

from articles.models import Photo, Version
from articles.templatetags.newsroom import card, line
from tests.factories import article, publish
from tests.images import corners, encoded, upload

pytestmark = pytest.mark.django_db


def read_anew(version):
    return Version.objects.live().for_cards().get(pk=version.pk)


def test_a_card_is_rendered_once_for_what_it_shows():
    version = publish(article("A bridge", standfirst="Trams cross it."))
    first = card(read_anew(version), standfirst=True)
    assert card(read_anew(version), standfirst=True) is first
    assert "Trams cross it." in first
    assert "Trams cross it." not in card(read_anew(version), standfirst=False)


def test_a_card_loses_its_photo_with_the_withdrawal():
    picture = Photo.objects.take_in(upload(encoded(corners())))
    version = publish(article(lead_photo=picture))
    assert picture.src in card(read_anew(version), pictured=True)
    picture.withdraw()
    assert "<img" not in card(read_anew(version), pictured=True)
    picture.reinstate()
    assert picture.src in card(read_anew(version), pictured=True)


def test_a_line_says_its_language_where_the_page_speaks_another():
    version = publish(article(language="uk"))
    with translation.override("uk"):
        assert 'lang="uk"' not in line(read_anew(version))
    with translation.override("en"):
        assert 'lang="uk"' in line(read_anew(version))
