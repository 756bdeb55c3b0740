"""A request whose connection was lost is asked once more, where that does no harm."""

import pytest

from espreso import unavailable
from espreso.database_errors import Fault
from espreso.postgresql.connection import DESK, READER, patience, set_patience
from espreso.unavailable import Patient


class Answer(list):
    def __init__(self, words, fault=None):
        super().__init__([words])
        self.fault, self.closed = fault, False

    def close(self):
        self.closed = True


class Site:
    """Answers what it was told to, in turn, and notes how patient it was."""

    def __init__(self, *answers):
        self.answers, self.given, self.patience = list(answers), [], []

    def __call__(self, environ, start_response):
        answer = self.answers.pop(0)
        self.given.append(answer)
        self.patience.append(patience())
        start_response("503 Unavailable" if answer.fault else "200 OK", [])
        return answer


@pytest.fixture(autouse=True)
def no_patience():
    yield
    set_patience(None)


def ask(site, method="GET", path="/"):
    said = []
    body = Patient(site)(
        {"REQUEST_METHOD": method, "PATH_INFO": path}, lambda *answer: said.append(answer)
    )
    [(status, _headers)] = said
    return status, body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_only_reads_does_not_notice_a_lost_connection(method):
    site = Site(Answer("lost", Fault.LOST), Answer("words"))

    assert ask(site, method) == ("200 OK", ["words"])
    assert site.given[0].closed


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.LOST])
def test_what_would_fail_again_is_not_asked_again(fault):
    assert ask(Site(Answer("words", fault)))[0] == "503 Unavailable"


def test_what_changes_something_is_never_done_twice():
    assert ask(Site(Answer("words", Fault.LOST)), "POST")[0] == "503 Unavailable"


def test_it_is_asked_again_once():
    twice = Answer("lost", Fault.LOST), Answer("lost again", Fault.LOST)

    assert ask(Site(*twice))[0] == "503 Unavailable"


def test_what_took_long_is_not_begun_again(monkeypatch):
    monkeypatch.setattr(unavailable, "_AT_ONCE", 0)

    assert ask(Site(Answer("lost", Fault.LOST)))[0] == "503 Unavailable"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [("GET", "/", READER), ("GET", "/admin/", DESK), ("POST", "/typo/", DESK)],
)
def test_readers_wait_less_than_the_desk(method, path, expected):
    site = Site(Answer("words"))
    ask(site, method, path)

    assert site.patience == [expected]
