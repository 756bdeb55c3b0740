"""`make bench-desk`: how fast the desk is, and Wagtail on the same work beside it."""

import os
from contextlib import ExitStack

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import User
from demo.bench import beside, desk, loading, measuring
from demo.management.commands.bench import NAME
from espreso import database, static_files
from espreso.serving import AppServer

QUESTIONS = (8, 40, 150)
ACTS = ("open", "save", "publish")
LISTS = {
    "list": "/admin/articles/article/",
    "list of what is live": "/admin/articles/article/?state=live",
    "search, a frequent word": "/admin/articles/article/?q=harbour",
    "search, a rare word": "/admin/articles/article/?q=(1234)",
}
AIM = 3.0


class Command(BaseCommand):
    help = (
        "Measure how long the server takes to open, save and publish interviews and to list and "
        "search pieces, with one worker of the app server, and Wagtail beside it in the same run."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, nargs="+", default=[2_000, 100_000])
        parser.add_argument("--rounds", type=int, default=9)
        parser.add_argument("--alone", action="store_true", help="leave Wagtail out")

    def handle(self, *, articles, rounds, alone, **options):
        static_files.collect_when_changed()
        wagtail = None if alone else self._wagtail()
        self.times: dict[tuple, desk.Times] = {}
        for place, count in enumerate(sorted(articles)):
            # The forms do not depend on how many pieces there are; the lists do.
            sizes = QUESTIONS if place == 0 else ()
            with ExitStack() as stack:
                self.measure(stack, count, sizes, rounds, wagtail)
        self.report(sorted(articles), rounds, wagtail)

    def _wagtail(self):
        try:
            beside.install()
        except beside.NotInstalled as error:
            self.stderr.write(f"Wagtail is left out: it could not be installed ({error}).")
            return None
        return beside

    def measure(self, stack, count, sizes, rounds, wagtail):
        """Start the servers over so many articles, and go round and round."""
        server, cookie, interviews = self._espreso(stack, count, sizes)
        sites = {size: [desk.Desk(desk.Signed(server, cookie), interviews[size])] for size in sizes}
        lists = [(name, desk.Signed(server, cookie), path) for name, path in LISTS.items()]
        if wagtail and (other := self._beside(stack, count, sizes)):
            server, said = other
            for size in sizes:
                signed = desk.Signed(server, said["cookie"])
                sites[size].append(desk.Wagtail(signed, said["interviews"][str(size)], size))
            lists.append(("Wagtail", desk.Signed(server, said["cookie"]), said["list"]))
            self._of("list", count, "Wagtail").queries = said["list_queries"]
        for number in range(rounds):
            self.stderr.write(f"{count:,} articles, round {number + 1} of {rounds}")
            for size, both in sites.items():
                for site in both:
                    self._work(site, size, number)
            for name, signed, path in lists:
                name, who = ("list", name) if name == "Wagtail" else (name, "Espreso")
                desk.timed(
                    signed.server, lambda s=signed, p=path: s.get(p), self._of(name, count, who)
                )

    def _work(self, site, size, number):
        server = site.signed.server
        page = desk.timed(server, site.open, self._of("open", size, site.name))
        data = site.prepare(page, number)
        desk.timed(server, lambda: site.save(data), self._of("save", size, site.name))
        data = site.prepare(site.open(), number + 1000)
        desk.timed(server, lambda: site.publish(data), self._of("publish", size, site.name))

    def _of(self, what, size, who):
        return self.times.setdefault((what, size, who), desk.Times())

    def _espreso(self, stack, count, sizes):
        _use_database(f"{NAME}_desk_{count}")
        call_command("migrate", interactive=False, verbosity=0)
        loading.fill(count)
        editor, _created = User.objects.get_or_create(
            username="bench", defaults={"is_staff": True, "email": "bench@example.org"}
        )
        editor.groups.add(Group.objects.get(name="Editor"))
        client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=True)
        client.force_login(editor)
        interviews = {size: desk.interview(size, editor) for size in sizes}
        self._count(client, count, interviews)
        url = database.url(connection.settings_dict)
        connections.close_all()
        environment = {"DATABASE_URL": url, "DATABASE_POOL": "2"}
        server = stack.enter_context(AppServer(measuring.free_port(), environment, workers=1))
        server.wait_until_it_answers()
        return server, client.cookies["sessionid"].value, interviews

    def _count(self, client, count, interviews):
        """Count the queries, in this process, of what is taken back again."""
        for name, path in LISTS.items():
            self._of(name, count, "Espreso").queries = _queries(lambda p=path: client.get(p))
        for size, piece in interviews.items():
            site = desk.Desk(desk.InProcess(client), piece)
            with transaction.atomic():
                data = site.prepare(site.open(), 0)
                for what, act in (
                    ("open", site.open),
                    ("save", lambda s=site, d=data: s.save(d)),
                ):
                    self._of(what, size, "Espreso").queries = _queries(act)
                data = site.prepare(site.open(), 1)
                publish = _queries(lambda s=site, d=data: s.publish(d))
                self._of("publish", size, "Espreso").queries = publish
                transaction.set_rollback(True)

    def _beside(self, stack, count, sizes):
        name = f"{NAME}_wagtail_{count}"
        _use_database(name)
        url = database.url(connection.settings_dict)
        connections.close_all()
        try:
            said = beside.prepare(url, count, list(sizes))
            server = beside.WagtailServer(measuring.free_port(), beside.environment(url), workers=1)
            stack.enter_context(server)
            server.wait_until_it_answers()
        except beside.NotInstalled as error:
            self.stderr.write(f"Wagtail is left out: {error}.")
            return None
        return server, said

    # The table.

    def report(self, articles, rounds, wagtail):
        write = self.stdout.write
        write(
            "\nMilliseconds, one worker, median of "
            f"{rounds - desk.WARMING} interleaved rounds / of which the server worked (queries)\n"
        )
        line = "{:<25}{:>16}{:>19}{:>19}{:>15}"
        write(line.format("what", "how much", "Espreso", "Wagtail", "times faster"))
        for (what, size, who), times in self.times.items():
            if who == "Espreso":
                other = self.times.get((what, size, "Wagtail"))
                measured = bool(other and other.rounds)
                write(
                    line.format(
                        what,
                        f"{size:,} " + ("questions" if what in ACTS else "articles"),
                        _in_figures(times),
                        _in_figures(other) if measured else "–",
                        _faster(times, other) if measured else "–",
                    )
                )
        write("\nPublish: from the button in the form to the readers, questions asked included.")
        write("Only ratios of one run mean anything, and only on a machine that does nothing else.")
        load = os.getloadavg()[0]
        if load > 2:
            write(f"This one was busy (load {load:.1f}): take these figures as provisional.")
        self._say_whether_it_is_enough(articles)

    def _say_whether_it_is_enough(self, articles):
        for what, size in [(act, QUESTIONS[0]) for act in ACTS] + [("list", n) for n in articles]:
            mine, other = (self.times.get((what, size, who)) for who in ("Espreso", "Wagtail"))
            if mine and other and other.rounds and other.median < AIM * mine.median:
                self.stdout.write(
                    f"{what}, {size:,}: less than {AIM:.0f} times as fast as Wagtail."
                )


def _in_figures(times):
    queries = "" if times.queries is None else f" ({times.queries})"
    return f"{times.median:,.0f} / {times.mean_work:,.0f}{queries}"


def _faster(times, other):
    work = f" / {other.mean_work / times.mean_work:.1f}" if times.mean_work else ""
    return f"{other.median / times.median:.1f}{work}"


def _queries(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    # Savepoints are those of the counting itself, or of a transaction within one.
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in asked)


def _use_database(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
