"""Find programs of the system that tests drive; run as a program, install them when it can be.

A test that needs one is skipped where it is not, and says so.
"""

import os
import shutil
import subprocess
import sys

import pytest

PACKAGES = {"nginx": "nginx-light", "pgbouncer": "pgbouncer", "redis-server": "redis-server"}
"""The programs, each with Debian's package of it."""
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def needs(program: str):
    """Return the mark of tests that drive this program."""
    return pytest.mark.skipif(
        shutil.which(program, path=_PATH) is None,
        reason=f"there is no {program} (Debian and Ubuntu: apt-get install {PACKAGES[program]})",
    )


def main() -> None:
    """Install what is missing, as root on Debian; elsewhere say what that is."""
    missing = [package for name, package in PACKAGES.items() if not shutil.which(name, path=_PATH)]
    if not missing:
        return
    apt_get = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt_get:
        sys.stderr.write(f"Some tests are skipped without {', '.join(missing)}.\n")
        return
    sys.stderr.write(f"Installing {', '.join(missing)} for the tests …\n")
    # None of them is to start as a service.
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update", "-q"], ["install", "-q", "-y", *missing]):
        # What then is not there is said by the tests.
        subprocess.run([apt_get, *command], env=quietly, stdin=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    main()
