"""What `make chaos` does, once: a worker is killed while somebody publishes."""

import pytest

from demo import verbs
from demo.bench import chaos

pytestmark = pytest.mark.slow


@pytest.fixture
def server_workers():
    return 2


def killing(server):
    return chaos.Killing(
        server.url, {"worker": lambda: chaos.kill(chaos.worker_of(server.process))}
    )


def test_who_is_killed_while_something_is_published_leaves_all_of_it_or_nothing(server):
    verb = next(verb for verb in verbs.VERBS if verb.name == "publish")
    with_kills = killing(server)
    with_kills.press(verb, "worker")

    noted = with_kills.by_kill["worker"]
    assert (noted.pressed, noted.undone + noted.unanswered + noted.answered) == (1, 1)
    assert not noted.half


def test_a_change_that_is_there_in_part_is_noticed(server, monkeypatch):
    verb = next(verb for verb in verbs.VERBS if verb.name == "remove_redirect")
    with_kills = killing(server)
    with_kills.press(verb, "worker")
    monkeypatch.setitem(with_kills._usual, verb.name, frozenset({"articles_redirect", "others"}))
    monkeypatch.setitem(with_kills._kills, "worker", lambda: None)
    with_kills.press(verb, "worker")

    [words] = with_kills.by_verb[verb.name].half
    assert "others" in words
