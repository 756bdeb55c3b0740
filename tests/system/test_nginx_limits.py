"""nginx as it is shipped: who is counted, who is refused, and whom that concerns."""

import re
import select
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path

import pytest

from tests.nginx_front import KNOWN, MADE_UP, front_before_echo
from tests.programs import needs

pytestmark = [pytest.mark.slow, needs("nginx")]

# Something of each kind that is dear, another one each time.
DEAR = {
    "search": "/search/?q={}",
    "picture": "/share/7-{}.jpg",
    "unknown": "/nothing/{}/",
    "one part": "/nothing-{}/",
    "sign-in": "/accounts/login/?{}",
    "desk": "/admin/?{}",
}


@pytest.fixture
def front():
    with front_before_echo() as found:
        yield found


@pytest.fixture
def behind_cdn():
    with front_before_echo(behind_cdn=True) as found:
        yield found


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


def _somebody_of_one_site(number):
    """Return an address of another /64 of one /48 each time."""
    return f"2001:db8:aa:{number:x}::{number % 9 + 1:x}"


@contextmanager
def _asking_at_once(front, addresses, held):
    """Ask for each of these until the block ends, and begin it when so many have arrived."""
    answers = []
    threads = [
        threading.Thread(
            target=lambda path=path, who=who: answers.append(front.get(path, X_Forwarded_For=who))
        )
        for path, who in addresses
    ]
    for thread in threads:
        thread.start()
    for _each in range(held):
        assert front.upstream.held.acquire(timeout=20)
    yield answers
    front.upstream.let_go.set()
    for thread in threads:
        thread.join()


def test_it_takes_four_networks_to_hold_what_there_is_for_everybody():
    shipped = Path("deploy/nginx.conf").read_text()
    said = dict(re.findall(r"limit_conn\s+espreso_(\w+)\s+(\d+);", shipped))
    kinds = [name.removesuffix("_held") for name in said if name.endswith("_held")]
    assert len(kinds) == 9
    for kind in set(kinds) - {"large"}:
        assert 4 * int(said[f"{kind}_held"]) <= int(said[f"{kind}_under_way"]), kind


@pytest.mark.parametrize("kind", DEAR)
def test_one_site_refuses_nobody_else_by_what_it_holds(kind, behind_cdn):
    path = DEAR[kind]
    addresses = [(path.format(f"hold{n}"), _somebody_of_one_site(n)) for n in range(12)]
    with _asking_at_once(behind_cdn, addresses, held=2):
        for number in range(2):
            answer = behind_cdn.get(path.format(number), X_Forwarded_For="203.0.113.8")
            assert answer[0] == 200
    held = [asked for asked in behind_cdn.upstream.asked if "hold" in asked]
    assert len(held) < len(addresses)


@pytest.mark.parametrize("kind", DEAR)
def test_one_site_refuses_nobody_else_by_how_much_it_asks(kind, behind_cdn):
    path = DEAR[kind]
    answers = behind_cdn.flood((path.format(n), _somebody_of_one_site(n)) for n in range(300))
    assert answers.count(200) < 200
    assert behind_cdn.get(DEAR[kind].format("x"), X_Forwarded_For="203.0.113.8")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/admin/", "/preview/none/", "/2025/04/21/the-slug/mistake/", "/search/"],
)
def test_who_is_slow_to_say_something_is_in_nobodys_way(path, front):
    with front.begun(40, path, 1000, source="127.0.0.2"):
        for asked in ("/accounts/login/", "/admin/", "/search/?q=w", "/healthz", "/readyz"):
            assert front.get(asked, source="127.0.0.3")[0] == 200, asked


# What browsers, crawlers and readers of feeds send.
TAKE_GZIP = ["gzip", "gzip, deflate, br, zstd", "GZIP", "gzip,deflate", "gzip; q=1.0", "gzip;q=0.5"]


