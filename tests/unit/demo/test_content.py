"""The demo newsroom's content holds together: promises of number, variety and reference."""

import re
from collections import Counter

import pytest
from PIL import Image

from demo import pieces
from demo.markup import rich_text
from espreso.slugs import slug_for

FRONT = """+++
headline = "A headline"
section = "war"
authors = ["maksym-zaruba"]
tags = []
days_ago = 1
time = "10:00"
{more}
+++
:::prose
Words.
"""


@pytest.fixture(scope="module")
def every_piece():
    return pieces.load_pieces()


@pytest.fixture(scope="module")
def live(every_piece):
    return [piece for piece in every_piece if piece.status in {"live", "live_and_changed"}]


# The parts of a block that are words; an address, a photo and a kind are not.
IN_BLOCKS = ("html", "text", "question", "answer", "caption", "attribution", "respondent", "title")


def photos_of(piece):
    return [block["photo"] for block in piece.blocks if block["kind"] == "figure"]


def kinds_of(piece):
    return Counter(block["kind"] for block in piece.blocks)


@pytest.fixture(scope="module")
def ukrainian(live):
    return [piece for piece in live if piece.language == "uk"]


def words_of(piece):
    """Everything that readers of a piece read, without its markup."""
    blocks = [text for block in piece.blocks for key, text in block.items() if key in IN_BLOCKS]
    people = [text for person in piece.interviewees for text in person]
    correction = [piece.correction.was, piece.correction.note] if piece.correction else []
    said = [piece.headline, piece.standfirst, piece.note, piece.lead_caption]
    return re.sub(r"<[^>]+>", " ", "\n".join([*said, *people, *correction, *blocks]))


@pytest.mark.parametrize(("language", "number", "a_day"), [("en", 62, 8), ("uk", 20, 3)])
def test_the_week_has_news_on_every_day_in_both_languages(live, language, number, a_day):
    days = Counter(piece.days_ago for piece in live if piece.language == language)
    assert days.total() >= number
    assert set(days) == {0, 1, 2, 3, 4, 5}
    assert all(a_day <= days[day] <= 14 for day in range(1, 6))


def test_no_headline_is_used_twice(every_piece):
    headlines = Counter(piece.headline for piece in every_piece)
    assert not [headline for headline, count in headlines.items() if count > 1]


def test_no_two_pieces_of_a_day_come_out_in_the_same_minute(live):
    minutes = Counter((piece.days_ago, piece.time) for piece in live)
    assert not [minute for minute, count in minutes.items() if count > 1]


def test_every_label_is_used_and_many_pieces_have_none(live):
    labels = Counter(piece.label for piece in live)
    assert set(labels) == set(pieces.LABELS)
    assert labels[""] > len(live) / 2


def test_every_status_is_there(every_piece):
    statuses = Counter(piece.status for piece in every_piece)
    assert set(statuses) == set(pieces.STATUSES)
    assert statuses["draft"] == 2
    assert [p.days_ago for p in every_piece if p.status == "scheduled"] == [-1, -2, -4, -9]


def test_what_is_withdrawn_says_why_and_what_is_changed_says_how(every_piece):
    for piece in every_piece:
        if piece.status == "withdrawn":
            assert piece.note
        if piece.status == "live_and_changed":
            assert piece.later_headline
            assert piece.later_standfirst


def test_four_interviews_are_full_length(live):
    full = [
        piece
        for piece in live
        if piece.kind == "interview"
        and 1500 <= piece.words <= 2500
        and 8 <= kinds_of(piece)["question_answer"] <= 14
    ]
    assert len(full) >= 4
    for piece in full:
        assert kinds_of(piece)["pull_quote"] >= 1
        assert 2 <= len({piece.lead, *photos_of(piece)}) <= 4
    assert any(len(piece.interviewees) == 2 for piece in full)
    assert any(piece.language == "uk" for piece in full)


def test_where_two_people_answer_every_answer_names_one(live):
    for piece in live:
        if len(piece.interviewees) > 1:
            questions = [b for b in piece.blocks if b["kind"] == "question_answer"]
            assert all(b["respondent"] and b["asker"] for b in questions)


def test_six_long_reads_have_pictures_quotes_subheadings_lists_and_an_embed(live):
    long_reads = [p for p in live if p.kind == "article" and 600 <= p.words <= 1000]
    assert len(long_reads) >= 6
    for piece in long_reads:
        html = "".join(block.get("html", "") for block in piece.blocks)
        kinds = kinds_of(piece)
        assert piece.lead
        assert kinds["figure"]
        assert kinds["pull_quote"]
        assert kinds["embed"] == 1
        assert "<h2>" in html
        assert "<ul><li>" in html


def test_ukrainian_pieces_are_of_every_kind_label_and_section(ukrainian):
    assert {piece.kind for piece in ukrainian} == set(pieces.KINDS)
    assert {piece.label for piece in ukrainian} == set(pieces.LABELS)
    assert {piece.section for piece in ukrainian} == set(pieces.load_sections())
    assert any(piece.correction for piece in ukrainian)
    assert sum(kinds_of(piece)["question_answer"] >= 6 for piece in ukrainian) >= 3


def test_ukrainian_has_no_latin_letter_not_even_one_that_looks_alike(ukrainian):
    latin = {piece.slug: re.findall(r"\w*[A-Za-z]\w*", words_of(piece)) for piece in ukrainian}
    assert not {slug: found for slug, found in latin.items() if found}


