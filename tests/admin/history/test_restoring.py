"""Restoring brings back exactly what was kept: each block, each fact; or says what is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import publishing
from articles.admin.history.compare import names_in
from articles.content import render, snapshot
from articles.diff.compare import compare
from articles.models import (
    Article,
    Author,
    Block,
    Change,
    Comment,
    Embed,
    Figure,
    Label,
    Milestone,
    Occasion,
    Photo,
    Prose,
    PullQuote,
    Section,
    Tag,
)
from articles.public import preview
from interviews.actions import accept
from interviews.models import Interview, Interviewee, QuestionAnswer
from interviews.transcript import Paragraph, Part
from tests.desk_client import form_of, page_of
from tests.factories import article, interview, person, publish, schedule, section

pytestmark = pytest.mark.django_db


def photo(caption="As the photo says."):
    return Photo.objects.create(
        file="a.jpg", width=10, height=10, caption=caption, credit="O. K.", alternative_text="Sky"
    )


@pytest.fixture
def full(editor):
    """An interview with one of everything, its blocks in an order that no kind's own is."""
    piece = interview(
        questions=0,
        standfirst="She kept the line open.",
        label=Label.EXCLUSIVE,
        lead_photo=photo("The lead."),
        lead_caption="At dawn.",
        language="uk",
        search_title="The line",
        search_description="Of a line that was kept open",
        tags=["Trams", "Bridges"],
        authors=["Taras Zoria", "Iryna Bondar"],
    )
    Interviewee.objects.create(interview=piece, name="Petro Hai", role="driver", position=1)
    piece.pick([article("The second").pk, article("The first").pk][::-1])
    place = {"parent": piece, "region": "main"}
    Prose.objects.create(**place, ordering=10, html="<p>It <strong>snowed</strong>.</p>")
    QuestionAnswer.objects.create(
        **place, ordering=20, question="And then?", answer="<p>We <em>waited</em>.</p>",
        asker="Taras", respondent="Orysia",
    )  # fmt: skip
    Figure.objects.create(**place, ordering=30, photo=photo(), caption="Its own caption.")
    PullQuote.objects.create(**place, ordering=40, quote="We waited.", attribution="Orysia")
    Figure.objects.create(**place, ordering=50, photo=photo("Of the photo."))
    Embed.objects.create(**place, ordering=60, url="https://youtu.be/abc", title="The film")
    Figure.objects.create(**place, ordering=70, caption="Waits for its picture.")
    QuestionAnswer.objects.create(
        **place, ordering=80, question="Is it open?", answer="<p>Yes.</p>"
    )
    Prose.objects.create(**place, ordering=90, html="<h2>After</h2><ul><li>One</li></ul>")
    return piece


def everything_else(piece):
    """Change all that the draft says."""
    for kind in Block.kinds():
        kind.objects.filter(parent=piece).delete()
    Prose.objects.create(parent=piece, region="main", ordering=10, html="<p>Other words.</p>")
    piece.headline, piece.slug, piece.standfirst = "Other", "other", "Another one"
    piece.label, piece.language = Label.OPINION, "en"
    piece.section, piece.lead_photo, piece.lead_caption = section("City"), photo("Another."), ""
    piece.search_title = piece.search_description = "Else"
    piece.save()
    piece.bylines.all().delete()
    piece.tags.set(["Snow"])
    piece.pick([article("Something else").pk])
    piece.interviewees.all().delete()
    Interviewee.objects.create(interview=piece, name="Somebody Else", role="")


def restored(state, by):
    state.refresh_from_db()
    draft = Article.objects.get(pk=state.article_id)
    publishing.restore(state, by, revision=draft.revision)
    return (
        Interview.objects.get(pk=draft.pk)
        if hasattr(draft, "interview")
        else Article.objects.get(pk=draft.pk)
    )


def kept(piece, by):
    return snapshot.save_milestone(Article.objects.get(pk=piece.pk), Occasion.READY, by)


def test_a_kept_draft_comes_back_as_it_was_with_every_kind_of_block(full, editor):
    before = snapshot.of_draft(full)
    state = kept(full, editor)
    assert {block["kind"] for block in before["document"]} == {
        "interviewees", *(kind.kind for kind in Block.kinds())
    }  # fmt: skip
    everything_else(full)
    changed = snapshot.of_draft(full)
    assert [name for name in before if before[name] == changed[name]] == []
    assert snapshot.of_draft(restored(state, editor)) == before


