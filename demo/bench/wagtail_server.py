"""Wagtail, in an environment of its own under var/, served by the same app server."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from espreso.app_server import BASE_DIR, AppServer

_SOURCE = Path(__file__).parent / "wagtail"
_FOLDER = BASE_DIR / "var" / "wagtail"
_PYTHON = _FOLDER / ".venv" / "bin" / "python"


class NotInstalled(Exception):
    """Wagtail could not be installed or prepared; the message says why."""


class WagtailServer(AppServer):
    """The same server with the other site."""

    python = str(_PYTHON)
    application = "bench.wsgi:application"
    folder = _FOLDER


def install() -> None:
    """Bring Wagtail into its own environment, once for each list of versions."""
    uv = shutil.which("uv") or shutil.which(BASE_DIR / ".tools" / "uv" / "bin" / "uv")
    if uv is None:
        raise NotInstalled("there is no uv to install it with")
    shutil.copytree(_SOURCE, _FOLDER, dirs_exist_ok=True)
    wanted = (_FOLDER / "requirements.txt").read_text()
    installed = _FOLDER / ".installed"
    if installed.exists() and installed.read_text() == wanted:
        return
    _run(uv, "venv", "--quiet", "--no-project", "--clear", "--python", _own_python(), ".venv")
    _run(uv, "pip", "install", "--quiet", "--python", _PYTHON, "--requirement", "requirements.txt")
    installed.write_text(wanted)


def prepare(url: str, pages: int, sizes: list[int]) -> dict:
    """Fill its database and return what there is to measure, see wagtail/prepare.py."""
    # It asks as Espreso is asked, and gives its pages the same words.
    with_ours = environment(url) | {"PYTHONPATH": str(BASE_DIR)}
    said = _run(_PYTHON, "prepare.py", str(pages), *map(str, sizes), environment=with_ours)
    return json.loads(said.splitlines()[-1])


def environment(url: str) -> dict[str, str]:
    """Return what the other site's settings read, for this DATABASE_URL."""
    address = urlsplit(url)
    host = address.netloc.rpartition("@")[2]
    name, _, port = host.rpartition(":") if ":" in host else (host, "", "5432")
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_SECRET": "measured, and then thrown away",
        "PGHOST": unquote(name),
        "PGPORT": port,
        "PGUSER": unquote(address.username or ""),
        "PGPASSWORD": unquote(address.password or ""),
        "PGDATABASE": address.path.strip("/"),
    }


def _own_python():
    return BASE_DIR / ".venv" / "bin" / "python"


def _run(*command, environment=()):
    certificates = {"UV_SYSTEM_CERTS": "true"}
    try:
        return subprocess.run(
            [str(part) for part in command],
            cwd=_FOLDER,
            env={**certificates, **os.environ, **dict(environment)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        last = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1:]
        raise NotInstalled(" ".join(last) or "it failed") from error
