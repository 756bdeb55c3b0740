"""The transcript parser: what is pasted or uploaded, the proposal, and the blocks made of it."""

import io
import re
import tomllib
import zipfile
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from espreso import plain_text
from espreso.refusal import Refusal
from interviews.transcript import (
    Paragraph,
    Part,
    TranscriptError,
    from_html,
    from_text,
    to_blocks,
)
from interviews.transcript.source import Source
from interviews.transcript.word import to_html
from tests.hostile_markup import SHAPES, markup
from tests.paths import DATA, SEED

TRANSCRIPTS = DATA / "transcripts"
EXPECTED = tomllib.loads((TRANSCRIPTS / "expected.toml").read_text(encoding="utf-8"))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def proposal(path):
    source = path.read_text(encoding="utf-8")
    return from_html(source) if path.suffix == ".html" else from_text(source)


def letters(paragraphs):
    return "".join(paragraph.part[0].upper() for paragraph in paragraphs)


def of(part, paragraphs):
    return [paragraph.text for paragraph in paragraphs if paragraph.part is part]


def speakers(part, paragraphs):
    return {p.speaker for p in paragraphs if p.part is part and p.speaker}


def told(*parts):
    return [Paragraph(html=text, text=text, part=part, speaker=who) for part, text, who in parts]


# The transcripts


@pytest.mark.parametrize("name", EXPECTED)
def test_the_transcript_needs_no_correction(name):
    (path,) = TRANSCRIPTS.glob(f"{name}.*")
    paragraphs = proposal(path)
    expected = EXPECTED[name]
    assert letters(paragraphs) == expected["parts"].replace(" ", "")
    if "askers" in expected:
        assert speakers(Part.QUESTION, paragraphs) == set(expected["askers"])
    if "respondents" in expected:
        assert speakers(Part.ANSWER, paragraphs) == set(expected["respondents"])


def test_every_transcript_has_its_expectation():
    assert {path.stem for path in TRANSCRIPTS.glob("*.[th]*ml")} - {"expected"} <= set(EXPECTED)
    assert {path.stem for path in TRANSCRIPTS.glob("*.txt")} <= set(EXPECTED)


def seed_pages():
    page = next(iter(sorted(SEED.glob("*.txt"))), None)
    if page is None:
        pytest.skip(f"no page of reference in {SEED}")
    whole = page.read_text(encoding="utf-8")
    interview = whole[: whole.index("Tags:")]
    paragraphs = interview.split("\n\n")
    return {
        "whole": whole,
        "windows": whole.replace("\n", "\r\n"),
        "interview": interview,
        "from the headline": "\n\n".join(paragraphs[1:]),
        "from the lead": "\n\n".join(paragraphs[3:]),
        "body": "\n\n".join(paragraphs[5:]),
        "without a break between": interview.replace("\n\n", "\n"),
        "as html": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
    }


@pytest.mark.parametrize(
    "extent",
    [
        "whole",
        "windows",
        "interview",
        "from the headline",
        "from the lead",
        "body",
        "without a break between",
        "as html",
    ],
)
def test_the_page_of_reference_needs_no_correction(extent):
    source = seed_pages()[extent]
    paragraphs = from_html(source) if extent == "as html" else from_text(source)
    questions = of(Part.QUESTION, paragraphs)
    assert len(questions) == 6
    assert questions[0].startswith("Tell us about the path")
    assert all(question.endswith("?") for question in questions[1:])
    captions = of(Part.CAPTION, paragraphs)
    assert [caption.split()[-1] for caption in captions] == ["Italy", "Poland", "Colombia"]
    before = [p.part for p in paragraphs[: [p.text for p in paragraphs].index(questions[0])]]
    assert set(before) <= {Part.INTRODUCTION, Part.SKIP}
    assert before[-1] is Part.INTRODUCTION
    skipped = of(Part.SKIP, paragraphs)
    if "client/title.list_title" in source:
        assert "client/title.list_title" in skipped
    kinds = [block["kind"] for block in to_blocks(paragraphs)]
    assert kinds == ["prose", "question_answer", *["figure", "question_answer"] * 2] + [
        "question_answer",
        "figure",
        "question_answer",
        "question_answer",
    ]


# Speakers


def test_a_short_form_is_resolved_to_the_full_name():
    paragraphs = from_text(
        "Olena Kravets: When did it start?\nIvan Dub: In May.\nO. K.: And ended?\nDub: In June."
    )
    assert [p.speaker for p in paragraphs] == ["Olena Kravets", "Ivan Dub"] * 2
    assert letters(paragraphs) == "QAQA"


