"""Sandbox: a transaction and a storage in which a proof plants, and of which nothing stays.

Rows are written in one transaction that is rolled back, so no reader and no colleague ever
sees them. It holds no row that anybody else uses: it writes rows of its own only, and counts
editions and keeps fragments in temporary tables that stand before the real ones. New files go to
a temporary folder that lies over the real ones, caches are thrown away, mail goes nowhere.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import connection, models, transaction
from django.test import override_settings

from articles.models import DoomedFile

# A proof gives way rather than make others wait.
_LOCK_TIMEOUT = "5s"
# Every commit counts, and whoever made the same fragment would wait for the end of the proof.
_OF_ITS_OWN = ("articles_edition", "articles_change", "articles_fragment")


class FilesOver(FileSystemStorage):
    """New files in a folder of their own; what lies `beneath` can be read, and never changes."""

    def __init__(self, *, beneath, **options):
        super().__init__(**options)
        self.beneath, self.written = beneath, []

    def _save(self, name, content):
        self.written.append(name)
        return super()._save(name, content)

    def _open(self, name, mode="rb"):
        return super()._open(name, mode) if self.is_new(name) else self.beneath.open(name, mode)

    def is_new(self, name) -> bool:
        """Whether the file was written here."""
        return super().exists(name)

    def exists(self, name):
        return self.is_new(name) or self.beneath.exists(name)

    def size(self, name):
        return super().size(name) if self.is_new(name) else self.beneath.size(name)

    def url(self, name):
        return super().url(name) if self.is_new(name) else self.beneath.url(name)

    def delete(self, name):
        if self.is_new(name):
            super().delete(name)

    def new_files(self) -> list[str]:
        """Return the names of all that was written here, in whatever folder."""
        return [path.relative_to(self.location).as_posix() for path in _files_in(self.location)]


@contextmanager
def apart() -> Iterator["Commits"]:
    """Undo, at the end of the block, everything that is done in it."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="espreso-proof-"))
        over = {
            name: {
                "BACKEND": f"{__name__}.FilesOver",
                "OPTIONS": {
                    "beneath": beneath,
                    "location": f"{folder}/{name}",
                    "base_url": settings.MEDIA_URL if name == "default" else None,
                },
            }
            for name, beneath in (
                ("default", storages["default"]),
                ("private", storages["private"]),
            )
        }
        throw_away = {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
        nowhere = {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        stack.enter_context(
            override_settings(
                STORAGES=settings.STORAGES | over,
                CACHES={
                    name: throw_away | {"LOCATION": secrets.token_hex(8)}
                    for name in settings.CACHES
                },
                MAILERS=dict.fromkeys(settings.MAILERS, nowhere),
            )
        )
        stack.enter_context(_fields_find_their_storages())
        stack.enter_context(_quiet("django.request", "django.security"))
        stack.callback(_pardon_new_files)
        yield stack.enter_context(_undone())


def _pardon_new_files():
    # Their names were committed, for whatever kills us; they go with their folder.
    for name in ("default", "private"):
        new = [(name, file) for file in storages[name].written]
        DoomedFile.objects.among(new).delete()


@contextmanager
def _undone():
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
                cursor.execute("SELECT number FROM articles_edition")
                numbers = cursor.fetchall()
                for table in _OF_ITS_OWN:
                    cursor.execute(
                        f"CREATE TEMPORARY TABLE {table} (LIKE {table} INCLUDING ALL)"
                        " ON COMMIT DROP"
                    )
                for row in numbers:
                    cursor.execute("INSERT INTO pg_temp.articles_edition (number) VALUES (%s)", row)
                # Whatever was planned before knows the real table.
                cursor.execute("DISCARD PLANS")
            yield Commits()
        finally:
            transaction.set_rollback(True)


class Commits:
    """Stands for the commits that a proof must not make."""

    def __init__(self):
        self._start = len(connection.run_on_commit)

    def commit(self) -> None:
        """Do what a commit would: check constraints, count the edition, remove old files."""
        connection.check_constraints()
        hooks = connection.run_on_commit[self._start :]
        del connection.run_on_commit[self._start :]
        for _savepoints, hook, _robust in hooks:
            hook()


@contextmanager
def _fields_find_their_storages():
    # A field asks for its storage once, when the models are imported.
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.FileField)
    ]
    before = [field.storage for field in fields]
    for field in fields:
        field.storage = getattr(field, "_storage_callable", lambda: default_storage)()
    try:
        yield
    finally:
        for field, storage in zip(fields, before, strict=True):
            field.storage = storage


@contextmanager
def _quiet(*names):
    loggers = [logging.getLogger(name) for name in names]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


def _files_in(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())
