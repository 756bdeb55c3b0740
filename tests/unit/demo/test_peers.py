"""The table of `make bench-peers` is of whole pages, and its ratios are right."""

import gzip
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from demo.bench.peers import pages, report, stories, told
from demo.bench.peers.rounds import Measured, Site
from demo.bench.scratch import Missing

OURS = Site("Espreso", "page kept")
STORY = stories.measured()


def measured(rates):
    return Measured(
        rates={(site, "article", 1, True): found for site, found in rates.items()},
        sent={(site, "article", packed): 29_140 for site in rates for packed in (True, False)},
    )


def test_a_cell_has_the_median_between_least_and_most_and_both_ratios():
    found = measured({OURS: [900, 880, 1000], report.PEER: [30], report.LIMIT: [90_000]})
    assert report.cell(found, OURS, "article", 1, True) == "900 (880–1,000), ×30.0, 1/100"


def test_a_ratio_to_what_was_not_measured_is_left_out():
    assert report.cell(measured({OURS: [9.25]}), OURS, "article", 1, True) == "9.2 (9.2–9.2)"
    assert report.cell(measured({OURS: [9.25]}), OURS, "article", 2, True) == "–"


def test_the_table_has_as_many_cells_in_each_line():
    found = measured({OURS: [900], report.LIMIT: [1200]})
    found.rates[OURS, "article", 2, False] = [800]
    lines = [*report.table(found)]
    assert len(lines) == 4
    assert {line.count("|") for line in lines} == {6}
    assert lines[2].startswith("| article | Espreso, page kept | 29.1 / 29.1 | 900 ")


def test_the_measured_story_has_a_lead_three_pictures_and_eight_answers():
    assert len(STORY.pictures) == 4
    assert len(STORY.questions) == 8
    before = [picture for picture, _answered in STORY.with_pictures()]
    assert [picture for picture in before if picture] == list(STORY.pictures[1:])


def test_stories_are_the_same_every_time_and_each_has_its_own_address():
    assert stories.as_data() == stories.as_data()
    assert len({story.slug for story in (STORY, *stories.plain())}) == stories.PLAIN + 1


def test_a_site_is_filled_again_only_when_what_it_was_filled_from_changed(tmp_path, monkeypatch):
    monkeypatch.setattr("demo.bench.scratch.FOLDER", tmp_path)
    source, filled = tmp_path / "tell.py", []
    for text in ("one", "one", "two"):
        source.write_text(text)
        told.once("peer", lambda: filled.append(source.read_text()), [source])
    assert filled == ["one", "two"]


def test_a_filling_that_failed_is_done_again(tmp_path, monkeypatch):
    monkeypatch.setattr("demo.bench.scratch.FOLDER", tmp_path)

    def fail():
        raise Missing("there is no room")

    filled = []
    with pytest.raises(Missing, match="no room"):
        told.once("peer", fail)
    told.once("peer", lambda: filled.append(True))
    assert filled


@contextmanager
def serving(text, status=200):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            body = text.encode()
            if self.headers["Accept-Encoding"] == "gzip":
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def whole():
    words = [STORY.headline, STORY.standfirst, *(picture.caption for picture in STORY.pictures)]
    for answered in STORY.questions:
        words += [answered.question, *answered.paragraphs]
    return "\n".join(words)


def test_a_whole_article_is_measured_and_the_bytes_that_were_sent_are_told():
    with serving(whole()) as url:
        plain = pages.checked("article", url, compressed=False)
        packed = pages.checked("article", url, compressed=True)
    assert plain.content == packed.content == whole().encode()
    assert plain.sent == len(whole().encode()) > packed.sent


def test_an_article_that_lacks_an_answer_is_not_measured():
    with (
        serving(whole().replace(STORY.questions[-1].paragraphs[-1], "")) as url,
        pytest.raises(pages.NotWholeError, match="lacks 1 parts"),
    ):
        pages.checked("article", url, compressed=False)


def test_an_error_page_is_not_measured_whatever_it_says():
    with (
        serving(whole(), status=503) as url,
        pytest.raises(pages.NotWholeError, match="answered 503"),
    ):
        pages.checked("article", url, compressed=False)


def test_a_list_of_few_stories_is_not_measured():
    headlines = [STORY.headline, *(story.headline for story in stories.plain()[:12])]
    with serving("\n".join(headlines)) as url:
        pages.checked("front", url, compressed=True)
    with (
        serving("\n".join(headlines[:4])) as url,
        pytest.raises(pages.NotWholeError, match="lists no more"),
    ):
        pages.checked("front", url, compressed=True)
