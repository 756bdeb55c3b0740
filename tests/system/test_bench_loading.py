"""The newsroom of the benchmark is whole at whatever moment its loading ends."""

import pytest
from psycopg.errors import UniqueViolation

from articles.models import Article, Redirect, TaggedVersion, Version, VersionByline
from demo.bench import loading

pytestmark = pytest.mark.django_db


def loaded():
    """The numbers of the pieces, after a look at whether each has all that belongs to it."""
    assert not Article.objects.filter(versions=None).exists()
    assert not Version.objects.filter(bylines=None).exists()
    assert not Version.objects.filter(tagged=None).exists()
    return sorted(
        int(slug.removeprefix(loading.SLUG))
        for slug in Article.objects.values_list("slug", flat=True)
    )


def test_a_load_that_broke_off_left_whole_batches_and_goes_on_after_them(monkeypatch):
    monkeypatch.setattr(loading, "BATCH", 20)
    in_the_way = Redirect.objects.create(old="/archive/28", gone=True)
    with pytest.raises(UniqueViolation):
        loading.fill(60)
    assert loaded() == list(range(20))
    in_the_way.delete()
    loading.fill(60)
    # One more comes out every 24 minutes.
    assert loaded() in (list(range(60)), list(range(61)))


def test_what_is_listed_is_of_the_language_of_its_version():
    loading.fill(40)
    for listed, version in ((TaggedVersion, "content_object"), (VersionByline, "version")):
        pairs = listed.objects.values_list("language", f"{version}__language").distinct()
        assert sorted(pairs) == [("en", "en"), ("uk", "uk")]
