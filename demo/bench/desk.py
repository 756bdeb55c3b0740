"""Espreso's desk: the form of an interview, and the lists of pieces."""

import re

from django.db import transaction
from django.urls import reverse

from articles.models import Author, Byline, Change, Section
from demo.bench.client import fields
from demo.bench.words import FREQUENT, rare
from interviews.models import Interview, Interviewee, QuestionAnswer

_PARAGRAPH = "<p>" + " ".join(["The shift was long and the line held."] * 12) + "</p>"


class Desk:
    """The form of one interview, asked for as a browser does."""

    name = "Espreso"

    def __init__(self, signed, interview: Interview):
        self.signed, self.piece = signed, interview
        self.form = reverse("admin:interviews_interview_change", args=[interview.pk])
        self.ask = reverse("admin:interviews_interview_publish", args=[interview.pk])

    def open(self):
        return self.signed.get(self.form)

    def prepare(self, page, number):
        """Return the form with two changes in it: the standfirst, and one answer."""
        data = fields(page)
        answer = next(name for name in data if name.endswith("-answer"))
        changed = {
            "standfirst": f"Round {number}.",
            answer: f"{_PARAGRAPH}<p>Round {number}.</p>",
        }
        return _naming_rows(data, answer) | changed

    def save(self, data):
        self._heard(self.signed.post_in_place(self.form, data | {"_continue": "Save"}), "revision")

    def publish(self, data):
        """Do all that lies between pressing Publish in the form and readers seeing it."""
        said = self.signed.post_in_place(self.form, data | {"_publish": "Publish"})
        question = self.signed.get(self._heard(said, "to"))
        answer = fields(question) | {"change": Change.SILENT, "note": ""}
        self.signed.post(self.ask, answer)

    def _heard(self, said, what):
        found = said.get(what) or said.get("fields", {}).get(what)
        if not found:
            raise RuntimeError(f"{self.form} was not saved: {said}")
        return found


_ROW = re.compile(r"(\w+-\d+)-\w+")


def _naming_rows(data: dict, changed: str) -> dict:
    """Return what the script of the form sends, but one field of one row, which is `changed`."""
    rows = {name: found[1] for name in data if (found := _ROW.fullmatch(name))}
    same = dict.fromkeys(rows.values())
    same.pop(rows[changed])
    names = [f"{row}:{data[f'{row}-id']}:{data.get(f'{row}-ordering', 'null')}" for row in same]
    sent = {name: value for name, value in data.items() if rows.get(name) not in same}
    return sent | {"_unchanged": " ".join(names)}


def lists(count: int) -> dict[str, str]:
    """Return the addresses of the lists, over so many articles."""
    address = reverse("admin:articles_article_changelist")
    return {
        "list": address,
        "list of what is live": f"{address}?state=live",
        "search, a frequent word": f"{address}?q={FREQUENT}",
        "search, a rare word": f"{address}?q={rare(count)}",
    }


@transaction.atomic
def interview(questions: int, by) -> Interview:
    """Return a draft of an interview with so many questions and answers."""
    made = Interview.objects.create(
        headline=f"An interview of {questions} questions",
        section=Section.objects.first(),
        created_by=by,
        modified_by=by,
    )
    Interview.objects.filter(pk=made.pk).update(slug=f"bench-{made.pk}")
    Byline.objects.create(article=made, author=Author.objects.first())
    made.tags.add("Topic 1", "Topic 2")
    Interviewee.objects.create(interview=made, name="Orysia Velychko", role="line engineer")
    QuestionAnswer.objects.bulk_create(
        QuestionAnswer(
            parent=made,
            region="main",
            ordering=number * 10,
            question=f"What did shift {number} look like?",
            answer=_PARAGRAPH * 2,
        )
        for number in range(questions)
    )
    return made