@pytest.mark.parametrize(
    "line",
    [
        "10:30 is when the train leaves.",
        "https://example.com/timetable says otherwise.",
        "Note: the train leaves at noon.",
        "P.S.: Bring tea.",
        "Примітка: потяг рушає опівдні.",
        "The rule is simple: be early.",
    ],
)
def test_a_colon_alone_names_no_speaker(line):
    paragraphs = from_text(f"{line}\n\nThe platform was empty.\n\n{line}")
    assert [p.speaker for p in paragraphs] == ["", "", ""]
    assert [p.text for p in paragraphs] == [line, "The platform was empty.", line]


def test_a_label_on_its_own_line_belongs_to_the_next_paragraph():
    paragraphs = from_text("Question:\n\nWhy salt?\n\nAnswer:\n\nBecause of the fish.")
    assert [(p.speaker, p.text) for p in paragraphs] == [
        ("Question", "Why salt?"),
        ("Answer", "Because of the fish."),
    ]


def test_a_question_and_answer_on_one_line_are_parted():
    paragraphs = from_text("Q: Why salt? A: Because of the fish.")
    assert [(p.part, p.text) for p in paragraphs] == [
        (Part.QUESTION, "Why salt?"),
        (Part.ANSWER, "Because of the fish."),
    ]


def test_a_story_with_one_line_of_dialogue_is_no_interview():
    paragraphs = from_text(
        "— Як вас звати? — спитала я.\n\nЖінка не відповіла.\n\nМинуло багато років."
    )
    assert letters(paragraphs) == "PPP"


# Sources


@pytest.mark.parametrize("source", ["", " \n\u00a0\r\n\u200b\t", "\ufeff"])
def test_nothing_pasted_gives_nothing(source):
    assert from_text(source) == []
    assert from_html(source) == []
    assert to_blocks([]) == []


def test_a_single_paragraph_is_prose():
    (paragraph,) = from_text("The bridge was opened on Monday.")
    assert paragraph.part is Part.PROSE


def test_invisible_characters_and_odd_spaces_are_cleaned_away():
    (paragraph,) = from_text("The\u200b bridge\u00a0was \x00opened\ufeff.")
    assert paragraph.text == "The bridge was opened."


def test_markup_typed_as_text_stays_text():
    (paragraph,) = from_text("if a < b & <script>alert(1)</script>")
    assert paragraph.text == "if a < b & <script>alert(1)</script>"
    assert "<script" not in paragraph.html


def test_only_harmless_formats_are_taken_over_from_html():
    paragraphs = from_html(
        '<p onclick="x()">A <b>bold</b> <i>and</i> <u>plain</u> '
        '<a href="javascript:alert(1)">bad</a> '
        '<a href="https://example.com/?a=1&quot;&b=2">good</a> '
        '<a href="mailto:desk@example.com">desk</a> <img src=x onerror=y></p><script>z()</script>'
    )
    (paragraph,) = paragraphs
    assert paragraph.html == (
        "A <strong>bold</strong> <em>and</em> plain bad "
        '<a href="https://example.com/?a=1&quot;&amp;b=2">good</a> '
        '<a href="mailto:desk@example.com">desk</a>'
    )


def test_lines_of_verse_stay_in_one_paragraph():
    (paragraph,) = from_html("<p>The river goes<br>where rivers go</p>")
    assert paragraph.html == "The river goes<br>where rivers go"
    assert paragraph.text == "The river goes where rivers go"


def test_hidden_text_is_not_read():
    assert [
        p.text for p in from_html('<p>Seen</p><p style="display:none">Not</p><p hidden>No</p>')
    ] == ["Seen"]


def test_a_picture_in_the_text_is_announced_by_its_description():
    paragraphs = from_html(
        "<p><b>Why boats?</b></p><p><img src=a.jpg alt='A boat on a roof'></p>"
        "<p>They float, most of them.</p>"
    )
    assert letters(paragraphs) == "QCA"


def test_the_description_gives_way_to_a_caption():
    paragraphs = from_html(
        "<p><b>Why boats?</b></p><p><img src=a.jpg alt='A boat on a roof'></p>"
        "<p>The flood of May</p>"
        "<p>They float, most of them.</p>"
    )
    assert letters(paragraphs) == "QSCA"


def test_the_feed_at_the_foot_of_a_page_is_skipped():
    story = "Why do you sing?\n\nBecause the neighbours cannot stop me, although they have tried."
    feed = "Read also:\nNews\n10:15\nBridge opens\n09:40\nWhere are ducks?\n09:05\nMayor resigns"
    assert letters(from_text(f"{story}\n\n{feed}")) == "QA" + "S" * 8


# Word documents


