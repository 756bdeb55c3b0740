"""The tools that are no Python: the Nu HTML checker (Java) and Lighthouse (Node), from npm."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# What else the machine does costs points of the first category: the best of so many counts.
_TIMES = 3


class Missing(Exception):
    """Something that has to be installed; the message is for people."""


def install() -> None:
    """Have the npm packages of the lock file. Raises Missing, which says what is not here."""
    for program, package in (("node", "nodejs"), ("npm", "npm"), ("java", "default-jre-headless")):
        if not shutil.which(program):
            raise Missing(
                f"`make bars` needs {program}, and this machine has none. "
                f"Debian and Ubuntu: apt-get install {package}"
            )
    kept = MODULES / ".package-lock.json"
    if kept.exists() and kept.stat().st_mtime >= (FOLDER / "package-lock.json").stat().st_mtime:
        return
    # Without scripts: that of vnu-jar would fetch a Java of its own.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    failed = subprocess.run(command, cwd=FOLDER, stdin=subprocess.DEVNULL).returncode
    if failed:
        raise Missing("npm could not install the packages of tests/bars: the lines above say why.")


def axe_source() -> str:
    """Return the text of axe-core."""
    return (MODULES / "axe-core" / "axe.min.js").read_text()


def html_errors(pages: dict[str, str]) -> dict[str, list[str]]:
    """Return what the Nu checker calls an error, by the name of the page that it is on."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (name, html) in enumerate(pages.items()):
            file = Path(folder) / f"{number}.html"
            file.write_text(html)
            files[file.name] = name
        jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
        command = ["java", "-jar", str(jar), "--format", "json", "--stdout", folder]
        done = subprocess.run(command, capture_output=True, text=True)
        try:
            messages = json.loads(done.stdout)["messages"]
        except (ValueError, KeyError):
            raise Missing(f"The Nu checker did not run: {done.stderr}") from None
    found = {name: [] for name in pages}
    for message in messages:
        if message["type"] != "info":
            said = f"line {message.get('lastLine', '?')}: {message['message']}"
            found[files[Path(message["url"]).name]].append(said)
    return found


def lighthouse(url: str, chromium: str) -> tuple[dict[str, int], list[str]]:
    """Return the points of a page, of 100 in each category, and what cost some."""
    best, lost = {}, []
    for time in range(_TIMES):
        try:
            report = _lighthouse(url, chromium)
        except Missing:
            # On a machine with much to do it loses its browser at times.
            if time == _TIMES - 1 and not best:
                raise
            continue
        points = {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}
        if not best or sum(points.values()) > sum(best.values()):
            best, lost = points, list(_lost(report))
        if set(best.values()) == {100}:
            break
    return best, lost


def _lighthouse(url, chromium):
    flags = ["--headless=new", "--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    command = [
        *("node", str(MODULES / "lighthouse" / "cli" / "index.js"), url),
        *("--output=json", "--output-path=stdout", "--quiet", "--form-factor=mobile"),
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(flags)}",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium, "LIGHTHOUSE_DISABLE_ERROR_REPORTING": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Missing(f"Lighthouse did not run: {done.stderr[-600:]}") from None


def _lost(report):
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.995:
                said = audit.get("displayValue") or audit["title"]
                yield f"{name}: {part['id']} {audit['score']:.2f} ({said})"
