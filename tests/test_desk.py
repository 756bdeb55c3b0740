"""The desk: what is typed is kept, what is pressed does what it says, and nothing more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Change,
    Embed,
    Figure,
    Photo,
    Prose,
    PullQuote,
    Stage,
    Tag,
    User,
    Version,
)
from interviews.models import Interview, QuestionAnswer
from tests import newsroom
from tests.desk import form_of, page_of, with_blocks, words_of

pytestmark = pytest.mark.django_db

PROSE, QUOTES, FIGURES = "articles_prose_set", "articles_pullquote_set", "articles_figure_set"
QUESTIONS = "interviews_questionanswer_set"
ADD = "/admin/articles/article/add/"


@pytest.fixture
def editor():
    return newsroom.person("Editor", first_name="Iryna", last_name="Lys")


@pytest.fixture
def reporter():
    return newsroom.person("Reporter", first_name="Taras", last_name="Zoria")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def piece(editor):
    return newsroom.article(standfirst="The first tram is full.", created_by=editor)


def opened(client, piece):
    return form_of(client.get(page_of(piece)))


def save(client, piece, data, **pressed):
    return client.post(page_of(piece), data | (pressed or {"_continue": "Save"}))


# Writing.


def test_a_new_article_is_saved_with_all_its_blocks(desk, editor):
    data = form_of(desk.get(ADD))
    data |= {"headline": "Тролейбуси повернулися", "section": newsroom.section().pk}
    with_blocks(data, PROSE, {"html": "<p>They are <b>back</b>.</p>"})
    with_blocks(data, QUOTES, {"quote": "At last!", "attribution": "a passenger"})
    with_blocks(data, FIGURES, {"caption": "A stop at dawn"})
    with_blocks(data, "articles_embed_set", {"url": "https://youtu.be/abc", "title": "A ride"})
    response = desk.post(ADD, data | {"_continue": "Save"})
    made = Article.objects.get()
    assert response.url == page_of(made)
    assert (made.slug, made.created_by, made.modified_by) == (
        "troleibusy-povernulysia",
        editor,
        editor,
    )
    assert Prose.objects.get().html == "<p>They are <strong>back</strong>.</p>"
    assert PullQuote.objects.get().attribution == "a passenger"
    assert Embed.objects.get().title == "A ride"
    assert Figure.objects.get().waits


def test_a_new_block_in_which_nothing_stands_is_left_out(desk, piece):
    data = with_blocks(opened(desk, piece), QUOTES, {"quote": "", "attribution": ""})
    assert save(desk, piece, data).status_code == 302
    assert not PullQuote.objects.exists()


def test_scripts_that_are_pasted_do_not_survive_saving(desk, piece):
    data = opened(desk, piece)
    data[f"{PROSE}-0-html"] = '<p onclick="x()">Word<script>alert(1)</script></p>'
    save(desk, piece, data)
    assert Prose.objects.get().html == "<p>Word</p>"


def test_the_byline_keeps_the_order_in_which_authors_were_chosen(desk, piece):
    second, first = (Author.objects.create(name=name) for name in ("Anna", "Bohdan"))
    data = opened(desk, piece) | {"byline": [first.pk, second.pk]}
    save(desk, piece, data)
    assert [line.author for line in piece.bylines.all()] == [first, second]
    assert opened(desk, piece)["byline"] == [str(first.pk), str(second.pk)]


def test_a_reporters_new_piece_carries_the_reporters_name(client, reporter):
    author = Author.objects.create(name="Taras Zoria", user=reporter)
    client.force_login(reporter)
    assert form_of(client.get(ADD))["byline"] == [str(author.pk)]


def test_tags_are_found_whatever_their_case_and_new_ones_are_made(desk, piece):
    known = Tag.objects.create(name="NATO", slug="nato")
    data = opened(desk, piece) | {"tags": ["nato", " Trams,  trolleys ", "NATO"]}
    save(desk, piece, data)
    assert known in piece.tags.all()
    assert set(piece.tags.values_list("name", flat=True)) == {"NATO", "Trams, trolleys"}
    assert set(opened(desk, piece)["tags"]) == {"NATO", "Trams, trolleys"}


def test_who_may_not_add_tags_reads_so_and_keeps_what_was_typed(client, reporter):
    group = reporter.groups.get()
    group.permissions.remove(group.permissions.get(codename="add_tag"))
    piece = newsroom.article(created_by=reporter)
    client.force_login(User.objects.get(pk=reporter.pk))
    response = save(client, piece, opened(client, piece) | {"tags": ["Trolleys"]})
    assert "There is no tag “Trolleys” yet" in words_of(response)
    assert form_of(response)["tags"] == ["Trolleys"]
    assert not Tag.objects.exists()


def test_the_label_updated_cannot_be_put_on_what_was_never_updated(desk, piece):
    response = save(desk, piece, opened(desk, piece) | {"label": "updated"})
    assert "“Updated” is earned" in words_of(response)


def test_a_refused_form_keeps_every_typed_character(desk, piece):
    typed = {"headline": "", "standfirst": "  Two spaces, and\r\n\r\na break & <b>signs</b>"}
    data = opened(desk, piece) | typed
    data[f"{PROSE}-0-html"] = "<p>Rewritten &amp; longer</p>"
    with_blocks(data, QUOTES, {"quote": "A new one", "attribution": ""})
    shown = form_of(save(desk, piece, data))
    assert shown["standfirst"].splitlines() == typed["standfirst"].splitlines()
    assert shown[f"{PROSE}-0-html"] == "<p>Rewritten &amp; longer</p>"
    assert shown[f"{QUOTES}-0-quote"] == "A new one"


def test_an_interview_of_150_questions_is_saved(desk):
    long_talk = newsroom.interview(questions=150)
    data = opened(desk, long_talk)
    data[f"{QUESTIONS}-149-answer"] = "<p>And that was the last one.</p>"
    data["interviewees-0-role"] = "head of the shift"
    assert save(desk, long_talk, data).status_code == 302
    assert QuestionAnswer.objects.order_by("-ordering").first().answer.endswith("last one.</p>")
    assert long_talk.interviewees.get().role == "head of the shift"
    long_talk.refresh_from_db()
    assert long_talk.revision == 2


def test_saving_a_long_interview_costs_no_query_for_each_untouched_question(desk):
    counts = []
    for questions in (3, 60):
        talk = newsroom.interview(questions=questions)
        data = opened(desk, talk)
        data[f"{QUESTIONS}-1-question"] = "What then?"
        for number in range(questions):
            # As if a block was inserted at the top: every other one moves.
            data[f"{QUESTIONS}-{number}-ordering"] = str((number + 2) * 10)
        with CaptureQueriesContext(connection) as queries:
            assert save(desk, talk, data).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_more_than_500_blocks_are_refused_in_words_and_kept(desk, piece):
    data = with_blocks(opened(desk, piece), QUOTES, *({"quote": f"{n}"} for n in range(501)))
    response = save(desk, piece, data)
    assert "at most 500 blocks" in words_of(response)
    assert form_of(response)[f"{QUOTES}-500-quote"] == "500"
    assert not PullQuote.objects.exists()


def test_blocks_of_another_piece_cannot_be_copied_by_their_number(desk, piece):
    secret = newsroom.article("A secret", text="<p>Hush.</p>")
    stolen = f"articles.prose:{secret.articles_prose_set.get().pk}"
    clone = {"_clone": stolen, "_clone_region": "main", "_clone_ordering": "99"}
    assert save(desk, piece, opened(desk, piece) | clone, _continue="Save").status_code == 302
    assert (
        save(desk, piece, opened(desk, piece) | clone | {"_clone": "no.model:1"}).status_code == 302
    )
    assert piece.articles_prose_set.count() == 1
    assert secret.articles_prose_set.count() == 1


def test_a_block_of_another_piece_cannot_be_overwritten(desk, piece):
    other = newsroom.article("Another", text="<p>Untouched.</p>")
    data = opened(desk, piece)
    data[f"{PROSE}-0-id"] = str(other.articles_prose_set.get().pk)
    data[f"{PROSE}-0-html"] = "<p>Overwritten</p>"
    save(desk, piece, data)
    assert other.articles_prose_set.get().html == "<p>Untouched.</p>"


def test_a_save_that_changes_nothing_leaves_the_draft_as_published(desk, piece, editor):
    newsroom.publish(piece, editor)
    save(desk, piece, opened(desk, piece))
    assert "changed since" not in words_of(desk.get(page_of(piece)))


def test_opening_an_interview_among_the_articles_leads_to_its_own_form(desk):
    talk = newsroom.interview()
    response = desk.get(reverse("admin:articles_article_change", args=[talk.pk]))
    assert response.url == page_of(talk)
    assert desk.get(reverse("admin:articles_article_publish", args=[talk.pk])).status_code == 404


def test_a_new_interview_is_saved_and_leads_to_its_transcript(desk):
    address = reverse("admin:interviews_interview_add")
    page = desk.get(address)
    assert "Save and paste a transcript" in words_of(page)
    response = desk.post(address, form_of(page) | {"headline": "Night shift", "_transcript": "1"})
    talk = Interview.objects.get()
    assert response.url == page_of(talk, "transcript")
    assert talk.label == "interview"
    assert page_of(talk, "transcript") in desk.get(page_of(talk)).content.decode()


# Two at once.


def changed_by_somebody(piece, by, **changes):
    Article.objects.filter(pk=piece.pk).update(**changes)
    Article.objects.get(pk=piece.pk).bump(by)


def test_who_saves_second_reads_who_was_first_and_loses_nothing(desk, piece, reporter):
    data = opened(desk, piece) | {"standfirst": "Mine, typed for an hour."}
    changed_by_somebody(piece, reporter, standfirst="Theirs.")
    response = save(desk, piece, data)
    words = words_of(response)
    assert "Taras Zoria saved this piece on" in words
    assert "nothing is lost" in words
    assert form_of(response)["standfirst"] == "Mine, typed for an hour."
    piece.refresh_from_db()
    assert piece.standfirst == "Theirs."


def test_mine_over_theirs_makes_the_draft_what_stands_in_the_form(desk, piece, reporter):
    Prose.objects.create(parent=piece, region="main", ordering=20, html="<p>Second.</p>")
    data = opened(desk, piece)
    data[f"{PROSE}-1-html"] = "<p>Second, mine.</p>"
    piece.articles_prose_set.get(ordering=20).delete()
    Prose.objects.create(parent=piece, region="main", ordering=30, html="<p>Theirs.</p>")
    changed_by_somebody(piece, reporter)
    refused = form_of(save(desk, piece, data))
    assert refused[f"{PROSE}-1-html"] == "<p>Second, mine.</p>"
    assert save(desk, piece, refused, _over="2").status_code == 302
    texts = piece.articles_prose_set.order_by("ordering").values_list("html", flat=True)
    assert list(texts) == ["<p>Trams cross it again.</p>", "<p>Second, mine.</p>"]


def test_overwriting_counts_only_for_the_state_that_was_shown(desk, piece, reporter):
    data = opened(desk, piece) | {"standfirst": "Mine."}
    changed_by_somebody(piece, reporter)
    changed_by_somebody(piece, reporter, standfirst="A third one's.")
    response = save(desk, piece, data, _over="2")
    assert "saved this piece on" in words_of(response)
    piece.refresh_from_db()
    assert piece.standfirst == "A third one's."


def test_of_two_who_publish_the_second_reads_who_was_first(desk, piece, reporter):
    data = form_of(desk.get(page_of(piece, "publish")))
    newsroom.publish(piece, newsroom.person("Editor", first_name="Olha"))
    response = desk.post(page_of(piece, "publish"), data)
    assert response.status_code == 409
    assert "Olha changed this piece" in words_of(response)
    assert piece.versions.count() == 1


# Stages and states.


@pytest.mark.parametrize("stage", ["review", "ready"])
def test_a_stage_button_saves_and_says_so(desk, piece, stage):
    data = opened(desk, piece) | {"standfirst": "Newer."}
    save(desk, piece, data, _stage=stage)
    piece.refresh_from_db()
    assert (piece.stage, piece.standfirst) == (stage, "Newer.")
    assert Stage(stage).label.split()[-1].lower() in words_of(desk.get(page_of(piece))).lower()


def test_a_reporter_sends_to_review_and_no_further(client, reporter):
    piece = newsroom.article(created_by=reporter)
    client.force_login(reporter)
    save(client, piece, opened(client, piece), _stage="ready")
    piece.refresh_from_db()
    assert piece.stage == Stage.DRAFT
    save(client, piece, opened(client, piece), _stage="review")
    piece.refresh_from_db()
    assert piece.stage == Stage.REVIEW


def test_the_form_says_each_state_in_words(desk, piece, editor):
    def words():
        return words_of(desk.get(page_of(piece)))

    assert "Draft, never published" in words()
    Figure.objects.create(parent=piece, region="main", ordering=20, caption="A stop")
    assert "1 caption waits for its picture" in words()
    at = timezone.now() + timedelta(days=2)
    newsroom.schedule(piece, at, editor)
    assert f"Scheduled for {timezone.localtime(at):%A}" in words()
    assert "(Europe/Kyiv)" in words()
    desk.post(page_of(piece, "cancel"), form_of(desk.get(page_of(piece, "cancel"))))
    newsroom.publish(piece, editor)
    assert "Live since" in words()
    assert "version 1" in words()
    save(desk, piece, opened(desk, piece) | {"standfirst": "Other."})
    assert "the draft has changed since" in words()
    desk.post(page_of(piece, "withdraw"), form_of(desk.get(page_of(piece, "withdraw"))))
    assert "Withdrawn on" in words()


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
    piece = newsroom.article(section=None, text="")
    page = desk.get(page_of(piece, "publish"))
    assert "Choose a section." in words_of(page)
    assert "There is no text yet." in words_of(page)
    assert "Publish now" not in page.content.decode()
    assert desk.post(page_of(piece, "publish"), form_of(page)).status_code == 409
    assert not Version.objects.exists()


def test_a_further_publication_says_what_it_is_for_readers(desk, piece, editor):
    newsroom.publish(piece, editor)
    page = page_of(piece, "publish")
    data = form_of(desk.get(page))
    assert "Choose one of these." in words_of(desk.post(page, data))
    response = desk.post(page, data | {"change": Change.CORRECTION, "note": " "})
    assert "Say in a sentence for readers what changed." in words_of(response)
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
    newsroom.publish(piece, editor)
    response = save(desk, piece, opened(desk, piece) | {"slug": "trams-again"})
    assert "The present one" in words_of(desk.get(response.url))


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


def test_an_hour_that_comes_twice_is_the_first_one_and_says_so(desk, piece):
    page = page_of(piece, "schedule")
    data = form_of(desk.get(page)) | {"date": "2030-10-27", "time": "03:30"}
    response = desk.post(page, data)
    assert "03:30 comes twice: the first time counts" in words_of(desk.get(response.url))
    assert Version.objects.get().during.lower == datetime(
        2030, 10, 27, 0, 30, tzinfo=ZoneInfo("UTC")
    )


def test_withdrawing_says_what_readers_will_see(desk, piece, editor, client):
    version = newsroom.publish(piece, editor)
    page = desk.get(page_of(piece, "withdraw"))
    assert "410" in words_of(page)
    assert desk.get(version.get_absolute_url()).status_code == 200
    desk.post(page_of(piece, "withdraw"), form_of(page))
    assert desk.get(version.get_absolute_url()).status_code == 410


def test_history_shows_every_version_and_leads_back_to_it(desk, piece, editor):
    newsroom.publish(piece, editor)
    save(desk, piece, opened(desk, piece) | {"headline": "Second thoughts"})
    newsroom.publish(piece, editor, change=Change.UPDATE, note="More trams.")
    words = words_of(desk.get(page_of(piece, "history")))
    assert "More trams." in words
    assert "First publication" in words
    assert "A bridge reopens" in words_of(desk.get(page_of(piece, "version", 1)))
    asked = desk.get(page_of(piece, "restore", 1))
    piece.refresh_from_db()
    assert piece.headline == "Second thoughts"
    desk.post(page_of(piece, "restore", 1), form_of(asked))
    piece.refresh_from_db()
    assert piece.headline == "A bridge reopens"
    assert piece.versions.count() == 2


def test_what_readers_saw_cannot_be_deleted(desk, piece, editor):
    newsroom.publish(piece, editor)
    response = desk.post(page_of(piece, "delete"), {"post": "yes"})
    assert response.url == page_of(piece)
    assert "cannot be deleted" in words_of(desk.get(response.url))
    assert "Delete this piece" not in words_of(desk.get(page_of(piece)))
    assert Article.objects.filter(pk=piece.pk).exists()


def test_a_draft_that_nobody_saw_can_be_deleted(desk, piece):
    talk = newsroom.interview()
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
    talk = newsroom.interview()
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
    assert "embed 1: Address: Enter a valid URL." in words_of(response)


def test_what_somebody_else_saved_does_not_hinder_a_preview(desk, piece, reporter):
    data = opened(desk, piece) | {"headline": "Mine"}
    changed_by_somebody(piece, reporter)
    assert "Mine" in words_of(desk.post(page_of(piece, "preview"), data))


# Lists.


LISTS = ["/admin/articles/article/", "/admin/interviews/interview/"]


def fill(count, editor):
    for number in range(count):
        piece = newsroom.article(f"Piece {count} {number}", authors=[f"Author {number}"])
        talk = newsroom.interview(f"Talk {count} {number}", authors=[f"Author {number}"])
        if number % 2:
            newsroom.publish(piece, editor)
            newsroom.publish(talk, editor)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_at_5_and_at_60_rows(desk, editor, address):
    counts = []
    for more in (5, 55):
        fill(more, editor)
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert not [q for q in queries if "COUNT(" in q["sql"] and "LIMIT" not in q["sql"]]


def test_a_line_says_state_byline_and_kind_and_leads_to_the_right_form(desk, piece, editor):
    talk = newsroom.interview(authors=["Anna"])
    newsroom.publish(talk, editor)
    response = desk.get(LISTS[0])
    words = words_of(response)
    assert "interview Interview live since" in words
    assert "War Anna" in words
    assert page_of(talk) in response.content.decode()
    assert page_of(piece) in response.content.decode()


def test_the_list_is_narrowed_by_state(desk, editor, reporter):
    names = ("draft", "review", "ready", "live", "changed", "scheduled", "withdrawn")
    pieces = {name: newsroom.article(f"The {name} one") for name in names}
    for name in ("review", "ready"):
        Article.objects.filter(pk=pieces[name].pk).update(stage=name)
    for name in ("live", "changed", "withdrawn"):
        newsroom.publish(pieces[name], editor)
    newsroom.schedule(pieces["scheduled"], timezone.now() + timedelta(hours=1), editor)
    changed_by_somebody(pieces["changed"], editor)
    page = page_of(pieces["withdrawn"], "withdraw")
    desk.post(page, form_of(desk.get(page)))
    found = {
        name: {
            other
            for other in names
            if f"The {other} one" in words_of(desk.get(LISTS[0], {"state": name}))
        }
        for name in names
    }
    assert found == {name: {name} for name in names} | {"live": {"live", "changed"}}


def test_the_list_is_narrowed_to_ones_own_and_to_an_author(client, reporter):
    author = Author.objects.create(name="Taras Zoria", user=reporter)
    newsroom.article("Made by me", created_by=reporter)
    newsroom.article("Under my name", authors=["Taras Zoria"])
    newsroom.article("Somebody's")
    client.force_login(reporter)
    mine = words_of(client.get(LISTS[0], {"whose": "mine"}))
    assert "Made by me" in mine
    assert "Under my name" in mine
    assert "Somebody's" not in mine
    by_author = words_of(client.get(LISTS[0], {"author": author.pk}))
    assert "Under my name" in by_author
    assert "Made by me" not in by_author
    assert client.get(LISTS[0], {"author": "9" * 30}).status_code == 200


def test_the_list_is_searched_in_headline_standfirst_and_address(desk, piece):
    newsroom.article("Something else", slug="trolley-depot")
    for asked, headline in [
        ("BRIDGE", "A bridge reopens"),
        ("first tram", "A bridge reopens"),
        ("trolley", "Something else"),
    ]:
        words = words_of(desk.get(LISTS[0], {"q": asked}))
        assert headline in words
        assert "1 article" in words


def test_a_list_that_is_too_long_to_count_says_so(desk, monkeypatch):
    monkeypatch.setattr("articles.admin.lists.MOST_COUNTED", 3)
    for number in range(5):
        newsroom.article(f"Piece {number}")
    assert "more than 3 articles" in words_of(desk.get(LISTS[0]))


def test_the_editors_styles_are_the_only_thing_that_the_policy_lets_through(desk, piece):
    policy = desk.get(page_of(piece)).headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
    assert "unsafe" not in desk.get(LISTS[0]).headers["Content-Security-Policy"]


def test_a_withdrawn_photo_has_a_sign_instead_of_a_broken_image(desk):
    photo = Photo.objects.create(width=3, height=2, withdrawn_at=timezone.now())
    address = reverse("admin:articles_article_thumbnail", args=[photo.pk])
    assert desk.get(address).url.endswith("no-picture.svg")


def test_an_open_form_asks_whether_somebody_is_there(desk, client):
    address = reverse("admin:articles_article_signed_in")
    assert desk.get(address).json()["token"]
    client.logout()
    assert client.get(address).status_code == 302