def docx(*paragraphs, extra=None):
    """A small .docx file; each paragraph is (text, bold)."""
    body = "".join(
        f"<w:p><w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}<w:t>{text}</w:t></w:r></w:p>"
        for text, bold in paragraphs
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    } | (extra or {})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def test_a_word_document_is_read_like_a_paste():
    paragraphs = from_html(
        to_html(
            docx(
                ("We spoke with the ferryman.", False),
                ("How deep is it?", True),
                ("Deep enough.", False),
                ("Your longest day", True),
                ("The day of the flood. What else?", False),
            )
        )
    )
    assert letters(paragraphs) == "IQAQA"


@pytest.mark.parametrize(
    "content", [b"", b"Q: Why?\nA: No.", b"\xd0\xcf\x11\xe0 an old .doc", b"%PDF-1.7"]
)
def test_a_file_that_is_no_word_document_is_refused(content):
    with pytest.raises(Refusal, match="not_word"):
        to_html(io.BytesIO(content))


def test_another_zip_file_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("holiday.txt", "sun")
    with pytest.raises(Refusal, match="not_word"):
        to_html(file)


def test_a_damaged_word_document_is_refused():
    whole = docx(("How deep is it?", True)).getvalue()
    damaged = bytearray(whole)
    start = whole.index(b"word/document.xml") + 20
    damaged[start : start + 60] = bytes(60)
    with pytest.raises(Refusal, match="damaged"):
        to_html(io.BytesIO(bytes(damaged)))
    with pytest.raises(Refusal, match="damaged"):
        to_html(docx(extra={"word/document.xml": "<w:document"}))


def test_a_zip_bomb_is_refused():
    with pytest.raises(Refusal, match="unpacks"):
        to_html(docx(extra={"word/media/zero.xml": b"\0" * (31 * 1024 * 1024)}))


def test_a_document_that_declares_entities_is_refused():
    bomb = '<!DOCTYPE d [<!ENTITY a "ha">]><w:document xmlns:w="urn:w">&a;</w:document>'
    with pytest.raises(Refusal, match="unpacks"):
        to_html(docx(extra={"word/document.xml": bomb}))


def test_a_file_of_many_megabytes_is_refused():
    with pytest.raises(TranscriptError, match="larger than 25 MB"):
        Source.of_file("interview.docx", io.BytesIO(bytes(26 * 1024 * 1024)))


def test_a_refused_document_is_refused_in_words():
    with pytest.raises(TranscriptError, match="not a Word document"):
        Source.of_file("interview.docx", io.BytesIO(b"words"))


def test_what_is_handed_in_is_read_in_a_process_of_its_own():
    source = Source.of_file("interview.docx", docx(("How deep is it?", True), ("Deep.", False)))

    assert source.paragraphs() == from_html(source.html)
    assert source.passages() == ["<strong>How deep is it?</strong>", "Deep."]


@pytest.mark.slow
def test_a_small_document_that_takes_too_long_is_refused_in_words():
    runs = "<w:r><w:t>a</w:t></w:r>" * 400_000
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:p>{runs}</w:p></w:body></w:document>'
    hostile = docx(extra={"word/document.xml": body})

    assert len(hostile.getvalue()) < 100_000
    with pytest.raises(TranscriptError, match="takes too long or too much memory"):
        Source.of_file("interview.docx", hostile)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_markup_is_read_or_refused_in_words(shape):
    try:
        Source(html=markup(shape, 60_000)).paragraphs()
    except TranscriptError as refused:
        assert "Paste the text" in str(refused) or "no words" in str(refused)  # noqa: PT017


# Blocks


def test_consecutive_prose_and_introduction_are_one_block():
    blocks = to_blocks(told((Part.INTRODUCTION, "One.", ""), (Part.PROSE, "Two.", "")))
    assert blocks == [{"kind": "prose", "html": "<p>One.</p><p>Two.</p>"}]


def test_consecutive_questions_are_one_question():
    blocks = to_blocks(
        told(
            (Part.QUESTION, "Where?", "Q"),
            (Part.QUESTION, "When?", ""),
            (Part.ANSWER, "Here.", "Olha"),
        )
    )
    assert blocks == [
        {
            "kind": "question_answer",
            "question": "Where? When?",
            "asker": "",
            "respondent": "Olha",
            "answer": "<p>Here.</p>",
        }
    ]


def test_an_answer_without_a_question_is_prose():
    assert to_blocks(told((Part.ANSWER, "Here.", ""))) == [
        {"kind": "prose", "html": "<p>Here.</p>"}
    ]


def test_a_caption_never_parts_an_answer():
    blocks = to_blocks(
        told(
            (Part.QUESTION, "Where?", ""),
            (Part.CAPTION, "Before", ""),
            (Part.ANSWER, "Here.", ""),
            (Part.CAPTION, "Within", ""),
            (Part.ANSWER, "And there.", ""),
        )
    )
    assert [block.get("caption") or block["answer"] for block in blocks] == [
        "Before",
        "<p>Here.</p><p>And there.</p>",
        "Within",
    ]


