"""The photo library and the topics under the hands of an editor."""

import pytest

from articles.models import Photo, Tag
from tests import images
from tests.factories import article, person


@pytest.fixture
def desk(transactional_db, desk_of):
    """Open an address of the desk as somebody in a role."""

    def open_desk(address, role="Editor", **options):
        page = desk_of(person(role), **options)
        page.goto(address)
        return page

    return open_desk


def jpeg(name="tram.jpg"):
    return images.upload(images.encoded(images.corners(600, 400)), name)


def file(name, content=None):
    if content is None:
        content = images.encoded(images.corners(600, 400))
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_the_focal_point_is_set_with_a_click_and_moved_with_the_arrow_keys(desk):
    photo = Photo.objects.take_in(jpeg())
    page = desk(f"/admin/articles/photo/{photo.pk}/change/")
    box = page.locator(".photo-frame img").bounding_box()

    page.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.7)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")

    mark = page.get_by_role("button", name="Focal point: 21 % from the left, 60 % from the top")
    assert mark.is_visible()
    page.click("text=Save and continue editing")
    page.get_by_text("was changed successfully").wait_for()
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (
        pytest.approx(0.21, abs=0.01),
        pytest.approx(0.6, abs=0.01),
    )


def test_the_focal_point_is_set_in_numbers_without_javascript(desk):
    photo = Photo.objects.take_in(jpeg())
    page = desk(f"/admin/articles/photo/{photo.pk}/change/", java_script_enabled=False)

    page.fill("#id_focal_x", "0.25")
    page.click("text=Save and continue editing")
    page.get_by_text("was changed successfully").wait_for()

    photo.refresh_from_db()
    assert photo.focal_x == 0.25


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_folder_is_uploaded_in_one_go_and_every_file_has_its_answer(desk, scripts):
    page = desk("/admin/articles/photo/upload/", "Reporter", java_script_enabled=scripts)
    files = [file(f"{number}.jpg") for number in range(3)]
    files.insert(1, file("list.txt", b"words"))

    page.set_input_files("input[type=file]", files)
    page.fill("#id_credit", "Agency")
    page.click("input[type=submit][value=Upload]")

    rows = page.locator("#upload-results tbody tr")
    rows.nth(3).wait_for()
    said = rows.all_inner_texts()
    assert ["0.jpg" in said[0], "list.txt" in said[1], "2.jpg" in said[3]] == [True] * 3
    assert "Rejected." in said[1]
    assert [photo.credit for photo in Photo.objects.all()] == ["Agency"] * 3


@pytest.mark.console_errors_expected
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 503, "json": {"problem": "Not saved. The disk is full."}}, "The disk is full."),
        ({"status": 502, "body": "Bad gateway"}, "Look whether it is in the library"),
        (None, "Look whether it is in the library"),
    ],
)
def test_of_a_file_that_was_not_taken_it_says_what_is_known(desk, answer, words):
    page = desk("/admin/articles/photo/upload/")
    page.route(
        "**/upload/",
        lambda route: route.fulfill(**answer) if answer else route.abort(),
    )

    page.set_input_files("#id_files", [file("1.jpg"), file("2.jpg")])
    page.click("text=Upload >> nth=-1")

    page.get_by_text("Done: 2 files").wait_for()
    assert page.locator("#upload-results tr", has_text=words).count() == 2


def test_a_tag_is_merged_into_one_that_is_found_by_typing(desk):
    article(tags=["energy crisis"])
    Tag.objects.create(name="Energy")
    old = Tag.objects.get(name="energy crisis")
    page = desk(f"/admin/articles/tag/{old.pk}/change/", "Admin")

    page.click("text=Merge into another…")
    page.click(".select2-selection")
    page.keyboard.type("Energ")
    page.get_by_role("option", name="Energy", exact=True).click()
    page.click("input[type=submit][value=Merge]")

    page.get_by_text("merged into “Energy”: 1 piece moved.").wait_for()
    assert [tag.name for tag in Tag.objects.all()] == ["Energy"]


def test_a_passkey_that_is_not_there_is_said_in_words(transactional_db, page):
    page.goto("/accounts/login/")
    page.evaluate("document.dispatchEvent(new CustomEvent('allauth.error', {cancelable: true}))")

    assert page.get_by_text("The passkey was not used").is_visible()


def test_a_passkey_is_made_and_opens_the_desk(transactional_db, new_page, settings, live_server):
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = True
    # Browsers make passkeys for names only, not for numbers.
    site = live_server.url.replace("127.0.0.1", "localhost")
    page = new_page(base_url=site)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    someone = person("Editor")
    page.goto("/accounts/login/")
    page.fill("#id_login", someone.username)
    page.fill("#id_password", "a long password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")

    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("#id_password", "a long password")
    page.get_by_role("button", name="Confirm").click()
    page.fill("#id_name", "Laptop")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda address: "/add/" not in address)
    page.goto("/accounts/2fa/webauthn/")
    assert page.get_by_text("Laptop").is_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url("**/admin/")
