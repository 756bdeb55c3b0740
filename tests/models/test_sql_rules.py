"""A rule that the database follows too, in SQL, is the same rule: one is held against the other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from articles.content import snapshot
from articles.models import (
    ANNOUNCED,
    Author,
    Change,
    MenuItem,
    Page,
    Place,
    PullQuote,
    Section,
    Tag,
    Version,
)
from articles.models.live_range import live_in_sql
from articles.models.translated import said_as, said_in_sql
from articles.public import menus, preview
from articles.public.context import Frame, as_read
from articles.public.edition import Changes
from tests.factories import article, interview, publish, record, schedule

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# Of a word in another language: said, not said, said to be nothing, of another language alone.
SAID = [{"uk": {"name": "Війна"}}, {}, {"uk": {"name": ""}}, {"uk": {}}, {"pl": {"name": "W"}}]


@pytest.fixture
def sections():
    """A section for each of the translations, the last of them outside the navigation."""
    return [
        Section.objects.create(
            name=f"War {number}",
            in_other_languages=said,
            position=9 - number,
            in_navigation=number < len(SAID),
        )
        for number, said in enumerate(SAID, start=1)
    ]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_name_is_said_alike_by_a_row_a_queryset_and_a_statement(sections, language):
    said = {one.pk: one.said("name", language) for one in sections}
    rows = Section.objects.filter(pk__in=said).annotate(said=said_as("name", language))
    assert dict(rows.values_list("pk", "said")) == said
    name = said_in_sql("section", "name", "%s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {name} FROM articles_section section", [language])  # noqa: S608
        assert said.items() <= dict(cursor.fetchall()).items()


def test_a_version_is_live_alike_for_a_queryset_and_a_statement():
    now = timezone.now()
    record(article("Past"), now - 2 * DAY, until=now - DAY)
    record(article("Live"), now - DAY)
    schedule(article("Coming"), now + DAY)
    replaced = article("To be replaced")
    publish(replaced)
    schedule(replaced, now + DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM articles_version v WHERE {live_in_sql('v')} ORDER BY id"  # noqa: S608
        )
        found = [pk for (pk,) in cursor.fetchall()]
    assert found == list(Version.objects.live().order_by("pk").values_list("pk", flat=True))
    assert (len(found), Version.objects.count()) == (2, 5)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_preview_says_what_the_version_will_say_around_its_text(language):
    piece = article(
        tags=["Trams", "Bridges"], authors=["Zoia Hai", "Andrii Lys"], language=language
    )
    Author.objects.filter(name="Zoia Hai").update(
        role="reporter", in_other_languages={"uk": {"name": "Зоя Гай", "role": ""}}
    )
    Tag.objects.filter(name="Trams").update(in_other_languages={"uk": {"name": "Трамваї"}})
    draft = preview.version_of_draft(piece)
    version = publish(piece)
    read = Version.objects.for_page().get(pk=version.pk)
    assert (draft.byline, draft.tag_list) == (read.byline, read.tag_list)
    kept = preview.version_of_content(piece, snapshot.content_of(version))
    assert (kept.byline, kept.tag_list) == (read.byline, read.tag_list)
    assert ("Зоя Гай" in {author["name"] for author in read.byline}) == (language == "uk")


def test_readers_are_told_of_the_changes_that_have_a_note_and_of_no_other():
    piece = article()
    publish(piece)
    for change in set(Change) - {Change.FIRST}:
        publish(piece, change=change, note="Words." if change in ANNOUNCED else "")
    read = Version.objects.for_page().order_by("-number").first()
    assert {told.change for told in read.changes} == set(ANNOUNCED)


def test_who_speaks_and_in_which_words_is_what_an_interview_froze():
    piece = interview(questions=1)
    PullQuote.objects.create(parent=piece, region="main", ordering=5, quote="We waited.")
    publish(piece)
    (read,) = Version.objects.live().of_kind("interview")
    assert read.speakers == piece.front_matter()[0]["people"]
    assert read.pull_line == "We waited."
    piece.pull_line = "We kept it open."
    piece.save()
    publish(piece)
    (read,) = Version.objects.live().of_kind("interview")
    assert read.pull_line == piece.front_matter()[0]["pull_line"]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_frame_shows_the_sections_and_pages_that_readers_may_see(sections, language):
    for code in ("en", "uk"):
        for slug, published in (("b", True), ("a", True), ("c", False)):
            Page.objects.create(
                language=code,
                slug=f"{slug}-{code}",
                title=slug,
                text="<p>Words.</p>",
                published=published,
            )
    with override(language):
        frame = Frame.now()
        assert frame.sections == [
            {"name": one.said("name"), "slug": one.slug}
            for one in Section.objects.filter(in_navigation=True)
        ]
        pages = Page.objects.published().filter(language=language).order_by("title")
        assert frame.pages == [{"name": page.title, "page": page.slug} for page in pages]
        assert len(frame.pages) == 2


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_line_of_a_menu_is_read_alike_before_and_after_it_is_saved(sections, language):
    pages = [
        Page.objects.create(
            language=language,
            slug=slug,
            title=slug,
            text="<p>Words.</p>",
            published=slug == "shown",
        )
        for slug in ("shown", "not-yet")
    ]
    about = [*({"section": one} for one in sections), *({"page": one} for one in pages)]
    about += [{"label": "opinion"}, {"fixed": "news"}, {"address": "/a", "words": "A"}]
    items = [
        MenuItem(place=Place.FOOTER, language=language, position=position, **said)
        for position, said in enumerate(about)
    ]
    expected = [read for item in items if (read := as_read(item, language))]
    MenuItem.objects.bulk_create(items)
    with override(language):
        read = Frame.now().arranged
        assert read == expected
        assert [menus.line(item) for item in read] == [menus.line(item) for item in expected]
    assert len(read) == len(items) - 2


def test_what_opens_by_the_clock_alone_is_a_change_of_its_piece_and_lists():
    now = timezone.now()
    opened = record(article(tags=["Trams"]), now - DAY)
    schedule(article(), now + DAY)
    ended = record(article(), now - 3 * DAY, until=now - DAY)
    asked = Changes(connection)
    (number, _moment), scopes = asked(None)
    assert scopes is None
    _place, scopes = asked((number, now - 2 * DAY))
    assert {f"piece:{opened.article_id}", f"piece:{ended.article_id}"} < set(scopes)
    assert {"pieces", "language:en", f"section:{opened.section_id}"} < set(scopes)
    assert f"topic:{Tag.objects.get().pk}" in scopes
    assert asked((number, now))[1] == []
