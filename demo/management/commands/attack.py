"""`make attack`: what strangers can do to readers, through nginx as it is shipped."""

import io
import logging
import time
from operator import itemgetter

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.templatetags.static import static
from django.urls import reverse
from PIL import Image

from articles.models import Photo, Version
from articles.models.version_queryset import SITEMAP_PART
from articles.public.image_urls import cuts, share_address
from demo.bench import attack, loading
from demo.bench.attack import Attack
from demo.bench.load import free_port
from demo.bench.nginx import shipped
from espreso import database, static_files
from espreso.app_server import BASE_DIR, AppServer

NAME = "espreso_attack"
ARTICLES = 2000
WORKERS = 2
# Megabytes of pages in each worker: fewer than the archive has.
MEMORY = 8
SECONDS = 4
# How many times as slow as beside a static file others may be.
AIM = 2.0
SILENT = 5_000
# Of one network, as many as the firewall would let in.
SLOW = 256
_MADE_UP = "sessionid=madeup{n}"
_BODY = (
    "POST {} HTTP/1.1\r\nHost: x\r\nCookie: sessionid=madeupmadeup\r\nContent-Length: {}\r\n\r\nx"
)
# What has to be answered to somebody else meanwhile.
_DOORS = ["/accounts/login/", "/admin/login/", "/search/?q=word", "/healthz", "/readyz"]
_LINE = "{:<30}{:>26}{:>26}{:>26}"
_CROWDS = ((1, False), (64, False), (64, True))


