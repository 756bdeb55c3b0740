"""Markers: empty files by which nginx knows what is gone when nobody else is there to ask.

Each stands below WITHDRAWN_ROOT under the name of what is gone, “pieces/2025/04/21/slug”. nginx
answers 410 where it finds one, before it looks into its cache (deploy/nginx.conf).
All functions raise OSError where files cannot be written.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings


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


def make_equal(folder: str, names: Iterable[str]) -> None:
    """Have those below `folder` be `names` and no others."""
    root, wanted = settings.WITHDRAWN_ROOT, set(names)
    there = {
        os.path.relpath(os.path.join(inside, name), root)
        for inside, _folders, files in os.walk(root / folder)
        for name in files
    }
    for name in there - wanted:
        take_away(name)
    for name in wanted - there:
        put_down(name)


def _file(name) -> Path:
    return settings.WITHDRAWN_ROOT / name
