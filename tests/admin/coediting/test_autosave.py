"""Unsaved words are kept for their author, come back whole, and are known to nobody else."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Value
from django.db.models.functions import Now, Repeat
from django.urls import reverse

from articles.models import (
    Article,
    Author,
    Embed,
    Figure,
    Milestone,
    Presence,
    Prose,
    PullQuote,
    Unsaved,
    Version,
)
from interviews.models import Interview, QuestionAnswer
from tests import factories
from tests.desk_client import autosave, form_of, opened, page_of, save, with_blocks, words_of

ADD = reverse("admin:articles_article_add")
AUTOSAVE_NEW = reverse("admin:articles_article_add_autosave")
NOT_SAVED = "was not saved"
MINE = "Only mine, and not saved"

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(desk, piece):
    """What the editor typed into the form of a piece, and has not saved."""
    data = opened(desk, piece) | {"headline": MINE}
    assert autosave(desk, page_of(piece, "autosave"), data).json()["kept"]
    return data


def shown(client, piece, data):
    """Return the form with what was kept of it."""
    return client.get(page_of(piece, "recover", data["_window"]))


def test_what_was_typed_is_offered_shown_and_saved_and_then_offered_no_more(desk, piece, typed):
    page = desk.get(page_of(piece))
    assert NOT_SAVED in words_of(page)
    assert form_of(page)["headline"] == piece.headline

    back = shown(desk, piece, typed)
    assert form_of(back)["headline"] == MINE
    assert form_of(back)["_window"] == typed["_window"]
    assert "Please correct" not in words_of(back)
    piece.refresh_from_db()
    assert piece.headline == "A bridge reopens"

    save(desk, piece, form_of(back))
    piece.refresh_from_db()
    assert piece.headline == MINE
    assert NOT_SAVED not in words_of(desk.get(page_of(piece)))
    assert not Unsaved.objects.waiting().exists()


def test_what_is_offered_says_by_which_words_one_knows_it(desk, piece):
    data, address = opened(desk, piece), page_of(piece, "autosave")
    words = "Typed\0 \ud800<b> " + "on and on " * 50
    assert autosave(desk, address, data, words=words).json()["kept"]
    offer = desk.get(page_of(piece)).text
    assert "<q>Typed ?&lt;b&gt; on and on " in offer
    assert len(Unsaved.objects.get().words) == 140
    assert autosave(desk, address, data, words=["strange"], turn=2).status_code == 400
    desk.post(reverse("admin:articles_article_discard", args=[data["_window"]]))
    assert Unsaved.objects.get().words == ""


def test_what_was_typed_before_the_form_gained_its_fields_is_shown_and_can_be_saved(desk, piece):
    typed = opened(desk, piece) | {"headline": MINE}
    gained = {"slug", "standfirst", "label", "lead_caption", "tags", "search_title"}
    less = {name: said for name, said in typed.items() if name not in gained}
    assert len(less) == len(typed) - len(gained)
    assert autosave(desk, page_of(piece, "autosave"), less).json()["kept"]
    back = shown(desk, piece, typed)
    assert form_of(back)["headline"] == MINE
    save(desk, piece, form_of(back))
    piece.refresh_from_db()
    assert piece.headline == MINE


def test_keeping_changes_neither_draft_nor_history_nor_lists_nor_pages(client, desk, piece):
    factories.publish(piece)
    piece.refresh_from_db()
    before = Article.objects.values().get()
    versions, milestones = Version.objects.count(), Milestone.objects.count()
    data = opened(desk, piece) | {"headline": MINE}

    autosave(desk, page_of(piece, "autosave"), data)
    assert form_of(shown(desk, piece, data))["headline"] == MINE

    assert Article.objects.values().get() == before
    assert (Version.objects.count(), Milestone.objects.count()) == (versions, milestones)
    the_list = reverse("admin:articles_article_changelist")
    public = Version.objects.get().get_absolute_url()
    for address in (page_of(piece, "history"), page_of(piece, "preview"), the_list, "/", public):
        assert MINE not in desk.get(address).content.decode(), address
    client.logout()
    for address in ("/", "/news/", "/rss.xml", "/sitemap.xml", public, "/search/?q=mine"):
        assert MINE not in client.get(address).content.decode(), address


def test_kept_words_are_nobody_elses(client, piece, typed):
    mine = typed["_window"]
    for role in ("Editor", "Admin", "Reporter"):
        client.force_login(factories.person(role))
        assert NOT_SAVED not in words_of(client.get(page_of(piece)))
        assert NOT_SAVED not in words_of(client.get(page_of(piece, "autosave")))
        refused = client.get(page_of(piece, "recover", mine), follow=True)
        assert MINE not in refused.content.decode()
        client.post(reverse("admin:articles_article_discard", args=[mine]))
    # Whoever names the same window keeps words of their own beside these.
    other = opened(client, factories.article(created_by=refused.wsgi_request.user))
    autosave(client, AUTOSAVE_NEW, other | {"_window": mine, "headline": "Another's"}, turn=9)
    assert "Only+mine" in Unsaved.objects.waiting().get(article=piece).fields


def test_who_may_neither_see_the_piece_nor_begin_one_keeps_nothing(client, piece, typed):
    nobody = factories.person("Reporter")
    nobody.groups.clear()
    client.force_login(nobody)
    for address in (page_of(piece, "autosave"), AUTOSAVE_NEW):
        answer = autosave(client, address, typed)
        assert answer.status_code == 403
        assert "can no longer edit this piece" in answer.json()["problem"]

    client.logout()
    answer = client.post(page_of(piece, "autosave"), "{}", content_type="application/json")
    assert (answer.status_code, "/login/" in answer["Location"]) == (302, True)


def test_words_of_one_person_are_never_kept_for_who_signed_in_next(client, piece, typed):
    owner = Unsaved.objects.get().user
    client.force_login(factories.person("Editor", first_name="Petro"))
    answer = autosave(client, page_of(piece, "autosave"), typed, turn=2, user=owner.pk)
    assert answer.status_code == 409
    assert "Petro" in answer.json()["problem"]
    assert [kept.user for kept in Unsaved.objects.all()] == [owner]


# A browser sends its words more than once, and some of them late.


def test_a_late_copy_never_takes_the_place_of_later_words(desk, piece, typed):
    address = page_of(piece, "autosave")
    newer = typed | {"headline": "Newer"}
    assert autosave(desk, address, newer, turn=5).json()["kept"]
    late = autosave(desk, address, typed, turn=4).json()
    assert (late["kept"], late["settled"]) == (False, False)
    assert autosave(desk, address, newer, turn=5).json()["kept"]
    assert form_of(shown(desk, piece, typed))["headline"] == "Newer"
    assert form_of(shown(desk, piece, typed))["_turn"] == "5"


def test_a_copy_that_arrives_after_the_save_is_not_taken_for_unsaved_words(desk, piece, typed):
    save(desk, piece, typed | {"_turn": "3"})
    late = autosave(desk, page_of(piece, "autosave"), typed, turn=3).json()
    assert (late["kept"], late["settled"]) == (False, True)
    assert NOT_SAVED not in words_of(desk.get(page_of(piece)))
    # Who goes back to the page from before the save and types on has something to lose again.
    assert autosave(desk, page_of(piece, "autosave"), typed, turn=4).json()["kept"]


def test_what_was_typed_while_the_save_was_on_its_way_is_kept(desk, piece, typed):
    later = typed | {"headline": "Typed after Save was pressed"}
    assert autosave(desk, page_of(piece, "autosave"), later, turn=5).json()["kept"]
    save(desk, piece, typed | {"_turn": "4"})
    assert NOT_SAVED in words_of(desk.get(page_of(piece)))
    save(desk, piece, form_of(shown(desk, piece, typed)))
    piece.refresh_from_db()
    assert piece.headline == "Typed after Save was pressed"
    assert not Unsaved.objects.waiting().exists()


def test_a_save_that_is_refused_takes_nothing_away(desk, piece, typed):
    refused = save(desk, piece, typed | {"headline": ""})
    assert refused.status_code == 200
    assert Unsaved.objects.waiting().exists()
    assert form_of(refused)["_window"] == typed["_window"]


def test_a_preview_takes_nothing_away(desk, piece, typed):
    desk.post(page_of(piece, "preview"), typed)
    assert Unsaved.objects.waiting().exists()


def test_words_that_were_taken_back_are_not_offered(desk, piece, typed):
    autosave(desk, page_of(piece, "autosave"), typed, turn=2, fields="")
    assert NOT_SAVED not in words_of(desk.get(page_of(piece)))


def test_thrown_away_words_are_gone_for_good(desk, piece, typed):
    address = reverse("admin:articles_article_discard", args=[typed["_window"]])
    assert desk.get(address).status_code == 405
    page = desk.post(address, follow=True)
    assert NOT_SAVED not in words_of(page)
    assert page.redirect_chain[-1][0] == page_of(piece)


AUTOSAVE_NEW = reverse("admin:articles_article_add_autosave")
NOT_SAVED = "was not saved"


LONG = "<p>" + "Words that took an hour to write. " * 40 + "</p>"


def test_what_was_kept_before_much_of_it_was_deleted_is_offered_too(desk, piece):
    data = opened(desk, piece)
    address = page_of(piece, "autosave")
    autosave(desk, address, data | {"articles_prose_set-0-html": LONG}, turn=1)
    autosave(desk, address, data | {"articles_prose_set-0-html": ""}, turn=2)
    autosave(desk, address, data | {"articles_prose_set-0-html": "<p>x</p>"}, turn=3)
    page = desk.get(page_of(piece))
    assert "Show it as it was before much of it was deleted" in words_of(page)
    recover = page_of(piece, "recover", data["_window"])
    assert form_of(desk.get(recover))["articles_prose_set-0-html"] == "<p>x</p>"
    back = form_of(desk.get(f"{recover}?earlier=1"))
    assert back["articles_prose_set-0-html"] == LONG
    save(desk, piece, back)
    assert Prose.objects.get().html.startswith("<p>Words that took an hour")
    assert not Unsaved.objects.exclude(earlier="").exists()


def test_small_deletions_and_words_taken_back_keep_nothing_apart(desk, piece):
    data = opened(desk, piece)
    address = page_of(piece, "autosave")
    for turn, words in enumerate((LONG, LONG[:-300], LONG[:-600]), start=1):
        autosave(desk, address, data | {"articles_prose_set-0-html": words}, turn=turn)
    assert Unsaved.objects.get().earlier == ""
    autosave(desk, address, data, turn=4, fields="")
    assert Unsaved.objects.get().earlier == ""


def test_words_wait_for_thirty_days(desk, piece, typed):
    Unsaved.objects.update(typed_at=Now() - timedelta(days=29, hours=23))
    assert NOT_SAVED in words_of(desk.get(page_of(piece)))
    Unsaved.objects.update(typed_at=Now() - timedelta(days=30))
    assert NOT_SAVED not in words_of(desk.get(page_of(piece)))
    autosave(desk, page_of(piece, "autosave"), opened(desk, piece))
    assert not Unsaved.objects.filter(window=typed["_window"]).exists()


def test_it_is_said_when_the_window_is_still_open(desk, editor, piece, typed):
    assert "may still be" not in words_of(desk.get(page_of(piece)))
    Presence.objects.create(article=piece, user=editor, window=typed["_window"])
    assert "may still be" in words_of(desk.get(page_of(piece)))


# New pieces.


def test_a_new_piece_is_offered_where_one_begins_and_no_more_once_it_is_saved(desk):
    data = form_of(desk.get(ADD)) | {"headline": "Never saved"}
    autosave(desk, AUTOSAVE_NEW, with_blocks(data, "articles_prose_set", {"html": "<p>Words.</p>"}))
    assert "Never saved" in words_of(desk.get(ADD))
    assert NOT_SAVED not in words_of(desk.get(reverse("admin:interviews_interview_add")))

    back = desk.get(reverse("admin:articles_article_add_recover", args=[data["_window"]]))
    assert form_of(back)["articles_prose_set-0-html"] == "<p>Words.</p>"
    assert not Article.objects.exists()
    desk.post(ADD, form_of(back) | {"_continue": "Save"})
    assert Article.objects.get().headline == "Never saved"
    assert NOT_SAVED not in words_of(desk.get(ADD))


def test_words_typed_into_a_piece_that_was_deleted_may_become_a_new_one(desk, piece, typed):
    with_blocks(typed, "articles_prose_set", {"html": "<p>New.</p>"})
    autosave(desk, page_of(piece, "autosave"), typed, turn=2)
    address = page_of(piece, "autosave")
    desk.post(page_of(piece, "delete"), {"post": "yes"})
    assert not Article.objects.exists()
    assert MINE in words_of(desk.get(ADD))

    assert autosave(desk, address, typed | {"standfirst": "Typed on."}, turn=3).json()["kept"]
    back = form_of(desk.get(reverse("admin:articles_article_add_recover", args=[typed["_window"]])))
    desk.post(ADD, back | {"_continue": "Save"})
    made = Article.objects.get()
    assert (made.headline, made.standfirst) == (MINE, "Typed on.")
    assert [text.html for text in Prose.objects.filter(parent=made)] == [
        "<p>Trams cross it again.</p>",
        "<p>New.</p>",
    ]


# A piece that somebody may not change any more.


@pytest.fixture
def let_out(client, reporter, piece):
    """A reporter who had the piece open when they were taken off it, and what they typed."""
    piece.shared_with.add(reporter)
    client.force_login(reporter)
    data = opened(client, piece) | {"headline": MINE}
    piece.shared_with.clear()
    return data


def test_words_typed_offline_into_a_piece_that_is_only_read_by_now_become_a_new_one(
    client, reporter, piece, let_out
):
    assert autosave(client, page_of(piece, "autosave"), let_out).json()["kept"]
    assert NOT_SAVED in words_of(client.get(page_of(piece)))
    back = shown(client, piece, let_out)
    assert "If you save this, it becomes a new one." in words_of(back)
    client.post(ADD, form_of(back) | {"_continue": "Save"})
    assert Article.objects.get(headline=MINE).created_by == reporter
    piece.refresh_from_db()
    assert piece.headline == "A bridge reopens"


def test_who_may_not_even_see_the_piece_finds_the_words_where_new_ones_begin(
    client, reporter, piece, let_out
):
    reporter.groups.clear()
    reporter.user_permissions.add(*Permission.objects.filter(codename="add_article"))
    assert autosave(client, page_of(piece, "autosave"), let_out).json()["kept"]
    assert MINE in words_of(client.get(ADD))
    assert Unsaved.objects.get().article is None


def test_a_save_at_once_into_a_piece_that_is_only_read_by_now_shows_what_was_typed(
    client, piece, let_out
):
    Prose.objects.update(html="<p>Written by others since.</p>")
    answer = save(client, piece, let_out)
    assert "You can no longer edit that piece." in words_of(answer)
    assert form_of(answer)["headline"] == MINE
    assert "Written by others since." not in answer.content.decode()
    assert Article.objects.count() == 1


def test_what_is_shown_to_who_posts_to_others_pieces_is_theirs_alone(client, reporter, piece):
    client.force_login(reporter)
    theirs = opened(client, factories.article("Mine", created_by=reporter, text=""))
    [block] = piece.articles_prose_set.all()
    probe = with_blocks(theirs, "articles_prose_set", {"id": block.pk, "html": ""})
    probe["articles_prose_set-INITIAL_FORMS"] = "1"
    answer = save(client, piece, probe)
    assert "if you save it, it becomes a new piece" in words_of(answer)
    for words in ("A bridge reopens", "Trams cross it again", "The first tram is full"):
        assert words not in answer.content.decode()


# Everything comes back.


_OF_THE_PAGE = {"_turn", "_page", "csrfmiddlewaretoken", "tags"}


def test_every_kind_of_block_new_and_old_moved_and_deleted_comes_back_as_typed(desk):
    talk = factories.interview(questions=3, tags=["Energy"], authors=["Anna Ant"])
    Author.objects.create(name="Bohdan Bee")
    kept_text = Prose.objects.create(parent=talk, region="main", ordering=40, html="<p>Old.</p>")
    data = opened(desk, talk)
    byline = [str(author.pk) for author in Author.objects.order_by("-name")]
    data |= {"byline": byline, "tags": ["Grid", "Energy", "Quite new"], "slug": "typed"}
    data |= {
        "interviews_questionanswer_set-0-ordering": "900",
        "interviews_questionanswer_set-1-DELETE": "on",
        "interviews_questionanswer_set-2-question": "Typed\r\nover two lines?",
        "articles_prose_set-0-html": "<p>Old & <strong>new</strong>.</p>",
        "interviewees-0-role": "engineer of the night shift",
        "interviewees-TOTAL_FORMS": "2",
        "interviewees-1-id": "",
        "interviewees-1-name": "Second Person",
        "interviewees-1-role": "driver",
        "interviewees-1-position": "1",
    }
    with_blocks(data, "interviews_questionanswer_set", {"question": "New?", "answer": "<p>Yes</p>"})
    with_blocks(data, "articles_prose_set", {"html": "<p>New = 100 % + “more”</p>"})
    with_blocks(data, "articles_figure_set", {"caption": "Waits", "photo": ""})
    with_blocks(data, "articles_pullquote_set", {"quote": "Said so", "attribution": "A. B."})
    with_blocks(data, "articles_embed_set", {"url": "https://vimeo.com/1?a=1&b=2", "title": ""})
    data["articles_pullquote_set-0-ordering"] = "5"
    autosave(desk, page_of(talk, "autosave"), data)

    back = form_of(shown(desk, talk, data))
    differs = {
        name: (value, back.get(name))
        for name, value in data.items()
        if str(value) != str(back.get(name)) and name not in _OF_THE_PAGE
    }
    assert differs == {}
    assert set(back["tags"]) == set(data["tags"])

    save(desk, talk, back)
    talk = Interview.objects.get()
    assert list(talk.bylines.values_list("author__name", flat=True)) == ["Bohdan Bee", "Anna Ant"]
    assert set(talk.tags.names()) == {"Grid", "Energy", "Quite new"}
    assert [who.name for who in talk.interviewees.all()] == ["Orysia Velychko", "Second Person"]
    questions = QuestionAnswer.objects.filter(parent=talk).values_list("question", flat=True)
    assert [words.split()[0] for words in questions] == ["Typed", "New?", "What"]
    kept_text.refresh_from_db()
    assert kept_text.html == "<p>Old &amp; <strong>new</strong>.</p>"
    assert Figure.objects.get().caption == "Waits"
    assert PullQuote.objects.get().ordering == 5
    assert Embed.objects.get().url == "https://vimeo.com/1?a=1&b=2"


def test_what_somebody_else_saved_meanwhile_is_not_undone_by_words_that_came_back(desk, piece):
    data = opened(desk, piece) | {"standfirst": "Typed before the crash."}
    autosave(desk, page_of(piece, "autosave"), data)
    save(desk, piece, opened(desk, piece) | {"headline": "Saved meanwhile"})

    save(desk, piece, form_of(shown(desk, piece, data)))
    piece.refresh_from_db()
    assert (piece.headline, piece.standfirst) == ("Saved meanwhile", "Typed before the crash.")


def test_words_with_a_mistake_come_back_and_the_mistake_is_shown_beside_them(desk, piece, typed):
    autosave(
        desk, page_of(piece, "autosave"), typed | {"headline": "", "standfirst": "s" * 601}, turn=2
    )
    back = shown(desk, piece, typed)
    assert form_of(back)["standfirst"] == "s" * 601
    assert "at most 600 characters" in words_of(back)
    assert "Please correct" not in words_of(back)


# Rubbish, and too much.


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", "{", '"x"', "\xff", '{"user": 1}', "[" * 20_000]
    + [
        json.dumps({"user": 0, "window": "0" * 32, "turn": 1, "fields": "a=b"} | strange)
        for strange in (
            {"window": ""},
            {"window": "x" * 32},
            {"window": 5},
            {"window": None},
            {"turn": -1},
            {"turn": 2**31},
            {"turn": True},
            {"turn": "1"},
            {"turn": None},
            {"turn": 1.5},
            {"fields": None},
            {"fields": 5},
            {"fields": ["a"]},
        )
    ],
)
def test_rubbish_is_answered_in_words(desk, piece, body):
    answer = desk.post(page_of(piece, "autosave"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["problem"] == "This was not sent from a form in the desk."
    assert not Unsaved.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        "headline=a\0b\ud800",
        "headline=%00%ff&%=&==&&",
        "articles_prose_set-TOTAL_FORMS=x",
        pytest.param(
            "articles_prose_set-TOTAL_FORMS=99999999&articles_prose_set-INITIAL_FORMS=-1",
            marks=pytest.mark.slow,
        ),
        "articles_prose_set-TOTAL_FORMS=2&articles_prose_set-INITIAL_FORMS=2"
        "&articles_prose_set-0-id=x&articles_prose_set-1-id=99999999999999999999",
        "section=x&byline=x&byline=%00&lead_photo=-1&read_also=1e9&tags=" + "t" * 500,
        "revision=x&_base=x&_over=1&_publish=1&_stage=ready&_window=x&_turn=x&_popup=1",
    ],
)
def test_whatever_was_kept_shows_a_form_and_saves_nothing(desk, piece, fields):
    data = opened(desk, piece)
    assert autosave(desk, page_of(piece, "autosave"), data, fields=fields).json()["kept"]
    answer = shown(desk, piece, data)
    assert answer.status_code == 200
    assert form_of(answer)["_window"] == data["_window"]
    piece.refresh_from_db()
    assert (piece.revision, piece.stage, piece.versions.count()) == (1, "draft", 0)


def test_more_than_can_be_kept_is_refused_in_words(desk, piece, settings):
    data = opened(desk, piece)
    many = "&".join("a=b" for _ in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    for fields in (many, "a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
        answer = autosave(desk, page_of(piece, "autosave"), data, fields=fields)
        assert answer.status_code == 413
        assert "too long to autosave" in answer.json()["problem"]
    assert not Unsaved.objects.exists()


def test_what_one_person_has_unsaved_is_bounded_and_the_others_are_not_concerned(desk, piece):
    data = opened(desk, piece) | {"headline": MINE}
    assert autosave(desk, page_of(piece, "autosave"), data).json()["kept"]
    mine = Unsaved.objects.get()
    longest = Repeat(Value("a"), settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    others = [
        Unsaved(user=mine.user, kind="article", window=f"window-{number}", fields=longest)
        for number in range(7)
    ]
    Unsaved.objects.bulk_create(others)

    another = opened(desk, piece)
    refused = autosave(desk, page_of(piece, "autosave"), another, fields="a" * 12_500_000)
    assert refused.status_code == 413
    assert "save or discard the others" in refused.json()["problem"]
    # Nothing more may come, and less may.
    Unsaved.objects.filter(window="window-1").update(fields=Repeat(Value("a"), 30_000_000))
    assert autosave(desk, page_of(piece, "autosave"), data, fields="", turn=2).json()["kept"]
    Unsaved.objects.filter(window="window-1").update(fields=longest)
    assert autosave(desk, page_of(piece, "autosave"), data, turn=3).json()["kept"]
    assert Unsaved.objects.count() == 8
    # What waited too long is offered to nobody, and takes nobody's room.
    late = Now() - timedelta(days=31)
    Unsaved.objects.filter(window="window-0").update(typed_at=late)
    again = autosave(desk, page_of(piece, "autosave"), another, fields="a" * 12_500_000)
    assert again.json()["kept"]


def test_keeping_a_long_interview_asks_the_database_little(desk, django_assert_max_num_queries):
    talk = factories.interview(questions=150)
    data = opened(desk, talk)
    autosave(desk, page_of(talk, "autosave"), data)
    with django_assert_max_num_queries(13):
        assert autosave(desk, page_of(talk, "autosave"), data, turn=2).json()["kept"]


def test_the_script_is_answered_with_the_token_of_now(client, editor, piece):
    client.handler.enforce_csrf_checks = True
    client.force_login(editor)
    data = opened(client, piece)
    assert autosave(client, page_of(piece, "autosave"), data).status_code == 403
    token = client.get(reverse("admin:articles_article_signed_in")).json()
    assert token["user"] == editor.pk
    sent = {"user": editor.pk, "window": data["_window"], "turn": 1, "fields": "headline=x"}
    answer = client.post(
        page_of(piece, "autosave"),
        json.dumps(sent),
        content_type="application/json",
        headers={"X-CSRFToken": token["token"]},
    )
    assert answer.json()["kept"]
    assert answer.json()["token"]
    assert settings.CSRF_COOKIE_NAME in client.cookies
