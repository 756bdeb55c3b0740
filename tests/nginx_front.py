"""nginx as it is shipped, before what answers with the address that it was asked for."""

import gzip
import http.client
import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

from demo.bench import nginx
from espreso.app_server import HOST

# The session that Espreso knows, and one that somebody made up.
KNOWN, MADE_UP = f"sessionid={'k' * 32}", f"sessionid={'m' * 32}"


class Echo(BaseHTTPRequestHandler):
    """Says what it was asked for, and how often anybody asked."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.dead:
            self.close_connection = True
            return
        status = self.server.status
        if self.path == "/accounts/known/" and status == 200:
            status = 204 if self.headers["Cookie"].startswith("sessionid=k") else 403
        else:
            self.server.asked.append(self.path)
        if "hold" in self.path:
            self.server.held.release()
            self.server.let_go.wait(30)
        body = f"{self.path} from {self.headers['X-Forwarded-For']}".encode()
        if kept := self.headers["X-Espreso-Kept"]:
            self.server.kept.append((self.path, kept))
            if self.server.too_busy:
                status = 509
        if status == 200 and self.server.etag and self.headers["If-None-Match"] == self.server.etag:
            status = 304
        body = b"" if status in {204, 304} else body
        self.send_response(status)
        if self.server.etag:
            self.send_header("ETag", self.server.etag)
        if body and "packed" in self.path:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        if self.path.startswith("/leads"):
            # As Django writes it: an address within an address.
            self.send_header("Location", "/?next=" + quote(quote(self.path)))
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", self.server.caching)
        if self.server.old:
            # Good until the second before this one.
            self.send_header("X-Accel-Expires", f"@{int(time.time()) - 1}")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_said):
        pass


class Answerer(ThreadingHTTPServer):
    """What is asked with “hold” in its address is answered when `let_go` is set."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__((HOST, 0), Echo)
        self.asked, self.status, self.dead, self.old, self.etag = [], 200, False, False, ""
        # What nginx said that it has, and its ETag; whether that is made.
        self.kept, self.too_busy = [], False
        self.held, self.let_go = threading.Semaphore(0), threading.Event()
        self.caching = "public, max-age=0, s-maxage=60, stale-if-error=600"


def _named(headers):
    """Return headers that are given as arguments under their names."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


class Front:
    """nginx, asked as somebody far away asks it."""

    def __init__(self, running, upstream):
        self.port, self.folder = int(running.url.rpartition(":")[2]), running.folder
        self.upstream = upstream

    def get(self, path, source="127.0.0.1", method="GET", body=None, **headers):
        connection = http.client.HTTPConnection(
            HOST, self.port, timeout=30, source_address=(source, 0)
        )
        connection.request(method, path, body, _named(headers))
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace")
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, said

    def flood(self, asked, **headers):
        """Ask for each path by an address, behind a CDN, as fast as can be; return each status."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers = {"Accept-Encoding": "gzip"} | _named(headers)
        said = []
        for path, who in asked:
            connection.request("GET", path, headers={"X-Forwarded-For": who, **headers})
            answer = connection.getresponse()
            answer.read()
            said.append(answer.status)
        connection.close()
        return said

    @contextmanager
    def begun(self, count, path, length, source="127.0.0.1", **headers):
        """Yield so many connections that send the beginning of a body of that length."""
        lines = [f"POST {path} HTTP/1.1", f"Host: {HOST}", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in _named(headers).items()]
        with ExitStack() as stack:
            held = []
            for _each in range(count):
                connection = socket.create_connection((HOST, self.port), 30, (source, 0))
                held.append(stack.enter_context(connection))
                connection.sendall("\r\n".join([*lines, "", "x"]).encode())
            yield held

    def errors(self):
        """Return what is written in the log of errors."""
        self._let_it_finish()
        return (self.folder / "error.log").read_text()

    def accesses(self):
        """Return what is written in the log of what was asked for."""
        self._let_it_finish()
        return (self.folder / "access.log").read_text()

    def _let_it_finish(self):
        # It does one thing after the other, and this leaves nothing in a log.
        self.get("/nginx/busy.html")


@contextmanager
def front_before_echo(**options):
    """Yield the front of what echoes."""
    with Answerer() as upstream:
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        with nginx.shipped(f"{HOST}:{upstream.server_port}", **options) as running:
            yield Front(running, upstream)
        upstream.let_go.set()
        upstream.shutdown()
