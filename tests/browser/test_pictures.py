"""Pictures come into a piece where they stand: dropped, pasted, chosen and described."""

import re
from base64 import b64encode

import pytest
from playwright.sync_api import expect

from articles.models import Figure, Photo
from tests import factories, images
from tests.desk_client import RICH_TEXT, headline_of, page_of

pytestmark = [pytest.mark.slow]

PICTURES = ".desk-figure:not(.empty-form)"
SAVED = re.compile("Saved at")

# A file as the system's own windows would bring it.
BRING = """(target, [kind, files]) => {
  const brought = new DataTransfer()
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))
    brought.items.add(new File([bytes], name, { type }))
  }
  const options = { bubbles: true, cancelable: true }
  if (kind === "paste") {
    target.dispatchEvent(new ClipboardEvent(kind, { ...options, clipboardData: brought }))
    return
  }
  const over = new DragEvent("dragover", { ...options, dataTransfer: brought })
  const event = new DragEvent("drop", { ...options, dataTransfer: brought })
  target.dispatchEvent(over)
  target.dispatchEvent(event)
  return [over.defaultPrevented, event.defaultPrevented]
}"""


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


def content(**options):
    return images.encoded(images.corners(600, 400), **options)


def jpeg(name):
    return [name, "image/jpeg", b64encode(content()).decode()]


def take_in(name, **words):
    return Photo.objects.take_in(images.upload(content(), f"{name}.jpg"), caption=name, **words)


def bring(place, *files, kind="drop"):
    return place.evaluate(BRING, [kind, list(files)])


def save(page):
    page.evaluate("document.querySelector('.desk-said-now').textContent = ''")
    page.keyboard.press("Control+s")
    expect(page.locator(".desk-said-now")).to_have_text(SAVED)
    expect(page.locator(".desk-bar[aria-busy]")).to_have_count(0)


def picker(page):
    return page.get_by_role("dialog", name="Choose a photo")


def lead_of(page):
    return page.locator(".field-lead_photo .desk-photo-choice")


def pictures_of(piece):
    figures = Figure.objects.filter(parent=piece).order_by("ordering")
    return [figure.photo.filename for figure in figures]


def test_files_dropped_and_pasted_into_a_text_are_pictures_after_it_and_saved(page):
    piece = factories.article(text="<p>Before the picture</p>")
    headline_of(page, page_of(piece))
    text = page.locator(f".desk-prose {RICH_TEXT}")
    expect(text).to_be_visible()

    bring(text, jpeg("one.jpg"), ["list.txt", "text/plain", "d29yZHM="], jpeg("two.jpg"))
    expect(page.locator(f"{PICTURES} .desk-thumbnail:visible")).to_have_count(2)
    refused = page.locator(".desk-prose .desk-upload", has_text="list.txt")
    expect(refused).to_contain_text("This file is not a picture.")
    refused.get_by_role("button", name="Dismiss").click()
    expect(refused).to_have_count(0)
    bring(text, jpeg("pasted.jpg"), kind="paste")
    expect(page.locator(f"{PICTURES} .desk-thumbnail:visible")).to_have_count(3)
    bring(page.locator("#id_lead_caption"), jpeg("nowhere.jpg"))
    bring(lead_of(page), jpeg("lead.jpg"))
    expect(lead_of(page).locator(".desk-thumbnail")).to_be_visible()
    save(page)

    assert pictures_of(piece) == ["pasted.jpg", "one.jpg", "two.jpg"]
    piece.refresh_from_db()
    assert piece.lead_photo.filename == "lead.jpg"
    assert not Photo.objects.filter(filename="nowhere.jpg").exists()


def test_what_is_dropped_beside_every_place_never_opens_in_the_place_of_the_page(page):
    headline_of(page, page_of(factories.article()))
    for place in ("#id_headline", ".desk-bar", "#header", "body"):
        assert bring(page.locator(place), jpeg("one.jpg")) == [True, True]
    assert not Photo.objects.exists()


@pytest.mark.console_errors_expected
def test_a_file_that_did_not_arrive_is_kept_and_sent_again_and_the_others_go_on(page):
    piece = factories.article()
    headline_of(page, page_of(piece))
    page.route("**/photo/add/", lambda route: route.abort(), times=1)
    text = page.locator(f".desk-prose {RICH_TEXT}")

    bring(text, jpeg("lost.jpg"), ["broken.jpg", "image/jpeg", "d29yZHM="], jpeg("two.jpg"))
    expect(page.locator(f"{PICTURES} .desk-thumbnail:visible")).to_have_count(1)
    expect(page.locator(".desk-upload", has_text="broken.jpg")).to_contain_text(
        "not a picture that can be published"
    )
    lost = page.locator(".desk-upload", has_text="lost.jpg")
    expect(lost).to_contain_text("No connection to the desk.")
    lost.get_by_role("button", name="Try again").click()
    expect(page.locator(f"{PICTURES} .desk-thumbnail:visible")).to_have_count(2)
    save(page)

    assert pictures_of(piece) == ["lost.jpg", "two.jpg"]