@pytest.mark.parametrize(
    "says",
    [
        *TAKE_GZIP,
        *("", "identity", "br", "*", "xgzip", "gzip-x", "gzip;q=0", "gzip; q=0.00, br"),
        *("gzip;q=0, gzip", "br, gzip;q=0, gzip;q=1", "gzip;q", "gzip;x=1", "gzip;q=1x"),
        *("gzip;q=1.5", "gzip;q=.5", "gzip;q=0.5x", "gzip;q=10", "gzip;q=0.0001", "gzip;q=1;"),
    ],
)
def test_they_are_counted_for_whom_nginx_unpacks_what_is_kept(says, behind_cdn):
    def counted(who, says):
        answers = behind_cdn.flood((("/packed/", who) for _n in range(400)), Accept_Encoding=says)
        return 429 in answers

    _status, headers, _said = behind_cdn.get("/packed/", Accept_Encoding=says)
    if "content-encoding" not in headers:
        assert counted("203.0.113.7", says)
    if says in TAKE_GZIP:
        assert headers["content-encoding"] == "gzip"
        assert not counted("203.0.113.7", says)
    assert not counted("203.0.113.8", "gzip")


# nginx reads the first of several, and newer ones know them all as one list.
@pytest.mark.parametrize("says", ["identity, gzip", "br, gzip", "deflate, gzip"])
def test_whoever_says_last_that_they_take_gzip_is_counted_too(says, behind_cdn):
    asked = (("/packed/", "203.0.113.7") for _n in range(400))
    assert 429 in behind_cdn.flood(asked, Accept_Encoding=says)


def test_a_crawler_gets_all_parts_of_the_sitemap(behind_cdn):
    parts = ["/sitemap.xml", *(f"/sitemaps/{number}.xml" for number in range(60))]
    assert set(behind_cdn.flood((part, "203.0.113.7") for part in parts)) == {200}


def test_who_asks_for_sitemaps_takes_reports_from_nobody_nor_made_up_ones_the_sitemaps(behind_cdn):
    ask = behind_cdn.get
    for made_up in ("/x/sitemap.xml?{}", "/sitemap-{}.xml", "/sitemaps/0{}.xml"):
        behind_cdn.flood((made_up.format(n), f"100.64.{n % 40}.1") for n in range(600))
        assert ask("/sitemap.xml", X_Forwarded_For="203.0.113.8")[0] == 200
    behind_cdn.flood(("/sitemap.xml", f"100.64.{n % 40}.1") for n in range(2000))
    assert ask("/sitemap.xml", X_Forwarded_For="203.0.113.8")[0] == 429
    report = {"method": "POST", "body": b"x", "X_Forwarded_For": "203.0.113.8"}
    assert ask("/2025/04/21/the-slug/mistake/", **report)[0] == 200


def test_health_is_told_whoever_else_asks_and_asked_once_a_second(front):
    paths = ("/healthz", "/readyz", "/readyz?writing", "/readyz?x=1")
    for _each in range(100):
        for path in paths:
            assert front.get(path, source="127.0.0.2")[0] == 200
    asked = front.upstream.asked
    assert set(asked) == {"/healthz", "/readyz", "/readyz?writing"}
    assert len(asked) < 100
    assert front.get("/healthz", method="POST")[0] == 405
    # Another spelling of it is asked for as such nowhere.
    front.get("/healthz%0a")
    assert not [path for path in front.upstream.asked if "\n" in path]


@pytest.mark.parametrize("cookie", ["", MADE_UP, "sessionid=x", "sessionid=" + "x" * 4000])
@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/", "/accounts/password/reset/"])
def test_a_cookie_that_nobody_knows_makes_nobody_less_of_a_stranger(path, cookie, front):
    answers = front.flood(((f"{path}?{n}", "") for n in range(200)), Cookie=cookie)
    assert answers.count(429) > 50
    assert answers.count(429) == 200 - answers.count(200)


def test_signing_in_is_counted_for_those_who_have_too(front):
    answers = front.flood((("/accounts/login/", "") for _n in range(200)), Cookie=KNOWN)
    assert answers.count(429) > 50


def test_who_is_known_works_on_while_strangers_are_refused(behind_cdn):
    ask, newsroom = behind_cdn.flood, "203.0.113.8"
    assert ask([("/admin/", newsroom)], Cookie=KNOWN) == [200]
    # Some of them behind the same address.
    assert 429 in ask((("/admin/", newsroom) for _n in range(150)), Cookie=MADE_UP)
    answers = ask(((f"/admin/{n}/", newsroom) for n in range(140)), Cookie=KNOWN)
    assert answers == [200] * 140


