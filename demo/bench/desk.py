"""The desk's work, asked for as a browser does: open the form, save, publish, look at the lists."""

import http.client
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.db import transaction
from django.urls import reverse

from articles.models import Author, Byline, Change, Section
from demo.bench.measuring import cpu_seconds
from espreso.serving import AppServer
from interviews.models import Interview, Interviewee, QuestionAnswer

# What is fastest at first is so for both: the first rounds warm, and are not counted.
WARMING = 2
_PARAGRAPH = "<p>" + " ".join(["The shift was long and the line held."] * 12) + "</p>"


@dataclass
class Times:
    """Milliseconds of each round, those in which the server worked, and how many queries it took.

    On a busy machine the work says more than the time: it does not count the waiting.
    """

    rounds: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    queries: int | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.rounds[WARMING:] or self.rounds)

    @property
    def mean_work(self) -> float:
        # The system counts it in steps of ten milliseconds, of which a median tells nothing.
        return statistics.fmean(self.work[WARMING:] or self.work)


class Signed:
    """Somebody signed in to an app server."""

    def __init__(self, server: AppServer, cookie: str):
        self.server = server.process
        self._server = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self._cookies = {"sessionid": cookie}

    def get(self, path: str) -> bytes:
        """Return a page. Raises `RuntimeError` when there is none."""
        return self._ask("GET", path, None, {200})

    def post(self, path: str, data: dict) -> str:
        """Post a form, and return where it leads. Raises `RuntimeError` when it was refused."""
        self._ask("POST", path, data, {302})
        return self.location

    def _ask(self, method, path, data, expected):
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Referer": "http://127.0.0.1"}
        body = None
        if data is not None:
            body = urlencode(data, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._server.request(method, path, body, headers)
        answer = self._server.getresponse()
        content = answer.read()
        # Servers close what idles while another one is measured.
        self._server.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        if answer.status not in expected:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {_errors(content)}")
        self.location = answer.headers.get("Location", "")
        return content


class InProcess:
    """The same, asked of Django in this process, where queries can be counted."""

    def __init__(self, client):
        self._client = client

    def get(self, path: str) -> bytes:
        answer = self._client.get(path)
        if answer.status_code != http.HTTPStatus.OK:
            raise RuntimeError(f"GET {path} answered {answer.status_code}")
        return answer.content

    def post(self, path: str, data: dict) -> str:
        answer = self._client.post(path, data)
        if answer.status_code != http.HTTPStatus.FOUND:
            raise RuntimeError(
                f"POST {path} answered {answer.status_code}: {_errors(answer.content)}"
            )
        return answer["Location"]


def _errors(content):
    page = BeautifulSoup(content, "html.parser")
    said = page.select(".errornote, .errorlist, .error-message, .messages, h1, title")
    return " | ".join(" ".join(part.get_text(" ").split()) for part in said)[:600]


def timed(server: int, act: Callable, times: Times):
    """Run `act`, which asks the server of this process, and add how long both took."""
    worked, began = cpu_seconds(server), time.perf_counter()
    returned = act()
    times.rounds.append((time.perf_counter() - began) * 1000)
    times.work.append((cpu_seconds(server) - worked) * 1000)
    return returned


def fields(page: bytes, form: str = "#content form") -> dict:
    """Return what a browser would post of a page's form, were nothing changed."""
    data = {}
    for one in (
        BeautifulSoup(page, "html.parser").select_one(form).select("input, textarea, select")
    ):
        name, kind = one.get("name"), one.get("type")
        if not name or "__prefix__" in name or kind in {"submit", "button", "file"}:
            continue
        if one.name == "select":
            chosen = [option.get("value", "") for option in one.select("option[selected]")]
            data[name] = chosen if one.has_attr("multiple") else (chosen or [""])[0]
        elif one.name == "textarea":
            data[name] = one.get_text().removeprefix("\n")
        elif kind not in {"checkbox", "radio"} or one.has_attr("checked"):
            data[name] = one.get("value", "")
    return data


class Desk:
    """Espreso's desk."""

    name = "Espreso"

    def __init__(self, signed: Signed, interview: Interview):
        self.signed, self.piece = signed, interview
        self.form = reverse("admin:interviews_interview_change", args=[interview.pk])
        self.ask = reverse("admin:interviews_interview_publish", args=[interview.pk])

    def open(self):
        return self.signed.get(self.form)

    def prepare(self, page, number):
        """Return the form with two changes in it: the standfirst, and one answer."""
        data = fields(page)
        data["standfirst"] = f"Round {number}."
        answer = next(name for name in data if name.endswith("-answer"))
        data[answer] = f"{_PARAGRAPH}<p>Round {number}.</p>"
        return data

    def save(self, data):
        self.signed.post(self.form, data | {"_continue": "Save"})

    def publish(self, data):
        """Do all that lies between pressing Publish in the form and readers seeing it."""
        question = self.signed.get(self.signed.post(self.form, data | {"_publish": "Publish"}))
        answer = fields(question) | {"change": Change.SILENT, "note": ""}
        self.signed.post(self.ask, answer)


class Wagtail:
    """Wagtail's editor, with the same questions and answers in a StreamField."""

    name = "Wagtail"

    def __init__(self, signed: Signed, form: str, questions: int):
        self.signed, self.form, self.questions = signed, form, questions

    def open(self):
        return self.signed.get(self.form)

    def prepare(self, page, number):
        data = fields(page, "form[data-edit-form]")
        data = {name: value for name, value in data.items() if not name.startswith("body")}
        data |= {"standfirst": f"Round {number}.", "body-count": self.questions}
        for place in range(self.questions):
            block = {
                "deleted": "",
                "order": place,
                "type": "question_answer",
                "id": "",
                "value-question": f"What did shift {place} look like?",
                "value-asker": "",
                "value-answer": _draftail(f"Round {number}." if place == 0 else ""),
                "value-respondent": "",
            }
            data |= {f"body-{place}-{name}": value for name, value in block.items()}
        return data

    def save(self, data):
        self.signed.post(self.form, data)

    def publish(self, data):
        self.signed.post(self.form, data | {"action-publish": "action-publish"})


def _draftail(more):
    text = " ".join(["The shift was long and the line held."] * 12)
    return json.dumps(
        {
            "blocks": [
                {
                    "key": f"para{place}",
                    "text": words,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                }
                for place, words in enumerate((text, more or text))
            ],
            "entityMap": {},
        }
    )


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
