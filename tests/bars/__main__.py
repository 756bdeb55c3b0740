"""`make bars`: measure the pages of the demo against the bars, and fail when one is missed.

    python -m tests.bars 8000 [name of a kind …]

A site that answers at that port is measured as it is; else the demo is started for it.
"""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import sync_playwright

from tests.chromium import HOW_TO_INSTALL, find_chromium
from tests.paths import ROOT

from . import looking, shapes, tools
from .kinds import KINDS, LIGHTHOUSE, WEIGHED, Site

HOST = "127.0.0.1"
LANGUAGES = ("en", "uk")
# Compressed, HTML, styles and scripts of an interview together.
MOST_KILOBYTES = 40
# What a browser rounds is no movement.
LEAST_SHIFT = 0.0005
HEAD = (
    "page",
    "axe",
    "html",
    "data",
    "3rd",
    "cookies",
    "csp",
    "inline",
    "shift",
    "kB",
    "lighthouse",
)


def main(port, only):
    chromium = find_chromium()
    if chromium is None:
        raise tools.Missing(HOW_TO_INSTALL)
    tools.install()
    with site_at(port) as url, ended_preview() as token:
        sites = {code: Site(url, code, ended=token) for code in LANGUAGES}
        pages, missing = {}, []
        for name, find in KINDS.items():
            for code, site in sites.items():
                if only and name not in only:
                    continue
                if address := find(site):
                    pages[f"{name} {code}"] = (site, address)
                else:
                    missing.append(f"{name} {code}")
        return measure(url, pages, missing, chromium)


def measure(url, pages, missing, chromium):
    """Print a row for each page, and what is wrong below; return whether every bar is met."""
    source, wrong = tools.axe_source(), []
    read = {name: site.read(at) for name, (site, at) in pages.items()}
    html, data = tools.html_errors(read), shapes.errors(read)
    say(_row(HEAD))
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for name, (_site, address) in pages.items():
            seen = looking.look(browser, url, address, source)
            points, lost = {}, []
            if name.rpartition(" ")[0] in LIGHTHOUSE:
                points, lost = tools.lighthouse(url + address, chromium)
            counted = (seen.axe, html[name], data[name], seen.third, seen.cookies)
            counted += (seen.policy, seen.inline)
            numbers = [str(len(found)) for found in counted]
            score = "/".join(map(str, points.values()))
            say(_row((name, *numbers, f"{seen.shift:.4f}", f"{seen.kilobytes:.1f}", score)))
            wrong += [f"{name}: {words}" for found in counted for words in found]
            if seen.shift >= LEAST_SHIFT:
                wrong += [f"{name}: moves: {words}" for words in seen.shifts]
            if name.startswith(f"{WEIGHED} ") and seen.kilobytes > MOST_KILOBYTES:
                wrong.append(f"{name}: {seen.kilobytes:.1f} kB of {MOST_KILOBYTES}")
            if set(points.values()) - {100}:
                wrong += [f"{name}: Lighthouse: {words}" for words in lost or [score]]
        browser.close()
    for name in missing:
        say(f"{name}: this newsroom has no such page.")
    for line in wrong:
        say(line)
    say("Every bar is met." if not wrong else f"{len(wrong)} times a bar is missed.")
    return not wrong


def _row(cells):
    first, *others = cells
    return f"{first:<19}" + "".join(f"{cell:>8}" for cell in others[:-1]) + f"  {others[-1]}"


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@contextmanager
def site_at(port):
    """Give the address of the site at that port; start the demo there when nothing answers."""
    url = f"http://{HOST}:{port}"
    if _answers(port):
        yield url
        return
    command = [
        sys.executable,
        "manage.py",
        "demo",
        "--settings",
        "demo.settings",
        "--port",
        str(port),
    ]
    demo = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        while not _answers(port):
            if demo.poll() is not None:
                raise tools.Missing("The demo did not start: the lines above say why.")
            time.sleep(0.5)
        yield url
    finally:
        demo.terminate()
        demo.wait()


def _answers(port):
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def ended_preview():
    """Give the token of a shared preview that is over, in the database of the demo."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espreso.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    # Models can only be imported once Django knows its settings.
    from django.utils import timezone

    from articles.models import Article, SharedPreview, User

    past = timezone.now() - timedelta(days=2)
    times = {"created_at": past, "expires_at": past + timedelta(days=1)}
    by, piece = User.objects.first(), Article.objects.first()
    link = SharedPreview.objects.create(article=piece, by=by, **times)
    try:
        yield link.token
    finally:
        link.delete()


if __name__ == "__main__":
    try:
        met = main(int(sys.argv[1]), sys.argv[2:])
    except tools.Missing as missing:
        sys.exit(str(missing))
    sys.exit(not met)
