"""django CMS as a peer: its cache of whole pages off, and on as it is by default."""

from contextlib import ExitStack, contextmanager
from pathlib import Path

from demo.bench import load, scratch
from demo.bench.peers import postgres, stories, told
from demo.bench.peers.peer import Served, start_pinned
from espreso.app_server import BASE_DIR, AppServer

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


@contextmanager
def serve(state: str, workers: int):
    """Serve in one of the states."""
    with ExitStack() as stack:
        server = _Server(load.free_port(), _environment() | STATES[state], workers=workers)
        start_pinned(stack, server)
        server.wait_until_it_answers()
        yield Served(server.url, (server.process,))


def addresses() -> dict[str, str]:
    """Return the path of each page; it has no feed of its own."""
    section = f"/{stories.measured().section.lower().replace(' ', '-')}/"
    article = f"{section}{stories.measured().slug}/"
    return {"article": article, "front": "/", "list": section}


def version() -> str:
    """Return its version and Django's."""
    code = "import cms, django; print(cms.__version__, 'on Django', django.__version__)"
    return f"django CMS {_run('-c', code).strip()}"


def _tell():
    postgres.renew(_DATABASE)
    _run("tell.py")


def _run(*arguments):
    environment = _environment() | {"PYTHONPATH": str(BASE_DIR)}
    return scratch.run(
        scratch.python_of(_FOLDER), *arguments, folder=_FOLDER, environment=environment
    )


def _environment():
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_SECRET": "measured, and then thrown away",
        **scratch.libpq_environment(postgres.url(_DATABASE)),
    }
