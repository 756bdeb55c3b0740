"""A link to a draft, from the reporter who copies it to the stranger who reads it."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.desk_client import page_of


@pytest.mark.console_errors_expected
def test_a_reporter_copies_a_link_a_stranger_opens_it_and_an_editor_revokes_it(
    desk_of, new_page, reporter, editor
):
    piece = factories.article("Night trains come back", created_by=reporter)
    page = desk_of(reporter, permissions=["clipboard-read", "clipboard-write"])
    page.goto(page_of(piece))
    expect(page.locator(".desk-add")).to_be_visible()
    page.get_by_label("Headline").fill("Night trains come back in May")
    page.get_by_role("button", name="Share a preview…").click()
    page.get_by_label("Recipient").fill("Pan Rudyk")
    page.get_by_role("button", name="Create a link").click()
    expect(page.get_by_text("The link is ready: copy it below.")).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")

    stranger = new_page()
    stranger.goto(address)
    expect(stranger.locator("h1")).to_have_text("Night trains come back in May")
    notice = stranger.get_by_role("region", name="Unpublished draft")
    expect(notice).to_contain_text("Unpublished draft, shared with you by the newsroom until")
    expect(notice).to_be_in_viewport()
    stranger.emulate_media(media="print")
    expect(notice).to_be_visible()
    assert notice.evaluate("notice => getComputedStyle(notice).color") == "rgb(0, 0, 0)"
    stranger.emulate_media(media="screen")
    assert stranger.context.cookies() == []

    page = desk_of(editor)
    page.goto(page_of(piece, "share"))
    expect(page.get_by_text(re.compile("Created by Taras Zoria"))).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("revoked by Iryna Lys")).to_be_visible()

    stranger.reload()
    expect(stranger.locator("h1")).to_have_text("This preview has ended")
    expect(stranger.get_by_text("Night trains")).to_have_count(0)


def test_without_a_script_the_link_can_be_selected_and_revoked(desk_of, editor, transactional_db):
    piece = factories.article()
    page = desk_of(editor, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(page_of(piece, "share"))
    page.get_by_role("button", name="Create a link").click()
    link = page.get_by_label("Preview link")
    expect(link).to_have_value(re.compile("/preview/"))
    expect(link).to_be_editable(editable=False)
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("revoked by Iryna Lys")).to_be_visible()
