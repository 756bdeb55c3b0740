"""`make bench`: how fast the public pages are, at the size of newsroom that is asked for."""

import http.client
import statistics
from contextlib import ExitStack

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo.bench import load, loading, nginx, scratch
from espreso import database, static_files
from espreso.app_server import AppServer

NAME = "espreso_bench"
# Interleaved, since the speed of a machine drifts: only ratios within one run mean anything.
ROUNDS = 3


class Command(BaseCommand):
    help = (
        "Measure article, feed and front page with one worker of the app server, with the caches "
        "off (cold) and on (warm), beside a static file of the same size."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, default=2000)
        parser.add_argument("--seconds", type=int, default=4, help="of load for each figure")

    def handle(self, *, articles, seconds, **options):
        loading.use_database(NAME)
        call_command("migrate", interactive=False, verbosity=0)
        static_files.collect_when_changed()
        if loading.Version.objects.count() > articles:
            call_command("flush", interactive=False, verbosity=0)
        version = loading.fill(articles)
        pages = {"article": version.get_absolute_url(), "feed": "/news/", "front": "/"}
        queries = {name: _queries(path) for name, path in pages.items()}
        environment = {"DATABASE_URL": database.url(connection.settings_dict), "DATABASE_POOL": "2"}
        connections.close_all()
        try:
            rows = self.measure(pages, environment, seconds)
        except load.NoLoadGenerator as error:
            raise CommandError(str(error)) from error
        self.report(articles, rows, queries)

    def measure(self, pages, environment, seconds):
        """Return {(page, state): [Figures, …]} and the size of each page, round by round."""
        servers = {
            state: AppServer(
                load.free_port(),
                {**environment, "FRAGMENT_CACHE": cache, "PAGE_CACHE_MB": pages},
                workers=1,
            )
            for state, cache, pages in (("cold", "0", "0"), ("warm", "1", "64"))
        }
        rows = {}
        with servers["cold"], servers["warm"]:
            for server in servers.values():
                server.wait_until_it_answers()
            for page, path in pages.items():
                body = _body(servers["warm"].port, path)
                rows[page, "size"] = len(body)
                with ExitStack() as stack:
                    static = _static_file(stack, body)
                    for _round in range(ROUNDS):
                        for state, server in servers.items():
                            figures = load.load(server.url + path, seconds)
                            rows.setdefault((page, state), []).append(figures)
                        if static:
                            figures = load.load(static, seconds)
                            rows.setdefault((page, "static"), []).append(figures)
        return rows

    def report(self, articles, rows, queries):
        write = self.stdout.write
        write(f"\n{articles:,} articles, one worker, {load.CONNECTIONS} connections, ")
        write(f"median of {ROUNDS} interleaved rounds\n\n")
        head = ("page", "state", "size", "queries", "requests/s", "p50 ms", "p99 ms", "of static")
        line = "{:<9}{:<8}{:>9}{:>9}{:>12}{:>9}{:>9}{:>11}"
        write(line.format(*head))
        for (page, state), found in rows.items():
            if state == "size":
                continue
            if errors := sum(figures.errors for figures in found):
                raise CommandError(f"{page}, {state}: {errors} answers were errors.")
            speed = _median(found, "requests_per_second")
            static = rows.get((page, "static"))
            ratio = f"1/{_median(static, 'requests_per_second') / speed:,.1f}" if static else "–"
            write(
                line.format(
                    page,
                    state,
                    f"{rows[page, 'size'] / 1024:.1f} KB",
                    {"cold": queries[page], "warm": 1}.get(state, ""),
                    f"{speed:,.0f}",
                    f"{_median(found, 'p50'):.2f}",
                    f"{_median(found, 'p99'):.2f}",
                    "1" if state == "static" else ratio,
                )
            )
        for page in queries:
            ratio = _median(rows[page, "warm"], "requests_per_second") / _median(
                rows[page, "cold"], "requests_per_second"
            )
            write(f"{page}: warm is {ratio:.1f} times cold")
        if not any(state == "static" for _page, state in rows):
            write("nginx is not installed: no static file was measured.")


def _static_file(stack, content):
    """Return the address of nginx with such a file, or None where it is not installed."""
    try:
        server = stack.enter_context(nginx.static_files({"page.html": content}))
    except scratch.Missing:
        return None
    return f"{server.url}/page.html"


def _queries(path):
    with CaptureQueriesContext(connection) as asked:
        answer = Client(headers={"host": "127.0.0.1"}).get(path)
    if answer.status_code != http.client.OK:
        raise CommandError(f"{path} answered {answer.status_code}.")
    return len(asked)


def _body(port, path):
    server = http.client.HTTPConnection("127.0.0.1", port)
    server.request("GET", path)
    body = server.getresponse().read()
    server.close()
    return body


def _median(found, name):
    return statistics.median(getattr(figures, name) for figures in found)
