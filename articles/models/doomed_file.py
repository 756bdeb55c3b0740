"""Garbage collection of files: names of those that are to go, written down before they are there.

A file and the row that refers to it cannot be committed together. So its name is doomed, and that
committed, before it is written; the transaction that refers to it pardons it, and the one that
withdraws or deletes it dooms it again. Whatever is killed at whatever moment, a file has a row:
one that refers to it, or one here. Nothing lists a folder, so that an object store will do.
"""

import logging
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import batched

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models.functions import Now

from espreso import markers
from espreso.database import beside_the_pool

PUBLIC, PRIVATE = "default", "private"
"""The storages, by their names in the settings."""

# Longer than any file takes to be written, and its row to be committed.
_WRITING = timedelta(minutes=1)
_AGAIN = timedelta(minutes=1)
_AT_ONCE = 100

logger = logging.getLogger(__name__)

Name = tuple[str, str]
"""A storage and the name of a file in it."""


class DoomedFileQuerySet(models.QuerySet["DoomedFile"]):
    def write(self, files: Mapping[Name, File]) -> None:
        """Write files to which the transaction around this refers.

        None of them stays when it fails, or when this process is killed before it is through.
        """
        self.announce(files, due_in=_WRITING)
        for (storage, name), content in files.items():
            written = storages[storage].save(name, content)
            # Names are random: one that is taken was not made by us.
            assert written == name, written
        pardoned, _each = self.among(files).delete()
        if pardoned < len(files):
            raise TimeoutError(f"Writing {len(files)} files took longer than {_WRITING}.")

    def announce(self, names: Iterable[Name], due_in: timedelta) -> None:
        """Doom names of files that are not there yet, and commit that, whatever comes of this.

        It takes a connection of its own: the transaction around this may fail.
        """
        with _beside_the_transaction() as cursor:
            cursor.executemany(
                "INSERT INTO articles_doomedfile (storage, name, due_at)"
                " VALUES (%s, %s, statement_timestamp() + %s)"
                " ON CONFLICT (storage, name) DO UPDATE SET due_at = EXCLUDED.due_at",
                [(*name, due_in) for name in names],
            )

    def doom(self, names: Iterable[Name]) -> None:
        """Have files deleted as soon as the transaction around this is through.

        nginx gives none of them out from now on, while they are still there.
        """
        doomed = [self.model(storage=storage, name=name) for storage, name in names]
        self.bulk_create(doomed, ignore_conflicts=True)
        marked = [each.marker for each in doomed if each.marker]
        markers.put_down_for_now(marked, partial(self._mark, marked))
        # These first, however many others wait.
        for some in batched(doomed, _AT_ONCE):
            of_these = self.among([(each.storage, each.name) for each in some])
            transaction.on_commit(of_these.delete_due, robust=True)

    def markers(self) -> set[str]:
        """Return the markers of public files that are due, and may still be there."""
        return {each.marker for each in self.filter(storage=PUBLIC, due_at__lte=Now())}

    def _mark(self, names):
        markers.make_right(names, self.markers())

    def hasten(self, **which) -> None:
        """Have files that are doomed for later deleted as soon as this transaction is through."""
        hastened = self.filter(**which)
        if hastened.update(due_at=Now()):
            transaction.on_commit(hastened.delete_due, robust=True)

    def among(self, names: Iterable[Name]):
        """Keep those that have these names."""
        wanted = models.Q(pk=None)
        for storage, name in names:
            wanted |= models.Q(storage=storage, name=name)
        return self.filter(wanted)

    def delete_due(self) -> None:
        """Delete the files that are due, and their rows; try again later what cannot be deleted.

        A row stays locked until its file is gone: nobody can pardon it meanwhile.
        """
        for _each in range(_AT_ONCE):
            with transaction.atomic():
                due = self.filter(due_at__lte=Now()).order_by("due_at")
                doomed = due.select_for_update(skip_locked=True).first()
                if doomed is None:
                    return
                doomed.delete_file()


class DoomedFile(models.Model):
    """A file that is deleted when it is due, unless it is pardoned before."""

    storage = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    due_at = models.DateTimeField(db_default=Now())

    objects = DoomedFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["storage", "name"], name="doomed_file_is_doomed_once")
        ]

    def __str__(self):
        return f"{self.storage}: {self.name}"

    @property
    def marker(self) -> str:
        """By which nginx knows that the file is gone; nothing for what it never gives out."""
        return f"media/{self.name}" if self.storage == PUBLIC else ""

    def delete_file(self) -> None:
        """Delete the file and this row, or put both off."""
        try:
            storages[self.storage].delete(self.name)
        except OSError as error:
            logger.warning("%s cannot be deleted yet (%s).", self, error)
            type(self).objects.filter(pk=self.pk).update(due_at=Now() + _AGAIN)
        else:
            self.delete()
            if self.marker:
                markers.take_away(self.marker)


def delete_due() -> None:
    """Delete the files that are due, whoever doomed them."""
    DoomedFile.objects.delete_due()


@contextmanager
def _beside_the_transaction():
    # Whoever holds the last connection of the pool would wait for itself.
    beside = beside_the_pool()
    try:
        with beside.cursor() as cursor:
            yield cursor
    finally:
        beside.close()
