"""`make bench-uploads`: what readers wait for while people upload pictures from their phones."""

import tempfile
import time
from itertools import repeat
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.test import Client

from articles.models import Rendering, User
from demo.bench import anew, loading
from demo.bench.load import free_port, resident_bytes
from demo.bench.readers import Answers, Reader, ask, reading
from demo.bench.uploads import SIZE, Uploader, pictures, upload_all
from espreso import database, static_files
from espreso.app_server import AppServer

NAME = "espreso_bench_uploads"
ARTICLES, WORKERS, PEOPLE, READERS = 200, 2, 4, 4
# Seconds: of reading alone, between two requests of a reader, and until all sizes are made.
ALONE, PAUSE, PATIENCE = 20, 0.05, 600
_HEAD = ("", "answers", "p50 ms", "p95 ms", "p99 ms", "slowest ms")
_LINE = "{:<34}{:>9}{:>10}{:>10}{:>10}{:>12}"


class Command(BaseCommand):
    help = (
        "Say how long readers wait and how much memory workers take while four people upload "
        "pictures of 12 megapixels, JPEG and HEIC, beside what it is when nobody does."
    )

    def add_arguments(self, parser):
        parser.add_argument("--pictures", type=int, default=30)

    def handle(self, *, pictures: int, **options):
        with tempfile.TemporaryDirectory(prefix="espreso-uploads-") as folder:
            self.measure(Path(folder), pictures)

    def measure(self, folder, count):
        loading.use_database(NAME)
        call_command("migrate", interactive=False, verbosity=0)
        static_files.collect_when_changed()
        folders = loading.use_folders(folder)
        loading.fill(ARTICLES)
        waiting = list(pictures(count))
        environment = {
            "DATABASE_URL": database.url(connection.settings_dict),
            "DATABASE_POOL": "4",
        } | folders
        cookies = [self._signed_in(number) for number in range(PEOPLE)]
        addresses = anew.addresses()[:READERS]
        connections.close_all()
        with AppServer(free_port(), environment, workers=WORKERS) as server:
            server.wait_until_it_answers()
            self.stdout.write(_LINE.format(*_HEAD))
            for address in addresses:
                for _worker in range(4 * WORKERS):
                    ask(server.url, address)
            uploaders = [Uploader(server, cookie) for cookie in cookies]
            before = resident_bytes(server.process)
            idle = self._read(server, addresses, "nobody uploads", lambda: time.sleep(ALONE))
            began = time.monotonic()
            busy = self._read(
                server,
                addresses,
                f"{PEOPLE} people upload {count}",
                lambda: upload_all(uploaders, waiting),
            )
            took = time.monotonic() - began
            self._read(server, addresses, "larger sizes are made", self._until_all_sizes_are_made)
            whole = time.monotonic() - began
            after = resident_bytes(server.process)
        taken = sum(uploader.taken for uploader in uploaders)
        refused = [name for uploader in uploaders for name in uploader.refused]
        self.stdout.write(
            f"{taken} of {count} pictures of {SIZE[0]} × {SIZE[1]} taken in {took:.0f} s, all sizes"
            f" {whole:.0f} s after the first upload; refused: {refused or 'none'}"
        )
        self.stdout.write(
            f"memory of the workers: {_megabytes(before)} before, {_megabytes(after)} after"
        )
        self.stdout.write(
            f"p95 while people upload is {busy / idle:.1f} times the idle one: the aim of 2 is "
            f"{'reached' if busy <= 2 * idle else 'missed'}"
        )

    def _signed_in(self, number):
        user, _created = User.objects.get_or_create(
            username=f"uploads-{number}",
            defaults={"is_staff": True, "email": f"uploads-{number}@example.org"},
        )
        user.groups.add(Group.objects.get(name="Editor"))
        inside = Client(headers={"host": "127.0.0.1"})
        inside.force_login(user)
        return inside.cookies["sessionid"].value

    def _read(self, server, addresses, what, act):
        readers = [Reader(server.url, repeat(address), PAUSE) for address in addresses]
        with reading(readers):
            act()
        met = Answers.of(readers)
        if met.failures:
            raise CommandError(f"{what}: {dict(met.statuses)}")
        figures = [f"{met.percentile(share):.1f}" for share in (0.5, 0.95, 0.99, 1)]
        self.stdout.write(_LINE.format(what, f"{len(met.took):,}", *figures))
        return met.percentile(0.95)

    def _until_all_sizes_are_made(self):
        deadline = time.monotonic() + PATIENCE
        while Rendering.objects.exists():
            if time.monotonic() > deadline:
                raise CommandError(f"{Rendering.objects.count()} photos wait for their sizes.")
            time.sleep(0.5)


def _megabytes(sizes):
    return " and ".join(f"{size / 1e6:.0f}" for size in sizes) + " MB"