def test_a_version_comes_back_as_it_was_with_every_kind_of_block(full, editor):
    Figure.objects.filter(parent=full, photo=None).update(caption="Still waits.")
    before = snapshot.of_draft(full)
    version = publish(full, editor)
    everything_else(full)
    assert snapshot.of_draft(restored(version, editor)) == before


def test_what_a_restore_replaces_is_kept_and_comes_back_too(full, editor):
    state = kept(full, editor)
    everything_else(full)
    changed = snapshot.of_draft(full)
    restored(state, editor)
    replaced = Milestone.objects.get(occasion=Occasion.REPLACED)
    assert snapshot.of_draft(restored(replaced, editor)) == changed


def test_the_links_to_questions_live_on(full, editor):
    anchors = list(QuestionAnswer.objects.order_by("ordering").values_list("anchor", flat=True))
    state = kept(full, editor)
    everything_else(full)
    restored(state, editor)
    assert (
        list(QuestionAnswer.objects.order_by("ordering").values_list("anchor", flat=True))
        == anchors
    )


def test_remarks_stay_with_what_says_the_same_and_with_their_questions(full, editor):
    state = kept(full, editor)
    marks = [block.block_key for block in Block.all_of(full)]
    Comment.objects.create(article=full, part=marks[0], text="Sure?", by=editor)
    QuestionAnswer.objects.update(question="Reworded?", answer="<p>Anew.</p>")
    PullQuote.objects.all().delete()
    Prose.objects.create(parent=full, region="main", ordering=1, html="<p>Put in before.</p>")
    restored(state, editor)
    now = [block.block_key for block in Block.all_of(full)]
    of_quote = next(place for place, mark in enumerate(marks) if mark.startswith("pull_quote"))
    assert now[:of_quote] + now[of_quote + 1 :] == marks[:of_quote] + marks[of_quote + 1 :]
    assert now[0] == Comment.objects.get().part


def test_of_two_rows_that_say_the_same_each_stays_itself(piece, editor):
    rows = [
        Prose.objects.create(parent=piece, region="main", ordering=ordering, html="<p>* * *</p>")
        for ordering in (20, 30)
    ]
    state = kept(piece, editor)
    restored(state, editor)
    assert [block.pk for block in Block.all_of(piece)][1:] == [row.pk for row in rows]


# What is gone meanwhile.


def test_a_photo_that_is_gone_leaves_its_caption_which_waits_for_another(full, editor):
    state = kept(full, editor)
    everything_else(full)
    Photo.objects.filter(caption="As the photo says.").delete()
    Photo.objects.filter(caption="Of the photo.").delete()
    lost = snapshot.resolve(state.content).lost
    assert lost == [
        "2 pictures in the text are no longer in the library: their captions need others."
    ]
    restored(state, editor)
    figures = [block for block in Block.all_of(full) if isinstance(block, Figure)]
    assert [figure.photo for figure in figures] == [None] * 3
    assert [figure.caption for figure in figures][:2] == ["Its own caption.", "Of the photo."]


def test_what_is_gone_is_left_out_and_said(full, editor):
    state = kept(full, editor)
    everything_else(full)
    Photo.objects.filter(caption="The lead.").delete()
    Author.objects.filter(name="Taras Zoria").delete()
    Article.objects.filter(headline="The first").delete()
    Tag.objects.get(name="Trams").delete()
    for other in Article.objects.exclude(pk=full.pk):
        other.section = section("City")
        other.save()
    Section.objects.filter(name="War").delete()
    assert snapshot.resolve(state.content).lost == [
        "Its section no longer exists: choose another one.",
        "1 author in the byline no longer exists.",
        "The lead photo is no longer in the library; its caption stays.",
        "This tag no longer exists: “Trams”.",
        "1 related piece no longer exists.",
    ]
    draft = restored(state, editor)
    assert draft.section is None
    assert draft.lead_photo is None
    assert draft.lead_caption == "At dawn."
    assert [line.author.name for line in draft.bylines.all()] == ["Iryna Bondar"]
    assert [tag.name for tag in draft.tags.all()] == ["Bridges"]
    assert [Article.objects.get(pk=key).headline for key in draft.picks] == ["The second"]


def test_a_renamed_tag_comes_back_under_its_name_of_today(piece, editor):
    piece.tags.add("Trams", "Bridges")
    state = kept(piece, editor)
    piece.tags.clear()
    Tag.objects.get(name="Trams").rename("Streetcars")
    assert snapshot.resolve(state.content).lost == []
    assert {tag.name for tag in restored(state, editor).tags.all()} == {"Streetcars", "Bridges"}


