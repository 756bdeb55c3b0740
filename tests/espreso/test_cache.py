"""Redis goes and comes back: nobody waits for it and nothing breaks, and it is said once."""

import shutil
from contextlib import contextmanager

import pytest

from demo.bench import programs
from demo.bench.load import free_port
from espreso.cache import Client, FailOpenRedisCache
from tests.programs import needs

REDIS = shutil.which("redis-server")
pytestmark = [
    pytest.mark.slow,
    needs("redis-server"),
]


@pytest.fixture
def redis(tmp_path):
    """Return what runs Redis at a port, and the cache of it."""
    port = free_port()

    @contextmanager
    def running():
        command = [REDIS, "--port", port, "--bind", "127.0.0.1", "--save", ""]
        with programs.running(command, folder=tmp_path, ready=lambda: programs.listens(port)):
            yield

    return running, FailOpenRedisCache(f"redis://127.0.0.1:{port}/0", {})


@pytest.fixture(autouse=True)
def no_past(monkeypatch):
    monkeypatch.setattr(Client, "_away_until", 0.0)
    monkeypatch.setattr("espreso.cache._ASKED_AGAIN_AFTER", -1)


def test_while_redis_is_away_nothing_is_found_and_nothing_breaks(redis, caplog):
    running, cache = redis
    with running():
        cache.set("words", "kept")
        assert cache.get("words") == "kept"
    for _time in range(2):
        assert cache.get("words", "none") == "none"
        assert cache.get_many(["words"]) == {}
        assert cache.add("words", 1)
        assert not cache.has_key("words")
        assert not cache.touch("words")
        assert not cache.delete("words")
        assert not cache.clear()
        cache.set("words", 1)
        cache.set_many({"words": 1})
        cache.delete_many(["words"])
        with pytest.raises(ValueError, match="away"):
            cache.incr("words")

    assert [record.message[:13] for record in caplog.records] == ["Redis is away"]


def test_when_redis_is_back_it_is_used_again(redis, caplog):
    running, cache = redis
    with running():
        assert cache.add("count", 1)
    assert cache.get("count") is None
    with running():
        assert cache.add("count", 1)
        assert cache.incr("count") == 2

    assert caplog.records[-1].message == "Redis is back."


def test_whoever_asked_in_vain_is_not_made_to_wait_again(redis, caplog, monkeypatch):
    running, cache = redis
    assert cache.get("words") is None
    monkeypatch.setattr("espreso.cache._ASKED_AGAIN_AFTER", 3600)
    assert cache.get("words") is None
    with running():
        cache.set("words", "kept")
        assert cache.get("words") is None
