"""nginx as it is shipped: what it asks for, keeps, and shows when nobody answers."""

import os
import signal
import subprocess
from contextlib import suppress

import pytest
from django.urls import resolve
from django.utils import translation

from articles.actions import publishing
from articles.embargo import url_patterns
from articles.views import typo_reports
from demo.bench import nginx
from espreso.app_server import HOST
from tests.factories import article, person, publish
from tests.nginx_front import KNOWN, MADE_UP, Front, front_before_echo
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


@pytest.fixture
def front():
    with front_before_echo() as found:
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
        assert reached == _what_is_read(name, address), name
        # It is the same page for all who ask in another way for what it does not read.
        if "?q" not in reached and f"?{QUERY}" not in reached:
            other = f"{address}?before=5-6&utm_source=y&sent"
            assert front.get(other)[1]["x-cache"] == "HIT", other
    assert {"articles:front", "articles:article", "articles:news", "root:cut"} <= seen.keys()


@pytest.mark.parametrize(
    "address",
    [
        "/%6eews/?x={}",
        "/tags/%74rams/?{}",
        "/2025/04/21/a%2Dslug/?{}",
        "/search/?q={}",
        "/oembed?{}",
    ],
)
def test_what_strangers_can_spell_endlessly_is_not_kept(address, front):
    for number in range(20):
        for _each in range(2):
            _status, headers, _said = front.get(address.format(number), source="127.0.0.9")
            assert headers.get("x-cache", "MISS") == "MISS"
    kept = [path for path in (front.folder / "espreso").rglob("*") if path.is_file()]
    assert not kept


def test_where_an_old_address_leads_is_kept(front):
    front.upstream.status = 301
    assert front.get("/story/5.html?id=7")[0] == 301
    assert front.get("/story/5.html?id=7")[1]["x-cache"] == "HIT"


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


@pytest.mark.parametrize("cookie", ["", MADE_UP, KNOWN])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("address", ["/admin/articles/article/1/change/", "/accounts/login/"])
def test_at_the_desk_a_failure_of_nginx_says_that_it_is_perhaps_saved(
    address, method, cookie, front
):
    front.upstream.dead = True
    answer = front.get(address, method=method, body=b"words=typed", Cookie=cookie)
    _says_perhaps_saved(answer)


def _says_perhaps_saved(answer):
    status, headers, said = answer
    assert (status, headers["content-type"]) == (502, "text/html")
    assert "perhaps saved" in said
    assert "можливо" in said


def test_what_a_large_body_is_answered_is_in_words(front):
    def send(length, path="/admin/"):
        return front.get(path, method="POST", body=bytes(length), Cookie=KNOWN)

    assert send(1)[0] == 200
    front.upstream.dead = True
    _says_perhaps_saved(send(100_000))
    front.upstream.dead = False
    for path in ("/accounts/login/", "/2025/04/21/the-slug/mistake/", "/preview/x/", "/about/"):
        _says_too_large(send(100_000, path))
    with front.begun(1, "/admin/", 201 * 2**20, Cookie=KNOWN) as [connection]:
        said = b""
        while b"</html>" not in said:
            said += connection.recv(4096)
    _says_too_large((int(said.split()[1]), {}, said.decode()))
    # What goes with it when somebody asks for too much.
    with front.begun(6, "/admin/", 10**6, Cookie=KNOWN):
        answers = [send(100_000) for _each in range(3)]
    assert 429 in {status for status, _headers, _said in answers}
    assert all("Too many" in said for status, _headers, said in answers if status == 429)


def _says_too_large(answer):
    status, _headers, said = answer
    assert status == 413
    assert "Nothing was saved" in said
    assert "Нічого не збережено" in said


def test_files_are_sent_until_one_is_withdrawn(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    for root, name in ((settings.STATIC_ROOT, "site/site.css"), (settings.MEDIA_ROOT, "a.jpg")):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text("plain")
    (settings.STATIC_ROOT / "site/site.css.gz").write_text("packed")
    with front_before_echo() as front:
        assert front.get("/static/site/site.css")[::2] == (200, "plain")
        status, headers, said = front.get("/static/site/site.css", Accept_Encoding="gzip")
        assert (status, headers["content-encoding"], said) == (200, "gzip", "packed")
        assert "immutable" in headers["cache-control"]
        assert front.get("/media/a.jpg")[::2] == (200, "plain")
        marker = settings.WITHDRAWN_ROOT / "media/a.jpg"
        marker.parent.mkdir(parents=True)
        marker.touch()
        assert front.get("/media/a.jpg")[0] == 410


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
        assert (status, headers["content-type"]) == (503, "text/html"), asked
        assert int(headers["retry-after"]) > 0
        assert "not answering" in said
        assert "не відповідає" in said


def _withdraw_something(root, number):
    """Do with the link what a withdrawal does."""
    (root / f"editions/{number:x}").mkdir(parents=True)
    root.chmod(0o755)
    (root / "new").symlink_to(f"editions/{number:x}")
    (root / "new").replace(root / "edition")


def test_nothing_kept_before_a_withdrawal_is_shown_after_it(front, settings):
    root = settings.WITHDRAWN_ROOT
    front.upstream.old = True

    def ask(path="/news/"):
        return front.get(path)[0]

    # Where there is no link yet, all is kept.
    assert ask() == 200
    front.upstream.dead = True
    assert ask() == 200
    for number in range(3):
        front.upstream.dead = False
        assert ask() == ask("/2025/04/21/other/") == 200
        _withdraw_something(root, number)
        front.upstream.dead = True
        assert ask() == ask("/2025/04/21/other/") == 503
        front.upstream.dead = False
        assert ask() == 200
        front.upstream.dead = True
        assert ask() == 200


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
    with front_before_echo(cache=small_disk) as front:
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
        front = Front(running, None)
        for address in (gone, f"{gone}light/", there):
            assert front.get(address)[0] == 200
        withdrawn.refresh_from_db()
        publishing.withdraw(withdrawn, person(), revision=withdrawn.revision)
        # With it, its way to the database.
        os.kill(server.process, signal.SIGKILL)
        for address in (gone, f"{gone}?utm_source=x", f"{gone}light/"):
            assert front.get(address)[0] == 410, address
        assert front.get(f"{there}?utm_source=x")[0] == 200
