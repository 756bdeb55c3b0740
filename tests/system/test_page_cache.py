"""The page cache in real workers: each keeps pages, hears of changes, and compresses once."""

import gzip

import pytest

from tests.factories import article, publish
from tests.page_cache import ask, let_workers_hear

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# New connections, which go to one worker or the other.
READERS = 24


@pytest.fixture
def server_workers():
    return 2


def test_a_publication_is_with_every_reader_of_every_worker(server):
    piece = article("First words")
    address = publish(piece).get_absolute_url()
    let_workers_hear()
    for shown in ("/", address):
        first = {ask(server, shown)[2] for _reader in range(READERS)}
        assert len(first) == 1
        assert b"First words" in first.pop()
    type(piece).objects.filter(pk=piece.pk).update(headline="Second words")
    publish(piece)
    let_workers_hear()
    for shown in ("/", address):
        assert all(b"Second words" in ask(server, shown)[2] for _reader in range(READERS))


def test_all_copies_of_a_page_say_the_same_whoever_asks_and_however(server):
    address = publish(article()).get_absolute_url()
    let_workers_hear()
    plain = [ask(server, address) for _reader in range(READERS)]
    packed = [ask(server, address, Accept_Encoding="gzip") for _reader in range(READERS)]
    assert all(answer == plain[0] for answer in plain)
    assert all(answer == packed[0] for answer in packed)
    (status, told, words), (packed_status, packed_told, copy) = plain[0], packed[0]
    assert (status, packed_status, gzip.decompress(copy)) == (200, 200, words)
    assert told["etag"] == packed_told["etag"]
    assert told.keys() == packed_told.keys() - {"content-encoding"}
    assert ask(server, f"{address}?utm_source=x&fbclid=1")[2] == words
    status, _told, nothing = ask(server, address, If_None_Match=told["etag"])
    assert (status, nothing) == (304, b"")


def test_only_a_page_that_is_there_has_an_etag(server):
    # By it nginx tells what it has from addresses that somebody made up.
    paths = ["/2025/04/21/none/", "/none/", "/news/1901/02/03/", "/tags/none/", "/sitemaps/999.xml"]
    for path in [*paths, "/news/?before=1-2", "/preview/none/", "/sections/none/rss.xml"]:
        status, told, _words = ask(server, path)
        assert status == 404
        assert not {"etag", "last-modified"} & told.keys(), path
