"""`make bench-peers`: the readers' pages beside other sites with the same stories."""

import platform
import signal

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.bench.load import CONNECTIONS, NoLoadGenerator
from demo.bench.peers import (
    django_cms,
    espreso,
    ghost,
    report,
    rounds,
    static_files,
    wagtail,
    wordpress,
)
from demo.bench.peers.peer import beside_the_server
from demo.bench.scratch import Missing

# By the names that --only takes, in the order of the table.
PEERS = {
    "static": static_files,
    "espreso": espreso,
    "wagtail": wagtail,
    "django-cms": django_cms,
    "wordpress": wordpress,
    "ghost": ghost,
}


class Command(BaseCommand):
    help = (
        "Measure article, front page, list and feed beside other sites that tell the same stories, "
        "as browsers ask (compressed) and without, on one core."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=int, default=4, help="of load in a round")
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
        parser.add_argument("--only", default=",".join(PEERS), help="some of: %(default)s")

    def handle(self, *, seconds, only, workers, **options):
        if unknown := set(only.split(",")) - set(PEERS):
            raise CommandError(f"There is no {', '.join(sorted(unknown))}; there are {[*PEERS]}.")
        # Whoever ends this with a signal ends the servers too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        measured = rounds.Measured()
        try:
            beside_the_server()
            peers = self.prepared(
                [PEERS[name] for name in PEERS if name in only.split(",")], measured
            )
            if not peers:
                raise CommandError("There is nothing left to measure.")
            for number in workers:
                rounds.measure(peers, number, seconds, options["rounds"], measured)
        except (Missing, NoLoadGenerator) as error:
            raise CommandError(f"{error}") from error
        self.report(peers, measured, seconds, options["rounds"])

    def prepared(self, peers, measured):
        """Return those of the peers that can be measured, with the stories in them."""
        there = []
        for peer in peers:
            self.stderr.write(f"Preparing {peer.NAME} …")
            try:
                peer.install()
                peer.prepare()
            except Missing as error:
                measured.left_out.append(f"{peer.NAME}: {error}.")
                self.stderr.write(measured.left_out[-1])
            else:
                there.append(peer)
        return there

    def report(self, peers, measured, seconds, count):
        write = self.stdout.write
        versions = ", ".join(peer.version() for peer in peers)
        write(f"{timezone.localdate()}: {versions}; Python {platform.python_version()}.\n\n")
        write(
            f"One core for each server, {CONNECTIONS} connections, {count} interleaved rounds of "
            f"{seconds} s.\n\n"
        )
        for line in (*report.table(measured), "", *report.legend()):
            write(line)
        for sentence in measured.left_out:
            write(f"Not measured: {sentence}")
