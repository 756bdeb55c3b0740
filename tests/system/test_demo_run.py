"""`make demo` from the outside: in a checkout of its own, with its own database and pictures."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys

import pytest
from PIL import Image

from espreso.app_server import HOST
from tests.checkout import fresh_checkout

pytestmark = pytest.mark.slow


# As a background shell starts it: there SIGINT is ignored, and so it is in every child.
IN_THE_BACKGROUND = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]


class Demo:
    """A run of the demo; the block begins when it has welcomed its visitor, or has ended."""

    def __init__(self, checkout, port):
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self.welcome = ""
        environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DEBUG")}
        command = [sys.executable, "manage.py", "demo", "--settings", "demo.settings"]
        self.process = subprocess.Popen(
            [*IN_THE_BACKGROUND, *command, "--port", str(port)],
            cwd=checkout,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self):
        self.welcome = self.read_until("Ctrl-C")
        return self

    def __exit__(self, *error):
        self.stop(signal.SIGTERM)
        self.process.stdout.close()

    def read_until(self, pattern):
        """Return what it says, up to the line in which the pattern is, or to its end."""
        said = ""
        for line in self.process.stdout:
            said += line
            if re.search(pattern, line):
                break
        return said

    def stop(self, *numbers):
        """Send these signals to all of its group; return the exit status and the last words."""
        if self.process.poll() is not None:
            return self.process.returncode, ""
        for number in numbers:
            os.killpg(self.process.pid, number)
        # The end of its output is that of every process which it has started and which may speak.
        last_words = self.process.stdout.read()
        return self.process.wait(), last_words

    def get(self, path):
        return self.read(path)[0]

    def read(self, path):
        """Return the status and the text of a page."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def checkout():
    with fresh_checkout() as folder:
        for picture in (folder / "demo" / "pictures").glob("*.jpg"):
            shrink(picture)
        yield folder


def shrink(picture):
    """Renditions of all pictures take a minute; those of small ones go the same way."""
    with Image.open(picture) as opened:
        opened.thumbnail((200, 200))
        opened.save(picture)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def sign_ins(checkout):
    return json.loads((checkout / "var" / "demo-sign-ins.json").read_text())


def is_closed(checkout, port):
    with socket.socket() as probe:
        answers = probe.connect_ex((HOST, port)) == 0
    return not answers and not (checkout / "var" / "postgres" / "data" / "postmaster.pid").exists()


def test_a_demo_killed_while_it_fills_the_newsroom_is_finished_by_the_next_start(
    checkout, free_port
):
    media = checkout / "var" / "media"
    killed = Demo(checkout, free_port)
    killed.read_until(r"[1-9]\d*/")
    killed.stop(signal.SIGKILL)
    killed.process.stdout.close()
    left = set(media.iterdir())
    assert left

    with Demo(checkout, free_port) as demo:
        assert demo.url in demo.welcome
        assert demo.get("/") == http.HTTPStatus.OK
        assert not left & set(media.iterdir())
    assert is_closed(checkout, free_port)


# The second one is the one that make passes on, or of somebody who cannot wait.
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_opens_with_its_sign_ins_and_closes_everything_it_started(
    checkout, free_port, number
):
    with Demo(checkout, free_port) as demo:
        assert f"{demo.url}/admin/" in demo.welcome
        assert demo.get("/") == http.HTTPStatus.OK
        for person in sign_ins(checkout):
            assert person["username"] in demo.welcome
            assert person["password"] in demo.welcome

        status, last_words = demo.stop(number, number)

    assert status == 0
    assert "is closed" in last_words
    assert "Traceback" not in last_words
    assert is_closed(checkout, free_port)


def test_the_demo_closes_everything_when_it_is_ended_while_it_prepares(checkout, free_port):
    demo = Demo(checkout, free_port)
    demo.read_until("Preparing")

    status, last_words = demo.stop(signal.SIGTERM, signal.SIGTERM)
    demo.process.stdout.close()

    assert status == 0
    assert "Traceback" not in last_words
    assert is_closed(checkout, free_port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_second_run_keeps_what_the_first_one_made(checkout, free_port, number):
    with Demo(checkout, free_port) as demo:
        assert demo.url in demo.welcome
        first = sign_ins(checkout)
        demo.stop(number)

    with Demo(checkout, free_port) as demo:
        assert demo.url in demo.welcome
        assert sign_ins(checkout) == first
        assert demo.get("/news/") == http.HTTPStatus.OK


def test_the_demo_is_a_newsroom_in_two_languages(checkout, free_port):
    with Demo(checkout, free_port) as demo:
        _status, front = demo.read("/uk/")
        assert "Війна" in front
        assert "War" not in front
        (exclusive,) = set(re.findall(r'"(/uk/[^"]+/audytory-narakhuvaly-[^"]+)"', front))
        _status, page = demo.read(exclusive)
        assert "Софія Берегова" in page
        (original,) = set(re.findall(r'"(/[^"]+/auditors-find-4100-drones-[^"]+)"', page))
        assert "Sofiia Berehova" in demo.read(original)[1]


def test_a_port_in_use_is_said_in_words(checkout):
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with Demo(checkout, port) as demo:
            assert f"Port {port}" in demo.welcome
            assert "make demo PORT=" in demo.welcome
            assert "Traceback" not in demo.welcome
            assert demo.process.wait() != 0
