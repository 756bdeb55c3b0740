"""What reads bytes of strangers ends at a limit, and with whoever started it."""

import fcntl
import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from zlib import crc32

import pytest

from espreso import limited_process
from espreso.limited_process import BASE_DIR, run
from espreso.refusal import BUSY, FAILED, TOO_MUCH, Refusal


def called(name, request=None, file=None, **limits):
    with run(f"tests.limited:{name}", request or {}, file, **limits) as (returned, output):
        return returned, output.read()


def refusal_of(name, request=None, **limits):
    with pytest.raises(Refusal) as refused:
        called(name, request, **limits)
    return refused.value.code


@contextmanager
def _one_that_waits(started):
    """A process that holds the slot, until it or the block ends."""
    program = (
        "from pathlib import Path; from espreso import limited_process\n"
        f"limited_process.SLOT = Path({str(limited_process.SLOT)!r})\n"
        f"with limited_process.run('tests.limited:wait', {{'tell': {str(started)!r}}}): pass"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=BASE_DIR) as starter:
        try:
            while not started.exists():
                assert starter.poll() is None
                time.sleep(0.01)
            yield starter
        finally:
            starter.kill()


def test_what_is_asked_and_the_file_go_in_and_the_answer_and_the_output_come_back():
    returned, output = called("echo", {"word": "Їжак"}, io.BytesIO(b"content"))

    assert returned == [{"word": "Їжак"}, "content"]
    assert output.decode() == "{'word': 'Їжак'} content"


def test_a_file_is_left_where_it_was_read_to():
    with tempfile.TemporaryFile() as file:
        file.write(b"0123456789" * 1000)
        file.seek(0)
        assert file.read(3) == b"012"

        returned, _output = called("echo", file=file)

        assert returned[1] == "0123456789" * 1000
        assert file.read() == (b"0123456789" * 1000)[3:]


def test_what_is_our_own_is_read_here_without_a_turn_and_only_inside_of_the_block(tmp_path):
    request = {"parts": (1, 2)}
    with _one_that_waits(tmp_path / "started"):
        with limited_process.trusted():
            returned, written = called("echo", request, file=io.BytesIO(b"own"), patience=0)
        assert refusal_of("echo", patience=0) == BUSY

    assert returned == [{"parts": [1, 2]}, "own"]
    assert written == b"{'parts': [1, 2]} own"


def test_what_is_our_own_is_refused_with_the_same_code_and_parameters():
    with limited_process.trusted(), pytest.raises(Refusal) as refused:
        called("refuse", {"limit": 7})

    assert (refused.value.code, refused.value.parameters) == ("no", {"limit": 7})


def test_a_refusal_comes_back_with_its_code_and_its_parameters():
    with pytest.raises(Refusal) as refused:
        called("refuse", {"limit": 7})

    assert (refused.value.code, refused.value.parameters) == ("no", {"limit": 7})


@pytest.mark.parametrize(
    ("name", "request_", "limits"),
    [
        ("calculate", {}, {"seconds": 1}),
        ("wait", {"tell": os.devnull}, {"seconds": 1}),
        ("take_memory", {"megabytes": 600}, {"megabytes": 500}),
        ("write", {"megabytes": 100}, {}),
        # A decoder that does not ask whether it got memory, the kernel that has none left.
        ("die", {"signal": signal.SIGSEGV}, {}),
        ("die", {"signal": signal.SIGKILL}, {}),
    ],
    ids=["processor", "clock", "memory", "output", "crash", "killed"],
)
def test_past_a_limit_it_is_too_much(name, request_, limits):
    assert refusal_of(name, request_, **limits) == TOO_MUCH


def test_a_mistake_of_ours_is_in_the_log_and_no_error_for_who_uploads(caplog):
    assert refusal_of("mistake") == FAILED
    assert "LookupError: a mistake of ours" in caplog.text