def test_several_respondents_are_named_within_the_answer():
    (block,) = to_blocks(
        told(
            (Part.QUESTION, "Where?", ""),
            (Part.ANSWER, "Here.", "Olha"),
            (Part.ANSWER, "There.", "I & O"),
        )
    )
    assert block["respondent"] == ""
    assert (
        block["answer"]
        == "<p><strong>Olha:</strong> Here.</p><p><strong>I &amp; O:</strong> There.</p>"
    )


def test_what_is_skipped_is_left_out_and_parts_nothing():
    blocks = to_blocks(
        told((Part.QUESTION, "Where?", ""), (Part.SKIP, "Share", ""), (Part.ANSWER, "Here.", ""))
    )
    assert len(blocks) == 1


# Nothing is lost

LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "Q: Why?",
                "A: Because.",
                "Ivan Dub: Yes.",
                "— Чому?",
                "— Бо так.",
                "Tell us more.",
                "With a boat",
                "Photo: a boat",
                "**Why?** Because.",
                "## Why",
                "***",
                "[00:01:02] Speaker 1: Hm?",
                "10:30",
                "Tags:",
                "Q:",
                "Ivan Dub",
                "1. Why?",
                "_so_ it *is*",
                "> Why?",
                "![a boat](boat.jpg)",
                "– Why? – Because.",
                "By Ivan Dub",
                "© 2025 Ivan Dub",
            ]
        ),
    ),
    max_size=14,
).map("\n".join)


def visible(text):
    """Letters, digits and the like: marks of dialogue and of Markdown turn into structure."""
    text = plain_text.cleaned(text)
    # Time codes go, beside the names of speakers also those without brackets.
    text = re.sub(r"[\[(]?(?<!\d)\d\d?:\d\d(:\d\d)?([.,]\d{1,3})?(?!\d)[\])]?", "", text)
    return "".join(c for c in text if c.isalnum() or c in "?!%&@<>")


def read_out(text):
    """The text without the marks of quoted letters and the addresses of Markdown's pictures."""
    lines = [re.sub(r"^\s*(?:>\s?){0,5}>\s", "", line) for line in text.splitlines()]
    return "\n".join(re.sub(r"^\s*!\[(.{1,300})\]\(\S+.*\)\s*$", r"\1", line) for line in lines)


def is_all_shown(expected, paragraphs):
    told = "".join(visible(p.speaker) + visible(p.text) for p in paragraphs)
    return Counter(expected.casefold()) <= Counter(told.casefold())


@settings(max_examples=300)
@given(LINES)
def test_every_visible_character_of_a_text_is_in_a_paragraph(text):
    assert is_all_shown(visible(read_out(text)), from_text(text))


@settings(max_examples=200)
@given(LINES)
def test_every_visible_character_of_a_page_is_in_a_paragraph(text):
    paragraphs = text.replace("&", "&amp;").replace("<", "&lt;").split("\n")
    page = (
        "<h1>A & B</h1><ul><li>" + "<br>".join(paragraphs) + "</ul><b>" + "</b><p>".join(paragraphs)
    )
    expected = visible(BeautifulSoup(page, "html.parser").get_text("\n"))
    assert is_all_shown(expected, from_html(page))


@settings(max_examples=200)
@given(
    st.lists(
        st.builds(Paragraph, *[st.text(min_size=1)] * 2, st.sampled_from(Part), st.text(max_size=5))
    )
)
def test_every_paragraph_that_is_not_skipped_is_in_a_block(paragraphs):
    paragraphs = [Paragraph(p.text, p.text, p.part, p.speaker) for p in paragraphs]
    joined = "".join("".join(map(str, block.values())) for block in to_blocks(paragraphs))
    assert all(p.text in joined for p in paragraphs if p.part is not Part.SKIP)


# A megabyte of anything: these would not end if the time were quadratic in the length.

MEGABYTE = 1_000_000


@pytest.mark.slow
def test_a_megabyte_of_interview_is_parsed():
    turn = "Why do you keep the boat?\n\nBecause it was never ours to sell, my father said.\n\n"
    paragraphs = from_text(turn * (MEGABYTE // len(turn)))
    assert letters(paragraphs) == "QA" * (MEGABYTE // len(turn))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["**a ", "[", "[a](", "Name: ", "? ", "1. ", "— ", "a.b/", "_a_ ", "(photo "]
)
def test_a_megabyte_in_one_line_is_parsed(piece):
    assert len(from_text(piece * (MEGABYTE // len(piece)))) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["<b>", "<p>a", "<div>", "<div><p>a", "a<br>", "</p>", "<a href=", "<!--", "&lt;b"]
)
def test_a_megabyte_of_broken_markup_is_parsed(piece):
    assert isinstance(from_html(piece * (MEGABYTE // 4 // len(piece))), list)
