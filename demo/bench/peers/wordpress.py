"""WordPress as a peer: Debian's, with php-fpm and opcache, behind nginx."""

import glob
import json
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from demo.bench import load, nginx, programs, scratch
from demo.bench.peers import mariadb, stories, told
from demo.bench.peers.peer import Served, start_pinned

NAME = "WordPress"
STATES: dict[str, dict[str, str]] = {"behind nginx": {}}
MOST_WORKERS = 2
_PACKAGES = "wordpress wordpress-theme-twentytwentythree php-fpm php-mysql nginx mariadb-server"
_SOURCE = Path(__file__).parents[1] / "wordpress"
_DEBIAN = Path("/usr/share/wordpress")
_FOLDER = scratch.FOLDER / "wordpress"
_SITE, _ADDRESSES = _FOLDER / "site", _FOLDER / "addresses.json"


def install() -> None:
    """Copy Debian's WordPress. Raises Missing, which names what a person has to install."""
    mariadb.check()
    scratch.program("nginx", _PACKAGES)
    scratch.program("php", _PACKAGES)
    if not (_DEBIAN / "wp-content/themes/twentytwentythree").exists() or not _php_fpm():
        raise scratch.Missing(f"Debian's packages are missing (apt-get install {_PACKAGES})")
    if not _SITE.exists():
        shutil.copytree(_DEBIAN, _SITE, ignore_dangling_symlinks=True)
    shutil.copytree(_SOURCE, _SITE, dirs_exist_ok=True)


def prepare() -> None:
    """Tell the stories, see wordpress/tell.php."""
    told.once("wordpress", _tell, scratch.sources(_SOURCE))


@contextmanager
def serve(state: str, workers: int):
    """Serve with so many children of php-fpm."""
    with ExitStack() as stack:
        database = stack.enter_context(mariadb.running("wordpress"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wordpress-")))
        (folder / "nginx").mkdir()
        socket, port = folder / "php.sock", load.free_port()
        (folder / "fpm.conf").write_text(_pool(socket, workers, database))
        # It runs for root only when told to.
        command = [_php_fpm(), "-F", "-y", folder / "fpm.conf", *_for_root("-R")]
        pool = programs.running(command, folder=folder, ready=socket.exists)
        process = start_pinned(stack, pool)
        front = nginx.running(_nginx(socket, port), port, workers=workers, folder=folder / "nginx")
        server = start_pinned(stack, front)
        yield Served(server.url, (process, server.process))


def addresses() -> dict[str, str]:
    """Return the path of each page."""
    return json.loads(_ADDRESSES.read_text())


def version() -> str:
    """Return its version, and those of PHP and MariaDB."""
    code = 'include "wp-includes/version.php"; echo "$wp_version on PHP ", PHP_VERSION;'
    said = scratch.run(_php(), "-r", code, folder=_SITE)
    with mariadb.running("wordpress") as database:
        server = mariadb.run(database, "SELECT version()").split()[-1]
    return f"WordPress {said} and {server}"


def _tell():
    with mariadb.running("wordpress") as database:
        mariadb.renew(database, "wordpress")
        shutil.rmtree(_SITE / "wp-content" / "uploads", ignore_errors=True)
        (_FOLDER / "stories.json").write_text(json.dumps(stories.as_data()))
        said = scratch.run(
            _php(), "tell.php", _FOLDER / "stories.json", folder=_SITE, environment=_names(database)
        )
    _ADDRESSES.write_text(said.strip().splitlines()[-1])


def _names(database):
    return {"BENCH_SOCKET": str(database.socket), "BENCH_USER": database.user}


def _php():
    return scratch.program("php", _PACKAGES)


def _php_fpm():
    return next(iter(sorted(glob.glob("/usr/sbin/php-fpm*"), reverse=True)), "")


def _for_root(words):
    return [words] if os.geteuid() == 0 else []


def _pool(socket, children, database):
    lines = ["[global]", "error_log = /dev/stderr", "[www]", *_for_root("user = root")]
    lines += [f"listen = {socket}", "pm = static", f"pm.max_children = {children}"]
    lines += ["php_admin_value[opcache.enable] = 1"]
    lines += [f"env[{name}] = {said}" for name, said in _names(database).items()]
    return "\n".join(lines)


def _nginx(socket, port):
    # As Debian's nginx.conf has it, but for tcp_nopush, which holds chunked answers of PHP back.
    return f"""
        gzip on;
        upstream php {{ server unix:{socket}; }}
        server {{
            listen 127.0.0.1:{port}; root {_SITE}; index index.php;
            location / {{ try_files $uri $uri/ /index.php?$args; }}
            location ~ \\.php$ {{ include /etc/nginx/fastcgi.conf; fastcgi_pass php; }}
        }}
    """