def test_one_runs_at_a_time_and_who_waits_for_too_long_is_told(tmp_path):
    with _one_that_waits(tmp_path / "started"):
        assert refusal_of("echo", patience=0) == BUSY

    assert called("echo", {})[0] == [{}, None]


def in_another_thread(person, work):
    """Run something for a person beside this thread, and return how to wait for it."""

    def run_it():
        with limited_process.asked_by(person):
            return work()

    return POOL.submit(run_it)


POOL = ThreadPoolExecutor(16)


def lanes_are_distinct(*people):
    """Keep of some people those who stand in lanes of their own: there are few in tests."""
    found = {}
    for person in people:
        found.setdefault(crc32(repr(person).encode()) % 3, person)
    return found.values()


def test_who_has_had_a_turn_is_not_next_before_who_waits():
    greedy, other = list(lanes_are_distinct(*range(20)))[:2]
    waits, turns = threading.Event(), []

    def one():
        waits.set()
        with limited_process.turn():
            turns.append(other)

    with limited_process.asked_by(greedy):
        with limited_process.turn():
            later = in_another_thread(other, one)
            waits.wait()
            # It is next once it holds what is locked by who is.
            while _is_free(limited_process.SLOT.with_name("first")):
                time.sleep(0.01)
        with limited_process.turn():
            turns.append(greedy)
    later.result()
    assert turns == [other, greedy]


def _is_free(path):
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def test_a_person_waits_behind_their_own_and_takes_no_second_place_in_the_line():
    greedy, other = list(lanes_are_distinct(*range(20)))[:2]
    with limited_process.asked_by(greedy), limited_process.turn():
        second = in_another_thread(greedy, lambda: refusal_of("echo", patience=0.1))
        assert second.result() == BUSY
        assert _is_free(limited_process.SLOT.with_name("first"))
    assert in_another_thread(other, lambda: called("echo", {})[0]).result() == [{}, None]


def wait_until_so_many_wait(number):
    while limited_process._waiting.total() < number:
        time.sleep(0.01)


def test_of_one_person_few_wait_and_the_others_are_told_at_once():
    with limited_process.asked_by("somebody"), limited_process.turn():
        waiting = [in_another_thread("greedy", lambda: called("echo", {})) for _each in range(3)]
        wait_until_so_many_wait(4)
        assert in_another_thread("greedy", lambda: refusal_of("echo")).result() == BUSY
        colleague = in_another_thread("colleague", lambda: called("echo", {})[0])
        wait_until_so_many_wait(5)
    assert colleague.result() == [{}, None]
    assert all(each.result()[0] == [{}, None] for each in waiting)


def test_a_worker_has_threads_for_who_does_not_wait():
    with limited_process.turn():
        waiting = [in_another_thread(n, lambda: called("echo", {})) for n in range(7)]
        wait_until_so_many_wait(8)
        assert in_another_thread("one more", lambda: refusal_of("echo")).result() == BUSY
    assert all(each.result()[0] == [{}, None] for each in waiting)


def test_who_sends_many_files_takes_no_lane_from_who_shares_it():
    lane, had = "of them both", []

    def one():
        with limited_process.turn():
            had.append("other")

    with limited_process.asked_by(lane):
        with limited_process.turn():
            later = in_another_thread(lane, one)
            wait_until_so_many_wait(2)
        for _file in range(20):
            with limited_process.turn():
                had.append("many")
    later.result()
    assert had.index("other") <= 1


def test_nothing_is_begun_once_the_time_for_it_is_over():
    with pytest.raises(Refusal), limited_process.turn(-0.1):
        pass


def test_it_ends_with_who_started_it(tmp_path):
    with _one_that_waits(tmp_path / "started") as starter:
        starter.kill()
        starter.wait()

        # It holds its slot until it has ended.
        assert called("echo", {})[0] == [{}, None]


def test_it_knows_neither_django_nor_a_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for decoders")

    (modules, environment), _output = called("surroundings")

    assert "tests.limited" in modules
    assert not [name for name in modules if name.partition(".")[0] == "django"]
    assert "SECRET_KEY" not in environment
