"""The pages behind the desk's verbs, and what a preview shows before them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Change, Stage, Version
from interviews.models import Interview
from tests import factories
from tests.desk_client import form_of, opened, page_of, save, with_blocks, words_of

pytestmark = pytest.mark.django_db

PROSE = "articles_prose_set"
ADD = "/admin/articles/article/add/"


def changed_by_somebody(piece, by, **changes):
    Article.objects.filter(pk=piece.pk).update(**changes)
    Article.objects.get(pk=piece.pk).bump(by)


# Publishing.


def test_publish_saves_the_form_asks_and_publishes(desk, piece):
    response = save(desk, piece, opened(desk, piece) | {"headline": "Trams!"}, _publish="1")
    assert response.url == page_of(piece, "publish")
    asked = desk.get(response.url)
    assert "Trams!" in words_of(asked)
    assert not Version.objects.exists()
    response = desk.post(page_of(piece, "publish"), form_of(asked))
    assert response.url == page_of(piece)
    version = Version.objects.get()
    assert f'href="{version.get_absolute_url()}"' in desk.get(response.url).content.decode()
    assert desk.get(version.get_absolute_url()).status_code == 200


def test_what_is_not_ready_cannot_be_published_and_says_why(desk):
    piece = factories.article(section=None, text="")
    page = desk.get(page_of(piece, "publish"))
    assert "Choose a section." in words_of(page)
    assert "No text yet." in words_of(page)
    assert "Publish now" not in page.content.decode()
    assert desk.post(page_of(piece, "publish"), form_of(page)).status_code == 409
    assert not Version.objects.exists()


def test_a_further_publication_says_what_it_is_for_readers(desk, piece, editor):
    factories.publish(piece, editor)
    page = page_of(piece, "publish")
    data = form_of(desk.get(page))
    assert "Choose one of these." in words_of(desk.post(page, data))
    response = desk.post(page, data | {"change": Change.CORRECTION, "note": " "})
    assert "Tell readers in a sentence what changed." in words_of(response)
    assert piece.versions.count() == 1
    desk.post(page, data | {"change": Change.CORRECTION, "note": "The bridge is the older one."})
    assert piece.versions.get(number=2).note == "The bridge is the older one."


def test_publishing_begins_the_next_round_of_the_draft(desk, piece):
    save(desk, piece, opened(desk, piece), _stage="ready")
    desk.post(page_of(piece, "publish"), form_of(desk.get(page_of(piece, "publish"))))
    piece.refresh_from_db()
    assert piece.stage == Stage.DRAFT
    assert "changed since" not in words_of(desk.get(page_of(piece)))


def test_a_new_address_of_a_live_piece_is_announced(desk, piece, editor):
    factories.publish(piece, editor)
    response = save(desk, piece, opened(desk, piece) | {"slug": "trams-again"})
    today = f"{timezone.localtime():%Y/%m/%d}"
    said = words_of(desk.get(response.url))
    assert f"the URL becomes /{today}/trams-again/" in said
    assert f"The current one, /{today}/a-bridge-reopens/," in said


def test_the_page_shows_where_readers_will_find_the_piece(desk):
    piece = factories.article("Same words", language="uk")
    today = f"{timezone.localtime():%Y/%m/%d}"
    assert f"/uk/{today}/same-words/" in "".join(
        words_of(desk.get(page_of(piece, "publish"))).split()
    )
    later = words_of(desk.get(page_of(piece, "schedule")))
    assert "/uk/the day of publication/same-words/" in later


@pytest.mark.parametrize("what", ["publish", "schedule"])
def test_the_page_says_the_language_and_warns_of_other_letters(desk, piece, what):
    ours = words_of(desk.get(page_of(piece, what)))
    assert "Language English" in ours
    assert "the letters look like" not in ours
    theirs = factories.article("Міст знову відкрито", text="<p>Ним їздять трамваї.</p>")
    said = words_of(desk.get(page_of(theirs, what)))
    assert "The language is English, but the letters look like Ukrainian: check it." in said


def test_a_number_in_the_url_is_told_before_and_after(desk):
    factories.publish(factories.article("Same words"))
    piece = factories.article("Same words", language="uk")
    today = f"{timezone.localtime():%Y/%m/%d}"
    asked = desk.get(page_of(piece, "publish"))
    assert f"Another piece already has /uk/{today}/same-words/" in words_of(asked)
    said = words_of(desk.post(page_of(piece, "publish"), form_of(asked), follow=True))
    assert f"this one got a number: /uk/{today}/same-words-2/" in said
    factories.publish(factories.article("Other words"))
    once_more = factories.article("Other words")
    tomorrow = timezone.localdate() + timedelta(days=1)
    when = {"date": tomorrow.isoformat(), "time": "09:00"}
    page = page_of(once_more, "schedule")
    said = words_of(desk.post(page, form_of(desk.get(page)) | when, follow=True))
    assert "got a number" not in said


def test_the_time_of_a_schedule_is_the_newsrooms(desk, piece):
    page = page_of(piece, "schedule")
    assert "Europe/Kyiv" in words_of(desk.get(page))
    year = timezone.localdate().year + 1
    data = form_of(desk.get(page)) | {"date": f"{year}-07-01", "time": "09:00"}
    assert desk.post(page, data).status_code == 302
    begins = Version.objects.get().during.lower
    assert begins == datetime(year, 7, 1, 9, tzinfo=ZoneInfo("Europe/Kyiv"))
    assert f"1 July {year}, 09:00 (Europe/Kyiv)" in words_of(desk.get(page_of(piece)))


@pytest.mark.parametrize(
    ("date", "time", "words"),
    [
        ("2024-05-05", "12:00", "This is in the past"),
        ("2030-03-31", "03:30", "03:30 does not exist on 31 March 2030"),
        ("never", "12:00", "Enter a valid date"),
    ],
)
def test_a_time_at_which_nothing_can_begin_is_refused_in_words(desk, piece, date, time, words):
    page = page_of(piece, "schedule")
    data = form_of(desk.get(page)) | {"date": date, "time": time}
    response = desk.post(page, data)
    assert words in words_of(response)
    assert form_of(response)["time"] == time
    assert not Version.objects.exists()


def test_withdrawing_says_what_readers_will_see(desk, piece, editor, client):
    version = factories.publish(piece, editor)
    page = desk.get(page_of(piece, "withdraw"))
    assert "opens its URL reads that it was here and has been withdrawn." in words_of(page)
    assert desk.get(version.get_absolute_url()).status_code == 200
    desk.post(page_of(piece, "withdraw"), form_of(page))
    assert desk.get(version.get_absolute_url()).status_code == 410


NOT_TOLD = "The web server could not be told"


def pressed(desk, piece, what):
    page = desk.get(page_of(piece, what))
    typed = form_of(page) | ({"change": Change.SILENT} if what == "publish" else {})
    return words_of(desk.post(page_of(piece, what), typed, follow=True))


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_and_publishes_again_reads_of_no_trouble_where_there_is_none(
    desk, piece, editor
):
    factories.publish(piece, editor)
    for what, done in (("withdraw", "Withdrawn"), ("publish", "Published")):
        said = pressed(desk, piece, what)
        assert done in said
        assert NOT_TOLD not in said


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_reads_that_the_web_server_could_not_be_told(desk, piece, editor, settings):
    factories.publish(piece, editor)
    settings.WITHDRAWN_ROOT.write_text("")
    said = pressed(desk, piece, "withdraw")
    assert "Withdrawn: readers no longer see it." in said
    assert NOT_TOLD in said


@pytest.mark.django_db(transaction=True)
def test_who_publishes_again_reads_that_the_web_server_still_says_gone(
    desk, piece, editor, settings
):
    path = factories.publish(piece, editor).path
    pressed(desk, piece, "withdraw")
    # A marker that nobody can take away.
    marker = settings.WITHDRAWN_ROOT / "pieces" / path
    marker.unlink()
    (marker / "kept").mkdir(parents=True)
    said = pressed(desk, piece, "publish")
    assert "Published. Readers now see version 2" in said
    assert f"{NOT_TOLD} that the piece is back" in said


def test_history_shows_every_version_and_leads_back_to_it(desk, piece, editor):
    factories.publish(piece, editor)
    save(desk, piece, opened(desk, piece) | {"headline": "Second thoughts"})
    factories.publish(piece, editor, change=Change.UPDATE, note="More trams.")
    words = words_of(desk.get(page_of(piece, "history")))
    assert "More trams." in words
    assert "Version 1, the first publication" in words
    assert "A bridge reopens" in words_of(desk.get(page_of(piece, "version", 1)))
    asked = desk.get(page_of(piece, "restore", 1))
    piece.refresh_from_db()
    assert piece.headline == "Second thoughts"
    desk.post(page_of(piece, "restore", 1), form_of(asked))
    piece.refresh_from_db()
    assert piece.headline == "A bridge reopens"
    assert piece.versions.count() == 2


def test_what_readers_saw_cannot_be_deleted(desk, piece, editor):
    factories.publish(piece, editor)
    response = desk.post(page_of(piece, "delete"), {"post": "yes"})
    assert response.url == page_of(piece)
    assert "cannot be deleted" in words_of(desk.get(response.url))
    assert "Delete this piece" not in words_of(desk.get(page_of(piece)))
    assert Article.objects.filter(pk=piece.pk).exists()


def test_a_draft_that_nobody_saw_can_be_deleted(desk, piece):
    talk = factories.interview()
    for made in (piece, talk):
        assert desk.post(page_of(made, "delete"), {"post": "yes"}).status_code == 302
    assert not Article.objects.exists()
    assert not Interview.objects.exists()


# Previews.


def all_rows():
    """Return every row that work on a piece could touch."""
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names()
            if name.startswith(("articles_", "interviews_", "django_admin_log"))
        ]
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")  # noqa: S608
            rows[table] = cursor.fetchall()
        return rows


def test_a_preview_shows_what_is_typed_and_leaves_the_database_as_it_was(desk):
    talk = factories.interview()
    data = opened(desk, talk) | {"headline": "Typed, not saved", "tags": ["Brand new"]}
    with_blocks(data, PROSE, {"html": "<p>An unsaved paragraph.</p>"})
    before = all_rows()
    response = desk.post(page_of(talk, "preview"), data)
    words = words_of(response)
    assert "Typed, not saved" in words
    assert "An unsaved paragraph." in words
    assert "Brand new" in words
    assert "Orysia Velychko" in words
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert all_rows() == before


def test_a_piece_that_was_never_saved_can_be_previewed(desk):
    data = form_of(desk.get(ADD)) | {"headline": "Not even saved"}
    with_blocks(data, PROSE, {"html": "<p>Its first words.</p>"})
    response = desk.post(reverse("admin:articles_article_add_preview"), data)
    assert "Its first words." in words_of(response)
    assert not Article.objects.exists()


def test_a_preview_of_what_is_not_valid_says_what_to_mend(desk, piece):
    data = opened(desk, piece) | {"headline": ""}
    with_blocks(data, "articles_embed_set", {"url": "javascript:alert(1)", "title": ""})
    response = desk.post(page_of(piece, "preview"), data)
    assert response.status_code == 422
    assert "Headline: This field is required." in words_of(response)
    assert "embed 1: URL: Enter a valid URL." in words_of(response)


def test_what_somebody_else_saved_does_not_hinder_a_preview(desk, piece, reporter):
    data = opened(desk, piece) | {"headline": "Mine"}
    changed_by_somebody(piece, reporter)
    assert "Mine" in words_of(desk.post(page_of(piece, "preview"), data))
