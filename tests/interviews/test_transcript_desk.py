"""The transcript tool of the desk: what it proposes, what it makes, and who may use it."""

import io
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Article, Block, Figure, Prose
from interviews.models import Interview, QuestionAnswer
from tests import factories
from tests.transcript_tool import TALK, WITH_NAMES, accept, fields_of, propose, told, tool, words_of

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


# Proposing.


def test_opening_the_tool_and_proposing_change_nothing(desk, interview):
    assert desk.get(tool(interview)).status_code == 200
    propose(desk, interview)
    assert not Block.all_of(interview)
    interview.refresh_from_db()
    assert interview.revision == 1


def test_a_pasted_text_comes_back_with_a_part_for_each_paragraph(desk, interview):
    fields = fields_of(propose(desk, interview))
    assert [fields[f"part-{number}"] for number in range(6)] == [
        "introduction", "question", "answer", "caption", "question", "answer",
    ]  # fmt: skip


def test_the_counts_say_what_would_be_made(desk, interview):
    content = propose(desk, interview).content.decode()
    assert "2 questions, 1 caption has no picture yet" in content


def test_the_html_of_a_clipboard_shows_which_paragraphs_are_questions(desk, interview):
    html = (
        "<p><b>How did the first winter begin?</b></p><p>It began with a long evening.</p>"
        "<p><b>Your first repair</b></p><p>A pole near the mill, at night, in wet snow.</p>"
    )
    fields = fields_of(propose(desk, interview, text="", html=html))
    parts = [fields[f"part-{number}"] for number in range(4)]
    assert parts == ["question", "answer", "question", "answer"]


def test_a_word_document_is_read(desk, interview):
    fields = fields_of(propose(desk, interview, text="", file=word_document(TALK)))
    assert fields["html-1"] == "How does a day begin?"
    assert fields["part-1"] == "question"


def word_document(text):
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n\n"))
    schema = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{schema}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{schema}/package/2006/relationships">'
        f'<Relationship Id="a" Type="{schema}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{schema}/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("talk.docx", packed.getvalue())