@pytest.mark.parametrize(
    ("then", "today"),
    [("Київ", "Kyiv"), ("Kyiv trams", "Kyiv-trams"), ("COVID 19", "COVID-19")],
)
def test_a_tag_that_was_spelled_anew_at_the_same_address_comes_back(piece, editor, then, today):
    piece.tags.add(then)
    state = kept(piece, editor)
    Tag.objects.get().rename(today)
    piece.tags.clear()
    for one in (state, as_once_kept(state)):
        assert snapshot.resolve(snapshot.content_of(one)).lost == []
        assert [tag.name for tag in restored(one, editor).tags.all()] == [today]


def test_a_new_tag_that_took_the_name_of_another_is_not_put_in_its_place(piece, editor):
    piece.tags.add("Elections")
    state = kept(piece, editor)
    Tag.objects.get().rename("Elections 2024")
    Tag.objects.create(name="Elections")
    piece.tags.clear()
    assert [tag.name for tag in restored(state, editor).tags.all()] == ["Elections 2024"]


def test_a_tag_that_was_deleted_and_made_anew_comes_back(piece, editor):
    piece.tags.add("Elections")
    state = kept(piece, editor)
    piece.tags.clear()
    Tag.objects.get().delete()
    assert snapshot.resolve(state.content).lost == ["This tag no longer exists: “Elections”."]
    Tag.objects.create(name="elections")
    assert snapshot.resolve(state.content).lost == []
    assert [tag.name for tag in restored(state, editor).tags.all()] == ["elections"]


def test_tags_that_were_merged_come_back_as_one(piece, editor):
    piece.tags.add("Trams", "Tramways")
    state = kept(piece, editor)
    version = publish(piece, editor)
    Tag.objects.get(name="Tramways").merge_into(Tag.objects.get(name="Trams"))
    for one in (state, version, as_once_kept(state)):
        assert snapshot.resolve(snapshot.content_of(one)).lost == []
        piece.tags.clear()
        assert [tag.name for tag in restored(one, editor).tags.all()] == ["Trams"]


# What the library says of its photos by now.


def test_a_picture_comes_back_in_its_words_of_then_whatever_the_library_says_now(piece, editor):
    shown, lead = photo("Right caption."), photo("The lead.")
    Article.objects.filter(pk=piece.pk).update(lead_photo=lead)
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=shown)
    version = publish(piece, editor)
    said = snapshot.of_version(version)
    state = kept(piece, editor)
    Photo.objects.update(caption="Wrong caption.")
    for one in (version, state):
        draft = restored(one, editor)
        now = snapshot.of_draft(draft)
        assert now["lead"] == said["lead"] | {"caption_of_photo": False}
        assert now["document"][-1] == said["document"][-1] | {"caption_of_photo": False}
        assert draft.lead_caption == "The lead."
        assert Figure.objects.get().caption == "Right caption."


def test_a_caption_that_is_still_its_photos_comes_back_as_the_photos(piece, editor):
    Article.objects.filter(pk=piece.pk).update(lead_photo=photo())
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=photo())
    state = kept(piece, editor)
    draft = restored(state, editor)
    assert (draft.lead_caption, Figure.objects.get().caption) == ("", "")


def test_words_that_only_the_library_has_are_said_not_to_come_back(piece, editor):
    bare = photo("")
    Article.objects.filter(pk=piece.pk).update(lead_photo=photo("The lead."))
    for ordering, shown in enumerate((photo("A tram."), bare, bare)):
        Figure.objects.create(parent=piece, region="main", ordering=ordering, photo=shown)
    state = kept(piece, editor)
    assert snapshot.resolve(state.content).lost == []
    Photo.objects.filter(caption="The lead.").update(credit="Somebody else")
    Photo.objects.filter(caption="A tram.").update(credit="Somebody else", alternative_text="Snow")
    Photo.objects.filter(pk=bare.pk).update(caption="What nobody wrote then")
    assert snapshot.resolve(state.content).lost == [
        "The credit has changed in the library, and will not be restored: “The lead.”, “A tram.”.",
        "The alternative text has changed in the library, and will not be restored: “A tram.”.",
        "There was no caption, so the photo’s own caption is used now: “What nobody wrote then”.",
    ]


