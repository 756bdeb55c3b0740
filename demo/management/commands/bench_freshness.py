"""`make bench-freshness`: how long a publication takes to reach every reader."""

import logging
import statistics
import subprocess
import time
from contextlib import ExitStack
from itertools import count, repeat

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from articles.models import Article, Section
from demo.bench import anew, loading, unit
from demo.bench.freshness import NumberReader, Press
from demo.bench.load import free_port, resident_bytes
from demo.bench.nginx import shipped
from demo.bench.readers import Answers, Reader, ask, reading
from espreso import database, static_files
from espreso.app_server import BASE_DIR, AppServer

NAME = "espreso_bench_freshness"
ARTICLES = 4000
# Seconds. Longer than what nginx keeps, and no multiple of anything.
APART = 8.3
WORKERS = 2
# Publications that are followed page by page.
ANEW = 10
MINUTE = 60
STARTS = 5


class Command(BaseCommand):
    help = (
        "Publish one piece again and again, and say how old the words were that readers got: of "
        "each worker of two servers under load, and through nginx as it is shipped."
    )

    def add_arguments(self, parser):
        parser.add_argument("--publications", type=int, default=50)

    def handle(self, *, publications, **options):
        # Of some lists nothing is there in the first language.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        loading.use_database(NAME)
        folders = loading.use_folders(BASE_DIR / "var" / NAME)
        call_command("migrate", interactive=False, verbosity=0)
        static_files.collect_when_changed()
        loading.fill(ARTICLES)
        self.made_anew()
        press = self.press()
        environment = {"DATABASE_URL": database.url(connection.settings_dict), "DATABASE_POOL": "2"}
        environment |= folders
        connections.close_all()
        with ExitStack() as stack:
            servers = [AppServer(free_port(), environment, workers=WORKERS) for _server in range(2)]
            for server in servers:
                stack.enter_context(server)
            for server in servers:
                server.wait_until_it_answers()
            self.of_the_workers(servers, press, publications)
            self.through_nginx(servers[0], press, publications)
        self.after_a_restart(environment)
        self.from_the_start(environment)

    def press(self):
        """Return what publishes: the newest piece of a section of its own."""
        section, _new = Section.objects.get_or_create(name="Freshness")
        piece, _new = Article.objects.get_or_create(
            section=section, slug="freshness", defaults={"headline": "Freshness"}
        )
        return Press.of(piece)

    def made_anew(self):
        """Say how much of what readers ask for has to be made again after a publication."""
        about = f"in the largest section and on the {anew.TOPICS} commonest topics"
        for what, publish in (("new pieces", anew.publisher()), ("updates of one", anew.updater())):
            pages, requests = anew.share(publish, ANEW)
            self.stdout.write(
                f"{ANEW} {what} {about}: each made {pages:.1%} of {anew.ADDRESSES:,} pages anew, "
                f"and so {requests:.1%} of {anew.REQUESTS:,} requests"
            )

    def of_the_workers(self, servers, press, publications):
        """New connections go to all workers, and others keep them busy."""
        readers = [
            NumberReader(server.url, repeat("/"), pause=0.01)
            for server in servers
            for _one in range(2)
        ]
        with ExitStack() as stack:
            for server in servers:
                load = ["wrk", "-t1", "-c4", "-d3600s", f"{server.url}/news/"]
                busy = subprocess.Popen(load, stdout=subprocess.DEVNULL)
                stack.callback(busy.wait)
                stack.callback(busy.terminate)
            with reading(readers):
                for _publication in range(publications):
                    press.publish()
                    time.sleep(1.1)
        what = f"{len(servers)} servers with {WORKERS} workers each, under load"
        self.report(what, readers, press, publications)

    def through_nginx(self, server, press, publications):
        with shipped(f"127.0.0.1:{server.port}") as nginx:
            steady = [NumberReader(nginx.url, repeat("/"), pause=0.05) for _reader in range(4)]
            seldom = [NumberReader(nginx.url, repeat("/news/"), pause=7)]
            # A page that nobody asks for between, so that it is idle for longer than it is kept.
            once = [NumberReader(nginx.url, repeat("/sections/freshness/"))]
            once[0].ask()
            with reading([*steady, *seldom]):
                for number in count(1):
                    press.publish()
                    time.sleep(3)
                    once[0].ask()
                    if number == publications:
                        break
                    time.sleep(APART - 3 + number % 10 / 10)
        self.report("nginx, steady readers", steady, press, publications)
        self.report("nginx, one reader every 7 s", seldom, press, publications)
        self.report("nginx, one reader once, 3 s after", once, press, publications)

    def after_a_restart(self, environment):
        """Readers ask for many pages while all workers end and others begin."""
        wanted, port = anew.addresses(), free_port()
        with ExitStack() as stack:
            nginx = stack.enter_context(shipped(f"127.0.0.1:{port}"))
            readers = [Reader(nginx.url, repeat(address), 0.3) for address in wanted[:60]]
            with AppServer(port, environment, workers=WORKERS) as server:
                server.wait_until_it_answers()
                for reader in readers:
                    reader.ask()
                stack.enter_context(reading(readers))
            for reader in readers:
                reader.answers = Answers()
            server = stack.enter_context(AppServer(port, environment, workers=WORKERS))
            began = time.monotonic()
            server.wait_until_it_answers()
            answered = time.monotonic() - began
            first = max(resident_bytes(server.process))
            time.sleep(MINUTE - answered)
            met = Answers.of(readers)
            for address in wanted:
                ask(server.url, address)
            full = max(resident_bytes(server.process))
        self.stdout.write(
            f"the minute after a restart of {WORKERS} workers, which answered after {answered:.1f} "
            f"s: {len(met.took):,} answers, {met.failures} failures, "
            f"p50 {met.percentile(0.5):.1f} ms, p95 {met.percentile(0.95):.1f} ms, "
            f"slowest {met.percentile(1):,.0f} ms"
        )
        self.stdout.write(
            f"memory of a worker: {first / 1e6:,.0f} MB at its first answer, {full / 1e6:,.0f} MB "
            f"when {len(wanted):,} pages were asked for"
        )

    def from_the_start(self, environment):
        """Say how long the unit takes until it answers."""
        environment |= {"SECRET_KEY": settings.SECRET_KEY}
        took = [unit.seconds_to_the_first_page(environment, WORKERS) for _start in range(STARTS)]
        self.stdout.write(
            f"from the start of the unit with {WORKERS} workers to the first page, {STARTS} times: "
            f"{min(took):.1f} to {max(took):.1f} s"
        )

    def report(self, what, readers, press, publications):
        met = Answers.of(readers)
        without = len(met.took) - sum(len(reader.seen) for reader in readers)
        if met.failures or without:
            raise CommandError(f"{what}: {dict(met.statuses)}, {without} without the piece")
        ages = [age for reader in readers for age in reader.ages(press)]
        old = sorted(age for age in ages if age)
        said = (
            f"{len(old)} of old words, the oldest replaced {old[-1] * 1000:,.0f} ms before, "
            f"half of them less than {statistics.median(old) * 1000:,.0f} ms"
            if old
            else "none of old words"
        )
        self.stdout.write(f"{what}: {publications} publications, {len(ages):,} answers, {said}")
