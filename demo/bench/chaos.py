"""Chaos: verbs of the desk are pressed while something is killed, and what they left is looked at.

Of what a verb changes all is there afterwards, or nothing: the tables that differ are those that
differ when nothing is killed, or none.
"""

import http.client
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from articles.models import Photo
from demo import verbs
from demo.colleague import Colleague
from demo.lockstep import at_once

# What is answered at the desk when nothing is wrong, and while something is.
FINE = {200, 302, 404, 409, 422}
# One of two may take the rights of the other.
_REFUSED = 403
# Something is killed within so many times what a verb takes: now and then when it is over.
_UNTIL_KILLED = 1.3
_DIGEST = sql.SQL("SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} t")
# They follow from others or are there for a moment: who is where, what was typed, what was kept.
_PASSING = {
    "articles_change",
    "articles_edition",
    "articles_fragment",
    "articles_presence",
    "articles_unsaved",
    "django_session",
    "usersessions_usersession",
}


@dataclass
class Presses:
    """What came of pressing one verb."""

    pressed: int = 0
    # Nothing of it is there; all of it is, and nobody was told; all of it is, and somebody was.
    undone: int = 0
    unanswered: int = 0
    answered: int = 0
    half: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


def _tables() -> dict[str, str]:
    """Return a digest of each table."""
    names = [name for name in connection.introspection.table_names() if name not in _PASSING]
    with connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(_DIGEST.format(sql.Identifier(name)))
            found[name] = cursor.fetchone()[0]
    return found


def _changed(before: dict[str, str]) -> frozenset[str]:
    return frozenset(name for name, digest in _tables().items() if digest != before.get(name))


class Killing:
    """Presses verbs on the site at `url`. `kills` end something and have it started again."""

    def __init__(self, url: str, kills: dict[str, Callable[[], None]]):
        self._url, self._kills = url, kills
        self._usual: dict[str, frozenset[str]] = {}
        self._took: dict[str, float] = {}
        self.by_verb: dict[str, Presses] = {}
        self.by_kill: dict[str, Presses] = {name: Presses() for name in kills}

    def press(self, verb: verbs.Verb, kill: str) -> None:
        """Press it, kill while it is done, and note what is there afterwards."""
        if verb.name not in self._usual:
            _answer, self._took[verb.name], self._usual[verb.name] = self._pressed(verb, None)
        answer, _took, changed = self._pressed(verb, kill)
        for noted in (self.by_verb.setdefault(verb.name, Presses()), self.by_kill[kill]):
            noted.pressed += 1
            if not changed:
                noted.undone += 1
            elif changed == self._usual[verb.name]:
                told = answer in FINE
                noted.answered += told
                noted.unanswered += not told
            else:
                differ = ", ".join(sorted(changed ^ self._usual[verb.name]))
                noted.half.append(f"{verb.name}, {kill} killed: {differ}")
            if isinstance(answer, int) and answer not in FINE | {503}:
                noted.bad.append(f"{verb.name}, {kill} killed: {answer}")

    def _pressed(self, verb, kill):
        rows = verbs.Rows(verb.needs)
        desk = Colleague(rows.people[0], self._url)
        # The token of its forms, which could not be had while something is killed.
        desk.get("/admin/")
        press = verb.prepare(desk, rows, turned=False)
        before = _tables()
        connections.close_all()
        said = []

        def begin():
            try:
                said.append(press().status_code)
            except (OSError, http.client.HTTPException) as error:
                said.append(type(error).__name__)

        thread = threading.Thread(target=begin)
        began = time.monotonic()
        thread.start()
        if kill:
            time.sleep(random.uniform(0, _UNTIL_KILLED * self._took[verb.name]))
            self._kills[kill]()
        thread.join()
        took = time.monotonic() - began
        return said[0], took, _changed(before)


def two_at_once(url: str, pair: tuple[verbs.Verb, verbs.Verb]) -> list[int | str]:
    """Press two verbs on the same rows at the same moment; return the statuses that are errors."""
    one, other = pair
    rows = verbs.Rows(max(one.needs, other.needs))
    desks = [Colleague(person, url) for person in rows.people]
    presses = [
        verb.prepare(desk, rows, turned)
        for verb, desk, turned in zip(pair, desks, (False, True), strict=True)
    ]
    statuses = [getattr(answer, "status_code", repr(answer)) for answer in at_once(*presses)]
    fine = FINE | {_REFUSED} if "people" in one.touches & other.touches else FINE
    return [status for status in statuses if status not in fine]


def files_without_rows() -> list[str]:
    """Return the files of photos that no row names."""
    named = set()
    for photo in Photo.objects.all():
        named.add(photo.file.name)
        for rendition in photo.renditions:
            named.update(value for value in rendition.values() if isinstance(value, str))
    folders = (Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT))
    files = ((folder, path) for folder in folders for path in folder.rglob("*") if path.is_file())
    return [str(path) for folder, path in files if str(path.relative_to(folder)) not in named]


def worker_of(process: int) -> int | None:
    """Return the number of one worker of an app server, by lot."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return int(random.choice(children)) if children else None


def kill(process: int | None) -> None:
    """End a process at once, if it is there."""
    if process:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
