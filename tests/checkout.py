"""A fresh checkout: a copy of the project in which nothing was run yet."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.paths import ROOT

_NOT_IN_A_CHECKOUT = shutil.ignore_patterns(
    ".git", ".venv", ".tools", "var", "__pycache__", ".*_cache", ".hypothesis", "node_modules"
)


@contextmanager
def fresh_checkout() -> Iterator[Path]:
    """Give a copy that every user may read, at a path with a space in it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        Path(temporary).chmod(0o755)
        yield Path(shutil.copytree(ROOT, Path(temporary) / "a copy", ignore=_NOT_IN_A_CHECKOUT))
