"""`make bench-search`: how fast readers find something, in each language, at two sizes."""

from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings

from demo.bench import client, load, loading
from demo.bench.words import FREQUENT, rare
from demo.management.commands.bench import NAME
from espreso import database, static_files
from espreso.app_server import AppServer

# The whole word in the basic form: the Ukrainian texts have it in others.
WORDS = {
    "en": {"frequent": FREQUENT, "other": "letter", "phrase": "quiet column"},
    "uk": {"frequent": "гавань", "other": "лист", "phrase": "тихого колоною"},
}
ROOTS = {"en": "/", "uk": "/uk/"}
FRONT = "the front page"


class Command(BaseCommand):
    help = (
        "Measure how long readers wait for what they look for, with one worker of the app server "
        "and nothing kept, beside the front page in the same run. Half the pieces are Ukrainian."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, nargs="+", default=[2_000, 100_000])
        parser.add_argument("--rounds", type=int, default=9)

    def handle(self, *, articles, rounds, **options):
        static_files.collect_when_changed()
        for count in sorted(articles):
            self.report(count, rounds, self.measure(count, rounds))

    def measure(self, count, rounds):
        """Return {(what, language): Times}."""
        loading.use_database(f"{NAME}_search_{count}")
        call_command("migrate", interactive=False, verbosity=0)
        loading.fill(count)
        here = client.InProcess(Client(headers={"host": "127.0.0.1"}))
        pages = {
            (what, language): path
            for language in ROOTS
            for what, path in questions(here, language, count).items()
        }
        times = {key: client.Times() for key in pages}
        with override_settings(FRAGMENT_CACHE=False):
            for key, path in pages.items():
                times[key].queries = client.queries_of_page(here, path)
        environment = {
            "DATABASE_URL": database.url(connection.settings_dict),
            "DATABASE_POOL": "2",
            "FRAGMENT_CACHE": "0",
        }
        connections.close_all()
        with AppServer(load.free_port(), environment, workers=1) as server:
            server.wait_until_it_answers()
            reader = client.Signed(server)
            for number in range(rounds):
                self.stderr.write(f"{count:,} articles, round {number + 1} of {rounds}")
                for key, path in pages.items():
                    client.timed(reader, lambda path=path: reader.get(path), times[key])
        return times

    def report(self, count, rounds, times):
        write = self.stdout.write
        write(f"\n{count:,} articles, half of them in each language, {rounds} interleaved rounds\n")
        line = "{:<34}{:>10}{:>10}{:>10}{:>10}{:>10}"
        write(line.format("milliseconds", "en", "uk", "queries", "slowest", "of front"))
        for what in dict.fromkeys(what for what, _language in times):
            found = [times[what, language] for language in ROOTS]
            front = sum(times[FRONT, language].median for language in ROOTS)
            write(
                line.format(
                    what,
                    *(f"{each.median:.0f}" for each in found),
                    max(each.queries for each in found),
                    f"{max(each.slowest for each in found):.0f}",
                    f"{sum(each.median for each in found) / front:.1f}",
                )
            )


def questions(asker, language, count):
    """Return what readers look for, and the addresses of its answers."""
    root, words = ROOTS[language], WORDS[language]

    def search(q, **more):
        return f"{root}search/?{urlencode({'q': q} | more)}"

    first = search(words["frequent"])
    onward = BeautifulSoup(asker.get(first), "html.parser").select_one("a[rel=next]")["href"]
    return {
        FRONT: root,
        "a word that stands everywhere": first,
        "its second page": f"{root}search/{onward}",
        "a word that stands in one piece": search(rare(count, language)),
        "two words": search(f"{words['frequent']} {words['other']}"),
        "a phrase": search(f"“{words['phrase']}”"),
        "a word without another": search(f"{words['frequent']} -{words['other']}"),
        "one of two": search(f"{words['frequent']} or {words['other']}"),
        "in a section, with a label": search(
            words["frequent"], section="section-1", label="opinion"
        ),
        "since a day": search(words["frequent"], since="2026-01-01"),
        "what nothing says": search("zzzz"),
    }
