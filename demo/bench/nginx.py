"""nginx as a child process: it sends files, or stands in front of the site as it is shipped."""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from demo.bench import programs
from demo.bench.load import free_port
from demo.bench.scratch import program

_SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
_SHIPPED_MAIN = _SHIPPED.with_name("nginx-main.conf")
_TYPES = (
    "text/html html; text/css css; application/javascript js; application/rss+xml xml; "
    "image/avif avif; image/jpeg jpg; image/svg+xml svg; image/webp webp; font/woff2 woff2;"
)


class Nginx:
    """What runs: its address, the number of its process, and the folder with all that it writes."""

    def __init__(self, url: str, process: int, folder: Path):
        self.url, self.process, self.folder = url, process, folder


@contextmanager
def running(sites: str, port: int, *, workers: int = 1, folder: Path) -> Iterator[Nginx]:
    """Serve `sites`, what stands in `http { … }`, until the block ends. Raises Missing."""
    main = f"""
        daemon off; {_user()} worker_processes {workers}; pid {folder}/pid;
        error_log stderr;
        events {{ worker_connections 1024; }}
        http {{
            {_temporary(folder)} sendfile on; access_log off; keepalive_requests 1000000;
            types {{ {_TYPES} }} default_type application/octet-stream;
            {sites}
        }}
        """
    with _started(main, port, folder) as nginx:
        yield nginx


@contextmanager
def _started(main, port, folder):
    (folder / "nginx.conf").write_text(main)
    command = [program("nginx", "nginx"), "-c", folder / "nginx.conf", "-e", "stderr"]
    with programs.running(command, folder=folder, ready=lambda: programs.listens(port)) as process:
        yield Nginx(f"http://127.0.0.1:{port}", process, folder)


@contextmanager
def static_files(files: Mapping[str, bytes], *, workers: int = 1) -> Iterator[Nginx]:
    """Serve files by name, and the compressed copies beside them (`.gz`) to whoever takes them."""
    with _folder() as folder:
        root, port = folder / "root", free_port()
        root.mkdir()
        for name, content in files.items():
            (root / name).write_bytes(content)
        site = f"server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on; tcp_nopush on; }}"
        with running(site, port, workers=workers, folder=folder) as nginx:
            yield nginx


@contextmanager
def shipped(
    upstream: str, *, workers: int = 1, behind_cdn: bool = False, cache: Path | None = None
) -> Iterator[Nginx]:
    """Serve what answers at `upstream` (“127.0.0.1:8000”, “unix:/…”) by deploy/nginx.conf.

    It is as shipped but for names, ports, paths and TLS, and begins with nothing cached.
    `behind_cdn` believes X-Forwarded-For, so that somebody can be many readers. `cache` is where
    the cache lies.
    """
    with _folder() as folder:
        port = free_port()
        site = here(_SHIPPED.read_text(), upstream, port, free_port(), free_port(), folder, cache)
        if behind_cdn:
            site = re.sub(r"# (set_real_ip_from) .*;", r"\1 127.0.0.1;", site)
            site = re.sub(r"# (real_ip_header .*;)", r"\1", site)
        (folder / "site.conf").write_text(site)
        with _started(_main_here(workers, folder), port, folder) as nginx:
            yield nginx


def here(
    conf: str,
    upstream: str,
    port: int,
    redirecting: int,
    counting: int,
    folder: Path,
    cache: Path | None = None,
) -> str:
    """Return `conf`, the text of deploy/nginx.conf, for ports of the loopback address.

    TLS is left out, since what is measured behind it is the same; what redirects to it has the
    port `redirecting`, and what counts `counting`. Every file is below `folder`, but static files,
    media, markers and the pages of nginx. Raises
    ValueError when the text does not name what is changed here, so that nothing is measured
    that is not meant.
    """
    changes = (
        (r"\n\s*(listen \[::\]|ssl_|http2 )[^;]*;", ""),
        (r"listen 80;", f"listen 127.0.0.1:{redirecting};"),
        (r"listen 443 ssl[^;]*;", f"listen 127.0.0.1:{port};"),
        (r"127\.0\.0\.1:8081", f"127.0.0.1:{counting}"),
        (r"server unix:/run/espreso/http\.sock", f"server {upstream}"),
        (r"news\.example", "127.0.0.1"),
        (r"/srv/espreso/var/static/", f"{settings.STATIC_ROOT}/"),
        (r"/srv/espreso/deploy/pages/", f"{_SHIPPED.parent}/pages/"),
        (r"/var/lib/espreso/media/", f"{settings.MEDIA_ROOT}/"),
        (r"/var/lib/espreso/withdrawn/", f"{settings.WITHDRAWN_ROOT}/"),
        (r"/run/espreso-nginx", f"{folder}/passing"),
        (r"/run/espreso-known", f"{folder}/known"),
        (r"(?<= )/var/cache/nginx", f"{cache or folder}"),
        (r"(?<= )/var/log/nginx", f"{folder}"),
    )
    return _replaced(conf, changes, "nginx.conf")


def _replaced(conf, patterns, name):
    """Return `conf` with something else in the place of each pattern. Raises ValueError."""
    for pattern, instead in patterns:
        conf, changed = re.subn(pattern, instead.replace("\\", r"\\"), conf)
        if not changed:
            raise ValueError(f"deploy/{name} has nothing like {pattern}")
    return conf


def _main_here(workers, folder):
    """Return deploy/nginx-main.conf for this machine, with the site that lies in `folder`."""
    changes = (
        (r"user www-data;", _user()),
        (r"worker_processes auto;", f"daemon off; worker_processes {workers};"),
        (r"pid [^;]*;", f"pid {folder}/pid;"),
        (r"include [^;]*modules-enabled[^;]*;", ""),
        (r"include [^;]*mime\.types;", f"types {{ {_TYPES} }} {_temporary(folder)}"),
        (r"(?<= )/var/log/nginx", f"{folder}"),
        (r"include [^;]*conf\.d[^;]*;", f"include {folder}/site.conf;"),
    )
    return _replaced(_SHIPPED_MAIN.read_text(), changes, "nginx-main.conf")


def _user():
    # Otherwise a user without rights would serve what lies in the folders of this one.
    return "user root;" if os.geteuid() == 0 else ""


def _temporary(folder):
    return "".join(
        f"{name}_temp_path {folder}/{name}; "
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )


@contextmanager
def _folder():
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        # Where root starts it, its workers may be another user.
        Path(name).chmod(0o755)
        yield Path(name)