class Command(BaseCommand):
    help = "Attack a newsroom through nginx, and say what its readers meet meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, default=ARTICLES)
        parser.add_argument("--seconds", type=int, default=SECONDS)
        parser.add_argument("--only", default="", help="attacks that have this in their name")

    def handle(self, *, articles, seconds, only, **options):
        logging.getLogger("django.request").setLevel(logging.ERROR)
        loading.use_database(NAME)
        folders = loading.use_folders(BASE_DIR / "var" / NAME)
        call_command("migrate", interactive=False, verbosity=0)
        static_files.collect_when_changed()
        loading.fill(articles)
        archive = BASE_DIR / "var" / f"{NAME}.txt"
        (beside, *attacks), pages = self.attacks(archive), self.pages()
        attacks = [beside, *(each for each in attacks if only in each.what)]
        environment = {"DATABASE_URL": database.url(connection.settings_dict), "DATABASE_POOL": "2"}
        environment |= folders | {"PAGE_CACHE_MB": str(MEMORY)}
        connections.close_all()
        with AppServer(free_port(), environment, workers=WORKERS) as server:
            server.wait_until_it_answers()
            with shipped(f"127.0.0.1:{server.port}", workers=2, behind_cdn=True) as nginx:
                attack.read_all(nginx.url, archive.read_text().split())
                idle = attack.quiet(nginx.url, pages, seconds)
                self.stdout.write(f"readers when nobody else asks: p95 {idle.p95:.1f} ms")
                self.strikes(nginx.url, pages, attacks, seconds)
                self.slowness(nginx.url, pages, seconds)
                self.silence(nginx.url, pages, seconds)

    def pages(self):
        newest = Version.objects.live().for_lines().newest_first()[:5]
        return ["/", "/news/", "/rss.xml", *(version.get_absolute_url() for version in newest)]

    def attacks(self, archive):
        pieces = Version.objects.live().for_lines().newest_first()
        archive.write_text("\n".join(piece.get_absolute_url() for piece in pieces))
        version = Version.objects.live().select_related("lead_photo").newest_first()[0]
        piece = version.get_absolute_url()
        picture = io.BytesIO()
        Image.radial_gradient("L").resize((1600, 1067)).convert("RGB").save(picture, "JPEG")
        photo = Photo.objects.filter(filename="attack.jpg").first()
        if photo is None:
            picture.name = "attack.jpg"
            photo = Photo.objects.take_in(picture)
        part = reverse("root:part", args=[version.article_id // SITEMAP_PART])
        return [
            Attack("a static file", static("site/site.css")),
            Attack("front page, ?x=N", "/?x={n}"),
            Attack("piece, ?x=N", piece + "?x={n}"),
            Attack("all of the archive", "{line}", lines=archive),
            Attack("feed, ?x=N", "/rss.xml?x={n}"),
            Attack("feed, ?x=N, unpacked", "/rss.xml?x={n}", encoding="identity"),
            Attack("part of the sitemap, ?x=N", part + "?x={n}"),
            Attack("sitemap of lists, ?x=N", "/sitemaps/lists.xml?x={n}"),
            Attack(
                "cut of a photo, ?x=N", cuts(photo, photo.record["focal"])[0].address + "?x={n}"
            ),
            Attack("share card, ?x=N", share_address(version) + "?x={n}"),
            Attack("a share card that is none", f"/share/{version.article_id}-{{n}}.jpg"),
            Attack("a place that is none", "/news/?before={n}-{n}"),
            Attack("a day without news", "/news/{day}/"),
            Attack("a piece that is none", "/2025/04/21/none-{n}/"),
            Attack("an unknown address", "/none/{n}/"),
            Attack("an unknown page", "/none-{n}/"),
            Attack("a static file that is none", static("site/site.css") + "-{n}"),
            Attack("search", "/search/?q=word+{n}"),
            Attack("search, spelled otherwise", "/%73earch/?q=word+{n}"),
            Attack("oEmbed", "/oembed?url=http://127.0.0.1/{n}"),
            Attack("sign-in", "/accounts/login/?x={n}"),
            Attack("sign-in, 60 kB sent", "/accounts/login/", "POST"),
            Attack("a report of 60 kB", piece + "mistake/", "POST"),
            Attack("a shared preview that is none", "/preview/none{n}/"),
            Attack("the desk", "/admin/?x={n}"),
            Attack("sign-in, made-up cookie", "/accounts/login/?x={n}", cookie=_MADE_UP),
            Attack("sign-in, cookie and 60 kB", "/accounts/login/", "POST", _MADE_UP),
            Attack("the desk, made-up cookie", "/admin/?x={n}", cookie=_MADE_UP),
            Attack("the desk, cookie and 1 MB", "/admin/?x={n}", "POST", _MADE_UP, 1_000_000),
            Attack("health", "/readyz?x={n}"),
        ]

    def strikes(self, url, pages, attacks, seconds):
        self.stdout.write(
            "p95 of other readers in ms (times that beside the static file), and what was asked "
            "a second, of it refused or not found"
        )
        self.stdout.write(
            _LINE.format("", "1 connection", "64 connections", "64, from many networks")
        )
        beside, missed, older = {}, [], []

        def strike(each, crowd):
            found = attack.strike(url, pages, each, *crowd, seconds)
            return found, found.p95 / beside.setdefault(crowd, found.p95)

        for each in attacks:
            cells = []
            for crowd in _CROWDS:
                found, times = strike(each, crowd)
                if times > AIM and not found.failures:
                    # Of so few seconds, p95 are twenty answers: the middle one of three counts,
                    # each beside the static file once more; and any with a failure.
                    tried = [(found, times)]
                    for _again in range(2):
                        beside.pop(crowd)
                        strike(attacks[0], crowd)
                        tried.append(strike(each, crowd))
                    failed = [(met, by) for met, by in tried if met.failures]
                    found, times = (failed or sorted(tried, key=itemgetter(1))[1:])[0]
                cells.append(f"{found.p95:.1f} ({times:.1f}) {found.asked:.0f}/{found.refused:.0f}")
                if found.stale:
                    older.append(
                        f"older than a second: {found.stale:.1%} of what was answered beside "
                        f"“{each.what}”, {crowd[0]} connections{' of many' * crowd[1]}"
                    )
                if times > AIM or found.failures:
                    missed.append(
                        f"{each.what}, {crowd[0]} connections: {times:.1f} times, "
                        f"{found.failures} failures of readers"
                    )
            self.stdout.write(_LINE.format(each.what, *cells))
        for line in [*older, *(f"missed: {line}" for line in missed)]:
            self.stdout.write(line)
        if not missed:
            self.stdout.write(f"Nobody else is more than {AIM:.0f} times as slow.")

    def slowness(self, url, pages, seconds):
        for path, length in (
            ("/accounts/login/", 60_000),
            ("/admin/", 60_000),
            ("/admin/", 100_000_000),
        ):
            says = _BODY.format(path, length).encode()
            with attack.silent(url, SLOW, "127.0.0.2", says):
                found = attack.quiet(url, pages, seconds)
                refused = attack.refused(url, _DOORS)
            self.stdout.write(
                f"{SLOW} connections of one address that begin to send {length:,} bytes to {path}: "
                f"p95 {found.p95:.1f} ms, {found.failures} failures of readers; refused to "
                f"somebody else: {', '.join(refused) or 'nothing'}"
            )

    def silence(self, url, pages, seconds):
        for what, says in (("say nothing", b""), ("begin a header", b"GET / HTTP/1.1\r\nHost: x")):
            with attack.silent(url, SILENT, "127.0.0.2", says) as held:
                found = attack.quiet(url, pages, seconds)
                time.sleep(11)
                self.stdout.write(
                    f"{SILENT:,} connections of one address that {what}: p95 {found.p95:.1f} ms, "
                    f"{found.failures} failures of readers; {attack.ended(held):,} were let go "
                    "after 10 s"
                )
