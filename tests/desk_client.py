"""The desk's forms as a browser would post them, and in one."""

import json
import time
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.markup import fields_of_form, words_in


def asked_again(client):
    """Have the one who is signed in just have given their password again; return the client."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client


def page_of(piece, what="change", *args):
    """Return the address of a page of the desk about `piece`."""
    options = piece.specific()._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{what}", args=[piece.pk, *args])


def words_of(response):
    """Return what somebody reads on the page."""
    return words_in(response.content.decode())


def form_of(response):
    """Return the fields of the page's main form, with the values that they show."""
    return fields_of_form(response.content.decode())


def with_blocks(data, prefix, *blocks):
    """Add new blocks of one kind to the form, after all that are there."""
    total = int(data[f"{prefix}-TOTAL_FORMS"])
    for number, block in enumerate(blocks, start=total):
        place = {"region": "main", "ordering": (number + 1) * 10, "id": ""}
        for name, value in (place | block).items():
            data[f"{prefix}-{number}-{name}"] = value
    data[f"{prefix}-TOTAL_FORMS"] = total + len(blocks)
    return data


def opened(client, piece):
    """Return the fields of the form of `piece`, just opened."""
    return form_of(client.get(page_of(piece)))


def save(client, piece, data, **pressed):
    """Post the form of `piece` with the button that is named, or with Save."""
    return client.post(page_of(piece), data | (pressed or {"_continue": "Save"}))


def autosave(client, address, data, *, turn=1, **more):
    """Send the form as its script does, to be kept and not saved."""
    fields = {name: value for name, value in data.items() if name not in {"_window", "_turn"}}
    sent = {
        "user": int(client.session["_auth_user_id"]),
        "window": data["_window"],
        "turn": turn,
        "fields": urlencode(fields, doseq=True),
    }
    return client.post(address, json.dumps(sent | more), content_type="application/json")


# In a browser.

# A rich text that stays where it is. Its bar of tools comes after it and moves it down, and a click
# that was on its way hits the bar.
RICH_TEXT = ".prose-editor:has(.prose-menubar__button) .ProseMirror[contenteditable]"


def sign_in(context, user, site):
    """Let all pages of a browser's context be those of `user`."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def headline_of(page, address=None):
    """Open a form, when its address is given, and return its headline once one can type."""
    if address:
        page.goto(address)
    expect(page.locator(".desk-add")).to_be_visible()
    return page.locator("#id_headline")


def text_in(page, piece):
    """Open the form of a piece with one text, and return that text, emptied to be written in."""
    headline_of(page, page_of(piece))
    text = page.locator(f".desk-prose {RICH_TEXT}")
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    return text


def choose_typed(page, words):
    """Type into the choice that is open, and take what it found first."""
    page.keyboard.type(words)
    # The list of before may still be there: Enter would take its first one.
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text(words)
    page.keyboard.press("Enter")
