"""A hub hears of what is new, and no publication waits for it in vain or fails with it."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from articles.notifications import websub
from tests.factories import article, publish, schedule

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
# More than a publication takes, and than the pause after a hub that fails.
A_WHILE = timedelta(minutes=2)


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


def test_the_hub_hears_of_a_publication_once_and_nobody_waits_for_it(hub, clock):
    websub.ping_of_what_is_new()
    publish(article(language="uk", tags=["Energy"], authors=["Iryna Bondar"], label="exclusive"))
    assert hub.heard == []
    clock.set(timezone.now() + A_WHILE)
    for _round in range(3):
        websub.ping_of_what_is_new()
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
def test_a_hub_that_fails_is_told_again_with_a_pause(hub, clock, settings, caplog, away):
    address, hub.status = settings.WEBSUB_HUB, 500
    if away:
        settings.WEBSUB_HUB = "http://127.0.0.1:1/"
    websub.ping_of_what_is_new()
    publish(article())
    clock.set(timezone.now() + A_WHILE)
    for _round in range(3):
        websub.ping_of_what_is_new()
    assert caplog.text.count("was not told") == 1

    hub.heard.clear()
    settings.WEBSUB_HUB, hub.status = address, 204
    clock.set(timezone.now() + 2 * A_WHILE)
    for _round in range(3):
        websub.ping_of_what_is_new()
    assert len(hub.heard) == 1


def test_what_the_clock_brings_is_told_when_it_comes(hub, clock):
    websub.ping_of_what_is_new()
    schedule(article("By the clock"), timezone.now() + HOUR)
    clock.set(timezone.now() + A_WHILE)
    websub.ping_of_what_is_new()
    assert hub.heard == []
    clock.set(timezone.now() + HOUR + A_WHILE)
    websub.ping_of_what_is_new()
    assert "http://news.example/rss.xml" in hub.heard[0]["hub.url"]


def test_without_a_hub_nobody_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        websub.ping_of_what_is_new()
