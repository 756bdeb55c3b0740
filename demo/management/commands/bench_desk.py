"""`make bench-desk`: how fast the desk is, and Wagtail on the same work beside it."""

import os
from contextlib import ExitStack

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.test import Client

from articles.models import User
from demo.bench import client, desk, load, loading, scratch, wagtail_editor, wagtail_server
from demo.bench.results import Results
from demo.management.commands.bench import NAME
from espreso import database, static_files
from espreso.app_server import AppServer, ServerFailedError


class Command(BaseCommand):
    help = (
        "Measure how long the server takes to open, save and publish interviews and to list and "
        "search pieces, with one worker of the app server, and Wagtail beside it in the same run."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, nargs="+", default=[2_000, 100_000])
        parser.add_argument("--questions", type=int, nargs="+", default=[8, 40, 150])
        parser.add_argument("--rounds", type=int, default=9)
        parser.add_argument("--alone", action="store_true", help="leave Wagtail out")

    def handle(self, *, articles, questions, rounds, alone, **options):
        static_files.collect_when_changed()
        self.results = Results()
        self.with_wagtail = not alone and self._installs_wagtail()
        if alone:
            self.results.left_out = "it was left out (--alone)"
        for place, count in enumerate(sorted(articles)):
            # The forms do not depend on how many pieces there are; the lists do.
            sizes = sorted(questions) if place == 0 else ()
            with ExitStack() as stack:
                self.measure(stack, count, sizes, rounds)
        self.report(sorted(articles), rounds)

    def _installs_wagtail(self):
        try:
            wagtail_server.install()
        except scratch.Missing as error:
            self._leave_wagtail_out(f"it could not be installed ({error})")
            return False
        return True

    def _leave_wagtail_out(self, why):
        self.results.left_out = why
        self.stderr.write(f"Wagtail is not measured: {why}.")

    def measure(self, stack, count, sizes, rounds):
        """Start the servers over so many articles, and go round and round."""
        sites = [self._espreso(stack, count, sizes)]
        if self.with_wagtail:
            try:
                sites.append(self._wagtail(stack, count, sizes))
            except (scratch.Missing, ServerFailedError) as error:
                self._leave_wagtail_out(str(error))
        for number in range(rounds):
            self.stderr.write(f"{count:,} articles, round {number + 1} of {rounds}")
            for size in sizes:
                for _who, _signed, forms, _lists in sites:
                    self._work(forms[size], size, number)
            for who, signed, _forms, lists in sites:
                for what, path in lists.items():
                    times = self.results.of(what, count, who)
                    client.timed(signed, lambda s=signed, p=path: s.get(p), times)

    def _work(self, site, size, number):
        def timed(what, act):
            return client.timed(site.signed, act, self.results.of(what, size, site.name))

        page = timed("open", site.open)
        data = site.prepare(page, number)
        timed("save", lambda: site.save(data))
        data = site.prepare(site.open(), number + 1000)
        timed("publish", lambda: site.publish(data))

    def _espreso(self, stack, count, sizes):
        loading.use_database(f"{NAME}_desk_{count}")
        call_command("migrate", interactive=False, verbosity=0)
        loading.fill(count)
        user, _created = User.objects.get_or_create(
            username="bench", defaults={"is_staff": True, "email": "bench@example.org"}
        )
        user.groups.add(Group.objects.get(name="Editor"))
        inside = Client(headers={"host": "127.0.0.1"}, raise_request_exception=True)
        inside.force_login(user)
        interviews = {size: desk.interview(size, user) for size in sizes}
        lists = desk.lists(count)
        self._count(client.InProcess(inside), count, interviews, lists)
        url = database.url(connection.settings_dict)
        connections.close_all()
        environment = {"DATABASE_URL": url, "DATABASE_POOL": "2"}
        server = stack.enter_context(AppServer(load.free_port(), environment, workers=1))
        server.wait_until_it_answers()
        signed = client.Signed(server, inside.cookies["sessionid"].value)
        forms = {size: desk.Desk(signed, piece) for size, piece in interviews.items()}
        return desk.Desk.name, signed, forms, lists

    def _count(self, asker, count, interviews, lists):
        """Count the queries, in this process."""
        for size, piece in interviews.items():
            for what, found in client.queries_of(desk.Desk(asker, piece)).items():
                self.results.of(what, size, desk.Desk.name).queries = found
        for what, path in lists.items():
            found = client.queries_of_page(asker, path)
            self.results.of(what, count, desk.Desk.name).queries = found

    def _wagtail(self, stack, count, sizes):
        loading.use_database(f"{NAME}_wagtail_{count}")
        url = database.url(connection.settings_dict)
        connections.close_all()
        said = wagtail_server.prepare(url, count, list(sizes))
        server = wagtail_server.WagtailServer(
            load.free_port(), scratch.site_environment(url), workers=1
        )
        stack.enter_context(server)
        server.wait_until_it_answers()
        signed = client.Signed(server, said["cookie"])
        forms = {
            size: wagtail_editor.Wagtail(signed, said["forms"][str(size)], size) for size in sizes
        }
        for what, size, found in said["queries"]:
            self.results.of(what, size, wagtail_editor.Wagtail.name).queries = found
        return wagtail_editor.Wagtail.name, signed, forms, said["lists"]

    def report(self, articles, rounds):
        write = self.stdout.write
        write(
            "\nMilliseconds, one worker, median of "
            f"{max(rounds - client.WARMING, 1)} interleaved rounds "
            "/ of which the server worked (queries)\n"
        )
        for words in self.results.table():
            write(words)
        write("\nPublish: from the button in the form to the readers, questions asked included.")
        write(
            "Search: Wagtail looks through titles, Espreso through standfirsts and addresses too."
        )
        write("Only ratios of one run mean anything, and only on a machine that does nothing else.")
        load = os.getloadavg()[0]
        if load > 2:
            write(f"This one was busy (load {load:.1f}): take these figures as provisional.")
        for words in self.results.against_the_aim(articles):
            write(words)