def test_ukrainian_has_its_own_quotation_marks_apostrophe_and_dash(ukrainian):
    for piece in ukrainian:
        words = words_of(piece)
        assert not re.findall(r".*[\"'`ʼ‘”–].*| - ", words), piece.slug
        assert re.sub(r"[^«»„“]", "", words).replace("„“", "").replace("«»", "") == "", piece.slug


def test_a_picture_in_a_ukrainian_piece_has_a_ukrainian_caption(ukrainian):
    for piece in ukrainian:
        assert bool(piece.lead) == bool(piece.lead_caption), piece.slug
        assert all(block["caption"] for block in piece.blocks if block["kind"] == "figure")


def test_the_address_of_a_ukrainian_piece_is_in_latin_letters(ukrainian):
    assert all(piece.slug == slug_for(piece.slug) for piece in ukrainian)


def test_a_translation_comes_after_its_original_and_is_filed_like_it(every_piece, ukrainian):
    by_slug = {piece.slug: piece for piece in every_piece}
    translations = [(piece, by_slug[piece.original]) for piece in ukrainian if piece.original]
    assert len(translations) >= 10
    assert len(ukrainian) - len(translations) >= 8
    assert len({original.slug for _piece, original in translations}) == len(translations)
    for piece, original in translations:
        assert original.language == "en"
        assert (-piece.days_ago, piece.time) > (-original.days_ago, original.time)
        for alike in ("kind", "section", "authors", "tags", "lead"):
            assert getattr(piece, alike) == getattr(original, alike), piece.slug


def test_sections_authors_and_topics_are_called_something_in_ukrainian():
    for named in (pieces.load_sections(), pieces.load_authors(), pieces.load_topics()):
        for row in named.values():
            own = {f for f in ("name", "role", "biography", "description") if getattr(row, f, "")}
            said = row.in_other_languages["uk"]
            assert set(said) == own
            assert not re.search(r"[A-Za-z]", "".join(said.values()))
        names = Counter(row.in_other_languages["uk"]["name"] for row in named.values())
        assert not [name for name, count in names.items() if count > 1]


def test_some_pieces_have_no_picture_or_no_standfirst(live):
    assert any(not piece.lead and not photos_of(piece) for piece in live)
    assert any(not piece.standfirst for piece in live)


def test_every_author_section_topic_and_photo_is_used(every_piece):
    assert {slug for p in every_piece for slug in p.authors} == set(pieces.load_authors())
    assert {p.section for p in every_piece} == set(pieces.load_sections())
    assert {name for p in every_piece for name in p.tags} == set(pieces.load_topics())
    used = {slug for p in every_piece for slug in (p.lead, *photos_of(p)) if slug}
    used |= {author.portrait for author in pieces.load_authors().values()} - {""}
    assert used == set(pieces.load_photos())


def test_the_cast_is_as_large_as_promised():
    assert len(pieces.load_authors()) >= 7
    assert len(pieces.load_sections()) == 6
    assert len(pieces.load_topics()) >= 18
    assert any(topic.description for topic in pieces.load_topics().values())


@pytest.mark.parametrize("photo", pieces.load_photos().values(), ids=lambda photo: photo.slug)
def test_a_photo_is_described_credited_and_of_the_promised_size(photo):
    assert 80 <= len(photo.alternative_text) <= 300
    assert photo.caption
    assert photo.credit
    assert photo.path.stat().st_size < 350_000
    with Image.open(photo.path) as picture:
        assert max(picture.size) == 2000
        assert photo.credit.encode() in picture.info["xmp"]


def test_the_pictures_fit_the_repository():
    photos = pieces.load_photos().values()
    assert sum(photo.path.stat().st_size for photo in photos) < 8_600_000
    shapes = Counter()
    for photo in photos:
        with Image.open(photo.path) as picture:
            shapes["landscape" if picture.width > picture.height else "portrait"] += 1
    assert shapes["landscape"] >= 28
    assert shapes["portrait"] >= 3


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ('lead = "no-such-photo"', "unknown photo"),
        ('status = "gone"', "unknown status"),
        ('language = "la"', "unknown language"),
        ('kicker = "Kharkiv"', "unknown front matter"),
        ('label = "updated"', "updated_time"),
        ('kind = "interview"', "interviewees"),
        ('status = "sent_back"', "says why"),
        ('comments = [{ by = "olena", text = "Why?", on = 2 }]', "not there"),
        ('correction = { time = "11:00", was = "a", now = "zz", note = "b" }', "its words stand"),
    ],
)
def test_a_mistake_in_a_piece_names_the_file(tmp_path, more, complaint):
    path = tmp_path / "a-piece.md"
    path.write_text(FRONT.format(more=more), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"^a-piece\.md: .*{complaint}"):
        pieces.read_piece(path)


def test_an_unknown_block_and_a_question_without_answer_are_refused():
    with pytest.raises(ValueError, match="unknown block"):
        pieces.read_blocks(":::poem\nRoses")
    with pytest.raises(ValueError, match="has no answer"):
        pieces.read_blocks(":::qa\nWhy?")


def test_markup_becomes_html_and_html_becomes_text():
    assert rich_text("## A *b*\n\nOne\ntwo [three](https://e.org/?a=1)\n\n- x\n- **y**") == (
        "<h2>A <em>b</em></h2>\n"
        '<p>One two <a href="https://e.org/?a=1">three</a></p>\n'
        "<ul><li>x</li><li><strong>y</strong></li></ul>"
    )
    assert rich_text("<script>1 < 2 & 3</script>") == (
        "<p>&lt;script&gt;1 &lt; 2 &amp; 3&lt;/script&gt;</p>"
    )
