"""`make demo` from the outside: in a checkout of its own, with its own database and pictures."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from functools import partial

import pytest

from espreso.app_server import HOST
from tests.checkout import fresh_checkout

pytestmark = pytest.mark.slow


class Demo:
    """A run of the demo; the block begins when it has welcomed its visitor, or has ended."""

    def __init__(self, checkout, port):
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self.welcome = ""
        environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DEBUG")}
        self.process = subprocess.Popen(
            [
                sys.executable,
                "manage.py",
                "demo",
                "--settings",
                "demo.settings",
                "--port",
                str(port),
            ],
            cwd=checkout,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A shell that runs something in the background lets it ignore Ctrl-C.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )

    def __enter__(self):
        for line in self.process.stdout:
            self.welcome += line
            if "Ctrl-C" in line:
                break
        return self

    def __exit__(self, *error):
        self.stop(signal.SIGTERM)
        self.process.stdout.close()

    def stop(self, number):
        """Send this signal; return the exit status and the last words."""
        if self.process.poll() is not None:
            return self.process.returncode, ""
        self.process.send_signal(number)
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
        yield folder


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def sign_ins(checkout):
    return json.loads((checkout / "var" / "demo-sign-ins.json").read_text())


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

        status, last_words = demo.stop(number)

    assert status == 0
    assert "Traceback" not in last_words
    assert not (checkout / "var" / "postgres" / "data" / "postmaster.pid").exists()
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, free_port)) != 0


def test_a_second_run_keeps_what_the_first_one_made(checkout, free_port):
    with Demo(checkout, free_port) as demo:
        assert demo.url in demo.welcome
        first = sign_ins(checkout)

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
