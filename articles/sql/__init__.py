"""SQL functions, a file for each version of each: NAME.vNN.sql. Migrations read them by number.

A file that a migration has read is never changed: another site has run it. What shall be
different is a file with the next number, a migration that reads it (and the one before on its way
back), and a line in SHA256SUMS (`sha256sum *.sql > SHA256SUMS`). Functions whose body begins with
RETURN are bound when they are made: a dump of them is restored without a search path.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def sql(name: str, version: int) -> str:
    """Return what makes the function of this name, or makes it anew, in this version."""
    return (FOLDER / f"{name}.v{version:02}.sql").read_text(encoding="utf-8")
