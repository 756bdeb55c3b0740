"""Find Chromium for the tests that need a browser; run as a program, install it when it can be.

The variable CHROMIUM names the program to use instead of the one that would be found.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_INSTALL = (
    "The tests of the pages need Chromium. Install it (Debian and Ubuntu: apt-get install "
    "chromium; elsewhere: .venv/bin/playwright install chromium), or name it in the variable "
    "CHROMIUM. `make test-fast` runs all the other tests."
)


def find_chromium() -> str | None:
    """Return the path of a Chromium to drive, or None when the machine has none.

    Raises FileNotFoundError when CHROMIUM names something that is not there.
    """
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise FileNotFoundError(f"CHROMIUM names {named}, and there is no such program.")
    for name in NAMES:
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    # Playwright writes this last: without it, fetching was interrupted.
    complete = any((folder / "INSTALLATION_COMPLETE").exists() for folder in own.parents)
    return str(own) if complete and own.exists() else None


def install_chromium() -> None:
    """Install Chromium: with the system's packages as root on Debian, else with Playwright."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        commands = [
            # What an interrupted installation left half done stands in the way of every other.
            ["dpkg", "--configure", "-a"],
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-q", "-y", "chromium"],
        ]
    else:
        quietly = None
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for command in commands:
        subprocess.run(command, env=quietly, stdin=subprocess.DEVNULL, check=True)


def main() -> int:
    try:
        if find_chromium() is None:
            sys.stderr.write("Installing Chromium for the tests of the pages …\n")
            install_chromium()
        found = find_chromium()
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        found = None
    if found is None:
        sys.stderr.write(f"{HOW_TO_INSTALL}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
