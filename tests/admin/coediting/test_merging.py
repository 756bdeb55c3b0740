"""Two people in one piece: their changes come together, and what both changed is asked about."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.actions import publishing
from articles.content import snapshot
from articles.models import (
    Article,
    Author,
    Embed,
    Figure,
    Milestone,
    Occasion,
    Photo,
    Presence,
    Prose,
    PullQuote,
    Stage,
    Tag,
)
from interviews.models import Interviewee, QuestionAnswer
from tests import factories
from tests.desk_client import form_of, opened, page_of, save, with_blocks, words_of

pytestmark = pytest.mark.django_db

PROSE, QUOTES, FIGURES = "articles_prose_set", "articles_pullquote_set", "articles_figure_set"
EMBEDS, QUESTIONS = "articles_embed_set", "interviews_questionanswer_set"


@pytest.fixture
def olena(client):
    """Somebody else, signed in elsewhere."""
    other = Client()
    other.force_login(factories.person("Editor", first_name="Olena", last_name="Vyshnevska"))
    return other


@pytest.fixture
def piece(editor):
    """A piece with three texts, a quote, a picture and an embed."""
    made = factories.article(
        text="<p>First.</p>", standfirst="The tram is full.", created_by=editor
    )
    for place, html in ((20, "<p>Second.</p>"), (30, "<p>Third.</p>")):
        Prose.objects.create(parent=made, region="main", ordering=place, html=html)
    PullQuote.objects.create(parent=made, region="main", ordering=40, quote="At last!")
    Figure.objects.create(parent=made, region="main", ordering=50, caption="A stop")
    Embed.objects.create(parent=made, region="main", ordering=60, url="https://youtu.be/a")
    return made


def change(client, piece, **changes):
    """Change fields in the form, which is opened now, and save it."""
    data = opened(client, piece)
    data |= changes
    response = save(client, piece, data)
    assert response.status_code == 302, words_of(response)


def document(piece):
    """What the blocks say, in their order."""
    return snapshot.of_draft(Article.objects.get(pk=piece.pk))["document"]


def texts(piece):
    return list(piece.articles_prose_set.values_list("html", flat=True))


def told(client, piece):
    return words_of(client.get(page_of(piece)))


def boxes(response):
    """The keys of what is to be decided."""
    keys = response.context["together"].get("conflicts", ())
    return [conflict.key for conflict in keys]


def decided(response, choice):
    """The form that came back, with the same choice for everything."""
    return decided_each(response, dict.fromkeys(boxes(response), choice))


def decided_each(response, choices):
    data = form_of(response)
    data["_conflict"] = boxes(response)
    return data | {f"_choice:{key}": choice for key, choice in choices.items()}


# What comes together by itself.


def test_different_fields_and_blocks_come_together(desk, olena, piece):
    mine = opened(desk, piece) | {"standfirst": "Mine."}
    mine[f"{PROSE}-0-html"] = "<p>First, mine.</p>"
    change(olena, piece, headline="Theirs", **{f"{PROSE}-1-html": "<p>Second, theirs.</p>"})

    assert save(desk, piece, mine).status_code == 302
    piece.refresh_from_db()
    assert (piece.headline, piece.standfirst) == ("Theirs", "Mine.")
    assert texts(piece) == ["<p>First, mine.</p>", "<p>Second, theirs.</p>", "<p>Third.</p>"]
    words = told(desk, piece)
    assert "Saved at" in words
    assert "Combined with changes made since by Olena Vyshnevska: headline, 1 block." in words


@pytest.mark.parametrize(
    ("entry", "mine", "theirs"),
    [
        (f"{PROSE}-0-html", "<p>First, mine.</p>", "<p>First, theirs.</p>"),
        (f"{QUOTES}-0-quote", "Mine!", "Theirs!"),
        (f"{FIGURES}-0-caption", "My stop", "Their stop"),
        (f"{EMBEDS}-0-url", "https://youtu.be/mine", "https://youtu.be/theirs"),
        ("headline", "Mine", "Theirs"),
        ("label", "exclusive", "opinion"),
        ("search_title", "Mine", "Theirs"),
    ],
)
def test_every_kind_of_block_and_field_merges_or_is_asked_about(
    desk, olena, piece, entry, mine, theirs
):
    elsewhere = opened(desk, piece) | {"standfirst": "Elsewhere."}
    both = opened(desk, piece) | {entry: mine}
    change(olena, piece, **{entry: theirs})

    assert save(desk, piece, elsewhere).status_code == 302
    assert opened(desk, piece)[entry] == theirs

    refused = save(desk, piece, both)
    assert refused.status_code == 200
    assert form_of(refused)[entry] == mine
    assert len(boxes(refused)) == 1
    assert save(desk, piece, decided(refused, "mine")).status_code == 302
    assert opened(desk, piece)[entry] == mine


def test_questions_and_those_who_answer_merge(desk, olena):
    talk = factories.interview(questions=3)
    mine = opened(desk, talk)
    mine[f"{QUESTIONS}-0-answer"] = "<p>Mine.</p>"
    change(
        olena,
        talk,
        **{f"{QUESTIONS}-2-question": "Theirs?", "interviewees-0-role": "head of the shift"},
    )
    assert save(desk, talk, mine).status_code == 302
    rows = talk.interviews_questionanswer_set
    assert rows.first().answer == "<p>Mine.</p>"
    assert rows.last().question == "Theirs?"
    assert talk.interviewees.get().role == "head of the shift"
    assert "1 interviewee" in told(desk, talk)


def test_two_interviewees_that_both_changed_are_asked_about(desk, olena):
    talk = factories.interview()
    mine = opened(desk, talk) | {"interviewees-0-name": "Orysia Mine"}
    change(olena, talk, **{"interviewees-0-name": "Orysia Theirs"})
    refused = save(desk, talk, mine)
    assert "Interviewee: “Orysia Theirs”" in words_of(refused)
    assert save(desk, talk, decided(refused, "theirs")).status_code == 302
    assert talk.interviewees.get().name == "Orysia Theirs"


def test_byline_tags_and_read_also_merge(desk, olena, piece):
    authors = [Author.objects.create(name=name).pk for name in ("Anna", "Bohdan")]
    other = factories.article("Another")
    mine = opened(desk, piece) | {"byline": authors}
    change(olena, piece, tags=["Trams", "Depots"], read_also=[other.pk])
    assert save(desk, piece, mine).status_code == 302
    data = opened(desk, piece)
    assert data["byline"] == [str(key) for key in authors]
    assert set(data["tags"]) == {"Trams", "Depots"}
    assert data["read_also"] == [str(other.pk)]


def test_bylines_in_another_order_are_a_conflict_and_tags_in_another_case_are_not(
    desk, olena, piece
):
    anna, bohdan = (Author.objects.create(name=name).pk for name in ("Anna", "Bohdan"))
    mine = opened(desk, piece) | {"byline": [anna, bohdan], "tags": ["trams", "Depots "]}
    change(olena, piece, byline=[bohdan, anna], tags=["Depots", "Trams"])
    refused = save(desk, piece, mine)
    assert boxes(refused) == ["byline"]
    assert "Bohdan" in words_of(refused)


def test_colleagues_that_both_let_in_may_both_write(desk, olena, piece, reporter):
    another = factories.person("Reporter")
    mine = opened(desk, piece) | {"colleagues": [reporter.pk]}
    change(olena, piece, headline="Theirs", colleagues=[another.pk])
    assert save(desk, piece, mine).status_code == 302
    assert set(piece.shared_with.all()) == {reporter, another}


@pytest.mark.parametrize(
    ("bare", "edited"),
    [
        ("<blockquote>said</blockquote>", "<blockquote><p>said</p></blockquote>"),
        ("<ul><li>one<p>two</p></li></ul>", "<ul><li><p>one</p><p>two</p></li></ul>"),
    ],
)
def test_what_the_editor_writes_in_another_way_is_no_change(desk, olena, piece, bare, edited):
    piece.articles_prose_set.filter(ordering=10).update(html=bare)
    mine = opened(desk, piece) | {"standfirst": "Mine.", f"{PROSE}-0-html": edited}
    change(olena, piece, **{f"{PROSE}-0-html": f"{edited}<p>Theirs.</p>"})
    assert save(desk, piece, mine).status_code == 302
    assert texts(piece)[0] == f"{edited}<p>Theirs.</p>"


def test_the_same_change_of_both_is_no_conflict(desk, olena, piece):
    mine = opened(desk, piece) | {"standfirst": "The  same.\r\nFor both ", "headline": " Same "}
    change(olena, piece, standfirst="The  same.\nFor both", headline="Same")
    assert save(desk, piece, mine).status_code == 302
    assert "Combined with" not in told(desk, piece)


def test_a_block_that_i_left_alone_goes_when_they_deleted_it(desk, olena, piece):
    mine = opened(desk, piece) | {"standfirst": "Mine."}
    change(olena, piece, **{f"{PROSE}-1-DELETE": "on"})
    assert save(desk, piece, mine).status_code == 302
    assert texts(piece) == ["<p>First.</p>", "<p>Third.</p>"]


def test_a_block_that_i_deleted_goes_when_they_left_it_alone(desk, olena, piece):
    mine = opened(desk, piece) | {f"{PROSE}-1-DELETE": "on"}
    change(olena, piece, standfirst="Theirs.")
    assert save(desk, piece, mine).status_code == 302
    assert texts(piece) == ["<p>First.</p>", "<p>Third.</p>"]


def test_a_block_that_both_deleted_is_gone(desk, olena, piece):
    mine = opened(desk, piece) | {f"{PROSE}-1-DELETE": "on"}
    change(olena, piece, **{f"{PROSE}-1-DELETE": "on"})
    assert save(desk, piece, mine).status_code == 302
    assert texts(piece) == ["<p>First.</p>", "<p>Third.</p>"]


def test_new_blocks_of_both_stand_after_what_they_were_written_after(desk, olena, piece):
    mine = opened(desk, piece)
    with_blocks(mine, PROSE, {"html": "<p>Mine, after the first.</p>", "ordering": 15})
    theirs = opened(olena, piece)
    with_blocks(theirs, QUOTES, {"quote": "Theirs, after the second", "ordering": 25})
    with_blocks(theirs, EMBEDS, {"url": "https://youtu.be/b", "title": "Next", "ordering": 26})
    assert save(olena, piece, theirs).status_code == 302
    assert save(desk, piece, mine).status_code == 302
    kinds = [block["kind"] for block in document(piece)]
    assert kinds == ["prose", "prose", "prose", *("pull_quote", "embed", "prose")] + [
        "pull_quote",
        "figure",
        "embed",
    ]
    assert texts(piece)[1] == "<p>Mine, after the first.</p>"


def orderings(data, prefix, *places):
    return data | {f"{prefix}-{n}-ordering": place for n, place in enumerate(places)}


def test_the_order_is_that_of_who_moved(desk, olena, piece):
    mine = opened(desk, piece) | {f"{PROSE}-0-html": "<p>First, mine.</p>"}
    assert save(olena, piece, orderings(opened(olena, piece), PROSE, 30, 20, 10)).status_code == 302
    assert save(desk, piece, mine).status_code == 302
    assert texts(piece) == ["<p>Third.</p>", "<p>Second.</p>", "<p>First, mine.</p>"]
    assert "by Olena Vyshnevska: the order of the text." in told(desk, piece)

    mine = orderings(opened(desk, piece), PROSE, 30, 20, 10)
    change(olena, piece, standfirst="Theirs.")
    assert save(desk, piece, mine).status_code == 302
    assert texts(piece) == ["<p>First, mine.</p>", "<p>Second.</p>", "<p>Third.</p>"]


@pytest.fixture
def two_orders(desk, olena, piece):
    """What I read when both of us have moved texts, each in another way."""
    mine = orderings(opened(desk, piece), PROSE, 20, 10, 30) | {"standfirst": "Mine."}
    with_blocks(mine, PROSE, {"html": "<p>New, after the second.</p>", "ordering": 15})
    assert save(olena, piece, orderings(opened(olena, piece), PROSE, 30, 20, 10)).status_code == 302
    return save(desk, piece, mine)


def test_two_orders_are_asked_about_and_everything_typed_stands_there(piece, two_orders):
    assert boxes(two_orders) == ["_order"]
    words = words_of(two_orders)
    assert "The order of the text" in words
    assert words.count("Text: “First.”") == 2
    data = form_of(two_orders)
    assert data["standfirst"] == "Mine."
    places = sorted(
        (int(data[f"{PROSE}-{n}-ordering"]), data[f"{PROSE}-{n}-html"]) for n in range(4)
    )
    assert [html for _place, html in places] == [
        "<p>Second.</p>",
        "<p>New, after the second.</p>",
        "<p>First.</p>",
        "<p>Third.</p>",
    ]
    assert texts(piece) == ["<p>Third.</p>", "<p>Second.</p>", "<p>First.</p>"]


def test_keeping_my_order_keeps_theirs_in_the_history(desk, piece, two_orders):
    assert save(desk, piece, decided(two_orders, "mine")).status_code == 302
    assert [text[3:6] for text in texts(piece)] == ["Sec", "New", "Fir", "Thi"]
    kept = Milestone.objects.get(occasion=Occasion.REPLACED)
    assert kept.content["document"][0]["html"] == "<p>Third.</p>"


def test_taking_their_order_keeps_my_words_in_it(desk, piece, two_orders):
    assert save(desk, piece, decided(two_orders, "theirs")).status_code == 302
    assert [text[3:6] for text in texts(piece)] == ["Thi", "Sec", "New", "Fir"]
    assert not Milestone.objects.exists()
    piece.refresh_from_db()
    assert piece.standfirst == "Mine."


def test_an_order_is_not_decided_by_a_save_without_a_choice(desk, piece, two_orders):
    again = save(desk, piece, decided_each(two_orders, {}) | {"_conflict": ["_order"]})
    assert "choose one" in words_of(again)
    assert boxes(again) == ["_order"]


def test_a_choice_of_an_order_does_not_count_for_a_third_one(desk, olena, piece, two_orders):
    theirs = opened(olena, piece)
    assert save(olena, piece, orderings(theirs, PROSE, 10, 30, 20)).status_code == 302
    again = save(desk, piece, decided(two_orders, "mine"))
    assert boxes(again) == ["_order"]


def test_the_same_order_of_both_is_no_question(desk, olena, piece):
    mine = orderings(opened(desk, piece), PROSE, 30, 20, 10)
    save(olena, piece, orderings(opened(olena, piece), PROSE, 30, 20, 10))
    assert save(desk, piece, mine).status_code == 302
    assert "Combined with" not in told(desk, piece)


def test_who_typed_nothing_and_saves_late_changes_nothing(desk, olena, piece):
    mine = opened(desk, piece)
    change(olena, piece, standfirst="Theirs.", **{f"{PROSE}-2-html": "<p>Theirs.</p>"})
    piece.refresh_from_db()
    before = piece.revision, snapshot.of_draft(piece)
    assert save(desk, piece, mine).status_code == 302
    piece.refresh_from_db()
    assert (piece.revision, snapshot.of_draft(piece)) == before


def test_a_mistake_elsewhere_keeps_both_sides_in_the_form(desk, olena, piece):
    mine = opened(desk, piece) | {"headline": "", f"{PROSE}-0-html": "<p>First, mine.</p>"}
    change(olena, piece, standfirst="Theirs.")
    refused = save(desk, piece, mine)
    assert "Their changes are already included here: standfirst." in words_of(refused)
    data = form_of(refused)
    assert data["standfirst"] == "Theirs."
    assert save(desk, piece, data | {"headline": "Mine"}).status_code == 302
    piece.refresh_from_db()
    assert (piece.headline, piece.standfirst) == ("Mine", "Theirs.")
    assert texts(piece)[0] == "<p>First, mine.</p>"


# What both changed.


def both_change_the_first_block(desk, olena, piece):
    mine = opened(desk, piece) | {"standfirst": "Mine."}
    mine[f"{PROSE}-0-html"] = "<p>First, as I wrote it.</p>"
    with_blocks(mine, QUOTES, {"quote": "A new one of mine", "attribution": ""})
    change(
        olena,
        piece,
        headline="Their headline",
        **{f"{PROSE}-0-html": "<p>First, as they wrote it.</p>"},
    )
    return save(desk, piece, mine)


def test_a_conflict_saves_nothing_and_loses_nothing(desk, olena, piece):
    refused = both_change_the_first_block(desk, olena, piece)
    assert refused.status_code == 200
    words = words_of(refused)
    assert "Olena Vyshnevska saved this piece on" in words
    assert "Text: “First, as they wrote it.”" in words
    assert "already included here: headline." in words
    data = form_of(refused)
    assert data["standfirst"] == "Mine."
    assert data["headline"] == "Their headline"
    assert data[f"{PROSE}-0-html"] == "<p>First, as I wrote it.</p>"
    assert data[f"{QUOTES}-1-quote"] == "A new one of mine"
    piece.refresh_from_db()
    assert piece.standfirst == "The tram is full."
    assert texts(piece)[0] == "<p>First, as they wrote it.</p>"


def test_keeping_mine_keeps_theirs_in_the_history(desk, olena, piece, editor):
    refused = both_change_the_first_block(desk, olena, piece)
    assert save(desk, piece, decided(refused, "mine")).status_code == 302
    assert texts(piece)[0] == "<p>First, as I wrote it.</p>"
    kept = Milestone.objects.get()
    assert (kept.occasion, kept.by) == (Occasion.REPLACED, editor)
    assert kept.content["document"][0]["html"] == "<p>First, as they wrote it.</p>"
    assert kept.content["standfirst"] == "The tram is full."
    piece.refresh_from_db()
    assert (piece.headline, piece.standfirst) == ("Their headline", "Mine.")


def test_taking_theirs_keeps_the_rest_of_mine(desk, olena, piece):
    refused = both_change_the_first_block(desk, olena, piece)
    assert save(desk, piece, decided(refused, "theirs")).status_code == 302
    assert texts(piece)[0] == "<p>First, as they wrote it.</p>"
    piece.refresh_from_db()
    assert piece.standfirst == "Mine."
    assert piece.articles_pullquote_set.count() == 2


def test_taking_theirs_keeps_mine_in_the_history(desk, olena, piece, editor):
    mine = opened(desk, piece) | {f"{PROSE}-0-html": "<p>First, mine.</p>", "headline": "Mine"}
    theirs = {f"{PROSE}-0-html": "<p>First, theirs.</p>", "headline": "Theirs"}
    change(olena, piece, **theirs)
    refused = save(desk, piece, mine)
    assert save(desk, piece, decided(refused, "theirs")).status_code == 302
    kept = Milestone.objects.get()
    assert (kept.occasion, kept.by) == (Occasion.REPLACED, editor)
    said = [block.get("html") for block in kept.content["document"]]
    assert said[:3] == ["<p>First, mine.</p>", "<p>Second.</p>", "<p>Third.</p>"]
    assert kept.content["headline"] == "Mine"
    assert texts(piece)[0] == "<p>First, theirs.</p>"
    assert desk.get(page_of(piece, "history")).status_code == 200


def test_a_changed_block_that_they_deleted_is_in_the_history_when_theirs_is_taken(
    desk, olena, piece
):
    mine = opened(desk, piece) | {f"{PROSE}-1-html": "<p>Second, mine.</p>"}
    change(olena, piece, **{f"{PROSE}-1-DELETE": "on"})
    save(desk, piece, decided(save(desk, piece, mine), "theirs"))
    said = [block.get("html") for block in Milestone.objects.get().content["document"]]
    assert said[:3] == ["<p>First.</p>", "<p>Second, mine.</p>", "<p>Third.</p>"]
    assert texts(piece) == ["<p>First.</p>", "<p>Third.</p>"]


def test_a_save_without_a_choice_is_refused_again_and_loses_nothing(desk, olena, piece):
    refused = both_change_the_first_block(desk, olena, piece)
    data = decided_each(refused, {})
    data[f"{PROSE}-0-html"] = "<p>First, mended.</p>"
    again = save(desk, piece, data)
    assert "choose one" in words_of(again)
    assert form_of(again)[f"{PROSE}-0-html"] == "<p>First, mended.</p>"
    assert save(desk, piece, decided(again, "mine")).status_code == 302
    assert texts(piece)[0] == "<p>First, mended.</p>"


def test_of_two_conflicts_nothing_is_decided_before_both_are(desk, olena, piece):
    mine = opened(desk, piece) | {"headline": "Mine", "standfirst": "Mine."}
    change(olena, piece, headline="Theirs", standfirst="Theirs.")
    refused = save(desk, piece, mine)
    again = save(desk, piece, decided_each(refused, {"headline": "theirs"}))
    assert boxes(again) == ["headline", "standfirst"]
    data = form_of(again)
    assert data["headline"] == "Mine"
    assert data["_choice:headline"] == "theirs"
    choices = {"headline": "theirs", "standfirst": "mine"}
    assert save(desk, piece, decided_each(again, choices)).status_code == 302
    piece.refresh_from_db()
    assert (piece.headline, piece.standfirst) == ("Theirs", "Mine.")


def test_a_choice_counts_only_for_the_state_that_was_shown(desk, olena, piece):
    refused = both_change_the_first_block(desk, olena, piece)
    change(olena, piece, **{f"{PROSE}-0-html": "<p>First, a third time.</p>"})
    for choice in ("mine", "theirs"):
        again = save(desk, piece, decided(refused, choice))
        assert again.status_code == 200
        assert "First, a third time." in words_of(again)
    assert texts(piece)[0] == "<p>First, a third time.</p>"


def test_a_choice_stays_good_when_the_third_save_was_elsewhere(desk, olena, piece):
    refused = both_change_the_first_block(desk, olena, piece)
    change(olena, piece, **{f"{PROSE}-2-html": "<p>Third, theirs.</p>"})
    assert save(desk, piece, decided(refused, "mine")).status_code == 302
    assert texts(piece) == [
        "<p>First, as I wrote it.</p>",
        "<p>Second.</p>",
        "<p>Third, theirs.</p>",
    ]


def test_a_choice_outlives_a_mistake_elsewhere(desk, olena, piece):
    refused = both_change_the_first_block(desk, olena, piece)
    again = save(desk, piece, decided(refused, "mine") | {"headline": ""})
    assert again.status_code == 200
    assert not boxes(again)
    assert save(desk, piece, form_of(again) | {"headline": "Good"}).status_code == 302
    assert texts(piece)[0] == "<p>First, as I wrote it.</p>"
    assert Milestone.objects.get().occasion == Occasion.REPLACED


@pytest.mark.parametrize(
    ("choice", "left"), [("mine", ["First.", "Second, mine.", "Third."]), ("theirs", None)]
)
def test_what_i_changed_and_they_deleted(desk, olena, piece, choice, left):
    mine = opened(desk, piece) | {f"{PROSE}-1-html": "<p>Second, mine.</p>"}
    change(olena, piece, **{f"{PROSE}-1-DELETE": "on"})
    refused = save(desk, piece, mine)
    assert "They have deleted this." in words_of(refused)
    assert form_of(refused)[f"{PROSE}-2-html"] == "<p>Second, mine.</p>"
    assert save(desk, piece, decided(refused, choice)).status_code == 302
    left = left or ["First.", "Third."]
    assert texts(piece) == [f"<p>{words}</p>" for words in left]


@pytest.mark.parametrize(
    ("choice", "left"), [("mine", None), ("theirs", ["First.", "Second, theirs.", "Third."])]
)
def test_what_they_changed_and_i_deleted(desk, olena, piece, choice, left):
    mine = opened(desk, piece) | {f"{PROSE}-1-DELETE": "on"}
    change(olena, piece, **{f"{PROSE}-1-html": "<p>Second, theirs.</p>"})
    refused = save(desk, piece, mine)
    assert "You have deleted this." in words_of(refused)
    assert form_of(refused)[f"{PROSE}-1-html"] == "<p>Second, theirs.</p>"
    assert save(desk, piece, decided(refused, choice)).status_code == 302
    left = left or ["First.", "Third."]
    assert texts(piece) == [f"<p>{words}</p>" for words in left]


def test_pictures_and_choices_are_compared_by_their_names(desk, olena, piece):
    photos = [Photo.objects.create(width=3, height=2, caption=name) for name in ("Dawn", "Dusk")]
    mine = opened(desk, piece) | {f"{FIGURES}-0-photo": photos[0].pk, "section": ""}
    change(
        olena,
        piece,
        **{f"{FIGURES}-0-photo": photos[1].pk, "section": factories.section("Culture").pk},
    )
    words = words_of(save(desk, piece, mine))
    for name in ("Dawn", "Dusk", "Culture"):
        assert name in words


def test_what_differs_in_its_form_alone_is_shown_as_it_is(desk, olena, piece):
    mine = opened(desk, piece) | {f"{PROSE}-0-html": "<p><strong>First.</strong></p>"}
    change(olena, piece, **{f"{PROSE}-0-html": "<h2>First.</h2>"})
    refused = save(desk, piece, mine)
    page = refused.content.decode()
    assert '<div class="desk-said-form"><p><strong>First.</strong></p></div>' in page
    assert '<div class="desk-said-form"><h2>First.</h2></div>' in page


def test_hostile_words_of_a_colleague_stay_words(desk, olena, piece):
    mine = opened(desk, piece) | {"headline": "Mine"}
    change(olena, piece, headline="<script>alert(1)</script>")
    assert "<script>alert(1)" not in save(desk, piece, mine).content.decode()


# What no form of ours says.


@pytest.mark.parametrize("base", [None, "", "no JSON", "[]", "[{},[1]]", '[{"a":[]},[[1,2]]]', "7"])
def test_without_what_the_form_was_opened_with_every_difference_is_asked_about(
    desk, olena, piece, base
):
    mine = opened(desk, piece) | {"standfirst": "Mine."}
    if base is None:
        del mine["_base"]
    else:
        mine["_base"] = base
    change(olena, piece, headline="Theirs", **{f"{PROSE}-1-html": "<p>Theirs.</p>"})
    refused = save(desk, piece, mine)
    second = piece.articles_prose_set.get(ordering=20)
    assert set(boxes(refused)) == {"headline", "standfirst", f"{PROSE}:{second.pk}"}
    assert save(desk, piece, decided(refused, "mine")).status_code == 302


@pytest.mark.parametrize(
    "strange",
    [
        {f"{PROSE}-TOTAL_FORMS": "99999999999"},
        {f"{PROSE}-TOTAL_FORMS": "no number"},
        {f"{PROSE}-0-ordering": "x", f"{PROSE}-1-ordering": "-9"},
        {f"{PROSE}-1-id": "1" * 30},
        {"_conflict": ["headline", "nothing", "x:y"], "_choice:headline": "both"},
        {"section": "x", "byline": ["x"], f"{FIGURES}-0-photo": "x"},
        {"revision": ""},
    ],
)
def test_what_no_form_says_is_answered_in_words(desk, olena, piece, strange):
    mine = opened(desk, piece) | {"headline": "Mine"} | strange
    mine[f"{PROSE}-0-html"] = "<p>Mine.</p>"
    change(olena, piece, headline="Theirs", section=factories.section("Culture").pk)
    assert save(desk, piece, mine).status_code in {200, 302}


def test_a_row_posted_twice_is_a_row_and_a_new_one(desk, olena, piece):
    mine = opened(desk, piece)
    mine[f"{PROSE}-1-id"] = mine[f"{PROSE}-0-id"]
    change(olena, piece, standfirst="Theirs.")
    assert save(desk, piece, mine).status_code == 302
    assert "<p>Second.</p>" in texts(piece)


def test_who_may_not_change_a_piece_learns_nothing_by_posting_a_late_form(client, reporter, piece):
    client.force_login(reporter)
    assert client.post(page_of(piece), {"revision": "0", "headline": "Mine"}).status_code == 403


# Buttons that sign off.


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"_publish": "1"}, "Not published yet"),
        ({"_schedule": "1"}, "Not scheduled yet"),
        ({"_stage": "ready"}, "Not marked as ready yet"),
    ],
)
def test_nobody_signs_off_what_they_have_not_seen(desk, olena, piece, button, words):
    mine = opened(desk, piece) | {"standfirst": "Mine."}
    change(olena, piece, headline="Theirs")
    response = save(desk, piece, mine, **button)
    assert response.url == page_of(piece)
    assert words in told(desk, piece)
    piece.refresh_from_db()
    assert (piece.standfirst, piece.headline) == ("Mine.", "Theirs")
    assert piece.stage == Stage.DRAFT
    assert not piece.versions.exists()


def test_sending_to_review_takes_along_what_came_together(desk, olena, piece):
    mine = opened(desk, piece) | {"standfirst": "Mine."}
    change(olena, piece, headline="Theirs")
    save(desk, piece, mine, _stage="review")
    piece.refresh_from_db()
    assert piece.stage == Stage.REVIEW


@pytest.mark.parametrize("button", [{"_stage": "review"}, {"_publish": "1"}])
def test_with_something_to_decide_no_button_does_anything(desk, olena, piece, button):
    mine = opened(desk, piece) | {"headline": "Mine"}
    change(olena, piece, headline="Theirs")
    assert save(desk, piece, mine, **button).status_code == 200
    piece.refresh_from_db()
    assert (piece.stage, piece.headline) == (Stage.DRAFT, "Theirs")


def test_a_restored_version_merges_with_an_open_form(desk, piece, editor):
    version = factories.publish(piece, editor)
    mine = opened(desk, piece) | {"standfirst": "Mine."}
    piece.refresh_from_db()
    publishing.restore(version, editor, revision=piece.revision)
    assert save(desk, piece, mine).status_code == 302
    piece.refresh_from_db()
    assert piece.standfirst == "Mine."
    assert len(document(piece)) == 6


# What it costs.


def test_opening_costs_no_query_for_what_the_form_was_opened_with(desk):
    counts = []
    opened(desk, factories.interview())
    for questions in (2, 40):
        talk = factories.interview(questions=questions)
        with CaptureQueriesContext(connection) as queries:
            base = opened(desk, talk)["_base"]
        counts.append(len(queries))
        assert len(json.loads(base)[1]) == questions + 1
    assert counts[0] == counts[1]


def test_a_save_that_is_not_late_asks_less_with_what_the_form_was_opened_with(desk, piece):
    counts = []
    # The very first save of a piece also keeps what it said before.
    save(desk, piece, opened(desk, piece) | {"standfirst": "Mine."})
    for drop in ((), ("_base",)):
        data = opened(desk, piece) | {"standfirst": f"Mine, {len(drop)}."}
        for name in drop:
            del data[name]
        with CaptureQueriesContext(connection) as queries:
            assert save(desk, piece, data).status_code == 302
        counts.append(len(queries))
    assert counts[0] < counts[1]


def test_a_late_save_of_a_long_interview_costs_no_query_for_each_question(desk, olena):
    counts = []
    for questions in (3, 40):
        talk = factories.interview(questions=questions)
        mine = opened(desk, talk) | {f"{QUESTIONS}-0-answer": "<p>Mine.</p>"}
        change(olena, talk, **{f"{QUESTIONS}-1-answer": "<p>Theirs.</p>"})
        with CaptureQueriesContext(connection) as queries:
            assert save(desk, talk, mine).status_code == 302
        counts.append(len(queries))
        assert QuestionAnswer.objects.filter(parent=talk, answer="<p>Mine.</p>").exists()
    assert counts[0] == counts[1]


# Who else is here.


def here(client, piece, window, **fields):
    data = {"_window": window * 32, "revision": piece.revision} | fields
    return client.post(page_of(piece, "here"), data)


def test_an_open_form_hears_who_else_is_here_until_they_leave(desk, olena, piece):
    alone = here(desk, piece, "a").json()
    assert (alone["here"], alone["news"]) == ("", "")
    assert here(olena, piece, "b").json()["here"] == "Also here: Iryna Lys"
    assert here(desk, piece, "a").json()["here"] == "Also here: Olena Vyshnevska"
    assert here(desk, piece, "c").json()["here"].endswith("you, in another window")
    assert here(olena, piece, "b", gone="1").status_code == 204
    assert here(desk, piece, "a").json()["here"] == "Also here: you, in another window"


def test_a_window_that_was_closed_without_a_goodbye_is_gone_by_the_word_of_another_one_of_yours(
    desk, olena, piece
):
    for client, window in ((desk, "b"), (desk, "c"), (olena, "d")):
        here(client, piece, window)
    closed = [name * 32 for name in ("b", "d")] + ["no window"]
    said = here(desk, piece, "a", closed=closed).json()["here"]
    # One is open, and nobody speaks for others.
    assert said == "Also here: Olena Vyshnevska, you, in another window"
    assert here(desk, piece, "a", closed="c" * 32).json()["here"] == "Also here: Olena Vyshnevska"


def test_who_fell_silent_is_gone_and_leaves_nothing(desk, olena, piece):
    here(olena, piece, "b")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_presence SET seen_at = now() - interval '36 seconds'")
    assert here(desk, piece, "a").json()["here"] == ""
    assert Presence.objects.count() == 1


def test_who_looks_at_another_tab_stays_here_and_is_said_to_be_away(desk, olena, piece):
    here(olena, piece, "b", unseen="20")
    assert here(desk, piece, "a").json()["here"] == "Also here: Olena Vyshnevska"
    # A tab that nobody looks at is let speak once a minute.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_presence SET seen_at = now() - interval '70 seconds'")
    assert here(desk, piece, "a").json()["here"] == "Also here: Olena Vyshnevska"
    here(olena, piece, "b", unseen="600")
    window = Presence.objects.get(user__first_name="Olena")
    assert window.seen_at - window.unseen_since == timedelta(minutes=10)
    said = here(desk, piece, "a").json()["here"]
    assert said.startswith("Also here: Olena Vyshnevska (away since ")
    here(olena, piece, "b")
    assert here(desk, piece, "a").json()["here"] == "Also here: Olena Vyshnevska"


@pytest.mark.parametrize("unseen", ["x", "-5", "0", "9" * 18, "9" * 40])
def test_a_strange_time_unseen_is_no_harm(desk, olena, piece, unseen):
    assert here(olena, piece, "b", unseen=unseen).status_code == 200
    assert here(desk, piece, "a").json()["here"].startswith("Also here: Olena Vyshnevska")


def test_who_only_reads_is_said_to_read(desk, client, reporter, piece):
    reader = Client()
    reader.force_login(reporter)
    here(reader, piece, "b")
    assert here(desk, piece, "a").json()["here"] == "Also here: Taras Zoria (reading)"
    piece.bump(None)
    assert "reload the page" in here(reader, piece, "b", revision=1).json()["news"]


def test_an_open_form_hears_that_somebody_saved(desk, olena, piece):
    change(olena, piece, headline="Theirs")
    news = here(desk, piece, "a", revision=1).json()["news"]
    assert news.startswith("Olena Vyshnevska saved at ")
    assert news.endswith(": your changes will be combined with theirs.")
    piece.refresh_from_db()
    assert here(desk, piece, "a").json()["news"] == ""


def test_presence_is_for_who_may_see_the_piece_and_by_post_alone(desk, client, piece):
    nobody = Client()
    assert here(nobody, piece, "a").status_code == 302
    nobody.force_login(factories.person("Reporter"))
    assert here(nobody, piece, "a").status_code == 200
    assert desk.get(page_of(piece, "here")).status_code == 405
    assert here(desk, piece, "no window").json()["here"].startswith("Also here")
    assert Presence.objects.count() == 1


def test_interviewees_added_by_both_are_all_there(desk, olena):
    talk = factories.interview()
    row = {"role": "", "position": "5", "region": "", "ordering": ""}
    mine = with_blocks(opened(desk, talk), "interviewees", row | {"name": "Mine"})
    theirs = with_blocks(opened(olena, talk), "interviewees", row | {"name": "Theirs"})
    save(olena, talk, theirs)
    assert save(desk, talk, mine).status_code == 302
    assert Interviewee.objects.filter(name__in=["Mine", "Theirs"]).count() == 2


@pytest.mark.parametrize("role", ["Editor", "Reporter"])
@pytest.mark.parametrize("how", ["renamed", "merged"])
def test_an_open_form_brings_no_tag_back_that_was_renamed_or_merged_meanwhile(client, role, how):
    person = factories.person(role)
    piece = factories.article(tags=["Trams", "Energy"], created_by=person)
    client.force_login(person)
    data = opened(client, piece) | {"standfirst": "Typed meanwhile."}
    tag = Tag.objects.get(name="Trams")
    if how == "renamed":
        tag.rename("Trams and trolleys")
    else:
        tag.merge_into(Tag.objects.create(name="Trams and trolleys"))
    save(client, piece, data)
    piece.refresh_from_db()
    assert piece.standfirst == "Typed meanwhile."
    assert sorted(piece.tags.names()) == ["Energy", "Trams and trolleys"]
    assert not Tag.objects.filter(name="Trams").exists()
    words = "Combined with what has since been renamed or merged: tags."
    assert words in words_of(client.get(page_of(piece)))


# Within one text.

FIVE = "".join(f"<p>Paragraph {number}.</p>" for number in range(1, 6))


@pytest.fixture
def long_piece():
    return factories.article(text=FIVE)


def text_of(piece):
    return Prose.objects.get(parent=piece).html


def test_two_change_different_paragraphs_of_one_text_and_both_stay(desk, olena, long_piece):
    mine = opened(desk, long_piece)
    change(olena, long_piece, **{f"{PROSE}-0-html": FIVE.replace("graph 4", "graph <b>four</b>")})
    page = save(desk, long_piece, mine | {f"{PROSE}-0-html": FIVE.replace("graph 2", "graph two")})
    assert page.status_code == 302
    assert text_of(long_piece) == FIVE.replace("graph 2", "graph two").replace(
        "graph 4", "graph <strong>four</strong>"
    )
    said = words_of(desk.get(page.url))
    assert "Combined with changes made since" in said
    assert "1 block" in said


def test_one_adds_and_another_deletes_paragraphs_of_one_text(desk, olena, long_piece):
    mine = opened(desk, long_piece)
    change(olena, long_piece, **{f"{PROSE}-0-html": FIVE.replace("<p>Paragraph 5.</p>", "")})
    longer = f"<p>First of all.</p>{FIVE}".replace("<p>Paragraph 3.</p>", "<p>Three.</p>")
    save(desk, long_piece, mine | {f"{PROSE}-0-html": longer})
    assert text_of(long_piece) == longer.replace("<p>Paragraph 5.</p>", "")


def test_the_same_paragraph_changed_by_two_is_still_asked_about(desk, olena, long_piece):
    mine = opened(desk, long_piece)
    change(olena, long_piece, **{f"{PROSE}-0-html": FIVE.replace("graph 2", "graph theirs")})
    page = save(desk, long_piece, mine | {f"{PROSE}-0-html": FIVE.replace("graph 2", "graph mine")})
    assert page.status_code == 200
    assert "Keep mine" in words_of(page)
    assert "graph theirs" in text_of(long_piece)


@pytest.fixture
def both_changed(desk, olena, long_piece):
    """The refused save of a text: its second paragraph both changed, each also another one."""
    mine = opened(desk, long_piece)
    theirs = FIVE.replace("graph 2", "graph theirs").replace("graph 4", "graph four")
    change(olena, long_piece, **{f"{PROSE}-0-html": theirs})
    changed = FIVE.replace("graph 2", "graph mine").replace("graph 5", "graph five")
    return save(desk, long_piece, mine | {f"{PROSE}-0-html": changed})


@pytest.mark.parametrize(("choice", "second"), [("mine", "graph mine"), ("theirs", "graph theirs")])
@pytest.mark.parametrize("times_asked", [1, 2])
def test_only_the_paragraph_that_both_changed_is_decided(
    choice, second, times_asked, desk, long_piece, both_changed
):
    page = both_changed
    for _time in range(1, times_asked):
        page = save(desk, long_piece, form_of(page) | {"_conflict": boxes(page)})
    assert boxes(page)
    assert save(desk, long_piece, decided(page, choice)).status_code == 302
    wanted = FIVE.replace("graph 2", second).replace("graph 4", "graph four")
    assert text_of(long_piece) == wanted.replace("graph 5", "graph five")


def test_only_the_paragraph_that_both_changed_is_shown(both_changed):
    [conflict] = both_changed.context["together"]["conflicts"]
    [said] = conflict.said
    marked = [
        [words for is_marked, words in side if is_marked] for side in (said.mine, said.theirs)
    ]
    assert marked == [["mine"], ["theirs"]]


def test_a_third_one_who_saves_meanwhile_is_asked_about_anew(desk, olena, long_piece, both_changed):
    now = text_of(long_piece)
    change(olena, long_piece, **{f"{PROSE}-0-html": now.replace("graph theirs", "graph third")})
    again = save(desk, long_piece, decided(both_changed, "theirs"))
    assert again.status_code == 200
    save(desk, long_piece, decided(again, "theirs"))
    wanted = FIVE.replace("graph 2", "graph third").replace("graph 4", "graph four")
    assert text_of(long_piece) == wanted.replace("graph 5", "graph five")


def test_a_question_both_changed_leaves_what_each_changed_in_the_answer(desk, olena):
    talk = factories.interview(questions=2)
    mine = opened(desk, talk) | {f"{QUESTIONS}-0-question": "Mine?"}
    theirs = {f"{QUESTIONS}-0-question": "Theirs?", f"{QUESTIONS}-0-answer": "<p>Theirs.</p>"}
    change(olena, talk, **theirs)
    save(desk, talk, decided(save(desk, talk, mine), "mine"))
    asked = QuestionAnswer.objects.filter(parent=talk).order_by("ordering").first()
    assert (asked.question, asked.answer) == ("Mine?", "<p>Theirs.</p>")


def test_one_changes_the_question_and_another_the_answer(desk, olena):
    talk = factories.interview(questions=2)
    mine = opened(desk, talk) | {f"{QUESTIONS}-0-question": "Mine?"}
    change(olena, talk, **{f"{QUESTIONS}-0-answer": "<p>Theirs.</p>"})
    assert save(desk, talk, mine).status_code == 302
    asked = QuestionAnswer.objects.filter(parent=talk).order_by("ordering").first()
    assert (asked.question, asked.answer) == ("Mine?", "<p>Theirs.</p>")


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("<ul><li>one</li><li>two</li></ul>", "<ul><li>one</li><li>three</li></ul>"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "<blockquote><p>a</p></blockquote>"),
    ],
)
def test_a_list_and_a_quotation_are_one_paragraph(part, changed, desk, olena):
    piece = factories.article(text=f"<p>Before.</p>{part}<p>After.</p>")
    mine = opened(desk, piece)
    change(olena, piece, **{f"{PROSE}-0-html": f"<p>Before.</p>{changed}<p>After.</p>"})
    save(desk, piece, mine | {f"{PROSE}-0-html": f"<p>Before.</p>{part}<p>And after.</p>"})
    assert text_of(piece) == f"<p>Before.</p>{changed}<p>And after.</p>"


def test_a_third_save_of_one_page_still_knows_its_paragraphs(desk, olena, long_piece):
    mine = opened(desk, long_piece)
    change(olena, long_piece, **{f"{PROSE}-0-html": FIVE.replace("graph 5", "graph five")})
    save(desk, long_piece, mine | {f"{PROSE}-0-html": FIVE.replace("graph 1", "graph one")})
    again = opened(desk, long_piece)
    change(olena, long_piece, **{f"{PROSE}-0-html": text_of(long_piece).replace("h 4", "h four")})
    save(desk, long_piece, again | {f"{PROSE}-0-html": text_of(long_piece).replace("h 2", "h two")})
    said = text_of(long_piece)
    assert "graph one" in said
    assert "graph five" in said
