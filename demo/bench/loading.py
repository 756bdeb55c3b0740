"""Bulk loader: a newsroom of any size by COPY, past the verbs, but as the verbs would leave it."""

import shutil
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, models, transaction
from django.utils import timezone
from psycopg import sql
from tqdm import tqdm

from articles.models import Article, Author, Photo, Section, Tag, Version
from demo.bench.pieces import AFFAIR, AUTHORS, EVERY, SECTIONS, SLUG, TOPICS, Piece

# Pieces of one transaction.
BATCH = 2_000
PHOTOS = 40
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Bytes that the disk of the embedded server must keep.
_KEPT_FREE = 4 * 1024**3


class DiskIsFull(Exception):
    """There is no room for more pieces; the message says how many there are, for people."""


def use_database(name: str) -> None:
    """Let this process work in the database of that name, beside that of the site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name


def use_folders(folder: Path) -> dict[str, str]:
    """Let this process keep its files in `folder`, and return the environment of servers that do.

    Nothing that is measured leaves a file, or the marker of a withdrawal, beside those of the site.
    """
    environment = {}
    for kind in ("media", "private", "withdrawn"):
        name = f"{kind.upper()}_ROOT"
        setattr(settings, name, folder / kind)
        environment[name] = str(folder / kind)
    private = storages["private"]
    assert isinstance(private, FileSystemStorage)
    # It has read its setting already.
    private.location = str(folder / "private")
    return environment


def fill(count: int) -> Version:
    """Bring the newsroom to `count` pieces up to now, and return the longest: the first one.

    Ended at any moment and begun again, this goes on where it was, since a batch is there whole or
    not at all. On a later day it adds what came out since. Drafts have no blocks: readers' pages
    do not read them.
    """
    loaded = Article.objects.filter(slug__startswith=SLUG).aggregate(
        count=models.Count("pk"), first=models.Min("created_at")
    )
    last = (timezone.now() - _EPOCH) // EVERY - 1
    start = loaded["first"] or _EPOCH + EVERY * (last - count + 1)
    total = last - (start - _EPOCH) // EVERY + 1
    newsroom = Newsroom()
    with tqdm(total=total, initial=loaded["count"], desc="Articles", unit="") as bar:
        for number in range(loaded["count"], total, BATCH):
            if not _has_room():
                raise DiskIsFull(f"The disk has room for {number:,} articles, not for {total:,}.")
            numbers = range(number, min(number + BATCH, total))
            newsroom.load(start, numbers)
            bar.update(len(numbers))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
    return Version.objects.live().filter(kind="interview").earliest("article_id")


def _has_room():
    # How a server elsewhere fares is not ours to see.
    folder = connection.settings_dict.get("FOLDER")
    return not folder or shutil.disk_usage(folder).free > _KEPT_FREE


class Newsroom:
    """What pieces share: sections, authors, photos and topics, by their keys."""

    def __init__(self) -> None:
        sections = [Section.objects.get_or_create(name=f"Section {n}")[0] for n in range(SECTIONS)]
        authors = [Author.objects.get_or_create(name=f"Author {n}")[0] for n in range(AUTHORS)]
        if not Photo.objects.exists():
            Photo.objects.bulk_create(_photo(number) for number in range(PHOTOS))
        self.sections = [section.pk for section in sections]
        self.authors = [author.pk for author in authors]
        self.photos = list(Photo.objects.order_by("pk").values_list("pk", flat=True))
        self.topics: dict[str, int] = {}

    @transaction.atomic
    def load(self, start: datetime, numbers: range) -> None:
        """Copy the pieces of these numbers into the database. That of number 0 is of `start`."""
        self._add_topics(numbers)
        rows = defaultdict(list)
        with connection.cursor() as cursor:
            articles = dict(zip(numbers, _keys(cursor, Article, len(numbers)), strict=True))
            pieces = [Piece(number, start, self, articles) for number in numbers]
            versions = [version for piece in pieces for version in piece.versions()]
            for piece in pieces:
                for model, row in piece.rows():
                    rows[model].append(row)
            keys = _keys(cursor, Version, len(versions))
            for key, (version, parts) in zip(keys, versions, strict=True):
                rows[Version].append({"id": key} | version)
                for model, link, row in parts:
                    rows[model].append({link: key} | row)
            for model, given in rows.items():
                _copy(cursor, model, given)

    def _add_topics(self, numbers):
        names = [f"Topic {n}" for n in range(TOPICS)]
        names += [f"Affair {n}" for n in range(numbers[0] // AFFAIR, numbers[-1] // AFFAIR + 1)]
        if missing := [name for name in names if name not in self.topics]:
            tags = [Tag(name=name, slug=name.lower().replace(" ", "-")) for name in missing]
            Tag.objects.bulk_create(tags, ignore_conflicts=True)
            found = Tag.objects.filter(name__in=missing)
            self.topics |= dict(found.values_list("name", "pk"))


def _photo(number):
    return Photo(
        file=f"photos/bench/{number}.jpg",
        width=1600,
        height=1067,
        alternative_text=f"Picture {number}",
        credit="Bench",
        renditions=[
            {"width": width, "height": width * 2 // 3}
            | {form: f"bench/{number}-{width}.{form}" for form in ("avif", "jpeg")}
            for width in (800, 1600)
        ],
    )


def _keys(cursor, model, count):
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [model._meta.db_table, count],
    )
    return [key for (key,) in cursor.fetchall()]


def _copy(cursor, model, rows):
    """Copy rows of a model, each with the same columns; what they lack is as the model has it."""
    usual = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.local_concrete_fields
        if not (field.column in rows[0] or field.primary_key or field.generated)
        if not field.has_db_default()
    }
    names = sql.SQL(", ").join(map(sql.Identifier, (*rows[0], *usual)))
    table = sql.Identifier(model._meta.db_table)
    rest = tuple(usual.values())
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, names)) as copy:
        for row in rows:
            copy.write_row((*row.values(), *rest))
