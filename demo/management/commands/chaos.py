"""`make chaos`: what readers and the desk notice of faults and kills, on a real site of its own."""

import os
import random
import shutil
import signal
import tempfile
import time
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from articles.models import Version
from demo import verbs
from demo.bench import chaos, loading, programs
from demo.bench.attack import from_network
from demo.bench.faults import Faults, Postgres, small_disk
from demo.bench.load import free_port
from demo.bench.nginx import shipped
from demo.bench.proxy import HOST, Proxy
from demo.bench.readers import Answers, Reader, ask, reading
from demo.bench.scratch import Missing
from demo.colleague import Colleague
from espreso import database, static_files
from espreso.app_server import AppServer

ARTICLES = 60
KNOWN = 40
WORKERS = 2
# Seconds for which each fault lasts, and after which one that is over must not be felt any more.
LASTS, PATIENCE = 6, 60
# How many read what is known; as many search, each after so many seconds.
READERS, SEARCHED = 8, 1
# How long a text is that is saved while a fault lasts.
WORDS = 20_000
# Seconds in which a change is heard of; how often a page is asked for until each worker has it.
HEARD, ASKED = 0.5, 16
# Kills are drawn in these shares.
SHARES = {"worker": 6, "PostgreSQL": 3, "application": 1}


def searches():
    """Yield addresses of pages that nobody keeps."""
    while True:
        yield f"/search/?q=word{random.randrange(10**9)}"