def test_a_lead_photo_that_is_gone_leaves_the_caption_that_stood_under_it(piece, editor):
    Article.objects.filter(pk=piece.pk).update(lead_photo=photo("The lead."))
    state = kept(piece, editor)
    Article.objects.filter(pk=piece.pk).update(lead_photo=None)
    Photo.objects.all().delete()
    draft = restored(state, editor)
    assert (draft.lead_photo, draft.lead_caption) == (None, "The lead.")


def test_a_kept_draft_is_looked_at_with_the_words_of_then_under_its_lead_photo(piece, editor):
    Article.objects.filter(pk=piece.pk).update(lead_photo=photo("The lead."))
    state = kept(piece, editor)
    Photo.objects.update(caption="Else", credit="Somebody else", alternative_text="Snow")
    seen = preview.version_of_content(piece, snapshot.content_of(state))
    assert seen.lead_caption == "The lead."
    assert seen.lead_credit == "O. K."
    assert seen.lead_alternative_text == "Sky"


# What was kept without the keys of tags and the words of the lead photo.


def as_once_kept(state):
    """Write a milestone as it was written when a content had less in it."""
    content = state.content
    lead = content["lead"]
    own = "" if lead["caption_of_photo"] else lead["caption"]
    less = {name: value for name, value in content.items() if name != "lead"} | {
        "lead_photo": lead["photo"],
        "lead_caption": own,
        "tags": [tag["name"] for tag in content["tags"]],
    }
    return Milestone.objects.create(
        article=state.article, occasion=state.occasion, revision=state.revision, content=less
    )


def test_what_was_kept_with_less_in_it_comes_back_as_it_was(full, editor):
    before = snapshot.of_draft(full)
    state = as_once_kept(kept(full, editor))
    everything_else(full)
    assert snapshot.resolve(snapshot.content_of(state)).lost == []
    assert snapshot.of_draft(restored(state, editor)) == before


def test_what_was_kept_with_less_in_it_takes_the_words_of_today_under_its_lead_photo(piece, editor):
    Article.objects.filter(pk=piece.pk).update(lead_photo=photo("The lead."))
    state = as_once_kept(kept(piece, editor))
    Photo.objects.update(caption="Else")
    assert snapshot.content_of(state)["lead"] == snapshot.of_draft(Article.objects.get())["lead"]
    assert snapshot.resolve(snapshot.content_of(state)).lost == []
    assert restored(state, editor).lead_caption == ""


def test_what_was_kept_with_less_in_it_has_lost_a_photo_that_is_gone(piece, editor):
    Article.objects.filter(pk=piece.pk).update(lead_photo=photo(), lead_caption="At dawn.")
    state = as_once_kept(kept(piece, editor))
    Article.objects.filter(pk=piece.pk).update(lead_photo=None, lead_caption="")
    Photo.objects.all().delete()
    assert snapshot.resolve(snapshot.content_of(state)).lost == [
        "The lead photo is no longer in the library; its caption stays."
    ]
    assert restored(state, editor).lead_caption == "At dawn."


# What was kept before the piece, or one of its parts, gained a field.


def without_each(said, *path):
    """Yield each place in what a content says, and a content that lacks it."""
    for name, value in said.items():
        # A block is of some kind, and a question asks something: without it there is none.
        if name in {"kind", "question"}:
            continue
        less = {other: words for other, words in said.items() if other != name}
        yield (*path, name), less
        parts = value if isinstance(value, list) else [value]
        for number, part in enumerate(parts):
            if not isinstance(part, dict):
                continue
            for place, lesser in without_each(part, *path, name, part.get("kind", "")):
                others = [*parts[:number], lesser, *parts[number + 1 :]]
                yield place, said | {name: others if isinstance(value, list) else lesser}


def test_what_was_kept_before_a_field_was_there_is_compared_looked_at_and_restored(full, editor):
    before = snapshot.content_of(kept(full, editor))
    places = dict(without_each(before))
    assert {place[0] for place in places} == {*before}
    assert {
        ("lead", "figure", "credit"), ("tags", "", "slug"),
        ("document", "interviewees", "people"), ("document", "interviewees", "people", "", "role"),
        ("document", "embed", "provider"), ("document", "question_answer", "anchor"),
    } < {*places}  # fmt: skip
    for place, less in places.items():
        state = Milestone.objects.create(
            article_id=full.pk, occasion=Occasion.READY, revision=1, content=less
        )
        was = snapshot.content_of(state)
        assert compare(was, before, names_in(was, before)).facts, place
        seen = preview.version_of_content(full, was)
        render.body_of(seen, seen.document)
        again = snapshot.of_draft(restored(state, editor))
        assert again.keys() == before.keys()
        assert {name for name in before if again[name] != before[name]} <= {place[0]}, place


