"""What colleagues say to each other about a draft: asked of the server, beside the form."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Block, Comment, Prose
from tests import factories
from tests.desk_client import form_of, opened, page_of, save, words_of

pytestmark = pytest.mark.django_db

HOSTILE = "<img src=x onerror=hostile()><script>hostile()</script> javascript:hostile() \"'><b>"


@pytest.fixture
def block(piece):
    return Prose.objects.get(parent=piece)


def say(client, piece, text="Who says so?", **fields):
    return client.post(page_of(piece, "comments"), {"text": text, **fields})


def settle(client, piece, comment, what="resolve"):
    return client.post(page_of(piece, what, comment.pk))


def a_comment(piece, by, text="Who says so?", **fields):
    return Comment.objects.create(article_id=piece.pk, by=by, text=text, **fields)


def form_page(client, piece):
    return BeautifulSoup(client.get(page_of(piece)).content, "html.parser")


def shown(element):
    return " ".join(element.get_text(" ").split())


# Saying.


def test_a_comment_on_the_piece_is_there_for_everybody_who_opens_it(desk, piece, editor):
    answer = say(desk, piece, "The second paragraph\nis the story.")
    assert answer.status_code == 200
    assert "The second paragraph" in answer.json()["threads"][0]["html"]
    assert (answer.json()["open"], answer.json()["count"]) == (1, "1 open comment")
    thread = form_page(desk, piece).select_one('[data-comments-at=""] .desk-thread')
    assert "Iryna Lys" in shown(thread)
    assert thread.select_one(".desk-words").get_text() == "The second paragraph\nis the story."
    said = Comment.objects.get()
    assert (said.part, said.quote, said.by) == ("", "", editor)


def test_a_comment_at_a_block_stands_at_the_block_and_keeps_its_words(desk, piece, block):
    say(desk, piece, part=block.block_key)
    said = Comment.objects.get()
    assert (said.part, said.quote) == (block.block_key, "Trams cross it again.")
    page = form_page(desk, piece)
    head = page.select_one(f'.desk-block:has([data-comment-on="{block.block_key}"])')
    assert "Who says so?" in shown(head.select_one(".desk-thread"))
    assert len(page.select(".desk-thread")) == 1


@pytest.mark.parametrize("kind", ["article", "interview"])
def test_every_saved_block_can_be_commented_on_and_no_new_one(desk, kind):
    talk = getattr(factories, kind)()
    page = form_page(desk, talk)
    offered = [button["data-comment-on"] for button in page.select("h3 [data-comment-on]")]
    expected = 2 if kind == "interview" else 1
    assert len(offered) == expected
    for mark in offered:
        assert say(desk, talk, part=mark).status_code == 200
    assert talk.comments.exclude(quote="").count() == expected
    assert not page.select(".empty-form [data-comment-on]")


def test_a_comment_touches_nothing_of_the_piece(desk, piece, block):
    data = opened(desk, piece) | {"headline": "Typed meanwhile"}
    before = Article.objects.filter(pk=piece.pk).values().get()
    say(desk, piece, part=block.block_key)
    settle(desk, piece, Comment.objects.get())
    assert Article.objects.filter(pk=piece.pk).values().get() == before
    assert save(desk, piece, data).status_code == 302
    piece.refresh_from_db()
    assert piece.headline == "Typed meanwhile"


def test_saving_the_piece_touches_no_comment(desk, piece, block):
    say(desk, piece, part=block.block_key)
    before = list(Comment.objects.values())
    save(desk, piece, opened(desk, piece) | {"headline": "Another headline"})
    assert list(Comment.objects.values()) == before


def test_nothing_of_the_comments_is_a_field_of_the_form(desk, piece, block):
    without = form_of(desk.get(page_of(piece)))
    say(desk, piece, part=block.block_key)
    say(desk, piece)
    with_comments = form_of(desk.get(page_of(piece)))
    assert set(with_comments) == set(without)
    page = form_page(desk, piece)
    assert not page.select(".desk-remarks [name]")
    # Not parsed: what stands in a <template> is no part of the page yet.
    assert "textarea" in str(page.select_one(".desk-comments template"))
    assert "name=" not in str(page.select_one(".desk-comments template"))


def test_an_answer_stands_under_what_it_answers(desk, client, piece, block, reporter):
    say(desk, piece, part=block.block_key)
    said = Comment.objects.get()
    client.force_login(reporter)
    answer = say(client, piece, "The mayor, by phone.", answers_to=said.pk)
    assert answer.json()["threads"][0]["id"] == said.pk
    assert answer.json()["open"] == 1
    thread = form_page(client, piece).select_one(".desk-thread")
    assert "Taras Zoria" in shown(thread.select_one(".desk-answer"))
    assert "The mayor, by phone." in shown(thread.select_one(".desk-answer"))
    written = Comment.objects.get(answers_to=said)
    assert (written.part, written.quote) == ("", "")


def test_an_answer_is_given_to_a_comment_on_this_piece_and_not_to_an_answer(desk, piece, editor):
    said = a_comment(piece, editor)
    answer = a_comment(piece, editor, "Me.", answers_to=said)
    elsewhere = a_comment(factories.article("Another one"), editor)
    for key in (answer.pk, elsewhere.pk, 10**6, 2**70, "x"):
        refused = say(desk, piece, answers_to=key)
        assert refused.status_code == 422
        assert refused.json()["problem"]
    assert Comment.objects.count() == 3


def test_what_was_resolved_meanwhile_can_still_be_answered(desk, piece, editor):
    said = a_comment(piece, editor)
    settle(desk, piece, said)
    assert say(desk, piece, "One more thing.", answers_to=said.pk).status_code == 200
    assert "One more thing." in shown(form_page(desk, piece).select_one(".desk-resolved"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Write something first."),
        (" \n\t ", "Write something first."),
        ("a" * 2001, "at most 2000 characters; this one has 2001"),
    ],
)
def test_a_comment_says_something_and_not_too_much(desk, piece, text, problem):
    answer = say(desk, piece, text)
    assert answer.status_code == 422
    assert problem in answer.json()["problem"]
    assert not Comment.objects.exists()


def test_a_comment_may_be_as_long_as_is_said(desk, piece):
    assert say(desk, piece, "я" * 2000).status_code == 200
    # A browser posts two signs for each line break that was typed.
    assert say(desk, piece, "я\r\n" * 999 + "яя").status_code == 200


# Parts that are gone.


def test_a_comment_on_a_block_that_is_gone_says_what_it_was_about(desk, piece, block):
    say(desk, piece, part=block.block_key)
    block.delete()
    page = form_page(desk, piece)
    thread = page.select_one("[data-comments-gone] .desk-thread")
    assert "on a part that is no longer here: “Trams cross it again.”" in shown(thread)
    assert page.select_one("[data-comments-next]").get_text() == "1 open comment"
    [given] = desk.get(page_of(piece, "comments")).json()["threads"]
    assert given["here"] is False


def test_a_block_that_is_gone_or_of_another_piece_cannot_be_commented_on(desk, piece, block):
    other = Prose.objects.get(parent=factories.article("Another one"))
    block.delete()
    strange = ("prose-", "prose-x", "prose-" + "9" * 30, "nothing-1", "prose-٣", "x" * 5000)
    for mark in (block.block_key, other.block_key, *strange):
        answer = say(desk, piece, part=mark)
        assert answer.status_code == 422
        assert "Comment on the whole piece instead." in answer.json()["problem"]
    assert not Comment.objects.exists()


def test_a_long_block_is_quoted_in_short(desk, piece, block):
    Prose.objects.filter(pk=block.pk).update(html=f"<p>{'Long words. ' * 60}</p>")
    say(desk, piece, part=block.block_key)
    quote = Comment.objects.get().quote
    assert len(quote) <= 200
    assert quote.endswith("…")


# Resolving.


def test_a_resolved_comment_is_folded_away_and_can_be_opened_again(desk, piece, block, editor):
    say(desk, piece, part=block.block_key)
    said = Comment.objects.get()
    answer = settle(desk, piece, said).json()
    assert (answer["open"], answer["settled"]) == (0, "1 resolved comment")
    page = form_page(desk, piece)
    folded = page.select_one(".desk-resolved")
    assert "Resolved by Iryna Lys" in shown(folded)
    assert "on “Trams cross it again.”" in shown(folded)
    assert len(page.select(".desk-thread")) == 1
    assert page.select_one("[data-comments-next]").parent.has_attr("hidden")
    settle(desk, piece, said, "reopen")
    said.refresh_from_db()
    assert (said.resolved_at, said.resolved_by) == (None, None)
    assert form_page(desk, piece).select_one(".desk-block .desk-thread")


def test_resolving_twice_keeps_who_was_first(desk, client, piece, editor):
    said = a_comment(piece, editor)
    settle(desk, piece, said)
    said.refresh_from_db()
    first = (said.resolved_by, said.resolved_at)
    client.force_login(factories.person("Admin"))
    assert settle(client, piece, said).status_code == 200
    said.refresh_from_db()
    assert (said.resolved_by, said.resolved_at) == first


def test_an_answer_cannot_be_resolved_nor_a_comment_beside_another_piece(desk, piece, editor):
    said = a_comment(piece, editor)
    answer = a_comment(piece, editor, "Me.", answers_to=said)
    other = factories.article("Another one")
    assert settle(desk, piece, answer).status_code == 404
    assert settle(desk, other, said).status_code == 404
    assert Comment.objects.filter(resolved_at=None).count() == 2


def test_only_a_post_says_or_resolves_something(desk, piece, editor):
    said = a_comment(piece, editor)
    assert desk.get(page_of(piece, "resolve", said.pk)).status_code == 405
    assert desk.put(page_of(piece, "comments")).status_code == 405
    assert Comment.objects.open().count() == 1


# Who may.

WRITERS = ["own reporter", "reporter it is shared with", "editor", "admin"]
PEOPLE = ["nobody", *WRITERS, "other reporter"]


@pytest.fixture
def owner():
    return factories.person("Reporter")


@pytest.fixture(params=["article", "interview"])
def theirs(request, owner):
    return getattr(factories, request.param)(created_by=owner)


@pytest.fixture
def sign_in(client, owner, theirs):
    def sign_in(who):
        if who == "nobody":
            return client
        role = {"editor": "Editor", "admin": "Admin"}.get(who, "Reporter")
        person = owner if who == "own reporter" else factories.person(role)
        if who == "reporter it is shared with":
            theirs.shared_with.add(person)
        client.force_login(person)
        return client

    return sign_in


def is_refused(response):
    return response.status_code == 403 or "/login/" in response.headers.get("Location", "")


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_who_may_read_a_piece_reads_comments_says_and_answers(
    sign_in, theirs, editor, who
):
    said = a_comment(theirs, editor)
    client = sign_in(who)
    may = who != "nobody"
    asked = [
        client.get(page_of(theirs, "comments")),
        say(client, theirs),
        say(client, theirs, answers_to=said.pk),
    ]
    assert [is_refused(response) for response in asked] == [not may] * 3
    assert Comment.objects.count() == (3 if may else 1)
    if may:
        assert "Who says so?" in shown(form_page(client, theirs).select_one(".desk-thread"))


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("what", ["resolve", "reopen"])
def test_only_who_may_change_a_piece_resolves_what_others_say(sign_in, theirs, editor, who, what):
    said = a_comment(theirs, editor)
    if what == "reopen":
        said.resolved_at, said.resolved_by = said.at, editor
        said.save()
    client = sign_in(who)
    may = who in WRITERS
    if who != "nobody":
        offered = form_page(client, theirs).select(f"[data-comment-settle$='/{what}/']")
        assert bool(offered) is may
    assert is_refused(settle(client, theirs, said, what)) is not may
    said.refresh_from_db()
    assert bool(said.resolved_at) is (may == (what == "resolve"))


def test_who_may_only_read_a_piece_resolves_what_they_said_themselves(sign_in, theirs):
    client = sign_in("other reporter")
    say(client, theirs)
    said = Comment.objects.get()
    assert form_page(client, theirs).select("[data-comment-settle$='/resolve/']")
    assert settle(client, theirs, said).status_code == 200
    assert not Comment.objects.open().exists()


def test_who_may_only_read_a_piece_sees_all_comments_below_its_text(sign_in, theirs, editor):
    part = Block.all_of(theirs)[0].block_key
    a_comment(theirs, editor, "On this part.", part=part, quote="Some words of it")
    a_comment(theirs, editor, "On all of it.")
    page = form_page(sign_in("other reporter"), theirs)
    below = page.select_one(".desk-text ~ .desk-comments, .desk-comments")
    assert "On this part." in shown(below)
    assert "on “Some words of it”" in shown(below)
    assert "On all of it." in shown(below)
    assert len(page.select(".desk-thread")) == 2
    assert page.select_one('.desk-comments [data-comment-on=""]')


def test_a_new_piece_has_no_comments_yet(desk):
    page = desk.get("/admin/articles/article/add/").content.decode()
    assert "desk-comments" not in page
    assert "data-comment-on" not in page


# Words stay words, and stay in the desk.


def test_hostile_words_are_only_words(desk, piece, block):
    say(desk, piece, HOSTILE, part=block.block_key)
    say(desk, piece, HOSTILE, answers_to=Comment.objects.get().pk)
    Comment.objects.filter(answers_to=None).update(quote=HOSTILE)
    given = desk.get(page_of(piece, "comments"))
    assert given.headers["Content-Type"] == "application/json"
    html = json.loads(given.content)["threads"][0]["html"]
    for source in (html, desk.get(page_of(piece)).content.decode()):
        page = BeautifulSoup(source, "html.parser")
        assert not page.select("[onerror], .desk-thread script, .desk-thread a, .desk-thread b")
        assert page.select_one(".desk-words").get_text() == HOSTILE


def test_no_comment_reaches_readers_or_a_preview(desk, client, piece, block):
    say(desk, piece, "zqsentinel", part=block.block_key)
    address = factories.publish(piece).get_absolute_url()
    for page in (address, page_of(piece, "preview"), "/", "/news/"):
        assert "zqsentinel" not in words_of(desk.get(page))


def test_comments_cost_a_form_the_same_however_many_there_are(desk, piece, block):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get(page_of(piece))
        return len(asked)

    say(desk, piece, part=block.block_key)
    few = queries()
    for number in range(20):
        said = a_comment(piece, factories.person(), f"Number {number}", part=block.block_key)
        a_comment(piece, factories.person(), "Answer", answers_to=said)
    assert queries() == few