def test_a_picture_is_chosen_by_keys_from_what_is_found_or_mine_in_the_picker(page):
    piece = factories.article()
    for name in ("A bridge at night", "A tram", "A bridge by day"):
        take_in(name, credit="Olha Kovalenko")
    headline_of(page, page_of(piece))

    page.locator(".desk-add").get_by_role("button", name="Picture").click()
    expect(picker(page).get_by_role("listitem")).to_have_count(3)
    page.keyboard.type("bridge")
    expect(picker(page).get_by_role("listitem")).to_have_count(2)
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(picker(page).get_by_role("button", name="A bridge at night")).to_be_focused()
    page.keyboard.press("Enter")
    expect(picker(page)).to_have_count(0)
    picture = page.locator(PICTURES)
    expect(picture).to_contain_text("A bridge at night")
    page.keyboard.type("Seen from the left bank")
    expect(picture.get_by_label("Caption")).to_have_value("Seen from the left bank")
    save(page)
    assert Figure.objects.get().photo.caption == "A bridge at night"

    picture.get_by_role("button", name="Choose another photo").click()
    picker(page).get_by_role("button", name="Mine").click()
    expect(picker(page)).to_contain_text("No photo found.")
    page.keyboard.press("Escape")
    expect(picture).to_contain_text("A bridge at night")
    picture.get_by_role("button", name="Choose another photo").click()
    page.evaluate(
        "document.addEventListener('click', () => (window.heard = (window.heard ?? 0) + 1))"
    )
    picker(page).get_by_role("button", name="A tram").dblclick()
    expect(picture).to_contain_text("A tram")
    assert page.evaluate("window.heard") == 1
    picture.get_by_role("button", name="Take it out").click()
    expect(picture.get_by_role("button", name="Choose a photo")).to_be_focused()


def test_a_file_is_uploaded_in_the_picker_and_leaving_meanwhile_is_asked_about(page):
    piece = factories.article()
    headline_of(page, page_of(piece))
    lead_of(page).get_by_role("button", name="Choose a photo").click()
    expect(picker(page)).to_contain_text("There is no photo yet.")
    held = []
    page.route("**/photo/add/", lambda route: held.append(route))
    picker(page).get_by_label("Upload").set_input_files(
        {"name": "tram.jpg", "mimeType": "image/jpeg", "buffer": content()}
    )
    expect(page.get_by_role("progressbar", name="tram.jpg")).to_be_visible()
    with page.expect_event("dialog") as leaving:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("setTimeout(() => location.reload())")
    assert leaving.value.type == "beforeunload"
    held[0].continue_()
    expect(lead_of(page).locator(".desk-thumbnail")).to_be_visible()
    expect(lead_of(page).get_by_text("no credit")).to_be_visible()
    save(page)
    piece.refresh_from_db()
    assert piece.lead_photo.filename == "tram.jpg"


def test_credit_words_and_focal_point_are_changed_beside_the_picture(page):
    photo = take_in("A tram")
    piece = factories.article(lead_photo=photo)
    headline_of(page, page_of(piece))
    lead = lead_of(page)
    expect(lead).to_contain_text("no credit")

    lead.get_by_role("button", name="Edit the photo").click()
    panel = page.get_by_role("group", name="Edit the photo")
    expect(panel.get_by_label("Alternative text", exact=False).first).to_be_focused()
    panel.get_by_label("Credit").first.fill("Olha Kovalenko")
    box = panel.locator(".photo-frame img").bounding_box()
    panel.locator(".photo-frame img").click(
        position={"x": box["width"] * 0.25, "y": box["height"] * 0.5}
    )
    expect(page.get_by_text("not saved yet")).to_be_hidden()
    panel.get_by_role("button", name="Save the photo").click()

    expect(panel).to_have_count(0)
    expect(lead).to_contain_text("The photo is saved.")
    expect(lead).to_contain_text("Olha Kovalenko")
    expect(lead.get_by_text("no credit")).to_be_hidden()
    photo.refresh_from_db()
    assert photo.credit == "Olha Kovalenko"
    assert photo.focal_x == pytest.approx(0.25, abs=0.02)


def test_who_changes_a_photo_after_a_colleague_did_reads_what_it_says_now(page):
    photo = take_in("A tram")
    headline_of(page, page_of(factories.article(lead_photo=photo)))
    lead = lead_of(page)
    lead.get_by_role("button", name="Edit the photo").click()
    panel = page.get_by_role("group", name="Edit the photo")
    panel.get_by_label("Credit").first.fill("Mine")
    Photo.objects.update(credit="Theirs")

    page.keyboard.press("Enter")
    expect(panel).to_contain_text("It says now: “Theirs”")
    panel.get_by_role("button", name="Save the photo").click()

    expect(lead).to_contain_text("The photo is saved.")
    assert Photo.objects.get().credit == "Mine"
