"""A version never changes, two are never live at once, and only what is live is public."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from articles.models import Change, Label, Photo, Version, VersionByline, VersionPhoto
from tests.factories import article, interview, person, publish, record, schedule

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def copy_of(version, **changes):
    """The same version as a new row with the next number."""
    version.pk, version._state.adding = None, True
    version.number, version.change = version.number + 1, Change.SILENT
    for name, value in changes.items():
        setattr(version, name, value)
    return version


def test_the_database_refuses_two_live_versions_of_one_article():
    version = publish(article())
    with pytest.raises(IntegrityError, match="version_live_once_at_a_time"):
        copy_of(version).save(force_insert=True)


def test_versions_may_follow_each_other_without_a_gap():
    now = timezone.now()
    version = record(article(), now - 2 * HOUR, until=now - HOUR)
    copy_of(version, during=DateTimeTZRange(now - HOUR, None)).save(force_insert=True)
    assert Version.objects.live().get().number == 2


def test_two_articles_may_be_live_at_once():
    publish(article("One"))
    publish(article("Two"))
    assert Version.objects.live().count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "Rewritten"),
        ("standfirst", "Rewritten"),
        ("document", [{"kind": "prose", "html": "<p>Rewritten</p>"}]),
        ("text", "Rewritten"),
        ("path", "2020/01/01/elsewhere"),
        ("published_at", timezone.now() - HOUR),
        ("note", "Rewritten"),
        ("number", 9),
        ("label", Label.EXCLUSIVE),
    ],
)
def test_no_field_of_a_version_can_be_rewritten(field, value):
    version = publish(article())
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**{field: value})


def test_a_rewrite_by_sql_is_refused_too():
    version = publish(article())
    with (
        pytest.raises(IntegrityError, match="immutable"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE articles_version SET headline = headline || '!' WHERE id = %s", [version.pk]
        )


def test_the_beginning_of_a_version_cannot_move():
    version = publish(article())
    during = DateTimeTZRange(version.during.lower - HOUR, None)
    with pytest.raises(IntegrityError, match="immutable"):
        Version.objects.filter(pk=version.pk).update(during=during)


def test_an_end_in_the_past_is_refused():
    version = record(article(), timezone.now() - 2 * HOUR)
    during = DateTimeTZRange(version.during.lower, timezone.now() - HOUR)
    with pytest.raises(IntegrityError, match="in the past"):
        Version.objects.filter(pk=version.pk).update(during=during)


def test_a_version_that_ended_cannot_be_opened_again():
    version = record(article(), timezone.now() - 2 * HOUR, until=timezone.now() - HOUR)
    during = DateTimeTZRange(version.during.lower, None)
    with pytest.raises(IntegrityError, match="in the past"):
        Version.objects.filter(pk=version.pk).update(during=during)


def test_a_version_that_was_live_cannot_be_deleted():
    version = publish(article())
    with pytest.raises(IntegrityError, match="was live and stays"):
        version.delete()


def test_a_version_that_nobody_could_have_seen_can_be_deleted():
    version = schedule(article(authors=["Iryna Bondar"]), timezone.now() + HOUR)
    version.delete()
    assert not Version.objects.exists()


@pytest.mark.parametrize("through", [VersionByline, VersionPhoto])
def test_byline_and_photos_of_a_version_stay_as_they_were(through):
    photo = Photo.objects.create(file="a.jpg", width=10, height=10)
    publish(article(authors=["Iryna Bondar"], lead_photo=photo))
    with pytest.raises(IntegrityError, match="was live and keeps"), transaction.atomic():
        through.objects.all().delete()
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        through.objects.update(version_id=-1)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"label": "breaking"}, "version_label_is_known"),
        ({"change": "typo"}, "version_change_is_known"),
        ({"change": Change.FIRST}, "version_first_is_first"),
        ({"change": Change.UPDATE, "note": ""}, "version_change_is_explained"),
        ({"change": Change.CORRECTION, "note": ""}, "version_change_is_explained"),
        ({"number": 1}, "version_number_unique|version_first_is_first"),
    ],
)
def test_what_a_version_cannot_be_is_refused_by_a_named_constraint(changes, constraint):
    now = timezone.now()
    version = record(article(), now - 2 * HOUR, until=now - HOUR)
    changes = {"during": DateTimeTZRange(now - HOUR, None)} | changes
    with pytest.raises(IntegrityError, match=constraint):
        copy_of(version, **changes).save(force_insert=True)


def test_the_first_version_cannot_be_labelled_updated():
    with pytest.raises(IntegrityError, match="version_updated_is_earned"):
        record(article(), timezone.now() - HOUR, label=Label.UPDATED)


@pytest.mark.parametrize("empty", ["[2026-01-01, 2026-01-01)", "(, 2026-01-01)", "(,)"])
def test_a_version_needs_a_beginning(empty):
    version = record(article(), timezone.now() - 2 * HOUR, until=timezone.now() - HOUR)
    row = copy_of(version, during=DateTimeTZRange(timezone.now() - HOUR, None))
    row.save(force_insert=True)
    with (
        pytest.raises(IntegrityError, match=r"version_range_has_a_start|immutable"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE articles_version SET during = %s::tstzrange WHERE id = %s", [empty, row.pk]
        )


def test_live_shows_each_moment_of_the_past_as_it_was():
    now = timezone.now()
    piece = article("First words")
    record(piece, now - 3 * HOUR, until=now - 2 * HOUR)
    piece.headline = "Second words"
    piece.save()
    record(piece, now - 2 * HOUR, until=now - HOUR, change=Change.SILENT)

    def headlines(at):
        return list(Version.objects.live(at).values_list("headline", flat=True))

    assert headlines(now - 4 * HOUR) == []
    assert headlines(now - 3 * HOUR) == ["First words"]
    assert headlines(now - 2 * HOUR) == ["Second words"]
    assert headlines(now) == []


def test_a_draft_can_change_without_a_reader_noticing():
    piece = interview(questions=1)
    version = publish(piece)
    piece.headline = "Not yet"
    piece.save()
    piece.interviews_questionanswer_set.update(question="Not yet?")
    live = Version.objects.live().get()
    assert live.headline == version.headline
    assert "Not yet" not in str(live.document)


def test_an_author_a_section_and_a_photo_in_use_cannot_be_deleted():
    photo = Photo.objects.create(file="a.jpg", width=10, height=10)
    piece = article(authors=["Iryna Bondar"], lead_photo=photo)
    publish(piece, person())
    for used in (piece.section, piece.authors.get(), photo, piece):
        with pytest.raises(IntegrityError), transaction.atomic():
            used.delete()
