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
    """Run its Python and return what it said; it can import what Espreso is measured with."""
    with_ours = environment(url) | {"PYTHONPATH": str(BASE_DIR)}
    python = scratch.python_of(_FOLDER)
    return scratch.run(python, *arguments, folder=_FOLDER, environment=with_ours)


def environment(url: str) -> dict[str, str]:
    """Return what the other site's settings read, for this DATABASE_URL."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_SECRET": "measured, and then thrown away",
        **scratch.libpq_environment(url),
    }
