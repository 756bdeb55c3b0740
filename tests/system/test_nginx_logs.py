"""nginx as it is shipped: what stands in its logs, and what does not."""

import pytest

from tests.nginx_front import KNOWN, MADE_UP, front_before_echo
from tests.programs import needs

pytestmark = [pytest.mark.slow, needs("nginx")]

SECRET = "QmFyZQ-secret"
SECRETS = [
    f"/preview/{SECRET}/",
    f"/uk/preview/{SECRET}/",
    f"/%70review/{SECRET}/",
    f"/accounts/password/reset/key/1-{SECRET}/",
    f"/accounts/confirm-email/{SECRET}/",
    f"/accounts//confirm-email/{SECRET}/",
]


@pytest.fixture
def front():
    with front_before_echo() as found:
        yield found


@pytest.mark.parametrize("address", SECRETS)
def test_an_address_that_opens_something_stands_in_no_log_and_no_cache(address, front):
    def ask():
        return front.get(address)[0]

    assert ask() == 200
    kept = [path for path in (front.folder / "espreso").rglob("*") if path.is_file()]
    assert not [path for path in kept if SECRET.encode() in path.read_bytes()]
    front.upstream.status = 500
    ask()
    front.upstream.status = 200
    assert front.get(address, method="POST", body=bytes(100_000))[0] == 413
    assert 429 in front.flood((address, "") for _n in range(120))
    front.upstream.dead = True
    # Whoever was refused until now, and somebody else.
    assert {front.get(address, source=f"127.0.0.{n}")[0] for n in range(1, 4)} & {502, 503}
    assert SECRET not in front.errors() + front.accesses()


@pytest.fixture
def folders(settings, tmp_path):
    """Folders with one inside each, where files for readers lie."""
    settings.STATIC_ROOT = tmp_path / "static"
    for root in (settings.STATIC_ROOT, settings.MEDIA_ROOT):
        (root / "folder").mkdir(parents=True)


def test_what_strangers_do_in_vain_fills_no_log(folders, front):
    long = "x" * 2_900
    for path in (
        "/static/nothing.css",
        "/static/",
        "/static/folder",
        "/static/folder/",
        f"/static/{long}",
        "/media/nothing.jpg",
        "/media/",
        "/media/folder",
        "/media/folder/",
        f"/media/{long}",
        "/nginx/busy.html",
        "/nginx/known",
    ):
        assert front.get(path)[0] in {301, 404}, path
    body = bytes(100_000)
    assert front.get(f"/{long}/")[0] == 200
    assert front.get(f"/{long}/", Cookie=MADE_UP)[0] == 200
    for path in ("/about/", "/admin/", "/accounts/login/", "/preview/x/"):
        assert front.get(path, method="POST", body=body)[0] in {403, 413}
    accessed = front.accesses()
    for kind in ("/search/?q={}", "/nothing-{}/", "/2025/04/21/none-{}/", "/admin/?{}"):
        answers = front.flood((kind.format(n), "") for n in range(300))
        assert {200} < set(answers) <= {200, 429, 503}
    assert front.errors() == ""
    written = front.accesses().removeprefix(accessed)
    assert written
    assert '" 200 ' in written
    assert not [status for status in (404, 413, 429, 502, 503) if f'" {status} ' in written]


def test_a_line_is_short_whatever_strangers_say_of_themselves(front):
    front.get("/nothing")
    before = len(front.accesses())
    # The log writes four letters for each of these.
    long = '"' * 2_900
    front.get(f"/nothing/?{long}", User_Agent=long * 2, Referer=long * 2)
    written = front.accesses()[before:]
    assert written.count("\n") == 1
    assert 1_000 < len(written) < 2_000


def test_of_what_the_cache_has_few_answers_are_written_down_and_of_all_else_each(front):
    front.flood(("/news/", "") for _n in range(1_000))
    written = front.accesses()
    assert written.count(" MISS\n") == 1
    # Less than once in ten thousand times there is none, or there are as many.
    assert 1 <= written.count(" HIT\n") < 40
    front.upstream.old = True
    front.get("/interviews/")
    front.upstream.dead = True
    front.flood(("/interviews/", "") for _n in range(150))
    assert front.accesses().count(" STALE\n") < 20


def test_what_is_no_request_or_too_long_a_one_is_not_written_down(front):
    accessed = front.accesses()
    long = "x" * 6_000
    for path in (f"/?{long}", f"/{long}", f"/admin/?{long}", "/" + "x" * 9_000):
        assert front.get(path)[0] == 414
    assert front.get("/", Cookie="x" * 9_000)[0] == 400
    assert front.get("*")[0] == 400
    assert front.accesses() == accessed
    assert front.errors() == ""


def test_the_longest_address_may_lead_somewhere_and_fails_nowhere(front):
    accessed, errors = front.accesses(), front.errors()
    for first in ("/leads/", "/leads-7/", "/leads?"):
        assert front.get(first + '"' * 2_900)[0] == 200
    assert front.errors() == errors
    assert "503" not in front.accesses().removeprefix(accessed)


def test_no_address_looks_like_a_failure(front):
    assert 429 in front.flood((f"/500%20{number}", "") for number in range(300))
    assert '" 429 ' not in front.accesses()
    assert not front.errors()


def test_what_really_fails_is_written_down(front):
    assert front.get("/admin/", Cookie=KNOWN)[0] == 200
    front.upstream.status = 503
    front.get("/admin/503/", Cookie=KNOWN)
    assert "/admin/503/" in front.accesses()
    front.upstream.status = 500
    front.get("/news/")
    assert "/news/" in front.accesses()
    front.upstream.dead = True
    for address in ("/corrections/", "/about/", "/accounts/login/", "/admin/"):
        front.get(address, Cookie=KNOWN)
        assert f"GET {address} " in front.errors()
        assert f"GET {address} " in front.accesses()
