"""Ghost as a peer: from npm, with Node.js from npm, on Debian's MariaDB, in its own theme."""

import http
import json
import os
import re
import shutil
from contextlib import ExitStack, contextmanager

from demo.bench import load, programs, scratch
from demo.bench.peers import ghost_admin, mariadb, pages, stories, told
from demo.bench.peers.peer import Served, start_pinned

NAME = "Ghost"
STATES: dict[str, dict[str, str]] = {"as installed": {}}
# It has no workers.
MOST_WORKERS = 1
_GHOST, _NODE = "6.65.0", "22"
_FOLDER = scratch.FOLDER / "ghost"
_TOOLS, _PROGRAM, _CONTENT = _FOLDER / "tools", _FOLDER / "package", _FOLDER / "content"


def install() -> None:
    """Install Ghost with the Node.js and the pnpm that it asks for. Raises Missing."""
    mariadb.check()
    installed = scratch.folder_of("ghost") / ".installed"
    if installed.exists() and installed.read_text() == f"{_GHOST} {_NODE}":
        return
    npm = scratch.program("npm", "npm")
    shutil.rmtree(_PROGRAM, ignore_errors=True)
    archive = scratch.run(npm, "pack", f"ghost@{_GHOST}", "--silent", folder=_FOLDER).split()[-1]
    shutil.unpack_archive(_FOLDER / archive, _FOLDER, filter="data")
    wanted = json.loads((_PROGRAM / "package.json").read_text())["packageManager"]
    tools = [f"node@{_NODE}", re.sub(r"\+.*", "", wanted)]
    _TOOLS.mkdir(exist_ok=True)
    scratch.run(npm, "install", "--prefix", _TOOLS, "--silent", *tools, folder=_TOOLS)
    packages = ["pnpm", "install", "--prod", "--frozen-lockfile"]
    scratch.run(*packages, folder=_PROGRAM, environment=_environment())
    installed.write_text(f"{_GHOST} {_NODE}")


def prepare() -> None:
    """Tell the stories by its Admin API."""
    told.once("ghost", _tell, (), _GHOST, str(stories.LISTED))


@contextmanager
def serve(state: str, workers: int):
    """Serve with its one process."""
    with ExitStack() as stack:
        database = stack.enter_context(mariadb.running("ghost"))
        port = load.free_port()
        yield Served(f"http://127.0.0.1:{port}", (start_pinned(stack, _running(database, port)),))


def addresses() -> dict[str, str]:
    """Return the path of each page; sections are tags."""
    story = stories.measured()
    tag = f"/tag/{story.section.lower().replace(' ', '-')}/"
    return {"article": f"/{story.slug}/", "front": "/", "list": tag, "feed": "/rss/"}


def version() -> str:
    """Return its version and that of Node.js."""
    node = scratch.run("node", "--version", folder=_FOLDER, environment=_environment())
    return f"Ghost {_GHOST} on Node.js {node.strip().removeprefix('v')}"


def _tell():
    with mariadb.running("ghost") as database:
        mariadb.renew(database, "ghost")
        shutil.rmtree(_CONTENT, ignore_errors=True)
        shutil.copytree(_PROGRAM / "content", _CONTENT)
        _list_as_many()
        port = load.free_port()
        with _running(database, port):
            ghost_admin.tell(port, [stories.measured(), *stories.plain()])


def _list_as_many():
    """Have its theme list as many posts as the others list pieces, which is a setting of it."""
    theme = _CONTENT / "themes" / "source" / "package.json"
    data = json.loads(theme.read_text())
    data["config"]["posts_per_page"] = stories.LISTED
    theme.write_text(json.dumps(data))


def _running(database, port):
    address = f"http://127.0.0.1:{port}"
    settings = {
        "NODE_ENV": "production",
        "url": address,
        "server__port": str(port),
        "database__client": "mysql",
        "database__connection__socketPath": str(database.socket),
        "database__connection__user": database.user,
        "database__connection__database": "ghost",
        "paths__contentPath": str(_CONTENT),
        "logging__level": "error",
        # A sign-in from a new place is confirmed by mail, which nobody reads here.
        "security__staffDeviceVerification": "false",
        "privacy__useUpdateCheck": "false",
    }
    return programs.running(
        [_TOOLS / "node_modules/.bin/node", "index.js"],
        folder=_PROGRAM,
        environment=_environment() | settings,
        ready=lambda: _answers(port),
    )


def _answers(port):
    """Whether it serves pages: it listens earlier, and says then that it is not there."""
    if not programs.listens(port):
        return False
    try:
        answer = pages.ask(f"http://127.0.0.1:{port}/", compressed=False)
    except OSError:
        return False
    return answer.status == http.HTTPStatus.OK


def _environment():
    path = f"{_TOOLS / 'node_modules/.bin'}:{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path}
