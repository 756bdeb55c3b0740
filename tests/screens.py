"""Pictures of the pages for README and docs: `python -m tests.screens ADDRESS`, of a running demo.

It needs Chromium and the packages of the tests. Signs in with what the demo wrote down.
"""

import json
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import find_chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screens"
SIGN_INS = ROOT / "var" / "demo-sign-ins.json"
WIDTHS = {390: 844, 1280: 900}


def main(address):
    FOLDER.mkdir(parents=True, exist_ok=True)
    editor = next(
        person for person in json.loads(SIGN_INS.read_text()) if person["role"] == "Editor"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    base_url=address,
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                )
                page = context.new_page()
                suffix = f"{width}" if scheme == "light" else f"{width}-dark"
                _reader(page, suffix)
                _desk(page, suffix, editor)
                context.close()
        browser.close()


def _reader(page, suffix):
    for name, path in (("front", "/"), ("feed", "/news/")):
        page.goto(path)
        _keep(page, f"{name}-{suffix}")
    page.goto("/interviews/")
    page.locator("main .headline a").nth(1).click()
    _keep(page, f"interview-{suffix}")
    page.locator("section.qa").nth(1).scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    _keep(page, f"interview-answers-{suffix}")


def _desk(page, suffix, editor):
    page.goto("/accounts/login/?next=/admin/")
    page.locator("[name=login]").fill(editor["username"])
    page.locator("[name=password]").fill(editor["password"])
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    page.goto("/admin/articles/article/")
    _keep(page, f"desk-list-{suffix}")
    page.goto("/admin/articles/photo/")
    _keep(page, f"desk-photos-{suffix}")
    page.goto("/admin/interviews/interview/")
    page.locator("#result_list tbody th a").nth(1).click()
    page.locator(".ProseMirror").first.wait_for(state="attached")
    _keep(page, f"desk-form-{suffix}")
    page.locator(".desk-question_answer:not(.empty-form)").first.scroll_into_view_if_needed()
    _keep(page, f"desk-blocks-{suffix}")


def _keep(page, name):
    page.wait_for_load_state("networkidle")
    shot = Image.open(BytesIO(page.screenshot()))
    # A palette of the page's own colours: a quarter of the size, and no difference to the eye.
    shot.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        FOLDER / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    main(sys.argv[1])
