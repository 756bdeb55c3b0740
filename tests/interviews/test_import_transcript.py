"""A draft of an interview from a file, and clear words when there can be none."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles import permissions
from articles.models import Author, Block, Figure, Label
from interviews.models import Interview, QuestionAnswer
from tests import factories

pytestmark = pytest.mark.django_db

TALK = """KHARKIV DIARY

The woman who keeps the power on in a shelled town

Orysia Velychko has repaired the same line eleven times.

How does a day begin?

With the map. We look where the line is broken.

At the substation in spring

What do you take along?

Tools, bread, and a second radio.
"""


def run(*arguments):
    said = io.StringIO()
    call_command("import_transcript", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def talk(tmp_path):
    file = tmp_path / "power-line_talk.txt"
    file.write_text(TALK)
    return str(file)


def test_a_text_becomes_a_draft_with_questions_and_waiting_captions(talk):
    run(talk)
    interview = Interview.objects.get()
    questions = QuestionAnswer.objects.filter(parent=interview)
    assert [block.question for block in questions] == [
        "How does a day begin?",
        "What do you take along?",
    ]
    assert Figure.objects.get(parent=interview).waits
    assert not interview.versions.exists()
    assert interview.label == Label.INTERVIEW


def test_it_says_what_was_made_and_where_the_draft_is(talk):
    said = run(talk)
    assert "2 questions, 1 picture still to add, 1 text" in said
    address = reverse("admin:interviews_interview_change", args=[Interview.objects.get().pk])
    assert address in said


def test_the_leading_line_becomes_the_headline_and_leaves_the_text(talk):
    run(talk)
    interview = Interview.objects.get()
    assert interview.headline == "The woman who keeps the power on in a shelled town"
    assert interview.slug == "the-woman-who-keeps-the-power-on-in-a-shelled-town"
    text = "\n".join(block.text() for block in Block.all_of(interview))
    assert interview.headline not in text
    assert "KHARKIV DIARY" in text


def test_without_such_a_line_the_file_names_the_draft(tmp_path):
    file = tmp_path / "power-line_talk.md"
    file.write_text(TALK[TALK.index("Orysia") :])
    run(str(file))
    assert Interview.objects.get().headline == "Power line talk"


def test_a_headline_that_is_given_leaves_the_text_whole(talk):
    run(talk, "--headline", "Light after dark")
    interview = Interview.objects.get()
    assert interview.headline == "Light after dark"
    assert "The woman who keeps" in Block.all_of(interview)[0].text()


def test_everything_about_the_draft_can_be_said(talk):
    factories.section("War")
    Author.objects.create(name="Iryna Bilyk")
    user = factories.person("Reporter", username="iryna")
    run(
        talk, "--label", "exclusive", "--section", "war", "--author", "iryna-bilyk",
        "--by", "iryna", "--language", "uk",
    )  # fmt: skip
    interview = Interview.objects.get()
    assert (interview.label, interview.section.slug, interview.language) == (
        "exclusive",
        "war",
        "uk",
    )
    assert [author.name for author in interview.authors.all()] == ["Iryna Bilyk"]
    assert interview.created_by == interview.modified_by == user
    assert permissions.may_edit(user, interview)


def test_a_transcript_begins_in_the_language_of_its_letters(tmp_path):
    file = tmp_path / "talk.txt"
    file.write_text("Як починається день?\n\nЗ карти. Дивимося, де обірвано лінію.\n")
    run(str(file))
    assert Interview.objects.get().language == "uk"


def test_html_is_read_with_its_bold_questions(tmp_path):
    file = tmp_path / "talk.html"
    file.write_text(
        "<p><b>How did the first winter begin?</b></p><p>It began with a long evening.</p>"
        "<p><b>Your first repair</b></p><p>A pole near the mill, at night, in wet snow.</p>"
    )
    run(str(file))
    assert QuestionAnswer.objects.count() == 2


def test_standard_input_is_read_as_text(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TALK.encode())))
    run("-")
    assert QuestionAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--label", "scoop"], "The labels are: exclusive, interview, opinion, updated."),
        (["--label", "updated"], "You cannot choose “Updated” yourself"),
        (["--section", "nowhere"], "There is no section “nowhere”."),
        (["--author", "nobody"], "There is no author “nobody”."),
        (["--by", "nobody"], "There is no account “nobody”."),
        (["--language", "tlh"], "The languages are: en, uk."),
        (["--headline", " "], "headline: This field cannot be blank."),
        (["--headline", "x" * 201], "200 characters"),
    ],
)
def test_what_is_said_wrongly_is_refused_and_nothing_is_made(talk, arguments, words):
    with pytest.raises(CommandError) as refused:
        run(talk, *arguments)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Interview.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.txt", None, "cannot be read: No such file or directory."),
        ("talk.docx", b"no document", "This is not a Word document (.docx)."),
        ("talk.pdf", b"%PDF-1.7", "A PDF does not store paragraphs"),
        ("talk.xlsx", b"PK", "cannot be read"),
        ("talk.txt", b"\xff\xfe\xff", "Save it as UTF-8"),
        ("talk.txt", b" ", "no words"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path, name, content, words):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        run(str(file))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_is_no_transcript(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        run(str(tmp_path))


def test_a_damaged_word_document_is_refused(tmp_path):
    file = tmp_path / "talk.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(CommandError, match="damaged"):
        run(str(file))


def test_more_than_the_desk_can_edit_makes_no_draft_at_all(tmp_path):
    file = tmp_path / "talk.txt"
    file.write_text("\n\n".join(f"What happened in week {n}?\n\nWeek {n}." for n in range(501)))
    with pytest.raises(CommandError, match="501 blocks"):
        run(str(file))
    assert not Interview.objects.exists()


@pytest.mark.slow
def test_a_refusal_ends_with_status_1_and_one_line():
    program = [sys.executable, "manage.py", "import_transcript", "missing.txt"]
    ended = subprocess.run(program, cwd=Path(settings.BASE_DIR), capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr == "CommandError: missing.txt cannot be read: No such file or directory.\n"
