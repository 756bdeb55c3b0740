"""What was told where: a site is filled once, and again when the stories or its source changed."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from demo.bench import scratch
from demo.bench.peers import stories


def once(name: str, tell: Callable[[], None], sources: Iterable[Path] = (), *facts: str) -> None:
    """Call `tell` unless the peer of that name was filled from the same stories and files."""
    digest = hashlib.sha256(json.dumps([stories.as_data(), facts]).encode())
    for path in sorted(sources):
        digest.update(path.read_bytes())
    told = scratch.folder_of(name) / "told"
    if told.exists() and told.read_text() == digest.hexdigest():
        return
    told.unlink(missing_ok=True)
    tell()
    told.write_text(digest.hexdigest())