class Command(BaseCommand):
    help = (
        "Break the database, its network and Redis under readers, then kill workers, the "
        "application and PostgreSQL while verbs of the desk are done, and say what came of it. On "
        "a server and a database of its own."
    )

    def add_arguments(self, parser):
        parser.add_argument("--kills", type=int, default=2, help="of each verb")
        parser.add_argument("--pairs", type=int, default=20, help="times for every two verbs")

    def handle(self, *, kills, pairs, **options):
        if os.environ.get("DATABASE_URL"):
            raise CommandError("This kills its database server: it needs one of its own.")
        with ExitStack() as stack:
            self.begin(stack)
            self.faults()
            self.kills(kills)
            self.pairs(pairs)
            left = chaos.files_without_rows()
            self.stdout.write(f"\nfiles that no row names: {len(left)}")

    def begin(self, stack):
        """Have a newsroom, a server for it in front of a database that can be broken, and nginx."""
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        # The embedded server may be another user's.
        folder.chmod(0o755)
        folders = loading.use_folders(folder)
        connection.settings_dict["FOLDER"] = str(folder / "postgres")
        self.postgres = Postgres(folder / "postgres", database.EMBEDDED_NAME)
        stack.callback(self.postgres.release)
        call_command("migrate", interactive=False, verbosity=0)
        static_files.collect_when_changed()
        loading.fill(ARTICLES)
        self.small = stack.enter_context(small_disk(self.postgres, folder / "small"))
        newest = Version.objects.live().for_lines().newest_first()[:KNOWN]
        self.known = ["/", "/news/", *(version.get_absolute_url() for version in newest)]
        self.network = stack.enter_context(Proxy(connection.settings_dict))
        through = {**connection.settings_dict, "HOST": HOST, "PORT": self.network.port}
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "espreso.settings",
            "DATABASE_URL": database.url(through),
            "DATABASE_POOL": "4",
            "SECRET_KEY": settings.SECRET_KEY,
            "EMAIL_URL": "dummymail://",
        } | folders
        self.redis = self.start_redis(stack, folder)
        connections.close_all()
        self.port = free_port()
        self.server = AppServer(self.port, self.environment, workers=WORKERS)
        self.server.__enter__()
        stack.callback(lambda: self.server.__exit__())
        self.server.wait_until_it_answers()
        self.sites = {"application": self.server.url}
        try:
            self.sites["nginx"] = stack.enter_context(
                shipped(f"{HOST}:{self.port}", behind_cdn=True)
            ).url
        except Missing as missing:
            self.stdout.write(f"Without nginx: {missing}.")

    def start_redis(self, stack, folder):
        """Return what ends Redis for the time of a block, where there is one."""
        if not (program := shutil.which("redis-server")):
            return None
        port = free_port()
        self.environment["REDIS_URL"] = f"redis://{HOST}:{port}/0"
        command = [program, "--port", port, "--bind", HOST, "--save", ""]

        def running():
            return programs.running(command, folder=folder, ready=lambda: programs.listens(port))

        # Left and entered again, by whoever takes Redis away.
        current = [running()]
        current[0].__enter__()
        stack.callback(lambda: current[0].__exit__(None, None, None))

        @contextmanager
        def away():
            current[0].__exit__(None, None, None)
            try:
                yield
            finally:
                current[0] = running()
                current[0].__enter__()

        return away

    def faults(self):
        """Read while each fault lasts, and print a row for each and each site."""
        self.stdout.write(
            f"{'fault':22} {'site':12} {'known':>6} {'p50 ms':>7} {'p95 ms':>7} {'failed':>6}"
            f" {'others':>6} {'p95 ms':>7}  {'a save':14} answers to others"
        )
        faults = Faults(self.postgres, self.network, redis=self.redis, small=self.small)
        for name, fault in faults.all.items():
            save = self.a_save()
            with ExitStack() as stack:
                self.have_all_pages()
                both = {site: self.readers_of(url) for site, url in self.sites.items()}
                stack.enter_context(reading(chain.from_iterable(chain(*both.values()))))
                # While they read it begins and ends.
                stack.enter_context(fault())
                time.sleep(LASTS)
                began = time.monotonic()
                saved = f"{save()}, {time.monotonic() - began:.1f} s"
            for site, readers in both.items():
                known, others = map(Answers.of, readers)
                self.stdout.write(
                    f"{name:22} {site:12} {len(known.took):6,} {known.percentile(0.5):7,.0f}"
                    f" {known.percentile(0.95):7,.0f} {known.failures:6} {len(others.took):6,}"
                    f" {others.percentile(0.95):7,.0f}  {saved:14} {dict(others.statuses)}"
                )
                if known.failures:
                    self.stdout.write(f"  answers to known: {dict(known.statuses)}")
            self.wait_until_ready()

    def readers_of(self, url):
        """Return those who read pages that are known, and those who search."""
        return (
            [
                Reader(url, self.known_pages(), headers=from_network(number))
                for number in range(READERS)
            ],
            [
                Reader(url, searches(), SEARCHED, headers=from_network(READERS + number))
                for number in range(READERS)
            ],
        )

    def known_pages(self):
        while True:
            yield random.choice(self.known)

    def have_all_pages(self):
        """Have every worker hear what changed, and make all of these pages."""
        time.sleep(HEARD)
        for url in self.sites.values():
            for address in self.known * ASKED:
                ask(url, address)

    def a_save(self):
        """Return the press of a button in the desk, which returns the status of the answer."""
        rows = verbs.Rows()
        desk = Colleague(rows.people[0], self.server.url)
        # More than finds room in what the tables have: where the disk is full, it shows.
        text = " ".join(random.randbytes(5).hex() for _word in range(WORDS))
        press = verbs.saving_answer(desk, rows, text)
        connections.close_all()
        return lambda: press().status_code

    def wait_until_ready(self):
        """Return once every worker makes pages again and the desk can save."""
        deadline = time.monotonic() + PATIENCE
        for _each in range(4 * WORKERS):
            while ask(self.server.url, "/readyz?writing") != HTTPStatus.OK:
                if self.server.how_it_ended:
                    # As systemd does: granian ends when one worker is killed twice within seconds.
                    self.restart_application()
                if time.monotonic() > deadline:
                    raise CommandError(f"The site is not ready {PATIENCE} seconds after a fault.")
                time.sleep(0.1)

    def kills(self, times):
        """Press each verb so many times while something is killed by lot."""
        ways = {
            "worker": lambda: chaos.kill(chaos.worker_of(self.server.process)),
            "PostgreSQL": self.kill_postgres,
            "application": self.kill_application,
        }
        killing = chaos.Killing(self.server.url, ways)
        every = random.sample(verbs.VERBS * times, len(verbs.VERBS) * times)
        for verb in every:
            self.wait_until_ready()
            killing.press(verb, *random.choices(list(SHARES), list(SHARES.values())))
        self.wait_until_ready()
        row = "{:14}{:>7}{:>16}{:>23}{:>15}{:>6}"
        self.stdout.write(
            "\n"
            + row.format(
                "killed", "times", "before commit", "between it and answer", "after answer", "half"
            )
        )
        for name, noted in killing.by_kill.items():
            self.stdout.write(
                row.format(
                    name,
                    noted.pressed,
                    noted.undone,
                    noted.unanswered,
                    noted.answered,
                    len(noted.half),
                )
            )
        self.stdout.write(f"verbs: {len(killing.by_verb)} of {len(verbs.VERBS)}")
        for noted in killing.by_kill.values():
            for words in (*noted.half, *noted.bad):
                self.stdout.write(f"  {words}")

    def kill_postgres(self):
        self.postgres.end(signal.SIGKILL)
        self.postgres.start()

    def kill_application(self):
        os.killpg(self.server.process, signal.SIGKILL)
        self.restart_application()

    def restart_application(self):
        self.server.__exit__()
        self.server = AppServer(self.port, self.environment, workers=WORKERS)
        self.server.__enter__()
        self.server.wait_until_it_answers()

    def pairs(self, times):
        """Press every two verbs at once, so many times."""
        every, wrong = verbs.pairs(), 0
        for number in range(1, times + 1):
            for pair in every:
                if errors := chaos.two_at_once(self.server.url, pair):
                    wrong += 1
                    names = " beside ".join(verb.name for verb in pair)
                    self.stdout.write(f"  {names}: {errors}")
            self.stdout.write(f"round {number} of {times}: {wrong} errors until now")
        self.stdout.write(
            f"\n{len(every)} pairs, {times} times each: {wrong} answered with an error"
        )
