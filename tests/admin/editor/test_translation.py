"""Translating: a piece begins in another language as a copy, and says what is left to translate."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.content import snapshot
from articles.content.thaw import add_blocks
from articles.content.translation import Untranslated
from articles.models import Article, Block, Photo, Prose
from interviews.models import Interview
from tests import factories
from tests.desk_client import form_of, opened, page_of, save, words_of

pytestmark = pytest.mark.django_db

INTO_UKRAINIAN = {"language": "uk"}


@pytest.fixture
def photo():
    return Photo.objects.create(
        file="a.jpg", width=9, height=9, caption="The pier", credit="OB", alternative_text="A pier",
        in_other_languages={"uk": {"caption": "Пірс"}},
    )  # fmt: skip


@pytest.fixture
def talk(photo, editor):
    """An interview with something in every place."""
    made = factories.interview(
        "She kept the line open", tags=["Energy", "Київ"], authors=["Iryna Bondar", "Ostap Hrai"],
        standfirst="Two shifts at the substation.", lead_photo=photo, search_title="Shifts",
        pull_line="We stayed on.", label="exclusive", slug="the-line", created_by=editor,
    )  # fmt: skip
    blocks = [
        {"kind": "prose", "html": "<h2>Before</h2><p>A long evening.</p>"},
        {"kind": "pull_quote", "quote": "We stayed there.", "attribution": "Orysia Velychko"},
        {"kind": "embed", "url": "https://youtu.be/x", "title": "A short film"},
        {"kind": "figure", "photo": photo.pk, "caption": "The pier", "caption_of_photo": True},
        {"kind": "figure", "photo": photo.pk, "caption": "Mine alone", "caption_of_photo": False},
    ]
    add_blocks(made, blocks, after=100)
    made.pick([factories.article("Related").pk])
    return made


def into_ukrainian(client, piece):
    """Press the button of the form that is open, and return the piece that it led to."""
    response = save(client, piece, opened(client, piece), _translate="uk")
    made = Article.objects.get(language="uk")
    assert response.url == page_of(made)
    return made.specific()


def test_everything_that_the_piece_says_is_copied_into_one_of_the_same_kind(desk, talk, editor):
    made = into_ukrainian(desk, talk)
    assert type(made) is Interview
    assert (made.original_id, made.created_by, made.stage) == (talk.pk, editor, "draft")
    ours, theirs = snapshot.of_draft(made), snapshot.of_draft(talk)
    for changed in ("language", "slug", "lead", "document"):
        ours.pop(changed), theirs.pop(changed)
    assert ours == theirs
    assert made.slug == "she-kept-the-line-open"
    assert made.front_matter() == talk.front_matter()
    assert [type(block) for block in Block.all_of(made)] == [
        type(block) for block in Block.all_of(talk)
    ]


def test_photos_speak_the_new_language_where_the_library_does(desk, talk):
    made = into_ukrainian(desk, talk)
    pictures = [block for block in snapshot.of_draft(made)["document"] if block.get("photo")]
    assert [picture["caption"] for picture in pictures] == ["Пірс", "Mine alone"]
    assert made.lead_caption == ""


def test_what_was_typed_with_the_press_is_saved_first(desk, piece):
    data = opened(desk, piece) | {"headline": "Typed just now"}
    save(desk, piece, data, _translate="uk")
    assert {one.headline for one in Article.objects.all()} == {"Typed just now"}


def test_once_it_is_there_the_button_leads_to_it_from_both_sides(desk, piece):
    assert "Translate into Ukrainian" in words_of(desk.get(page_of(piece)))
    made = into_ukrainian(desk, piece)
    assert into_ukrainian(desk, piece) == made
    for here, there, words in (
        (piece, made, "Open in Ukrainian"),
        (made, piece, "Open in English"),
    ):
        page = BeautifulSoup(desk.get(page_of(here)).content, "html.parser")
        (link,) = (a for a in page.select(".desk-bar a") if a.text == words)
        assert link["href"] == page_of(there)


def test_the_translation_of_a_translation_belongs_to_the_first(desk, piece, settings):
    settings.LANGUAGES = [("en", "English"), ("uk", "Ukrainian"), ("pl", "Polish")]
    made = into_ukrainian(desk, piece)
    save(desk, made, opened(desk, made), _translate="pl")
    assert Article.objects.get(language="pl").original_id == piece.pk


def test_each_text_is_marked_until_it_is_translated(desk, piece):
    made = into_ukrainian(desk, piece)
    block = Prose.objects.get(parent=made)
    assert Untranslated.of(made).keys == ["headline", "standfirst", block.block_key]
    assert "3 texts are still in English" in words_of(desk.get(page_of(made)))
    typed = {"headline": "Міст знову відкрито", "standfirst": "Ним їздять трамваї."}
    save(desk, made, opened(desk, made) | typed)
    said = words_of(desk.get(page_of(made, "publish")))
    assert "1 text is still in English." in said
    data = opened(desk, made) | {"articles_prose_set-0-html": "<p>Ним їздять трамваї.</p>"}
    page = desk.get(save(desk, made, data).url)
    assert "still in English" not in words_of(page)
    assert "still in English" not in words_of(desk.get(page_of(made, "publish")))


def test_what_was_copied_is_still_known_once_the_source_is_changed(desk, piece):
    made = into_ukrainian(desk, piece)
    Prose.objects.filter(parent=piece).update(html="<p>Trams and buses cross it again today.</p>")
    Article.objects.filter(pk=piece.pk).update(headline="A bridge reopens at last")
    assert len(Untranslated.of(Article.objects.get(pk=made.pk)).keys) == 3


def test_what_has_no_words_or_those_of_the_library_is_not_left_to_translate(desk, photo):
    piece = factories.article("Words", text="<p>2022–2024</p>", lead_photo=photo)
    add_blocks(
        piece, [{"kind": "figure", "photo": photo.pk, "caption": "", "caption_of_photo": True}]
    )
    made = into_ukrainian(desk, piece)
    assert Untranslated.of(made).keys == ["headline"]


def test_what_comes_before_the_text_is_counted_too(desk, talk):
    keys = Untranslated.of(into_ukrainian(desk, talk)).keys
    assert {"interviewees", "pull_line"} < set(keys)


def test_a_piece_that_translates_nothing_has_nothing_left(desk, piece):
    into_ukrainian(desk, piece)
    assert Untranslated.of(piece) is None


def test_who_may_only_read_it_translates_it_and_owns_the_translation(client, reporter, piece):
    client.force_login(reporter)
    page = client.get(page_of(piece))
    assert "Only the people in its byline and editors can change it." in words_of(page)
    assert "Translate into Ukrainian" in words_of(page)
    response = client.post(page_of(piece, "translate"), INTO_UKRAINIAN)
    made = Article.objects.get(language="uk")
    assert (response.url, made.created_by) == (page_of(made), reporter)
    assert form_of(client.get(response.url))["language"] == "uk"


def test_who_may_add_no_pieces_is_offered_no_translation_and_makes_none(client, reporter, piece):
    group = Group.objects.get(name="Reporter")
    group.permissions.remove(group.permissions.get(codename="add_article"))
    client.force_login(reporter)
    assert "Translate into" not in words_of(client.get(page_of(piece)))
    assert client.post(page_of(piece, "translate"), INTO_UKRAINIAN).status_code == 403
    assert Article.objects.count() == 1


@pytest.mark.parametrize("language", ["", "xx", None])
def test_a_language_that_the_site_has_not_is_not_found(desk, piece, language):
    data = {} if language is None else {"language": language}
    assert desk.post(page_of(piece, "translate"), data).status_code == 404
    assert Article.objects.count() == 1


def test_a_new_piece_offers_none_before_it_is_saved(desk):
    add = reverse("admin:articles_article_add")
    assert "Translate into" not in words_of(desk.get(add))
