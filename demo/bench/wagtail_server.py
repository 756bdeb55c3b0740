"""Wagtail, in an environment of its own under var/, served by the same app server."""

import json
from pathlib import Path

from demo.bench import scratch
from espreso.app_server import BASE_DIR, AppServer

SOURCE = Path(__file__).parent / "wagtail"
_FOLDER = BASE_DIR / "var" / "wagtail"


class WagtailServer(AppServer):
    """The same server with the other site."""

    python = str(scratch.python_of(_FOLDER))
    application = "bench.wsgi:application"
    folder = _FOLDER


def install() -> None:
    """Bring Wagtail into its own environment. Raises `scratch.Missing`."""
    scratch.install_python_site(SOURCE, _FOLDER)


def prepare(url: str, pages: int, sizes: list[int]) -> dict:
    """Fill its database and return what there is to measure, see wagtail/prepare.py."""
    return json.loads(run(url, "prepare.py", pages, *sizes).splitlines()[-1])


def run(url: str, *arguments) -> str:
    """Run its Python and return what it said."""
    return scratch.run_site(_FOLDER, url, *arguments)
