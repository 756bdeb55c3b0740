"""nginx with Espreso's own pages as files, compressed beforehand: the limit of the machine."""

import gzip
from contextlib import ExitStack, contextmanager

from demo.bench import nginx
from demo.bench.peers import espreso, pages
from demo.bench.peers.peer import PAGES, Served, start_pinned
from demo.bench.scratch import folder_of, program, run

NAME = "nginx"
STATES: dict[str, dict[str, str]] = {"static, gzip_static": {}}
MOST_WORKERS = 2


def install() -> None:
    """Say when nginx is missing."""
    program("nginx", "nginx")


def prepare() -> None:
    """Fetch the pages from Espreso, as it makes them now."""
    espreso.prepare()
    with espreso.serve("page kept", 1) as server:
        for page, path in espreso.addresses().items():
            answer = pages.ask(server.url + path, compressed=False)
            _file(page).write_bytes(answer.content)


@contextmanager
def serve(state: str, workers: int):
    """Serve them, and the compressed copies to whoever takes them."""
    files: dict[str, bytes] = {}
    for page in PAGES:
        content = _file(page).read_bytes()
        files |= {_file(page).name: content, f"{_file(page).name}.gz": gzip.compress(content, 9)}
    with ExitStack() as stack:
        server = start_pinned(stack, nginx.static_files(files, workers=workers))
        yield Served(server.url, (server.process,))


def addresses() -> dict[str, str]:
    """Return the path of each page."""
    return {page: f"/{_file(page).name}" for page in PAGES}


def version() -> str:
    """Return the version of nginx, which says it as “nginx version: nginx/1.22.1”."""
    said = run("sh", "-c", f"{program('nginx', 'nginx')} -v 2>&1", folder=folder_of("static"))
    return said.strip().rpartition(": ")[2].replace("/", " ")


def _file(page):
    return folder_of("static") / f"{page}.{'xml' if page == 'feed' else 'html'}"
