"""What the desk says after a redirect: in the language of whoever reads it."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import gettext_lazy

from tests.desk_client import form_of, page_of


@pytest.mark.django_db
def test_a_sentence_is_said_in_the_language_in_which_the_button_was_pressed(desk, piece):
    desk.cookies["desk_language"] = "uk"
    form = form_of(desk.get(page_of(piece))) | {"_stage": "review"}
    answer = desk.post(page_of(piece), form, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Збережено й надіслано на перевірку."]


def test_nothing_lazy_is_kept_whoever_says_it(rf):
    request = rf.get("/admin/")
    request.session = {}
    request._messages = default_storage(request)
    with translation.override("uk"):
        messages.success(request, gettext_lazy("The unsaved text has been discarded."))
        messages.success(request, mark_safe("<b>x</b>"), extra_tags=gettext_lazy("Text"))
    plain, safe = request._messages._queued_messages
    assert "discarded" not in plain.message
    assert not isinstance(plain.message, Promise)
    assert isinstance(safe.message, SafeData)
