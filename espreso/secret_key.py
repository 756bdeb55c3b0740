"""Secret key of the installation, made once and stored beside the data."""

import os
import secrets
from pathlib import Path


def read_or_make(path: Path) -> str:
    """Return the key in `path`, creating it (readable by its owner only) on first use.

    Two processes that start at the same moment end up with the same key: the first to
    create the file wins. Set `SECRET_KEY` where several machines serve one site. Ends the
    process with one sentence when there is no key to read and none can be written.
    """
    try:
        # Read first: once the key is there, the folder may be closed to writing.
        if not path.exists():
            _create(path)
        if key := path.read_text().strip():
            return key
    except OSError as error:
        # The settings are being imported: any exception would reach people as a traceback.
        raise SystemExit(
            f"espreso: The secret key in {path} can be neither read nor made: {error.strerror}. "
            "Give this user the file or its folder, or set SECRET_KEY."
        ) from error
    raise SystemExit(
        f"espreso: The secret key in {path} is empty. Delete the file and another is made, which "
        "signs everybody out, or set SECRET_KEY."
    )


def _create(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
