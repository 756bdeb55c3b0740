"""Markers: empty files by which nginx knows what is gone when nobody else is there to ask.

Each stands below WITHDRAWN_ROOT under the name of what is gone, “pieces/2025/04/21/slug”. nginx
answers 410 where it finds one, before it looks into its cache (deploy/nginx.conf).

Other pages name what is gone: so there is an edition, the name of the folder to which a link leads.
nginx has it in the key of its cache, and shows no copy of an edition before.
All functions raise OSError where files cannot be written.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

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
