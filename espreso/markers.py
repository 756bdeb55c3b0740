"""Markers: empty files by which nginx knows what is gone when nobody else is there to ask.

Each stands below WITHDRAWN_ROOT under the name of what is gone, “pieces/2025/04/21/slug”. nginx
answers 410 where it finds one, before it looks into its cache (deploy/nginx.conf).

Other pages name what is gone: so there is an edition, the name of the folder to which a link leads.
nginx has it in the key of its cache, and shows no copy of an edition before.
Functions raise OSError where files cannot be written, unless they say that they do not.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from espreso.aftermath import whatever_comes

# Seconds for which a link that was read may still be followed.
_FOLLOWED = 60


def put_down(name: str) -> None:
    """Mark what has this name as gone."""
    file = _file(name)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


def take_away(name: str) -> None:
    """Mark what has this name as gone no longer."""
    with suppress(FileNotFoundError):
        _file(name).unlink()


def put_down_for_now(names: Iterable[str], make_right: Callable[[], object]) -> None:
    """Mark these before the transaction around this is over, and then call `make_right`.

    What cannot be written is left to that: the transaction goes on.
    """
    whatever_comes(make_right)
    with suppress(OSError):
        for name in names:
            put_down(name)


def make_right(names: Iterable[str], gone: Collection[str]) -> None:
    """Have those of these names marked that are gone, and no others of them."""
    for name in sorted(names, key=lambda name: name in gone):
        (put_down if name in gone else take_away)(name)


def is_there(name: str) -> bool:
    """Whether what has this name is marked as gone."""
    return _file(name).exists()


def make_equal(folder: str, names: Iterable[str]) -> bool:
    """Have those below `folder` be `names` and no others; return whether some were missing."""
    root, wanted = settings.WITHDRAWN_ROOT, set(names)
    there = {
        os.path.relpath(os.path.join(inside, name), root)
        for inside, _folders, files in os.walk(root / folder)
        for name in files
    }
    for name in there - wanted:
        take_away(name)
    missing = wanted - there
    for name in missing:
        put_down(name)
    return bool(missing)


def has_edition() -> bool:
    """Whether nginx has been told of one."""
    return _link().exists()


def begin_edition() -> None:
    """Have nginx show nothing any more that it kept until now."""
    editions, link = settings.WITHDRAWN_ROOT / "editions", _link()
    editions.mkdir(parents=True, exist_ok=True)
    # One worker after the other: none removes the folder to which another has just led the link.
    with (editions / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = secrets.token_hex(8)
        (editions / name).mkdir()
        new = link.with_name(f"edition-{name}")
        new.symlink_to(Path("editions", name))
        new.replace(link)
        # nginx may have just followed the link to a former one.
        for folder in editions.glob("*/"):
            if time.time() - folder.stat().st_mtime > _FOLLOWED and folder.name != name:
                folder.rmdir()


def _link():
    return settings.WITHDRAWN_ROOT / "edition"


def _file(name) -> Path:
    return settings.WITHDRAWN_ROOT / name
