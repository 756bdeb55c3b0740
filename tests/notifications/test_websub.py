"""A hub hears of what is new, and no publication waits for it in vain or fails with it."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from urllib.parse import parse_qs

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles.models import Version
from tests.clock import MovedClock
from tests.factories import article, publish, schedule

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


class Hub(HTTPServer):
    """A hub on this machine that writes down what it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Ear)
        self.heard, self.status = [], 204


class _Ear(BaseHTTPRequestHandler):
    def do_POST(self):
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append(parse_qs(said))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def hub(settings):
    with Hub() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.WEBSUB_HUB = f"http://127.0.0.1:{server.server_port}/"
        settings.ALLOWED_HOSTS = ["news.example", "testserver"]
        yield server
        server.shutdown()
        thread.join()


def test_the_hub_hears_of_a_publication_once_it_is_committed(
    hub, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        publish(
            article(language="uk", tags=["Energy"], authors=["Iryna Bondar"], label="exclusive")
        )
        assert hub.heard == []
    ((told),) = hub.heard
    assert told["hub.mode"] == ["publish"]
    homes = ("", "sections/war/", "tags/energy/", "authors/iryna-bondar/", "labels/exclusive/")
    assert set(told["hub.url"]) == {
        f"http://news.example/uk/{home}{written}"
        for home in homes
        for written in ("rss.xml", "atom.xml", "feed.json")
    }


def test_feeds_name_the_hub_when_there_is_one(client, settings):
    settings.FRAGMENT_CACHE = False
    publish(article())
    for written in ("rss.xml", "atom.xml", "feed.json"):
        settings.WEBSUB_HUB = ""
        assert b"hub" not in client.get(f"/{written}").content
        settings.WEBSUB_HUB = "https://hub.example/"
        said = client.get(f"/{written}").content.decode()
        in_json = '"hubs": [{"type": "WebSub", "url": "https://hub.example/"}]'
        assert in_json in said or 'href="https://hub.example/" rel="hub"' in said


@pytest.mark.parametrize("away", [True, False])
def test_a_hub_that_fails_breaks_no_publication(
    hub, settings, caplog, away, django_capture_on_commit_callbacks
):
    hub.status = 500
    if away:
        settings.WEBSUB_HUB = "http://127.0.0.1:1/"
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(article())
    assert Version.objects.live().get() == version
    assert "was not told" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_the_clock_brings_is_told_once_by_the_command(hub):
    def told():
        said = StringIO()
        call_command("ping_hub", stdout=said)
        return said.getvalue()

    with MovedClock(connection) as clock:
        publish(article("Told when it was published"))
        schedule(article("By the clock"), timezone.now() + HOUR)
        assert told() == "Scheduled pieces announced to the hub: 0.\n"
        clock.set(timezone.now() + 2 * HOUR)
        hub.status = 500
        with pytest.raises(CommandError, match="not notified"):
            told()
        hub.status = 204
        assert told() == "Scheduled pieces announced to the hub: 1.\n"
        assert told() == "Scheduled pieces announced to the hub: 0.\n"
    # The publication, the refusal, and the news.
    assert len(hub.heard) == 3
    assert "http://news.example/rss.xml" in hub.heard[2]["hub.url"]


def test_without_a_hub_nobody_is_told(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        publish(article())
    assert callbacks == []
    with pytest.raises(CommandError, match="WEBSUB_HUB"):
        call_command("ping_hub")
