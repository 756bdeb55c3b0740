"""Wagtail as a peer: as its project template has it, and with Django's cache of whole pages."""

from demo.bench import load, scratch, wagtail_server
from demo.bench.peers import postgres, stories, told
from demo.bench.peers.peer import serving

NAME = "Wagtail"
STATES = {"plain": {}, "Django's cache middleware": {"BENCH_CACHE": "1"}}
MOST_WORKERS = 2
_DATABASE = "espreso_bench_peers_wagtail"


def install() -> None:
    """Install Wagtail from its registry."""
    wagtail_server.install()


def prepare() -> None:
    """Tell the stories, see wagtail/tell.py."""
    told.once("wagtail", _tell, scratch.sources(wagtail_server.SOURCE), postgres.url(_DATABASE))


def serve(state: str, workers: int):
    """Serve in one of the states."""
    environment = scratch.site_environment(postgres.url(_DATABASE)) | STATES[state]
    return serving(wagtail_server.WagtailServer(load.free_port(), environment, workers=workers))


def addresses() -> dict[str, str]:
    """Return the path of each page."""
    return stories.paths_by_section() | {"feed": "/rss.xml"}


def version() -> str:
    """Return its version and Django's."""
    said = wagtail_server.run(
        postgres.url(_DATABASE),
        "-c",
        "import django, wagtail; print(wagtail.__version__, 'on Django', django.__version__)",
    )
    return f"Wagtail {said.strip()}"


def _tell():
    postgres.renew(_DATABASE)
    wagtail_server.run(postgres.url(_DATABASE), "tell.py")
