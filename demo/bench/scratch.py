"""Scratch environments: what is measured beside Espreso is installed below var/, never into it."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from espreso.app_server import BASE_DIR

FOLDER = BASE_DIR / "var" / "peers"


class Missing(Exception):
    """Something cannot be installed or prepared; the message is a clause that says why."""


def folder_of(name: str) -> Path:
    """Return the folder of a peer, which is there afterwards."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def program(name: str, package: str) -> str:
    """Return the path of a program. Raises Missing, which names Debian's package of it."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        raise Missing(f"there is no {name} (Debian and Ubuntu: apt-get install {package})")
    return found


def run(*command, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a command in a folder and return what it said. Raises Missing with its last line."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", "") or getattr(error, "stdout", "") or str(error)
        last = said.strip().splitlines()[-1:]
        raise Missing(" ".join(last) or f"{command[0]} failed") from error


def install_python_site(source: Path, folder: Path) -> None:
    """Copy a site to `folder`, with the packages of its requirements.txt in its own environment.

    They are installed once for each list of versions.
    """
    uv = shutil.which("uv") or shutil.which(BASE_DIR / ".tools" / "uv" / "bin" / "uv")
    if uv is None:
        raise Missing("there is no uv to install it with")
    shutil.copytree(source, folder, dirs_exist_ok=True)
    wanted = (folder / "requirements.txt").read_text()
    installed = folder / ".installed"
    if installed.exists() and installed.read_text() == wanted:
        return
    certificates = {"UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", "true")}
    venv = ["venv", "--quiet", "--no-project", "--clear", "--python", _own_python(), ".venv"]
    run(uv, *venv, folder=folder, environment=certificates)
    packages = ["pip", "install", "--quiet", "--python", python_of(folder)]
    run(uv, *packages, "--requirement", "requirements.txt", folder=folder, environment=certificates)
    installed.write_text(wanted)


def sources(source: Path) -> list[Path]:
    """Return the files of a site that were not made by running it."""
    return [path for path in source.rglob("*.*") if path.suffix != ".pyc"]


def python_of(folder: Path) -> Path:
    """Return the Python of a site that was installed."""
    return folder / ".venv" / "bin" / "python"


def run_site(folder: Path, url: str, *arguments) -> str:
    """Run a site's Python and return what it said; it can import what Espreso is measured with."""
    with_ours = site_environment(url) | {"PYTHONPATH": str(BASE_DIR)}
    return run(python_of(folder), *arguments, folder=folder, environment=with_ours)


def site_environment(url: str) -> dict[str, str]:
    """Return what the settings of a site read, for this DATABASE_URL: the rest is libpq's."""
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
