"""The desk: what is typed is kept, what is pressed does what it says, and nothing more."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Embed,
    Figure,
    Photo,
    Prose,
    PullQuote,
    Stage,
    Tag,
    User,
)
from interviews.models import Interview, QuestionAnswer
from tests import factories
from tests.desk_client import form_of, opened, page_of, save, with_blocks, words_of

pytestmark = pytest.mark.django_db

PROSE, QUOTES, FIGURES = "articles_prose_set", "articles_pullquote_set", "articles_figure_set"
QUESTIONS = "interviews_questionanswer_set"
ADD = "/admin/articles/article/add/"


# Writing.


def test_a_new_article_is_saved_with_all_its_blocks(desk, editor):
    data = form_of(desk.get(ADD))
    data |= {"headline": "Тролейбуси повернулися", "section": factories.section().pk}
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


def test_the_first_working_title_does_not_stay_in_the_url(desk):
    data = form_of(desk.get(ADD)) | {"headline": "Draft, do not touch"}
    desk.post(ADD, data | {"_continue": "Save"})
    made = Article.objects.get()
    page = desk.get(page_of(made))
    assert form_of(page)["slug"] == ""
    assert 'placeholder="draft-do-not-touch"' in page.text
    save(desk, made, form_of(page) | {"headline": "The bridge is open"})
    made.refresh_from_db()
    assert made.slug == "the-bridge-is-open"


def test_a_slug_that_was_typed_stays_until_it_is_emptied(desk, piece):
    save(desk, piece, opened(desk, piece) | {"slug": "trams", "headline": "Trams again"})
    save(desk, piece, opened(desk, piece) | {"headline": "Trams cross the bridge"})
    assert opened(desk, piece)["slug"] == "trams"
    save(desk, piece, opened(desk, piece) | {"slug": ""})
    piece.refresh_from_db()
    assert piece.slug == "trams-cross-the-bridge"
    save(desk, piece, opened(desk, piece) | {"headline": "Trams"})
    piece.refresh_from_db()
    assert piece.slug == "trams"


def test_a_form_from_before_the_publication_leaves_the_url_as_it_is(desk, piece, editor):
    data = opened(desk, piece)
    factories.publish(piece, editor)
    save(desk, piece, data | {"headline": "Another one"})
    piece.refresh_from_db()
    assert (piece.headline, piece.slug) == ("Another one", "a-bridge-reopens")
    assert opened(desk, piece)["slug"] == "a-bridge-reopens"


@pytest.mark.parametrize("spoken", ["en", "uk"])
def test_a_first_piece_begins_in_the_language_of_the_desk(desk, spoken):
    desk.post("/accounts/language/", {"language": spoken})
    assert form_of(desk.get(ADD))["language"] == spoken


def test_a_new_piece_begins_in_the_language_of_ones_last_one(desk, editor, reporter):
    factories.article(language="en", created_by=editor)
    factories.interview(language="uk", created_by=editor)
    factories.article(language="en", created_by=reporter)
    assert form_of(desk.get(ADD))["language"] == "uk"


def test_what_one_translates_changes_no_language_of_what_one_writes(desk, editor):
    written = factories.article(language="uk", created_by=editor)
    desk.post(page_of(written, "translate"), {"language": "en"})
    assert Article.objects.filter(language="en", created_by=editor).exists()
    assert form_of(desk.get(ADD))["language"] == "uk"


def test_a_language_that_the_site_has_no_longer_begins_nothing(desk, editor):
    factories.article(language="de", created_by=editor)
    assert form_of(desk.get(ADD))["language"] == "en"


def test_the_tools_of_a_text_are_named_in_the_language_of_each_who_opens_it(desk, piece):
    for language, bold in (("uk", "Напівжирний"), ("en", "Bold"), ("uk", "Напівжирний")):
        desk.cookies["desk_language"] = language
        found = re.search(r'id="desk-prose"[^>]*>(.*?)</script>', desk.get(page_of(piece)).text)
        assert json.loads(found[1])["tools"]["bold"] == bold


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
    data = opened(desk, piece) | {"tags": ["nato", " Trams  again,  trolleys ", "NATO, Trolleys"]}
    save(desk, piece, data)
    assert known in piece.tags.all()
    assert set(piece.tags.values_list("name", flat=True)) == {"NATO", "Trams again", "trolleys"}
    assert set(opened(desk, piece)["tags"]) == {"NATO", "Trams again", "trolleys"}


def test_a_tag_with_a_comma_in_its_name_stays_one(desk, piece):
    Tag.objects.create(name="Trams, trolleys")
    save(desk, piece, opened(desk, piece) | {"tags": ["trams, Trolleys", "Trams, buses"]})
    found = set(piece.tags.values_list("name", flat=True))
    assert found == {"Trams, trolleys", "Trams", "buses"}


def test_who_may_not_add_tags_reads_so_and_keeps_what_was_typed(client, reporter):
    group = reporter.groups.get()
    group.permissions.remove(group.permissions.get(codename="add_tag"))
    piece = factories.article(created_by=reporter)
    client.force_login(User.objects.get(pk=reporter.pk))
    response = save(client, piece, opened(client, piece) | {"tags": ["Trolleys"]})
    assert "There is no tag “Trolleys” yet" in words_of(response)
    assert form_of(response)["tags"] == ["Trolleys"]
    assert not Tag.objects.exists()


def test_the_label_updated_cannot_be_put_on_what_was_never_updated(desk, piece):
    response = save(desk, piece, opened(desk, piece) | {"label": "updated"})
    assert "You cannot choose “Updated” yourself" in words_of(response)


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
    long_talk = factories.interview(questions=150)
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
        talk = factories.interview(questions=questions)
        data = opened(desk, talk)
        data[f"{QUESTIONS}-1-question"] = "What then?"
        for number in range(questions):
            # As if a block was inserted at the top: every other one moves.
            data[f"{QUESTIONS}-{number}-ordering"] = str((number + 2) * 10)
        with CaptureQueriesContext(connection) as queries:
            assert save(desk, talk, data).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_more_than_500_blocks_are_refused_in_words_and_kept(desk, piece):
    data = with_blocks(opened(desk, piece), QUOTES, *({"quote": f"{n}"} for n in range(501)))
    response = save(desk, piece, data)
    assert "at most 500 blocks" in words_of(response)
    assert form_of(response)[f"{QUOTES}-500-quote"] == "500"
    assert not PullQuote.objects.exists()


def test_blocks_of_another_piece_cannot_be_copied_by_their_number(desk, piece):
    secret = factories.article("A secret", text="<p>Hush.</p>")
    stolen = f"articles.prose:{secret.articles_prose_set.get().pk}"
    clone = {"_clone": stolen, "_clone_region": "main", "_clone_ordering": "99"}
    assert save(desk, piece, opened(desk, piece) | clone, _continue="Save").status_code == 302
    assert (
        save(desk, piece, opened(desk, piece) | clone | {"_clone": "no.model:1"}).status_code == 302
    )
    assert piece.articles_prose_set.count() == 1
    assert secret.articles_prose_set.count() == 1


def test_a_block_of_another_piece_cannot_be_overwritten(desk, piece):
    other = factories.article("Another", text="<p>Untouched.</p>")
    data = opened(desk, piece)
    data[f"{PROSE}-0-id"] = str(other.articles_prose_set.get().pk)
    data[f"{PROSE}-0-html"] = "<p>Overwritten</p>"
    save(desk, piece, data)
    assert other.articles_prose_set.get().html == "<p>Untouched.</p>"


def test_a_save_that_changes_nothing_leaves_the_draft_as_published(desk, piece, editor):
    factories.publish(piece, editor)
    save(desk, piece, opened(desk, piece))
    assert "changed since" not in words_of(desk.get(page_of(piece)))


def test_opening_an_interview_among_the_articles_leads_to_its_own_form(desk):
    talk = factories.interview()
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


def test_of_two_who_publish_the_second_reads_who_was_first(desk, piece, reporter):
    data = form_of(desk.get(page_of(piece, "publish")))
    factories.publish(piece, factories.person("Editor", first_name="Olha"))
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
    piece = factories.article(created_by=reporter)
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
    assert "1 caption has no picture yet" in words()
    at = timezone.now() + timedelta(days=2)
    factories.schedule(piece, at, editor)
    assert f"Scheduled for {timezone.localtime(at):%A}" in words()
    assert "(Europe/Kyiv)" in words()
    desk.post(page_of(piece, "cancel"), form_of(desk.get(page_of(piece, "cancel"))))
    factories.publish(piece, editor)
    assert "Live since" in words()
    assert "version 1" in words()
    save(desk, piece, opened(desk, piece) | {"standfirst": "Other."})
    assert "the draft has changed since" in words()
    desk.post(page_of(piece, "withdraw"), form_of(desk.get(page_of(piece, "withdraw"))))
    assert "Withdrawn on" in words()


# What the form leans on.


def test_the_editors_styles_are_the_only_thing_that_the_policy_lets_through(desk, piece):
    policy = desk.get(page_of(piece)).headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
    assert "unsafe" not in desk.get("/admin/articles/article/").headers["Content-Security-Policy"]


def test_a_withdrawn_photo_has_a_sign_instead_of_a_broken_image(desk):
    photo = Photo.objects.create(width=3, height=2, withdrawn_at=timezone.now())
    address = reverse("admin:articles_article_thumbnail", args=[photo.pk])
    assert desk.get(address).url.endswith("no-picture.svg")


def test_an_open_form_asks_whether_somebody_is_there(desk, client):
    address = reverse("admin:articles_article_signed_in")
    assert desk.get(address).json()["token"]
    client.logout()
    assert client.get(address).status_code == 302
