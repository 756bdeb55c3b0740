"""`manage.py import_transcript`: create a draft interview from a transcript in a file."""

import io
import sys
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from articles.exceptions import ActionRefused
from articles.models import Author, Byline, Label, Section, User
from espreso import alphabets, plain_text
from interviews import actions
from interviews.models import Interview
from interviews.transcript import Part, TranscriptError
from interviews.transcript.source import Source

LONGEST_HEADLINE = Interview._meta.get_field("headline").max_length


class Command(BaseCommand):
    help = "Create a draft interview from a transcript: .txt, .md, .html or .docx."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the transcript; - reads plain text from standard input")
        parser.add_argument(
            "--headline", help="default: the leading line of the text, or else the file name"
        )
        parser.add_argument("--label", default=Label.INTERVIEW, help="default: %(default)s")
        parser.add_argument("--section", metavar="SLUG")
        parser.add_argument("--author", metavar="SLUG", help="the author in the byline")
        parser.add_argument("--by", metavar="USERNAME", help="whose draft it is")
        parser.add_argument("--language", help="default: what its letters look like")

    def handle(self, *args, **options):
        interview = Interview(
            label=_label_or_fail(options["label"]),
            section=_get_or_fail(Section, "slug", options["section"], "section"),
            created_by=_get_or_fail(User, "username", options["by"], "account"),
        )
        author = _get_or_fail(Author, "slug", options["author"], "author")
        language = options["language"] and _language(options["language"])
        name, paragraphs = _read(options["file"])
        headline = options["headline"]
        if headline is None:
            headline, paragraphs = _headline(paragraphs, name)
        interview.headline = plain_text.one_line(headline)
        text = "\n".join([headline, *(paragraph.text for paragraph in paragraphs)])
        interview.language = language or alphabets.likely(text)
        try:
            made = _save(interview, author, paragraphs)
        except (ValidationError, ActionRefused) as refused:
            raise CommandError(_in_one_line(refused)) from refused
        address = reverse("admin:interviews_interview_change", args=[interview.pk])
        self.stdout.write(f"“{interview.headline}”: {made.in_words()}.")
        if made.interviewees:
            self.stdout.write(f"Interviewees: {', '.join(made.interviewees)}.")
        if made.asker:
            self.stdout.write(f"Only {made.asker} asks questions: that name belongs in the byline.")
        self.stdout.write(f"The draft is in the desk: {address}")


@transaction.atomic
def _save(interview, author, paragraphs):
    by = interview.modified_by = interview.created_by
    # Made of the headline when it is saved.
    interview.full_clean(exclude={"slug"})
    interview.save()
    if author:
        Byline.objects.create(article=interview, author=author)
    return actions.accept(interview, paragraphs, by, revision=interview.revision)


def _in_one_line(refused):
    if not hasattr(refused, "error_dict"):
        return " ".join(refused.messages)
    return " ".join(
        f"{Interview._meta.get_field(name).verbose_name}: {' '.join(messages)}"
        if name != NON_FIELD_ERRORS
        else " ".join(messages)
        for name, messages in refused.message_dict.items()
    )


def _read(file):
    """The name of the source and its paragraphs."""
    try:
        if file == "-":
            source = Source.of_file("standard-input.txt", io.BytesIO(sys.stdin.buffer.read()))
            name = "Interview"
        else:
            path = Path(file)
            with path.open("rb") as opened:
                source = Source.of_file(path.name, opened)
            name = path.stem.replace("_", " ").replace("-", " ").strip()
        return name, source.paragraphs()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except TranscriptError as error:
        raise CommandError(f"{file}: {error}") from error


def _headline(paragraphs, name):
    """The line that leads the introduction when it reads as a headline, taken out of the text."""
    leading = [place for place, p in enumerate(paragraphs) if p.part is not Part.SKIP][:2]
    for place in leading:
        paragraph = paragraphs[place]
        if paragraph.part is Part.INTRODUCTION and _reads_as_headline(paragraph.text):
            rest = list(paragraphs)
            rest[place] = replace(paragraph, part=Part.SKIP)
            return paragraph.text, rest
        if not _is_kicker(paragraph.text):
            break
    return name[:1].upper() + name[1:LONGEST_HEADLINE], paragraphs


def _is_kicker(text):
    # Or the name of a site: what may appear above a headline.
    return len(text.split()) < 4


def _reads_as_headline(text):
    return (
        not _is_kicker(text)
        and len(text.split()) <= 24
        and len(text) <= LONGEST_HEADLINE
        and text[-1] not in ".:"
    )


def _label_or_fail(name):
    if name not in Label.values:
        names = ", ".join(label for label in Label.values if label)
        raise CommandError(f"There is no label “{name}”. The labels are: {names}.")
    return name


def _language(code):
    codes = [known for known, _name in settings.LANGUAGES]
    if code not in codes:
        raise CommandError(f"There is no language “{code}”. The languages are: {', '.join(codes)}.")
    return code


def _get_or_fail(model, field, value, noun):
    if value is None:
        return None
    found = model.objects.filter(**{field: value}).first()
    if found is None:
        known = model.objects.order_by(field).values_list(field, flat=True)[:20]
        hint = f" There are: {', '.join(known)}." if known else ""
        raise CommandError(f"There is no {noun} “{value}”.{hint}")
    return found
