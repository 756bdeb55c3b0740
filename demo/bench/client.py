"""Somebody who asks a site as a browser does, with a clock that runs while the site works.

Both sites are asked with this, each from its own environment: it knows neither of them.
"""

import http.client
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.bench.load import cpu_seconds
from espreso.app_server import HOST, AppServer

# What is fastest at first is so for both: the first rounds warm, and are not counted.
WARMING = 2
_AS_SCRIPT = {"Accept": "application/json"}
ACTS = ("open", "save", "publish")
# What begins and ends transactions asks for nothing.
_AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


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
    def slowest(self) -> float:
        return max(self.rounds[WARMING:] or self.rounds)

    @property
    def mean_work(self) -> float:
        # The system counts it in steps of ten milliseconds, of which a median tells nothing.
        return statistics.fmean(self.work[WARMING:] or self.work)


class Signed:
    """Somebody signed in to an app server, or without a cookie a reader.

    `took` and `worked` are milliseconds: how long answers took, and how long the server worked
    on them. What the asker does before, between and after is not in them.
    """

    def __init__(self, server: AppServer, cookie: str = ""):
        self._process = server.process
        self._server = http.client.HTTPConnection(HOST, server.port, timeout=120)
        self._cookies = {"sessionid": cookie} if cookie else {}
        self.took = self.worked = 0.0

    def get(self, path: str) -> bytes:
        """Return a page. Raises `RuntimeError` when there is none."""
        content, _location = self._ask("GET", path, None, http.HTTPStatus.OK)
        return content

    def post(self, path: str, data: dict) -> str:
        """Post a form, and return where it leads. Raises `RuntimeError` when it was refused."""
        _content, location = self._ask("POST", path, data, http.HTTPStatus.FOUND)
        return location

    def post_in_place(self, path: str, data: dict) -> dict:
        """Post a form as the script of a page that stays does, and return what it hears."""
        content, _location = self._ask("POST", path, data, http.HTTPStatus.OK, _AS_SCRIPT)
        return json.loads(content)

    def _ask(self, method, path, data, expected, headers=None):
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Referer": f"http://{HOST}"} | (headers or {})
        headers |= {"Cookie": cookies} if cookies else {}
        body = None
        if data is not None:
            body = urlencode(data, doseq=True).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        # Servers close what idles while another one is measured.
        self._server.close()
        self._server.connect()
        worked, began = cpu_seconds(self._process), time.perf_counter()
        self._server.request(method, path, body, headers)
        answer = self._server.getresponse()
        content = answer.read()
        self.took += (time.perf_counter() - began) * 1000
        self.worked += (cpu_seconds(self._process) - worked) * 1000
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        if answer.status != expected:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {_errors(content)}")
        return content, answer.headers.get("Location", "")


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

    def post_in_place(self, path: str, data: dict) -> dict:
        answer = self._client.post(path, data, headers=_AS_SCRIPT)
        if answer.status_code != http.HTTPStatus.OK:
            raise RuntimeError(f"POST {path} answered {answer.status_code}")
        return answer.json()


class Site(Protocol):
    """A form of one piece, and what people do with it. `prepare` fills it, each round otherwise."""

    def open(self) -> bytes: ...
    def prepare(self, page: bytes, number: int) -> dict: ...
    def save(self, data: dict) -> None: ...
    def publish(self, data: dict) -> None: ...


def _errors(content):
    page = BeautifulSoup(content, "html.parser")
    said = page.select(".errornote, .errorlist, .error-message, .messages, h1, title")
    return " | ".join(" ".join(part.get_text(" ").split()) for part in said)[:600]


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


def timed(signed: Signed, act: Callable, times: Times):
    """Run `act`, in which `signed` asks, and add how long the answers took."""
    signed.took = signed.worked = 0.0
    returned = act()
    times.rounds.append(signed.took)
    times.work.append(signed.worked)
    return returned


def queries(act: Callable) -> int:
    """Return how many queries `act` asks in this process."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return sum(not query["sql"].startswith(_AROUND) for query in asked)


def queries_of_page(asker: InProcess, path: str) -> int:
    """Return how many queries a page takes, once what is asked for the first time is kept."""
    asker.get(path)
    return queries(lambda: asker.get(path))


def queries_of(site: Site) -> dict[str, int]:
    """Return how many queries it takes to open, save and publish, by what was done."""
    # Twice: what is done for the first time fills caches, and is a first publication.
    for number in range(2):
        found = {"open": queries(site.open)}
        data = site.prepare(site.open(), number)
        found["save"] = queries(lambda filled=data: site.save(filled))
        data = site.prepare(site.open(), number + 1000)
        found["publish"] = queries(lambda filled=data: site.publish(filled))
    return found