@pytest.mark.parametrize("text", ["", " \n\t\r\n \u00a0", "\u200b\u200b", "\x00"])
def test_a_paste_without_words_is_refused_in_words(desk, interview, text):
    response = propose(desk, interview, text=text)
    assert response.context["form"].errors["text"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("talk.docx", b"PK\x03\x04 and then nothing", "This is not a Word document"),
        ("talk.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
        ("talk.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
        ("talk.pdf", b"%PDF-1.7", "A PDF does not store paragraphs"),
        ("talk.txt", b"%PDF-1.7", "A PDF does not store paragraphs"),
        ("talk.rtf", b"{\\rtf1 Hello}", "save it as .docx"),
        ("talk.mp3", b"ID3", "cannot be read"),
        ("talk.txt", "розмова".encode("cp1251"), "Save it as UTF-8"),
        ("talk.txt", b"", "empty"),
        ("talk.txt", b" \n ", "no words"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    desk, interview, name, content, words
):
    response = propose(desk, interview, text="", file=SimpleUploadedFile(name, content))
    assert words in " ".join(response.context["form"].errors["file"])


def test_a_text_beside_a_file_that_is_refused_stays(desk, interview):
    response = propose(desk, interview, file=SimpleUploadedFile("talk.pdf", b"%PDF"))
    assert response.context["form"].errors["file"]
    assert response.context["form"]["text"].value() == TALK


def test_going_back_from_the_proposal_keeps_the_pasted_text(desk, interview):
    fields = fields_of(propose(desk, interview))
    response = desk.post(tool(interview), {**fields, "step": "back"})
    assert response.context["form"]["text"].value().split() == TALK.split()


def test_going_back_shows_pasted_html_as_it_was_understood(desk, interview):
    html = "<p><b>Your first winter</b></p><p>Long.<script>alert(1)</script></p>"
    fields = fields_of(propose(desk, interview, text="", html=html))
    response = desk.post(tool(interview), {**fields, "step": "back"})
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[name=html]")["value"] == html
    view = page.select_one("[data-view]")
    assert view.get_text(" ", strip=True) == "Your first winter Long."
    assert view.strong.get_text() == "Your first winter"


# Accepting.


def test_accepting_makes_the_blocks_in_the_order_of_the_text(desk, interview):
    response = accept(desk, interview, fields_of(propose(desk, interview)))
    assert response.url == reverse("admin:interviews_interview_change", args=[interview.pk])
    prose, first, figure, second = Block.all_of(interview)
    assert prose.text() == "Orysia Velychko keeps the power on in a town that is shelled."
    assert first.question == "How does a day begin?"
    assert first.answer == "<p>With the map. We look where the line is broken.</p>"
    assert isinstance(figure, Figure)
    assert figure.waits
    assert figure.caption == "At the substation in spring"
    assert second.question == "What do you take along?"


def test_the_message_says_what_was_made(desk, interview):
    response = desk.post(
        tool(interview), {**fields_of(propose(desk, interview)), "step": "accept"}, follow=True
    )
    assert told(response) == ["Added: 2 questions, 1 picture still to add, 1 text."]


def test_accepting_counts_as_a_change_by_whoever_accepted(desk, interview, reporter):
    accept(desk, interview, fields_of(propose(desk, interview)))
    interview.refresh_from_db()
    assert interview.revision == 2
    assert interview.modified_by == reporter


def test_what_the_editor_corrected_is_what_is_saved(desk, interview):
    fields = fields_of(propose(desk, interview))
    accept(desk, interview, fields, **{"part-3": "skip", "part-0": "caption"})
    figure, *questions = Block.all_of(interview)
    assert figure.caption.startswith("Orysia")
    assert [type(block) for block in questions] == [QuestionAnswer] * 2


def test_paragraphs_are_added_after_the_text_that_is_there(desk, interview):
    Prose.objects.create(parent=interview, region="main", ordering=70, html="<p>Before.</p>")
    fields = fields_of(propose(desk, interview))
    assert fields["where"] == "append"
    accept(desk, interview, fields)
    first, *added = Block.all_of(interview)
    assert first.text() == "Before."
    assert len(added) == 4


def test_the_text_that_is_there_is_replaced_only_when_asked(desk, interview):
    Prose.objects.create(parent=interview, region="main", ordering=70, html="<p>Before.</p>")
    accept(desk, interview, fields_of(propose(desk, interview)), where="replace")
    assert "Before." not in words_of(interview)
    assert len(Block.all_of(interview)) == 4


def test_those_who_answer_become_interviewees_once(desk, interview):
    interview.interviewees.create(name="Petro Lys")
    for _time in range(2):
        accept(desk, interview, fields_of(propose(desk, interview, text=WITH_NAMES)))
    names = [person.name for person in interview.interviewees.all()]
    assert names == ["Petro Lys", "Velychko"]


def test_an_interviewee_is_known_by_the_surname(desk, interview):
    interview.interviewees.create(name="Orysia Velychko", role="line engineer")
    accept(desk, interview, fields_of(propose(desk, interview, text=WITH_NAMES)))
    assert [person.name for person in interview.interviewees.all()] == ["Orysia Velychko"]
    assert {block.respondent for block in Block.all_of(interview)} == {""}


@pytest.mark.parametrize(("asks", "answers"), [("Q", "A"), ("Host", "Guest"), ("Ведуча", "Гість")])
def test_a_mark_or_a_role_is_nobodys_name(desk, interview, asks, answers):
    text = WITH_NAMES.replace("Koval", asks).replace("Velychko", answers)
    response = desk.post(
        tool(interview),
        {**fields_of(propose(desk, interview, text=text)), "step": "accept"},
        follow=True,
    )
    assert told(response) == ["Added: 3 questions."]
    assert not interview.interviewees.exists()


def test_interviewees_stay_as_they_are_when_the_editor_says_so(desk, interview):
    fields = fields_of(propose(desk, interview, text=WITH_NAMES))
    del fields["naming"]
    accept(desk, interview, fields)
    assert not interview.interviewees.exists()
    assert {block.respondent for block in Block.all_of(interview)} == {"Velychko"}


def test_the_only_ones_who_ask_and_answer_are_not_named_at_every_question(desk, interview):
    fields = fields_of(propose(desk, interview, text=WITH_NAMES))
    response = desk.post(tool(interview), {**fields, "step": "accept"}, follow=True)
    assert {(block.asker, block.respondent) for block in Block.all_of(interview)} == {("", "")}
    assert "New interviewees: Velychko." in told(response)[0]
    assert "Only Koval asks" in told(response)[0]


def test_several_who_answer_are_named_where_they_answer(desk, interview):
    fields = fields_of(propose(desk, interview, text=WITH_NAMES))
    answers = [name for name, value in fields.items() if value == "Velychko"]
    accept(desk, interview, fields, **{answers[0]: "Lys"})
    respondents = [block.respondent for block in Block.all_of(interview)]
    assert respondents == ["Lys", "Velychko", "Velychko"]


def test_paragraphs_that_belong_together_become_one(desk, interview):
    fields = fields_of(propose(desk, interview))
    accept(desk, interview, fields, **{"joined-2": "yes", "part-1": "prose"})
    assert "How does a day begin? With the map." in words_of(interview)


def test_a_label_that_was_no_name_returns_to_the_text_when_joined(desk, interview):
    fields = fields_of(propose(desk, interview, text=WITH_NAMES))
    accept(desk, interview, fields, **{"joined-2": "yes"})
    assert "With the map. Koval: What do you take along?" in words_of(interview)


def test_accepting_only_skipped_paragraphs_is_refused_and_nothing_is_lost(desk, interview):
    fields = fields_of(propose(desk, interview))
    skipped = dict.fromkeys((name for name in fields if name.startswith("part-")), "skip")
    response = accept(desk, interview, fields, **skipped)
    assert "nothing to add" in response.context["problems"][0]
    assert fields_of(response)["html-1"] == "How does a day begin?"


# Two at once.


def test_accepting_twice_adds_the_text_once(desk, interview):
    fields = fields_of(propose(desk, interview))
    accept(desk, interview, fields)
    response = accept(desk, interview, fields)
    assert len(Block.all_of(interview)) == 4
    assert "You changed this interview yourself" in response.context["problems"][0]


def test_a_proposal_that_is_stale_says_who_saved_and_comes_back_corrected(desk, interview):
    fields = fields_of(propose(desk, interview))
    other = factories.person(first_name="Marta", last_name="Hnatiuk")
    interview.bump(other)
    response = accept(desk, interview, fields, **{"part-3": "skip"})
    assert "Marta Hnatiuk changed this interview on" in response.context["problems"][0]
    assert not Block.all_of(interview)
    again = fields_of(response)
    assert again["part-3"] == "skip"
    accept(desk, interview, again)
    assert len(Block.all_of(interview)) == 3


# Who may.


def test_a_reporter_may_not_use_it_on_the_interview_of_another(desk):
    other = factories.interview()
    assert desk.get(tool(other)).status_code == 403
    assert propose(desk, other).status_code == 403
    before = Block.all_of(other)
    posted = {"revision": 1, "html-0": "Mine", "part-0": "prose"}
    assert accept(desk, other, posted).status_code == 403
    assert Block.all_of(other) == before


def test_losing_the_right_between_the_steps_stops_the_last_one(desk, interview):
    fields = fields_of(propose(desk, interview))
    Article.objects.filter(pk=interview.pk).update(created_by=None)
    assert accept(desk, interview, fields).status_code == 403
    assert not Block.all_of(interview)


def test_a_stranger_is_sent_to_sign_in(client, interview):
    assert client.get(tool(interview)).status_code == 302
    assert accept(client, interview, {"html-0": "Mine"}).status_code == 302
    assert not Block.all_of(interview)


def test_a_form_from_elsewhere_is_refused(interview, reporter):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    fields = {"step": "accept", "revision": 1, "html-0": "Mine", "part-0": "prose"}
    assert client.post(tool(interview), fields).status_code == 403
    assert not Block.all_of(interview)


def test_an_interview_that_is_gone_leads_back_to_the_desk(desk, interview):
    address = tool(interview)
    interview.delete()
    assert desk.get(address).status_code == 302