def test_who_is_known_may_not_ask_for_anything_at_any_rate(front):
    def ask(_who):
        return front.flood((("/admin/", "") for _n in range(100)), Cookie=KNOWN)

    with ThreadPoolExecutor(8) as crowd:
        assert 429 in chain.from_iterable(crowd.map(ask, range(8)))


def test_who_was_known_is_known_while_nobody_can_say(front):
    assert front.get("/admin/", Cookie=KNOWN)[0] == 200
    # Of the application; with an answer of its own at the desk.
    front.upstream.status = 503
    body = b"x" * 100_000
    for _each in range(100):
        assert front.get("/admin/", method="POST", body=body, Cookie=KNOWN)[0] == 503


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Length": 10_000_000},
        {"Content_Length": 10_000_000, "Cookie": MADE_UP},
        {"Content_Length": 66_000},
        {"Transfer_Encoding": "chunked", "Cookie": MADE_UP},
        {"Transfer_Encoding": "chunked"},
    ],
)
def test_a_large_body_of_a_stranger_is_refused_in_words_before_it_is_read(headers, front):
    lines = ["POST /admin/ HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", front.port), 30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        said = b""
        while b"</html>" not in said:
            said += connection.recv(4096)
    assert said.startswith(b"HTTP/1.1 403 ")
    assert "not signed in" in said.decode()
    assert "не ввійшли" in said.decode()
    assert not front.upstream.asked


def test_a_large_body_is_for_those_alone_whom_the_desk_knows(front):
    body = b"x" * 100_000
    assert front.get("/2025/04/21/the-slug/mistake/", method="POST", body=body)[0] == 413
    assert front.get("/accounts/login/", method="POST", body=body, Cookie=KNOWN)[0] == 413
    assert front.get("/admin/", method="POST", body=body, Cookie=MADE_UP)[0] == 403
    assert front.get("/admin/", method="POST", body=body, Cookie=KNOWN)[0] == 200
    # What a stranger may send reaches the desk, which says itself that nobody is signed in.
    assert front.get("/admin/", method="POST", body=body[:60_000])[0] == 200


def _refused_ones(connections, count):
    """Return what is said to those who are refused, when so many are."""
    said = []
    while len(said) < count:
        answered, _writable, _broken = select.select(connections, [], [], 30)
        assert answered
        said += [connection.recv(4096) for connection in answered]
        connections = [each for each in connections if each not in answered]
    assert not select.select(connections, [], [], 0)[0]
    return said


def _large_bodies(front, count, source, session):
    cookie = f"sessionid=k{session:031}"
    return front.begun(count, "/admin/", 10**7, source=source, Cookie=cookie)


def test_large_bodies_under_way_are_few_for_one_session_one_network_and_everybody(front):
    one, other, third = "127.0.0.2", "127.0.0.3", "127.0.0.4"
    of_a_session = [(5, one, 1)]
    of_a_network = [(4, one, 2), (4, one, 3), (1, one, 4)]
    of_everybody = [(4, other, 5), (4, other, 6), (4, other, 7), (1, third, 8)]
    with ExitStack() as stack:
        for begun in (of_a_session, of_a_network, of_everybody):
            # Which of them is one too many is for nginx's processes, which read them in any order.
            together = [stack.enter_context(_large_bodies(front, *each)) for each in begun]
            for said in _refused_ones([each for some in together for each in some], 1):
                assert said.startswith(b"HTTP/1.1 429 ")
        # Small ones go on.
        assert front.get("/admin/", method="POST", body=b"x", Cookie=KNOWN)[0] == 200


def test_what_the_application_refuses_has_its_own_words(front):
    front.upstream.status = 429
    for path in ("/2025/04/21/the-slug/mistake/", "/accounts/login/", "/admin/", "/search/?q=w"):
        status, _headers, said = front.get(path, method="POST", body=b"x", Cookie=KNOWN)
        assert status == 429
        assert said.startswith(f"{path} from ")


