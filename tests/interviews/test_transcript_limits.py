"""The transcript tool loses nothing, whatever and however much is handed in."""

import re

import pytest
from bs4 import BeautifulSoup

from articles.models import Block, Prose
from espreso import richtext
from interviews.admin.transcript_forms import ParagraphRow, Proposal
from interviews.models import Interview, QuestionAnswer
from interviews.transcript import Paragraph, Part, from_html, from_text
from interviews.transcript.source import Source
from tests import factories
from tests.paths import DATA
from tests.transcript_tool import accept, fields_of, propose, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter():
    return factories.person("Reporter", first_name="Iryna", last_name="Bilyk")


@pytest.fixture
def interview(reporter):
    return Interview.objects.create(
        headline="Light after dark", section=factories.section(), created_by=reporter
    )


@pytest.fixture
def desk(client, reporter):
    client.force_login(reporter)
    return client


# Whatever is posted.


def post_paragraphs(client, interview, *paragraphs):
    fields = {"revision": 1}
    for number, (html, part) in enumerate(paragraphs):
        fields |= {f"html-{number}": html, f"part-{number}": part}
    return accept(client, interview, fields)


def test_html_is_cleaned_again_when_it_comes_back(desk, interview):
    post_paragraphs(
        desk,
        interview,
        ('Go<script>alert(1)</script><img src=x onerror="alert(1)"> <b>on</b>', "prose"),
        ('<a href="javascript:alert(1)">here</a>', "answer"),
    )
    (prose,) = Block.all_of(interview)
    assert prose.html == "<p>Go <strong>on</strong></p><p>here</p>"


def test_a_part_that_nobody_knows_becomes_text(desk, interview):
    post_paragraphs(desk, interview, ("Kept", "headline"), ("Kept too", ""))
    (prose,) = Block.all_of(interview)
    assert prose.html == "<p>Kept</p><p>Kept too</p>"


def test_what_is_too_long_for_its_place_becomes_text(desk, interview):
    caption, question = "a caption " * 120, "a question " * 200
    post_paragraphs(
        desk, interview, (caption, "caption"), (question, "question"), ("Yes.", "answer")
    )
    first, second = Block.all_of(interview)
    assert isinstance(first, Prose)
    assert isinstance(second, Prose)
    assert words_of(interview).split() == [*caption.split(), *question.split(), "Yes."]


def test_a_speaker_whose_name_is_too_long_stands_in_the_text(desk, interview):
    name = "Velychko " * 20
    fields = {"revision": 1, "html-0": "Why?", "part-0": "question", "speaker-0": name}
    fields |= {"html-1": "So.", "part-1": "answer", "speaker-1": name}
    accept(desk, interview, fields)
    (block,) = Block.all_of(interview)
    assert block.question == f"{name.strip()}: Why?"
    assert name.strip() in richtext.text_of(block.answer)


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 30])
def test_a_broken_revision_is_stale_and_no_crash(desk, interview, revision):
    response = accept(desk, interview, {"html-0": "Kept", "revision": revision})
    assert response.context["problems"]
    assert fields_of(response)["html-0"] == "Kept"


SAMPLES = sorted((DATA / "transcripts").glob("*.*"))
SAMPLES = [sample for sample in SAMPLES if sample.suffix in (".txt", ".html")]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_word_that_is_not_skipped_is_in_the_interview(desk, interview, sample):
    written = sample.read_text()
    is_html = sample.suffix == ".html"
    proposed = from_html(written) if is_html else from_text(written)
    response = propose(
        desk, interview, **({"text": "", "html": written} if is_html else {"text": written})
    )
    accept(desk, interview, fields_of(response))
    kept = [p for p in proposed if p.part is not Part.SKIP]
    present = [" ".join(block.text().split()) for block in Block.all_of(interview)]
    for paragraph in kept:
        assert any(" ".join(paragraph.text.split()) in text for text in present), paragraph


# How much.


def long_talk(questions, answers):
    return "\n\n".join(
        "\n\n".join(
            [f"What happened in week {n}?", *[f"It was week {n}, part {m}." for m in answers]]
        )
        for n in range(questions)
    )


@pytest.mark.slow
def test_an_interview_of_150_questions_in_900_paragraphs_is_accepted_whole(desk, interview):
    fields = fields_of(propose(desk, interview, text=long_talk(150, range(5))))
    assert sum(name.startswith("html-") for name in fields) == 900
    accept(desk, interview, fields)
    assert QuestionAnswer.objects.filter(parent=interview).count() == 150
    assert words_of(interview).count("part 4.") == 150


@pytest.mark.slow
def test_accepting_900_paragraphs_asks_the_database_no_more_than_accepting_six(
    desk, interview, django_assert_max_num_queries
):
    fields = fields_of(propose(desk, interview, text=long_talk(150, range(5))))
    with django_assert_max_num_queries(40):
        accept(desk, interview, fields)


def test_more_paragraphs_than_a_form_can_hold_are_refused_and_stay(desk, interview):
    text = "\n\n".join(f"Line {number} of the talk." for number in range(2500))
    response = propose(desk, interview, text=text)
    assert "2500 paragraphs" in response.context["form"].errors["text"][0]
    assert response.context["form"]["text"].value() == text


def test_more_text_than_a_form_can_hold_is_refused_and_stays(desk, interview):
    text = "\n\n".join(["Довга розповідь. " * 20_000] * 10)
    response = propose(desk, interview, text=text)
    assert "more text than can be corrected" in response.context["form"].errors["text"][0]
    assert response.context["form"]["text"].value() == text


def test_the_largest_proposal_that_is_shown_can_be_sent_back(desk, interview, settings):
    # At the limit of fields with every paragraph joined, which is what sends the most.
    rows = [
        ParagraphRow(Paragraph("A line.", "A line.", Part.PROSE), joined=True)
        for _row in range(1990)
    ]
    Source(text="A line.").refuse_too_much([row.paragraph for row in rows])
    fields = {"revision": 1, "text": "", "html": "", "where": "append", "naming": "yes"}
    for number, row in enumerate(rows):
        fields |= {f"html-{number}": row.paragraph.html, f"part-{number}": "prose"}
        fields |= {f"speaker-{number}": "", f"joined-{number}": "yes"}
    assert len(fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert accept(desk, interview, fields).status_code == 302


def test_what_is_larger_than_any_request_may_be_is_answered_in_words(desk, interview, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = propose(desk, interview, text="x" * 2000)
    assert response.status_code == 413
    assert "your text is still there" in response.content.decode()


@pytest.mark.slow
def test_more_blocks_than_the_desk_can_edit_are_refused_and_the_proposal_stays(desk, interview):
    fields = fields_of(propose(desk, interview, text=long_talk(501, range(1))))
    response = accept(desk, interview, fields)
    assert "501 blocks" in response.context["problems"][0]
    assert fields_of(response)["html-1001"]
    assert not Block.all_of(interview)


def test_what_came_back_is_read_in_the_order_of_the_page():
    fields = {f"html-{number}": f"Line {number}" for number in (10, 2, 1)}
    rows = Proposal.of_post(fields).rows
    assert [row.paragraph.text for row in rows] == ["Line 1", "Line 2", "Line 10"]


def test_every_part_has_a_key_of_its_own(desk, interview):
    page = BeautifulSoup(propose(desk, interview).content, "html.parser")
    keys = [re.sub(r"\s", "", key.get_text()) for key in page.select("[data-keys] kbd")]
    assert keys == ["↑", "↓", "K", "J", "I", "Q", "A", "C", "T", "S", "M"]
