"""The nginx that is measured is the one that is shipped, moved to this machine's ports."""

import re
from pathlib import Path

import pytest

from demo.bench import nginx
from tests.paths import ROOT

SHIPPED = (ROOT / "deploy" / "nginx.conf").read_text()
FOLDER = Path("/scratch/nginx-1")


@pytest.fixture
def conf(settings):
    settings.STATIC_ROOT, settings.MEDIA_ROOT = "/scratch/static", "/scratch/media"
    settings.WITHDRAWN_ROOT = "/scratch/withdrawn"
    return nginx.here(SHIPPED, "127.0.0.1:8001", 8002, 8003, 8004, FOLDER)


def test_it_listens_on_the_loopback_address_and_speaks_no_tls(conf):
    assert re.findall(r"^\s*listen (.*);", conf, re.MULTILINE) == [
        "127.0.0.1:8003",
        "127.0.0.1:8002",
        "127.0.0.1:8004",
    ]
    assert "ssl" not in conf
    assert "server 127.0.0.1:8001;" in conf


def test_it_reads_and_writes_nothing_of_this_machine(conf):
    without_comments = re.sub(r"#.*", "", conf)
    paths = re.findall(r"(?<= )/[a-z]+/[\w/.-]+", without_comments)
    assert paths
    # Its own pages, and where they stand in this checkout.
    known = ("/scratch/", "/nginx/", "/dev/null", f"{ROOT}/deploy/")
    assert [path for path in paths if not path.startswith(known)] == []


def test_how_pages_are_cached_and_compressed_is_as_shipped(conf):
    def rules(text):
        rule = r"^\s*(?:proxy_(?!pass|cache_path|temp_path)|gzip|gunzip).*;"
        return re.findall(rule, text, re.MULTILINE)

    assert rules(conf) == rules(SHIPPED)


def test_a_file_that_names_nothing_to_change_is_refused():
    with pytest.raises(ValueError, match="has nothing like"):
        nginx.here("server { }", "127.0.0.1:8001", 8002, 8003, 8004, FOLDER)
