"""django CMS as a peer: its cache of whole pages off, and on as it is by default."""

from pathlib import Path

from demo.bench import load, scratch
from demo.bench.peers import postgres, stories, told
from demo.bench.peers.peer import serving
from espreso.app_server import AppServer

NAME = "django CMS"
STATES = {"its page cache off": {}, "its page cache": {"BENCH_CACHE": "1"}}
MOST_WORKERS = 2
_DATABASE = "espreso_bench_peers_django_cms"
_SOURCE = Path(__file__).parents[1] / "django_cms"
_FOLDER = scratch.FOLDER / "django_cms"


class _Server(AppServer):
    python = str(scratch.python_of(_FOLDER))
    application = "bench.wsgi:application"
    folder = _FOLDER


def install() -> None:
    """Install django CMS from its registry."""
    scratch.install_python_site(_SOURCE, _FOLDER)


def prepare() -> None:
    """Tell the stories, see django_cms/tell.py."""
    told.once("django_cms", _tell, scratch.sources(_SOURCE), postgres.url(_DATABASE))


def serve(state: str, workers: int):
    """Serve in one of the states."""
    environment = scratch.site_environment(postgres.url(_DATABASE)) | STATES[state]
    return serving(_Server(load.free_port(), environment, workers=workers))


def addresses() -> dict[str, str]:
    """Return the path of each page; it has no feed of its own."""
    return stories.paths_by_section()


def version() -> str:
    """Return its version and Django's."""
    code = "import cms, django; print(cms.__version__, 'on Django', django.__version__)"
    return f"django CMS {_run('-c', code).strip()}"


def _tell():
    postgres.renew(_DATABASE)
    _run("tell.py")


def _run(*arguments):
    return scratch.run_site(_FOLDER, postgres.url(_DATABASE), *arguments)
