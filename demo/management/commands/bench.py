"""`make bench`: how fast the public pages are, at the size of newsroom that is asked for."""

import http.client
import logging
import statistics
from contextlib import ExitStack

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.test.utils import override_settings

from demo.bench import flat, load, nginx, plans, scratch
from demo.bench.loading import DiskIsFull
from espreso import database, static_files
from espreso.app_server import AppServer

NAME = "espreso_bench"
# What a larger newsroom is compared with.
SMALL = 2_000
# Nothing of a page is kept: neither its parts nor the whole.
COLD = {"FRAGMENT_CACHE": "0", "PAGE_CACHE_MB": "0"}
# Interleaved, since the speed of a machine drifts: only ratios within one run mean anything.
ROUNDS = 3


class Command(BaseCommand):
    help = (
        "Measure article, feed and front page with one worker of the app server, with the caches "
        "off (cold) and on (warm), beside a static file of the same size. In a newsroom of more "
        f"than {SMALL:,} articles, measure every kind of page beside one of {SMALL:,}, and look "
        "at the plan of every query."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, default=SMALL)
        parser.add_argument("--seconds", type=int, default=4, help="of load for each figure")

    def handle(self, *, articles, seconds, **options):
        static_files.collect_when_changed()
        # A page that is gone is one of those asked for.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        counts = sorted({min(SMALL, articles), articles})
        try:
            sites = [flat.Site(f"{NAME}_{count}", count) for count in counts]
            if len(sites) > 1:
                self.compare(sites)
            self.load(sites[-1], seconds)
        except (DiskIsFull, load.NoLoadGenerator) as error:
            raise CommandError(str(error)) from error

    def compare(self, sites):
        """Report every kind of page at both sizes, and what the plans say at the larger one."""
        for words in flat.table(sites, flat.measure(sites)):
            self.stdout.write(words)
        with sites[-1].used(), override_settings(FRAGMENT_CACHE=False):
            asked, large = plans.queries(sites[-1].examples.every_address()), plans.large_tables()
        complaints = {words for query in asked for words in query.complaints(large)}
        self.stdout.write(f"\n{len(asked)} queries, {len(complaints)} complaints of their plans")
        for words in sorted(complaints):
            self.stdout.write(words)

    def load(self, site, seconds):
        """Report the pages under load."""
        pages = {"article": site.longest.get_absolute_url(), "feed": "/news/", "front": "/"}
        with site.used(), override_settings(FRAGMENT_CACHE=False):
            queries = flat.queries_of(pages)
            url = database.url(connection.settings_dict)
            connections.close_all()
        rows = self.measure(pages, {"DATABASE_URL": url, "DATABASE_POOL": "2"}, seconds)
        self.report(site.count, rows, queries)

    def measure(self, pages, environment, seconds):
        """Return {(page, state): [Figures, …]} and the size of each page, round by round."""
        servers = {
            state: AppServer(load.free_port(), environment | kept, workers=1)
            for state, kept in (("cold", COLD), ("warm", {}))
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
                    {"cold": queries[page], "warm": 0}.get(state, ""),
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


def _body(port, path):
    server = http.client.HTTPConnection("127.0.0.1", port)
    server.request("GET", path)
    body = server.getresponse().read()
    server.close()
    return body


def _median(found, name):
    return statistics.median(getattr(figures, name) for figures in found)