@pytest.mark.parametrize(
    ("canonical", "spelled"),
    [
        ("/search/?q={}", "/%73earch/?q={}"),
        ("/search/?q={}", "/s%65arc%68/?q={}"),
        ("/search/?q={}", "/search%2F?q={}"),
        ("/search/?q={}", "//search/?q={}"),
        ("/search/?q={}", "/./search/?q={}"),
        ("/search/?q={}", "/x/../search/?q={}"),
        ("/search/?q={}", "/x/%2e%2e/search/?q={}"),
        ("/uk/search/?q={}", "/%75k/search/?q={}"),
        ("/pt-br/search/?q={}", "/pt%2Dbr/search/?q={}"),
        ("/share/7-{}.jpg", "/s%68are/7-{}.jpg"),
        ("/cuts/7-{}.jpg", "/cut%73/7-{}.jpg"),
        ("/accounts/login/?{}", "/%61ccounts/login/?{}"),
        ("/accounts/login/?{}", "/accounts//login/?{}"),
        ("/admin/?{}", "/%61dmin/?{}"),
    ],
)
def test_another_spelling_passes_no_limit(canonical, spelled, behind_cdn):
    def refused(path):
        return behind_cdn.flood((path.format(n), "203.0.113.7") for n in range(100)).count(429)

    assert refused(canonical)
    # Both are one count, of which some comes back while it is asked.
    assert refused(spelled) > 60


def test_unknown_addresses_take_no_page_of_its_own_away(behind_cdn):
    ask = behind_cdn.get
    behind_cdn.upstream.old = True
    assert ask("/contacts/", X_Forwarded_For="203.0.113.8")[0] == 200
    for path in ("/nothing/{}/", "/nothing-{}/"):
        behind_cdn.flood((path.format(n), f"100.64.{n % 256}.{n // 256}") for n in range(150))
        for asked in ("/contacts/", "/contacts/?utm_source=x", "/contacts/?x=1"):
            assert ask(asked, X_Forwarded_For="203.0.113.8")[0] == 200
    # Whoever is over the limit is shown what is kept.
    behind_cdn.flood((f"/nothing-{n}/", "203.0.113.9") for n in range(100))
    answers = [ask("/contacts/", X_Forwarded_For="203.0.113.9") for _n in range(20)]
    assert {status for status, _headers, _said in answers} == {200}
    assert "STALE" in {headers["x-cache"] for _status, headers, _said in answers}


@pytest.mark.parametrize("unknown", ["/2025/04/21/none-{}/", "/tags/none-{}/", "/nothing-{}/"])
def test_what_is_kept_is_asked_about_while_made_up_addresses_hold_all_there_is(unknown, behind_cdn):
    known, reader = ["/", "/contacts/", "/news/", "/2025/04/21/the-slug/"], "203.0.113.8"
    behind_cdn.upstream.old, behind_cdn.upstream.etag = True, 'W/"etag"'
    behind_cdn.flood((path, reader) for path in known)
    holding = [(unknown.format(f"hold-{n}"), f"100.64.{n}.1") for n in range(40)]
    with _asking_at_once(behind_cdn, holding, held=12):
        for path in known:
            status, headers, _said = behind_cdn.get(path, X_Forwarded_For=reader)
            assert (status, headers["x-cache"]) == (200, "REVALIDATED")


@pytest.mark.parametrize("path", ["/nothing-{}/", "/preview/?x={}", "/tags/preview/rss.xml?x={}"])
def test_that_a_reader_has_a_page_makes_no_address_a_known_one(path, behind_cdn):
    behind_cdn.upstream.etag = 'W/"etag"'
    told = dict.fromkeys(("If_None_Match", "X_Espreso_Kept"), 'W/"etag"')
    asked = ((path.format(n), "203.0.113.7") for n in range(100))
    answers = behind_cdn.flood(asked, **told)
    assert answers.count(200) < 60


