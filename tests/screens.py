"""Pictures of the pages for README and docs: `python -m tests.screens ADDRESS`, of a running demo.

It needs Chromium and the packages of the tests. Signs in with what the demo wrote down.
"""

import json
import sys
from io import BytesIO

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.bars.kinds import KINDS, Site
from tests.chromium import find_chromium
from tests.paths import ROOT

FOLDER = ROOT / "docs" / "screens"
SIGN_INS = ROOT / "var" / "demo-sign-ins.json"
LISTS = {"people": "user", "pages": "page", "menus": "menuitem", "redirects": "redirect"}
WIDTHS = {390: 844, 1280: 900}


def main(address):
    FOLDER.mkdir(parents=True, exist_ok=True)
    people = {person["role"]: person for person in json.loads(SIGN_INS.read_text())}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                look = {
                    "base_url": address,
                    "viewport": {"width": width, "height": height},
                    "color_scheme": scheme,
                }
                pages = {role: browser.new_context(**look).new_page() for role in people}
                suffix = f"{width}" if scheme == "light" else f"{width}-dark"
                _reader(pages["Editor"], Site(address, "en"), suffix)
                _reader_of_another_language(pages["Editor"], Site(address, "uk"), suffix)
                for role, page in pages.items():
                    _sign_in(page, people[role])
                _desk(pages["Editor"], suffix)
                _together(pages["Reporter"], pages["Editor"], suffix)
                _keep(pages["Admin"], f"desk-first-page-{suffix}", "/admin/", whole=True)
                for name, model in LISTS.items():
                    _keep(pages["Admin"], f"desk-{name}-{suffix}", f"/admin/articles/{model}/")
                for page in pages.values():
                    page.context.close()
        browser.close()


def _reader(page, site, suffix):
    """Every kind of page, as the bars find them, and what of it is further down."""
    for name, find in KINDS.items():
        if address := find(site):
            _keep(page, f"{name.replace(' ', '-')}-{suffix}", address)
    page.goto(KINDS["interview"](site))
    page.locator("section.qa").nth(1).scroll_into_view_if_needed()
    page.mouse.wheel(0, 500)
    _keep(page, f"interview-answers-{suffix}")


def _reader_of_another_language(page, site, suffix):
    for name in ("front", "feed", "interview", "found"):
        _keep(page, f"{name}-{site.language}-{suffix}", KINDS[name](site))


def _sign_in(page, person):
    page.goto("/accounts/login/?next=/admin/")
    page.locator("[name=login]").fill(person["username"])
    page.locator("[name=password]").fill(person["password"])
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")


def _desk(page, suffix):
    _keep(page, f"desk-list-{suffix}", "/admin/articles/article/")
    _keep(page, f"desk-photos-{suffix}", "/admin/articles/photo/")
    _keep(page, f"desk-calendar-{suffix}", "/admin/articles/article/calendar/")
    page.goto("/admin/articles/arrangement/")
    page.locator("main a", has_text="Edit layout").first.click()
    _keep(page, f"desk-front-{suffix}", whole=True)
    page.goto("/admin/interviews/interview/")
    page.locator("#result_list tbody th a").nth(1).click()
    page.locator(".ProseMirror").first.wait_for(state="attached")
    _keep(page, f"desk-form-{suffix}")
    page.locator(".desk-question_answer:not(.empty-form)").first.scroll_into_view_if_needed()
    _keep(page, f"desk-blocks-{suffix}")

    corrected = _form_of(page, "Wagons turn round")
    _keep(page, f"desk-history-{suffix}", corrected.replace("change", "history"))
    comparison = corrected.replace("change", "compare") + "?a=version-1&b=version-2"
    _keep(page, f"desk-comparison-{suffix}", comparison)
    changed = _form_of(page, "Supplier checks")
    page.goto(changed.replace("change", "publish"))
    page.get_by_label("A correction").check()
    _keep(page, f"desk-correction-{suffix}")
    _keep(page, f"corrections-{suffix}", "/corrections/")
    page.locator("main a").first.click()
    page.locator(".corrections").scroll_into_view_if_needed()
    _keep(page, f"correction-{suffix}")


def _together(reporter, editor, suffix):
    """Two people change the same words of one piece."""
    form = _form_of(editor, "radio tower")
    for page in (reporter, editor):
        page.goto(form)
        page.locator(".desk-prose:not(.empty-form) .ProseMirror[contenteditable]").first.wait_for()
    for page, words in (
        (editor, "The notice names the state property fund as the seller."),
        (reporter, "The seller, says the notice, is the broadcaster."),
    ):
        page.locator(".desk-prose:not(.empty-form) .ProseMirror[contenteditable]").nth(1).click()
        page.keyboard.press("Control+End")
        page.keyboard.type(f" {words}")
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_load_state()
    reporter.locator(".desk-conflict").first.scroll_into_view_if_needed()
    _keep(reporter, f"desk-conflict-{suffix}")
    # Nothing stays of it, so that the next pictures begin from the same words.
    reporter.get_by_label("Take theirs").check()
    reporter.get_by_role("button", name="Save", exact=True).click()
    reporter.locator(".desk-messages .success").wait_for()


def _form_of(page, words):
    page.goto(f"/admin/articles/article/?q={words}")
    return page.locator("#result_list tbody th a").first.get_attribute("href").partition("?")[0]


def _keep(page, name, address=None, *, whole=False):
    if address:
        page.goto(address)
    page.wait_for_load_state("networkidle")
    shot = Image.open(BytesIO(page.screenshot(full_page=whole)))
    # A palette of the page's own colours: a quarter of the size, and no difference to the eye.
    shot.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        FOLDER / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    main(sys.argv[1])
