"""nginx as it is shipped, before what answers with the address that it was asked for."""

import http.client
import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import resolve
from django.utils import translation

from articles.actions import publishing
from articles.embargo import url_patterns
from articles.views import typo_reports
from demo.bench import nginx
from espreso.app_server import HOST
from tests.factories import article, person, publish
from tests.page_cache import let_workers_hear
from tests.programs import needs

pytestmark = [pytest.mark.slow, needs("nginx")]

FILLED = {
    "year": "2025",
    "month": "04",
    "day": "21",
    "slug": "the-slug",
    "label": "exclusive",
    "part": "3",
    "cut": "12-16x9-abc",
    "share": "7-abc",
}
MOUNT, UMOUNT = "/usr/bin/mount", "/usr/bin/umount"
# All that some page reads, and what none does.
QUERY = "x=1&before=5-6&sent&q=w&url=u"


class Echo(BaseHTTPRequestHandler):
    """Says what it was asked for, and how often anybody asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.server.dead:
            self.close_connection = True
            return
        self.server.asked.append(self.path)
        body = f"{self.path} from {self.headers['X-Forwarded-For']}".encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", self.server.caching)
        if self.server.old:
            # Good until the second before this one.
            self.send_header("X-Accel-Expires", f"@{int(time.time()) - 1}")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_said):
        pass


class Answerer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__((HOST, 0), Echo)
        self.asked, self.status, self.dead, self.old = [], 200, False, False
        self.caching = "public, max-age=0, s-maxage=60, stale-if-error=600"


class Front:
    """nginx, asked as somebody far away asks it."""

    def __init__(self, url, upstream):
        self.port, self.upstream = int(url.rpartition(":")[2]), upstream

    def get(self, path, source="127.0.0.1", method="GET", body=None, **headers):
        connection = http.client.HTTPConnection(
            HOST, self.port, timeout=30, source_address=(source, 0)
        )
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        said = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, said


@contextmanager
def _front(**options):
    with Answerer() as upstream:
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        with nginx.shipped(f"{HOST}:{upstream.server_port}", **options) as running:
            yield Front(running.url, upstream)
        upstream.shutdown()


@pytest.fixture
def front():
    with _front() as found:
        yield found


def _public_addresses():
    for pattern in url_patterns.public():
        if ":" in pattern.name and set(pattern.gaps) <= FILLED.keys():
            address = pattern.template % FILLED
            yield pattern.name, address


def _what_is_read(name, address):
    with translation.override("uk" if address.startswith("/uk/") else "en"):
        view = resolve(address).func
    if name == "articles:mistake":
        view = typo_reports._show_form
    parameters = getattr(view, "parameters", None)
    if parameters is None:
        return address
    if parameters.free:
        return f"{address}?{QUERY}"
    kept = {"before": "before=5-6", "sent": "sent"}
    read = "&".join(kept[name] for name in parameters.named)
    return f"{address}?{read}" if read else address


def test_each_page_is_asked_for_and_kept_under_what_it_reads_of_its_query(front):
    seen = {}
    for name, address in _public_addresses():
        status, _headers, said = front.get(f"{address}?{QUERY}")
        seen[name] = address
        assert status == 200, address
        reached = said.partition(" from ")[0]
        if name == "articles:page":
            # Old addresses have that shape too, and are known by their query.
            assert reached == f"{address}?{QUERY}"
            continue
        assert reached == _what_is_read(name, address), name
        # It is the same page for all who ask in another way for what it does not read.
        if "?q" not in reached and f"?{QUERY}" not in reached:
            other = f"{address}?before=5-6&utm_source=y&sent"
            assert front.get(other)[1]["x-cache"] == "HIT", other
    assert {"articles:front", "articles:article", "articles:news", "root:cut"} <= seen.keys()


def test_of_two_places_in_one_address_espreso_reads_the_one_of_the_key(front):
    said = front.get("/news/?before=1-2&before=3-4")[2]
    assert said.startswith("/news/?before=1-2 ")
    assert front.get("/news/?before=3-4")[2].startswith("/news/?before=3-4 ")


def test_places_that_no_link_has_are_one_address(front):
    for made_up in ("x", "1", "-1-2", "1-2-3", "%00", "9" * 21 + "-1"):
        assert front.get(f"/news/?before={made_up}")[2].startswith("/news/?before=0 ")
    assert front.upstream.asked.count("/news/?before=0") == 1


@pytest.mark.parametrize(
    "address", ["/2025/04/21/the-slug/", "/uk/2025/04/21/the-slug/light/", "/share/7-abc.jpg"]
)
def test_what_is_marked_is_gone_before_the_cache_and_with_nobody_there(address, front, settings):
    assert front.get(address)[0] == 200
    for name in ("pieces/2025/04/21/the-slug", "shares/7"):
        marker = settings.WITHDRAWN_ROOT / name
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
    settings.WITHDRAWN_ROOT.chmod(0o755)
    front.upstream.dead = True
    for asked in (address, f"{address}?utm_source=x", f"//{address[1:]}".replace("//", "/./", 1)):
        status, headers, said = front.get(asked)
        assert (status, headers["content-type"]) == (410, "text/html"), asked
        assert "withdrawn" in said
        assert "відкликано" in said


def test_too_many_questions_are_refused_in_words_and_others_are_not(front):
    def ask(number, source):
        return front.get(f"/search/?q={number}", source=source)

    refused = [answer for answer in (ask(n, "127.0.0.2") for n in range(60)) if answer[0] == 429]
    assert refused
    _status, headers, said = refused[0]
    assert int(headers["retry-after"]) > 0
    assert "Too many requests" in said
    assert "Забагато" in said or "забагато" in said
    assert ask(0, "127.0.0.3")[0] == 200
    # And what is kept is answered to whoever was refused.
    assert front.get("/", source="127.0.0.2")[0] == 200


@pytest.fixture
def behind_cdn():
    with _front(behind_cdn=True) as found:
        yield found


def _refused(front, addresses):
    """Ask something else from each of these addresses, and return how often that was too much."""
    answers = [
        front.get(f"/search/?q={number}", X_Forwarded_For=address)[0]
        for number, address in enumerate(addresses)
    ]
    assert set(answers) <= {200, 429}
    return answers.count(429)


def test_behind_a_cdn_the_reader_is_counted(behind_cdn):
    assert _refused(behind_cdn, ["203.0.113.7"] * 25)
    assert not _refused(behind_cdn, ["203.0.113.8"] * 5)
    assert behind_cdn.get("/x/", X_Forwarded_For="203.0.113.8")[2].endswith("203.0.113.8")


@pytest.mark.parametrize(
    ("network", "other"),
    [
        # All of /64 are one household, and so is the network that has no such part written.
        ([f"2001:db8::{number:x}" for number in range(25)], "2001:db8:0:1::1"),
        ([f"2001:db8:aa:{n % 7:x}::1" for n in range(45)], "2001:db8:ab::1"),
        (["::ffff:203.0.113.7"] * 25, "::ffff:203.0.113.8"),
    ],
    ids=["/64", "/48", "IPv4 as IPv6"],
)
def test_a_network_is_counted_as_one_and_the_next_one_is_not(network, other, behind_cdn):
    assert _refused(behind_cdn, network)
    assert not _refused(behind_cdn, [other])


def test_a_large_body_is_for_the_desk_alone(front):
    body = b"x" * 100_000
    assert front.get("/2025/04/21/the-slug/mistake/", method="POST", body=body)[0] == 413
    assert front.get("/accounts/login/", method="POST", body=body)[0] == 413
    assert front.get("/admin/", method="POST", body=body)[0] == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("address", ["/admin/articles/article/1/change/", "/accounts/login/"])
def test_at_the_desk_a_failure_of_nginx_says_that_it_is_perhaps_saved(address, method, front):
    front.upstream.dead = True
    status, headers, said = front.get(address, method=method, body=b"words=typed")
    assert (status, headers["content-type"]) == (502, "text/html")
    assert "perhaps saved" in said
    assert "можливо" in said


def test_what_espreso_says_of_itself_is_passed_on(front):
    front.upstream.status = 503
    assert front.get("/readyz")[0] == 503
    assert front.get("/admin/")[0] == 503


@pytest.mark.parametrize("failure", ["dead", 500, 502, 503, 504])
def test_when_nobody_answers_a_page_is_shown_for_as_long_as_it_says(failure, front):
    front.upstream.old = True
    assert front.get("/news/")[0] == 200
    front.upstream.caching = "public, max-age=0, s-maxage=60, stale-if-error=0"
    assert front.get("/interviews/")[0] == 200
    front.upstream.dead, front.upstream.status = failure == "dead", failure
    assert front.get("/news/?utm_source=x")[:1] == (200,)
    for asked in ("/interviews/", "/corrections/"):
        status, headers, said = front.get(asked)
        assert (status, headers["content-type"]) == (502, "text/html"), asked
        assert int(headers["retry-after"]) > 0
        assert "not answering" in said
        assert "не відповідає" in said


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        subprocess.run([MOUNT, "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("nothing can be mounted here")
    yield disk
    subprocess.run([UMOUNT, "--lazy", disk], check=True)


@pytest.mark.parametrize("trouble", ["full", "read-only"])
def test_when_nothing_can_be_kept_everything_is_answered(trouble, small_disk):
    with _front(cache=small_disk) as front:
        assert front.get("/2025/04/21/kept/")[0] == 200
        if trouble == "full":
            with suppress(OSError), (small_disk / "filling").open("wb") as file:
                file.write(bytes(2**20))
        else:
            subprocess.run([MOUNT, "-o", "remount,ro", small_disk], check=True)
        for number in range(20):
            status, _headers, said = front.get(f"/2025/04/21/piece-{number}/")
            assert status == 200
            assert said.startswith(f"/2025/04/21/piece-{number}/ ")


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_piece_stays_away_when_application_and_database_are_gone(server):
    withdrawn, other = article("Withdrawn"), article("Another one")
    gone, there = (publish(piece).get_absolute_url() for piece in (withdrawn, other))
    let_workers_hear()
    with nginx.shipped(f"{HOST}:{server.port}") as running:
        front = Front(running.url, None)
        for address in (gone, f"{gone}light/", there):
            assert front.get(address)[0] == 200
        withdrawn.refresh_from_db()
        publishing.withdraw(withdrawn, person(), revision=withdrawn.revision)
        # With it, its way to the database.
        os.kill(server.process, signal.SIGKILL)
        for address in (gone, f"{gone}?utm_source=x", f"{gone}light/"):
            assert front.get(address)[0] == 410, address
        assert front.get(f"{there}?utm_source=x")[0] == 200