def test_what_espreso_is_too_busy_for_is_shown_as_it_is_kept_and_written_nowhere(behind_cdn):
    known, etag = ("/contacts/", "/tags/bridges/", "/2025/04/21/the-slug/"), 'W/"etag"'
    behind_cdn.upstream.old, behind_cdn.upstream.etag = True, etag
    for path in (*known, "/search/?q=w", "/share/7-1.jpg"):
        behind_cdn.get(path)
    behind_cdn.upstream.status = 509
    for path in known:
        status, headers, said = behind_cdn.get(path)
        assert (status, headers["x-cache"]) == (200, "STALE")
        assert said.startswith(path)
    for path in ("/search/?q=w", "/share/7-1.jpg"):
        behind_cdn.get(path)
    # Only of these is it said that nginx can do without an answer.
    assert set(behind_cdn.upstream.kept) == {(path, etag) for path in known}
    assert "509" not in behind_cdn.accesses()
    assert not behind_cdn.errors()


def test_what_is_too_old_to_be_shown_waits_for_its_turn_as_a_page_that_nobody_read(behind_cdn):
    upstream, paths = behind_cdn.upstream, [f"/tags/topic-{number}/" for number in range(20)]
    upstream.old, upstream.etag, upstream.too_busy = True, 'W/"etag"', True
    upstream.caching = "public, max-age=0, s-maxage=60, stale-if-error=0"
    behind_cdn.get("/contacts/")
    for _round in range(3):
        said = behind_cdn.flood((path, f"203.0.113.{n}") for n, path in enumerate(paths))
        assert set(said) == {200}
    unknown = ("/2025/04/21/none-{}/", "/nothing-{}/", "/nothing/{}/")
    holding = [(kind.format(f"hold-{n}"), f"100.64.{n}.1") for kind in unknown for n in range(40)]
    with _asking_at_once(behind_cdn, holding, held=40):
        for path in ("/contacts/", paths[0]):
            assert behind_cdn.get(path, X_Forwarded_For="203.0.113.8")[0] == 200
    upstream.dead = True
    assert behind_cdn.get(paths[0])[0] == 503


def test_a_page_further_down_a_list_is_kept_as_the_first_one_is(behind_cdn):
    behind_cdn.upstream.old, behind_cdn.upstream.etag = True, 'W/"etag"'
    page, reader = "/news/?before=17-5", {"X_Forwarded_For": "203.0.113.8"}
    assert behind_cdn.get(page, **reader)[0] == 200
    holding = [(f"/nothing/hold-{n}/", f"100.64.{n}.1") for n in range(40)]
    with _asking_at_once(behind_cdn, holding, held=12):
        assert behind_cdn.get(page, **reader)[1]["x-cache"] == "REVALIDATED"


def test_nobody_is_asked_again_because_they_gave_no_answer(behind_cdn):
    upstream = behind_cdn.upstream
    upstream.etag, upstream.old = 'W/"etag"', True
    with _asking_at_once(behind_cdn, [(f"/tags/hold-{n}/", f"100.64.{n}.1") for n in range(8)], 8):
        behind_cdn.get("/tags/bridges/")
    for status in (509, 500):
        upstream.status = status
        upstream.asked.clear()
        assert behind_cdn.get("/tags/bridges/")[1]["x-cache"] == "STALE"
        assert upstream.asked == ["/tags/bridges/"]


def test_what_a_get_sends_along_is_counted_as_what_is_posted(behind_cdn):
    sent = [
        behind_cdn.get("/about/", body=bytes(60_000), X_Forwarded_For="203.0.113.7")[0]
        for _each in range(40)
    ]
    assert 429 in sent
    assert 429 not in behind_cdn.flood([("/about/", "203.0.113.7")] * 100, Content_Length="0")


def test_where_no_page_is_kept_the_words_fit_both_too_much_and_nobody_there(behind_cdn):
    behind_cdn.upstream.old = True
    who = "203.0.113.7"
    answers = behind_cdn.flood((f"/2025/04/21/none-{n}/", who) for n in range(400))
    assert set(answers) == {200, 503}
    behind_cdn.upstream.dead = True
    status, headers, said = behind_cdn.get("/2025/04/21/none/", X_Forwarded_For=who)
    assert status == 503
    assert int(headers["retry-after"]) > 0
    assert "away" in said
    assert "too much" in said
    assert "недоступний" in said
    assert "забагато" in said
