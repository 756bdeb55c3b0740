"""Privilege dropping: PostgreSQL refuses to run as root, so another user runs it."""

import os
import pwd
import stat
import sys
from pathlib import Path

# It exists everywhere, so nothing is added to the machine.
NAME = "nobody"


def owner() -> pwd.struct_passwd | None:
    """Return who is to run the server, or None when this process may. Raises LookupError."""
    return pwd.getpwnam(NAME) if os.geteuid() == 0 else None


def let_in(user: pwd.struct_passwd, data: Path, programs: Path) -> None:
    """Let that user reach the data and read the programs, and say so before anything changes."""
    closed = [
        folder
        for folder in sorted({*data.parents, *programs.parents})
        if not folder.stat().st_mode & stat.S_IXOTH
    ]
    wheel = programs.parent
    unreadable = [path for path in [wheel, *wheel.rglob("*")] if _missing_bits(path)]
    if not closed and not unreadable:
        return
    changes = []
    if closed:
        changes.append("others may now pass through " + ", ".join(map(str, closed)))
    if unreadable:
        changes.append(f"others may now read {wheel}")
    sys.stderr.write(
        f"PostgreSQL does not run as root; it runs as {user.pw_name}, so "
        + " and ".join(changes)
        + ". Set DATABASE_URL to use a server of your own instead.\n"
    )
    for folder in closed:
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXOTH)
    for path in unreadable:
        path.chmod(stat.S_IMODE(path.stat().st_mode) | _missing_bits(path))


def _missing_bits(path):
    if path.is_symlink():
        return 0
    mode = path.stat().st_mode
    wanted = stat.S_IROTH
    if path.is_dir() or mode & stat.S_IXUSR:
        wanted |= stat.S_IXOTH
    return wanted & ~mode
