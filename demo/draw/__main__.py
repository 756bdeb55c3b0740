"""Draws the demo's pictures: ``python -m demo.draw [slug …]``."""

import os
import shutil
import sys
import tomllib

from playwright.sync_api import sync_playwright

from demo.draw import finish
from demo.draw.scenes import SCENES
from demo.pieces import CONTENT, PICTURES, Photo


def main(slugs: list[str]) -> None:
    """Draws the named photos, or all; the table is read directly, as files may not exist yet."""
    table = tomllib.loads((CONTENT / "photos.toml").read_text(encoding="utf-8"))["photos"]
    photos = {row["slug"]: Photo(**row) for row in table}
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            chromium_sandbox=os.geteuid() != 0,  # Chromium refuses its sandbox to root
        )
        for slug in slugs or photos:
            photo = photos[slug]
            finish.save(finish.rasterise(browser, SCENES[slug]()), photo.path, photo)
            sys.stdout.write(f"{photo.file}: {photo.path.stat().st_size // 1024} KB\n")
        browser.close()


main(sys.argv[1:])
