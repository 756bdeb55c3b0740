"""An answer as it is sent: compressed once, and not at all to who has it."""

import gzip

import pytest

from espreso.representation import Representation

WORDS = b"<p>" + b"We kept the line open. " * 400 + b"</p>"
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(WORDS))),
    ("Cache-Control", "public, max-age=0"),
    ("Last-Modified", "Mon, 21 Apr 2025 09:00:00 GMT"),
    ("X-Frame-Options", "DENY"),
    ("Vary", "Cookie"),
]


def page(body=WORDS):
    return Representation("200 OK", HEADERS, body)


def answered(representation, method="GET", **headers):
    """Return status, headers by name, and body."""
    said = []
    environ = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    body = representation.answer({"REQUEST_METHOD": method, **environ}, lambda *a: said.extend(a))
    status, sent = said
    assert len(sent) == len({name for name, _value in sent})
    return status, dict(sent), b"".join(body)


def test_who_asks_for_gzip_gets_it_and_others_the_words():
    kept = page()
    status, packed, body = answered(kept, accept_encoding="gzip, deflate, br")
    assert (status, gzip.decompress(body)) == ("200 OK", WORDS)
    assert packed["Content-Encoding"] == "gzip"
    assert packed["Content-Length"] == str(len(body))
    assert len(body) < len(WORDS) / 10
    _status, plain, words = answered(kept)
    assert words == WORDS
    assert plain["Content-Length"] == str(len(WORDS))
    assert "Content-Encoding" not in plain
    same = {"Content-Encoding", "Content-Length"}
    assert {name: packed[name] for name in packed.keys() - same} == {
        name: plain[name] for name in plain.keys() - same
    }
    assert plain["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.8", True),
        ("deflate, gzip;q=0.001", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("identity", False),
        ("gzipped", False),
        ("", False),
        (", ;;", False),
    ],
)
def test_only_who_accepts_gzip_gets_it(accepted, packed):
    _status, headers, _body = answered(page(), accept_encoding=accepted)
    assert ("Content-Encoding" in headers) == packed


def test_the_same_words_are_the_same_file_and_others_are_not():
    one, two = (answered(page(), accept_encoding="gzip") for _time in range(2))
    assert one == two
    other = answered(page(WORDS + b"!"), accept_encoding="gzip")
    assert other[1]["ETag"] != one[1]["ETag"]


def test_what_fits_into_a_packet_is_sent_as_it_is():
    _status, headers, body = answered(page(b"ok"), accept_encoding="gzip")
    assert body == b"ok"
    assert "Content-Encoding" not in headers


@pytest.mark.parametrize("coding", ["gzip", "identity"])
@pytest.mark.parametrize("written", ["{}", '"other", {}', "{} ", "*", "strong"])
def test_who_has_it_is_told_so(coding, written):
    etag = answered(page())[1]["ETag"]
    assert etag.startswith('W/"')
    known = etag.removeprefix("W/") if written == "strong" else written.format(etag)
    status, headers, body = answered(page(), if_none_match=known, accept_encoding=coding)
    assert (status, body) == ("304 Not Modified", b"")
    assert headers == {
        "Cache-Control": "public, max-age=0",
        "Last-Modified": "Mon, 21 Apr 2025 09:00:00 GMT",
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }


@pytest.mark.parametrize("known", ['"other"', "W/", "rubbish, ,", '""'])
def test_who_has_another_one_gets_this_one(known):
    assert answered(page(), if_none_match=known)[0] == "200 OK"


def test_a_time_counts_only_where_no_etag_is_asked_about():
    then, later = "Mon, 21 Apr 2025 09:00:00 GMT", "Mon, 21 Apr 2025 09:00:01 GMT"
    before = "Mon, 21 Apr 2025 08:59:59 GMT"
    assert answered(page(), if_modified_since=then)[0] == "304 Not Modified"
    assert answered(page(), if_modified_since=later)[0] == "304 Not Modified"
    assert answered(page(), if_modified_since=before)[0] == "200 OK"
    assert answered(page(), if_modified_since="yesterday")[0] == "200 OK"
    # RFC 9110, 13.1.3.
    assert answered(page(), if_modified_since=then, if_none_match='"x"')[0] == "200 OK"


@pytest.mark.parametrize("known", [{}, {"if_none_match": "*"}])
def test_nginx_is_told_to_keep_it_until_the_end_of_its_second(known):
    _status, told, _body = answered(page(), x_accel_clock="1795000000.999", **known)
    assert told["X-Accel-Expires"] == "@1795000000"
    _status, usual, _body = answered(page(), **known)
    assert told.items() - usual.items() == {("X-Accel-Expires", "@1795000000")}


@pytest.mark.parametrize("clock", ["", "soon", "1\r\nX: y", "-1", "9" * 40, "²"])
def test_a_clock_that_is_none_is_not_answered(clock):
    assert "X-Accel-Expires" not in answered(page(), x_accel_clock=clock)[1]


def test_a_head_is_told_everything_and_gets_no_body():
    whole = answered(page(), accept_encoding="gzip")
    head = answered(page(), method="HEAD", accept_encoding="gzip")
    assert head == (*whole[:2], b"")


def test_other_headers_are_not_passed_off_as_those_that_somebody_has():
    stricter = [*HEADERS, ("Content-Security-Policy", "default-src 'none'")]
    changed = Representation("200 OK", stricter, WORDS)
    status, headers, _body = answered(changed, if_none_match=page().etag)
    assert status == "200 OK"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