def test_what_was_kept_with_next_to_nothing_in_it_has_its_pages_in_the_desk(full, desk):
    state = Milestone.objects.create(
        article_id=full.pk, occasion=Occasion.READY, revision=1, content={"headline": "The line"}
    )
    chosen = {"a": f"milestone-{state.pk}", "b": "draft"}
    assert desk.get(page_of(full, "compare"), chosen).status_code == 200
    assert "The line" in desk.get(page_of(full, "milestone", state.pk)).text
    page = page_of(full, "restore_milestone", state.pk)
    desk.post(page, form_of(desk.get(page)))
    draft = Article.objects.get(pk=full.pk)
    assert (draft.headline, draft.standfirst, Block.all_of(draft)) == ("The line", "", [])


def test_a_field_that_was_not_there_yet_says_nothing(full, editor):
    state = kept(full, editor)
    whole = snapshot.content_of(state)
    state.content = {name: said for name, said in whole.items() if name != "search_title"}
    assert snapshot.content_of(state) == whole | {"search_title": ""}


def test_a_version_of_before_a_block_gained_a_field_is_read_compared_and_travels(
    piece, desk, editor, monkeypatch
):
    Embed.objects.create(
        parent=piece, region="main", ordering=20, url="https://example.org/film", title="The film"
    )
    with monkeypatch.context() as before:
        before.setattr(Embed, "frozen", ("url",))
        version = publish(piece, editor)
    assert "title" not in version.document[-1]
    assert "https://example.org/film" in desk.get(version.get_absolute_url()).text
    assert "https://example.org/film" in desk.get("/rss.xml").text
    found = desk.get(page_of(piece, "compare"), {"a": "version-1", "b": "draft"})
    assert "The film" in found.text
    Embed.objects.filter(parent=piece).delete()
    restored(version, editor)
    assert list(Embed.objects.values_list("url", "title")) == [("https://example.org/film", "")]


# The label that is earned.


def test_a_version_labelled_updated_comes_back_with_it(piece, editor):
    publish(piece, editor)
    version = publish(piece, editor, change=Change.UPDATE, note="More trams.")
    assert version.label == Label.UPDATED
    Article.objects.filter(pk=piece.pk).update(label=Label.NONE)
    draft = restored(version, editor)
    assert draft.label == Label.UPDATED
    draft.full_clean()
    assert publish(draft, editor).label == Label.UPDATED


def test_a_label_that_came_with_a_cancelled_update_does_not_come_back(piece, editor):
    publish(piece, editor)
    schedule(
        piece, timezone.now() + timedelta(hours=1), editor, change=Change.UPDATE, note="More trams."
    )
    assert piece.label == Label.UPDATED
    state = kept(piece, editor)
    publishing.cancel(piece, editor, revision=piece.revision)
    draft = restored(state, editor)
    assert draft.label == Label.NONE
    draft.full_clean()


def test_readers_see_nothing_of_a_restore(piece, editor):
    version = publish(piece, editor)
    everything = snapshot.of_version(version)
    Article.objects.filter(pk=piece.pk).update(headline="Else")
    second = publish(piece, editor)
    restored(version, person())
    assert snapshot.of_version(piece.versions.live().get())["headline"] == "Else"
    assert piece.versions.count() == 2
    assert snapshot.of_version(version) == everything
    assert second.during.upper is None


# What a transcript replaces.


def transcript():
    said = [("What did you see?", Part.QUESTION), ("The bridge, and snow.", Part.ANSWER)]
    return [Paragraph(html=text, text=text, part=part) for text, part in said]


def test_the_text_that_a_transcript_replaces_is_kept_and_comes_back(full, editor):
    before = snapshot.of_draft(full)
    accept(full, transcript(), editor, revision=full.revision, replacing=True)
    assert snapshot.of_draft(full)["document"] != before["document"]
    replaced = Milestone.objects.get(occasion=Occasion.REPLACED)
    assert snapshot.of_draft(restored(replaced, editor)) == before


def test_a_transcript_that_replaces_nothing_leaves_no_trace_in_the_history(editor):
    piece = interview(questions=0)
    accept(piece, transcript(), editor, revision=piece.revision, replacing=True)
    accept(piece, transcript(), editor, revision=piece.revision + 1)
    assert not Milestone.objects.exists()
