"""The verbs: each does all of what it says or nothing, and says in words why not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.actions import publishing
from articles.content import checks, thaw
from articles.exceptions import ActionRefused, StaleDraft
from articles.models import Address, Article, Block, Change, Figure, Label, Photo, Stage, Version
from interviews.models import Interview
from tests.factories import article, interview, person, publish, record, schedule

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def live_headline(at=None):
    return list(Version.objects.live(at).values_list("headline", flat=True))


def edit(piece, by, **changes):
    """Change the draft as a save in the desk does."""
    for name, value in changes.items():
        setattr(piece, name, value)
    piece.save()
    piece.bump(by)


def test_publishing_shows_the_draft_from_now_on():
    version = publish(article("A bridge reopens"))
    assert live_headline() == ["A bridge reopens"]
    assert version.change == Change.FIRST
    assert version.published_at == version.modified_at == version.during.lower


def test_publishing_again_replaces_what_was_live():
    piece, editor = article("One"), person()
    first = publish(piece, editor)
    edit(piece, editor, headline="Two")
    second = publish(piece, editor, change=Change.UPDATE, note="New figures.")
    assert live_headline() == ["Two"]
    first.refresh_from_db()
    assert first.during.upper == second.during.lower
    assert second.published_at == first.published_at
    assert second.modified_at == second.during.lower


def test_a_silent_fix_leaves_the_public_times_alone():
    piece = article()
    first = publish(piece)
    second = publish(piece, change=Change.SILENT)
    assert (second.published_at, second.modified_at) == (first.published_at, first.modified_at)


def test_an_update_earns_its_label_and_keeps_it():
    piece = article()
    publish(piece)
    assert publish(piece, change=Change.UPDATE, note="More.").label == Label.UPDATED
    assert publish(piece, change=Change.SILENT).label == Label.UPDATED


def test_an_update_leaves_another_label_alone():
    piece = article(label=Label.EXCLUSIVE)
    publish(piece)
    assert publish(piece, change=Change.UPDATE, note="More.").label == Label.EXCLUSIVE


@pytest.mark.parametrize("change", [Change.UPDATE, Change.CORRECTION])
def test_a_change_that_readers_are_told_of_needs_a_note(change):
    piece = article()
    publish(piece)
    with pytest.raises(ActionRefused) as refused:
        publish(piece, change=change, note="  ")
    assert refused.value.code == "note"


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda piece: Article.objects.filter(pk=piece.pk).update(section=None), "section"),
        (lambda piece: piece.articles_prose_set.all().delete(), "No text"),
    ],
)
def test_a_draft_that_is_not_ready_is_refused_in_words(spoil, word):
    piece = article()
    spoil(piece)
    with pytest.raises(ActionRefused, match=word):
        publish(piece)
    assert not Version.objects.exists()
    assert not Address.objects.exists()


def test_a_question_without_an_answer_is_refused_by_its_words():
    piece = interview(questions=1)
    piece.interviews_questionanswer_set.update(answer="")
    with pytest.raises(ActionRefused, match="What did shift 1 look like"):
        publish(piece)


def test_captions_that_wait_for_their_picture_are_said_before_publication():
    piece = article()
    Figure.objects.create(parent=piece, region="main", ordering=20, caption="The bridge")
    blocks = Block.all_of(piece)
    assert checks.stopping(piece, blocks) == []
    assert any("no picture yet" in found.words for found in checks.findings(piece, blocks))


def test_a_withdrawn_photo_keeps_a_draft_from_its_readers():
    photo = Photo.objects.create(
        file="a.jpg", width=9, height=9, caption="Pier", withdrawn_at=timezone.now()
    )
    piece = article()
    Figure.objects.create(parent=piece, region="main", ordering=20, photo=photo)
    with pytest.raises(ActionRefused, match="Pier"):
        publish(piece)


def test_publishing_cleans_what_reached_the_draft_past_the_form():
    piece = article(text='<p onclick="x()">Hi<script>alert(1)</script></p>')
    assert publish(piece).document == [{"kind": "prose", "html": "<p>Hi</p>"}]


def test_whoever_saw_an_older_draft_cannot_publish_and_reads_who_was_first():
    piece, first, second = article(), person(first_name="Olha", last_name="Bilyk"), person()
    seen = piece.revision
    publish(piece, first)
    with pytest.raises(StaleDraft, match="Olha Bilyk changed this piece"):
        publishing.publish(piece, second, revision=seen, change=Change.SILENT)
    assert Version.objects.count() == 1


def test_a_change_of_nobody_known_is_somebodys_and_ones_own_is_said_to_be_ones_own():
    piece, editor = article(), person()
    seen = piece.revision
    piece.bump(None)
    with pytest.raises(StaleDraft, match="Someone changed this piece"):
        publishing.publish(piece, editor, revision=seen)
    piece.bump(editor)
    for by, words in ((editor, "You changed this piece yourself"), (None, "changed this piece on")):
        with pytest.raises(StaleDraft, match=words) as refused:
            publishing.publish(piece, by, revision=seen)
        assert refused.value.code == "stale"


def test_scheduling_changes_nothing_until_its_time():
    piece, at = article("Later"), timezone.now() + HOUR
    schedule(piece, at)
    assert live_headline() == []
    assert live_headline(at - timedelta(microseconds=1)) == []
    assert live_headline(at) == ["Later"]


def test_a_scheduled_replacement_takes_over_at_its_time_and_not_before():
    piece, editor, at = article("Now"), person(), timezone.now() + HOUR
    publish(piece, editor)
    edit(piece, editor, headline="Then")
    schedule(piece, at, editor)
    assert live_headline() == ["Now"]
    assert live_headline(at) == ["Then"]


def test_the_past_cannot_be_scheduled():
    with pytest.raises(ActionRefused, match="in the past"):
        schedule(article(), timezone.now() - HOUR)
    assert not Version.objects.exists()


def test_a_second_schedule_asks_to_cancel_the_first():
    piece, at = article(), timezone.now() + HOUR
    schedule(piece, at)
    for verb in (lambda: schedule(piece, at + HOUR), lambda: publish(piece)):
        with pytest.raises(ActionRefused, match="Cancel that first"):
            verb()


def test_cancelling_brings_the_earlier_state_back_exactly():
    piece, editor = article("Now"), person()
    publish(piece, editor)
    before = list(Version.objects.values())
    addresses = list(Address.objects.values())
    edit(piece, editor, headline="Then", slug="then")
    schedule(piece, timezone.now() + HOUR, editor)
    publishing.cancel(piece, editor, revision=piece.revision)
    assert list(Version.objects.values()) == before
    assert list(Address.objects.values()) == addresses


def test_cancelling_an_update_takes_the_label_back_that_it_would_have_earned():
    piece, editor = article(), person()
    publish(piece, editor)
    schedule(piece, timezone.now() + HOUR, editor, change=Change.UPDATE, note="More.")
    publishing.cancel(piece, editor, revision=piece.revision)
    piece.refresh_from_db()
    assert piece.label == Label.NONE
    piece.full_clean()
    assert publish(piece, editor, change=Change.SILENT).label == Label.NONE


@pytest.mark.parametrize("stage", Stage.values)
def test_a_scheduled_piece_is_again_as_far_as_it_was_when_it_is_cancelled(stage):
    piece = article(stage=stage)
    schedule(piece, timezone.now() + HOUR)
    publishing.cancel(piece, person(), revision=piece.revision)
    piece.refresh_from_db()
    assert piece.stage == stage


def test_picks_keep_the_order_in_which_they_were_picked():
    piece = article()
    others = [article(f"Other {number}") for number in range(4)]
    order = [others[2].pk, others[0].pk, others[3].pk, others[1].pk]
    piece.pick(order)
    version = publish(piece)
    assert version.read_also == order
    piece.pick([])
    publishing.restore(version, person(), revision=piece.revision)
    assert piece.picks == order


def test_cancelling_a_first_publication_leaves_no_trace():
    piece = article()
    schedule(piece, timezone.now() + HOUR)
    publishing.cancel(piece, person(), revision=piece.revision)
    assert not Version.objects.exists()
    assert not Address.objects.exists()
    assert publish(piece).number == 1


def test_nothing_scheduled_cannot_be_cancelled():
    piece = article()
    publish(piece)
    with pytest.raises(ActionRefused, match="Nothing is scheduled"):
        publishing.cancel(piece, person(), revision=piece.revision)


def test_withdrawing_takes_the_piece_and_its_scheduled_future_away():
    piece = article()
    publish(piece)
    schedule(piece, timezone.now() + HOUR)
    publishing.withdraw(piece, person(), revision=piece.revision)
    assert live_headline() == []
    assert live_headline(timezone.now() + 2 * HOUR) == []
    assert Version.objects.count() == 1


def test_what_is_not_live_cannot_be_withdrawn_and_keeps_its_schedule():
    piece = article()
    schedule(piece, timezone.now() + HOUR)
    with pytest.raises(ActionRefused, match="not live"):
        publishing.withdraw(piece, person(), revision=piece.revision)
    assert Version.objects.count() == 1


def test_a_withdrawn_piece_comes_back_with_its_first_time_and_address():
    piece = article()
    first = publish(piece)
    publishing.withdraw(piece, person(), revision=piece.revision)
    piece.refresh_from_db()
    again = publish(piece, change=Change.SILENT)
    assert (again.published_at, again.path) == (first.published_at, first.path)


def test_a_piece_whose_address_is_taken_that_day_gets_the_next_number_and_keeps_it():
    versions = [publish(article("Same words")) for _ in range(3)]
    assert [version.slug for version in versions] == ["same-words", "same-words-2", "same-words-3"]
    assert [version.has_a_numbered_slug for version in versions] == [False, True, True]
    piece = versions[1].article
    assert piece.slug == "same-words-2"
    again = publish(piece)
    assert (again.path, again.has_a_numbered_slug) == (versions[1].path, False)


@pytest.mark.parametrize(
    "headlines", [("🔥", "💥"), ("???", "…!", "***"), ("=" * 80, "=" * 81), ("w " * 60, "w " * 70)]
)
def test_unlike_headlines_of_one_day_are_published_at_addresses_of_their_own(headlines):
    pieces = [article(headline) for headline in headlines]
    paths = [publish(piece).path for piece in pieces]
    assert len({*paths}) == len(headlines)
    for piece, path in zip(pieces, paths, strict=True):
        # The draft knows it, and keeps it.
        assert path.endswith(f"/{piece.slug}")
        assert publish(piece).path == path


def test_a_number_fits_into_the_longest_slug():
    slugs = [publish(article("Same", slug="s" * 80)).slug for _ in range(2)]
    assert slugs == ["s" * 80, f"{'s' * 73}-2"]


def test_a_former_address_stays_with_its_piece_and_is_its_own_again():
    piece, editor = article("Old words"), person()
    first = publish(piece, editor)
    edit(piece, editor, slug="new-words")
    publish(piece, editor)
    assert publish(article("Old words")).slug == "old-words-2"
    edit(piece, editor, slug="old-words")
    assert publish(piece, editor).path == first.path


def test_until_the_first_publication_the_slug_follows_the_headline():
    piece, editor = article("First words"), person()
    edit(piece, editor, headline="Second words")
    assert piece.slug == "second-words"
    publish(piece, editor)
    edit(piece, editor, headline="Third words")
    assert piece.slug == "second-words"


def test_a_slug_of_its_own_follows_nothing():
    piece = article("First words", slug="its-own")
    edit(piece, person(), headline="Second words")
    assert piece.slug == "its-own"


def test_what_is_scheduled_keeps_its_slug_and_follows_again_once_cancelled():
    piece, editor = article("First words"), person()
    schedule(piece, timezone.now() + HOUR, editor)
    edit(piece, editor, headline="Second words")
    assert piece.slug == "first-words"
    publishing.cancel(piece, editor, revision=piece.revision)
    piece.refresh_from_db()
    assert piece.slug == "second-words"


def test_a_number_goes_with_the_schedule_that_it_came_with():
    at, editor = timezone.now() + 24 * HOUR, person()
    schedule(article("Same words"), at)
    piece = article("Other words", slug="same-words")
    assert schedule(piece, at, editor).slug == "same-words-2"
    moved = publishing.reschedule(piece, editor, at + 48 * HOUR, revision=piece.revision)
    piece.refresh_from_db()
    assert (moved.slug, piece.slug) == ("same-words", "same-words")
    back = publishing.reschedule(piece, editor, at, revision=piece.revision)
    piece.refresh_from_db()
    assert (back.slug, piece.slug) == ("same-words-2", "same-words-2")
    publishing.cancel(piece, editor, revision=piece.revision)
    piece.refresh_from_db()
    assert piece.slug == "same-words"


def test_the_address_carries_the_day_of_the_sites_time_zone():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("UTC"))
    assert record(article("Night"), late).path == "2026/03/02/night"


def test_restoring_brings_every_kind_of_block_back_as_it_was():
    photo = Photo.objects.create(file="a.jpg", width=9, height=9, caption="Pier", credit="OB")
    piece = interview(
        questions=2, tags=["Energy", "Київ"], authors=["Iryna Bondar", "Ostap Hrai"],
        lead_photo=photo, standfirst="Two shifts.", search_title="Shifts",
    )  # fmt: skip
    blocks = [
        {"kind": "prose", "html": "<h2>Before</h2><p>A <strong>word</strong>.</p>"},
        {"kind": "pull_quote", "quote": "We stayed.", "attribution": "Orysia Velychko"},
        {"kind": "embed", "url": "https://youtu.be/x", "title": "A film"},
    ]
    thaw.add_blocks(piece, blocks, after=100)
    Figure.objects.create(parent=piece, region="main", ordering=5, photo=photo)
    Figure.objects.create(parent=piece, region="main", ordering=15, photo=photo, caption="Mine")
    Figure.objects.create(parent=piece, region="main", ordering=16, caption="Waits")
    other = article("Related")
    piece.read_also.add(other)
    version = publish(piece)

    editor = person()
    thaw.replace_blocks(piece, [{"kind": "prose", "html": "<p>Gone.</p>"}])
    piece.interviewees.all().delete()
    piece.tags.clear()
    piece.bylines.all().delete()
    piece.read_also.clear()
    edit(piece, editor, headline="Gone", standfirst="", lead_photo=None, search_title="")
    restored = publishing.restore(version, editor, revision=piece.revision)

    assert isinstance(restored, Interview)
    again = publish(restored, editor)
    fields = "headline standfirst label document text lead_photo_id lead_caption search_title"
    for name in fields.split():
        assert getattr(again, name) == getattr(version, name), name
    assert list(again.tags.names()) == list(version.tags.names())
    assert list(again.bylines.values_list("author", "position")) == list(
        version.bylines.values_list("author", "position")
    )
    assert again.read_also == version.read_also == [other.pk]


def test_restoring_publishes_nothing():
    piece, editor = article("One"), person()
    version = publish(piece, editor)
    edit(piece, editor, headline="Two")
    publish(piece, editor)
    publishing.restore(version, editor, revision=piece.revision)
    assert live_headline() == ["Two"]
    piece.refresh_from_db()
    assert piece.headline == "One"


def test_anchors_of_answers_survive_reordering_and_rewording():
    piece = interview(questions=2)
    anchors = {block["question"]: block["anchor"] for block in publish(piece).document[1:]}
    first, second = piece.interviews_questionanswer_set.all()
    first.ordering, second.ordering = 20, 10
    first.question = "And the first shift?"
    first.save()
    second.save()
    document = publish(piece).document[1:]
    assert [block["anchor"] for block in document] == list(reversed(anchors.values()))


def test_the_future_cannot_be_recorded_as_the_past():
    with pytest.raises(ActionRefused) as refused:
        record(article(), timezone.now() + HOUR)
    assert refused.value.code == "future"
