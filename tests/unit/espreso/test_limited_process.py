"""What reads bytes of strangers ends at a limit, and with whoever started it."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

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
