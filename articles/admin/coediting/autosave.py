"""Autosave: what is typed and not saved yet, stored every few seconds, and offered to its author.

It is nobody else's, and no part of the draft: neither its history nor its readers know it.
"""

import json
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db.models import Exists, OuterRef
from django.http import (
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
    RawPostDataException,
)
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from js_asset import Media

from articles.admin.common.posted import is_window
from articles.admin.common.scripts import SCRIPTS
from articles.admin.common.urls import address, url_name
from articles.admin.editor.deletion import deleted_in_words
from articles.admin.editor.save_attempt import SaveAttempt, somebody_else
from articles.models import Article, DeletedDraft, Presence, Unsaved

from .idempotency import LARGEST_TURN, IdempotencyMixin, turn_of

# Nobody reads a longer list; what is not offered now is offered later.
MOST_OFFERED = 5
_LONGEST = Unsaved._meta.get_field("words").max_length
# What is raised by other JSON than our own.
_OF_JSON = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


class AutosaveError(Exception):
    """Why something is not autosaved, in words, with the status of the answer."""

    def __init__(self, status, words):
        self.status = status
        super().__init__(words)


@dataclass(frozen=True)
class AutosaveRequest:
    """What the script of an open form sends: for whom it was opened, and how it stands now."""

    user: int
    window: str
    # Counts what the window has sent.
    turn: int
    fields: str
    words: str

    @classmethod
    def in_request(cls, request) -> "AutosaveRequest":
        """Read what was sent. Raises `AutosaveError` for what no form of the desk sends."""
        try:
            sent = json.loads(request.body)
            user, window, turn = sent["user"], sent["window"], sent["turn"]
            fields, words = _storable(sent["fields"]), _storable(sent.get("words", ""))
        except RequestDataTooBig:
            raise AutosaveError(413, _too_much()) from None
        except (*_OF_JSON, RawPostDataException):
            raise AutosaveError(400, _strange()) from None
        if type(turn) is not int or not 0 <= turn <= LARGEST_TURN or not is_window(window):
            raise AutosaveError(400, _strange())
        # More than can be posted, so that no form could ever show it again.
        if fields.count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
            raise AutosaveError(413, _too_much())
        return cls(user, window, turn, fields, words[:_LONGEST])


class AutosaveMixin(IdempotencyMixin):
    """Adds the keeping of unsaved words to the admin of a kind of piece."""

    def get_urls(self):
        autosave, show, discard = map(
            self.admin_site.admin_view, (self.autosave_view, self.recover_view, self.discard_view)
        )
        return [
            path("add/keep/", autosave, name=url_name(self, "add_autosave")),
            path("add/kept/<str:window>/", show, name=url_name(self, "add_recover")),
            path("<int:object_id>/keep/", autosave, name=url_name(self, "autosave")),
            path("<int:object_id>/kept/<str:window>/", show, name=url_name(self, "recover")),
            path("kept/<str:window>/discard/", discard, name=url_name(self, "discard")),
            *super().get_urls(),
        ]

    # Autosave.

    def autosave_view(self, request, object_id=None):
        """Keep what stands in an open form, which asks for it every few seconds; or list it."""
        if request.method == "GET":
            return self._list_offers(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        try:
            piece = self._piece_of(request, object_id)
            typed = AutosaveRequest.in_request(request)
            if typed.user != request.user.pk:
                raise AutosaveError(409, somebody_else(request.user))
            Unsaved.objects.filter(user=request.user).outlived().delete()
            if not Unsaved.objects.has_room(request.user, typed.window, typed.fields):
                raise AutosaveError(413, _too_many())
        except AutosaveError as refused:
            return JsonResponse({"problem": str(refused)}, status=refused.status)
        return self._autosave(request, object_id, piece, typed)

    def _piece_of(self, request, object_id):
        # Whoever deleted the piece did not know of these words, nor did who took the right to
        # change it away: they may become a new one.
        piece = Article.objects.filter(pk=object_id).first() if object_id else None
        if piece and self.has_view_or_change_permission(request, piece):
            return piece
        if not self.has_add_permission(request):
            raise AutosaveError(403, _("You can no longer edit this piece. Copy your text."))
        return None

    def _autosave(self, request, object_id, piece, typed):
        about = {"article": piece}
        if object_id and piece is None:
            about["deleted"] = DeletedDraft.objects.filter(piece=object_id).first()
        stored = Unsaved.objects.autosave(
            request.user,
            typed.window,
            typed.turn,
            **about,
            kind=self.opts.model_name,
            fields=typed.fields,
            words=typed.words,
        )
        mine = Unsaved.objects.filter(user=request.user)
        settled = not stored and mine.filter(window=typed.window, fields="").exists()
        return JsonResponse(
            {
                "kept": stored,
                "settled": settled,
                "at": time_format(timezone.localtime(), "H:i:s"),
                "token": get_token(request),
            }
        )

    @property
    def media(self):
        return Media(importmap=SCRIPTS) + super().media

    # Saving what was typed where it cannot be saved as it was meant.

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Lose nothing of what was typed by somebody who may not change the piece any more."""
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if not self._may_become_new(request):
                raise
            words = _(
                "You can no longer edit that piece. Your text is here: if you save it, it "
                "becomes a new piece."
            )
            response = self._show_as_new(request, words)
            response.status_code = 403
            return response

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if self._may_become_new(request):
            return self._show_as_new(request, *deleted_in_words(request.user, object_id))
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def _may_become_new(self, request):
        return bool(SaveAttempt.of(request).window) and self.has_add_permission(request)

    def _show_as_new(self, request, why, way_back=""):
        """Show the form of a new piece with what was posted, and why it is not saved."""
        attempt = SaveAttempt.of(request)
        attempt.posted = self._parted_from_deleted(request, attempt.data)
        attempt.not_saved, attempt.way_back = why, way_back
        return self.changeform_view(request, None, _form(self, None))

    # Offering.

    def extra_form_context(self, request, piece, form):
        attempt = SaveAttempt.of(request)
        context = self._offers(request, piece and piece.pk, attempt.window)
        if attempt.unsaved or attempt.not_saved:
            # Nothing to mend above the form: mistakes stand beside their fields.
            context["errors"] = []
        return (
            super().extra_form_context(request, piece, form)
            | context
            | {
                "unsaved": attempt.unsaved,
                "not_saved": attempt.not_saved,
                "way_back": attempt.way_back,
                "as_saved": _form(self, piece and piece.pk),
                "turn": turn_of(attempt.data or {}),
                "autosave_url": (
                    address(self, "autosave", piece.pk) if piece else address(self, "add_autosave")
                ),
            }
        )

    def recover_view(self, request, window, object_id=None):
        """Show the form with what was typed in it once, as if that had been posted just now."""
        unsaved = self._waiting(request, object_id).filter(window=window).first()
        if unsaved and object_id and not self.has_change_permission(request, unsaved.article):
            words = _("You can no longer edit that piece. If you save this, it becomes a new one.")
            messages.warning(request, words)
            object_id = None
        form = _form(self, object_id)
        if unsaved is None:
            words = _("This text is no longer waiting: it has since been saved or discarded.")
            messages.warning(request, words)
            return HttpResponseRedirect(form)
        earlier = unsaved.earlier if "earlier" in request.GET else ""
        data = QueryDict(earlier or unsaved.fields, mutable=True)
        data["_window"], data["_turn"] = unsaved.window, str(unsaved.turn)
        if object_id is None:
            data = self._parted_from_deleted(request, data)
        attempt = SaveAttempt.of(request)
        attempt.unsaved, attempt.posted = unsaved, data
        return self.changeform_view(request, object_id and str(object_id), form)

    def _parted_from_deleted(self, request, data):
        """Let the blocks be those of a new piece, when the one they were typed in is gone."""
        parents = {formset.fk.name for formset, _i in self.get_formsets_with_inlines(request)}
        data = data.copy()
        for name in data:
            if name.rpartition("-")[2] in parents:
                data[name] = ""
        return data

    def discard_view(self, request, window):
        """Throw away what somebody typed in a window of theirs."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        thrown = Unsaved.objects.filter(user=request.user, window=window).first()
        if thrown:
            Unsaved.objects.filter(pk=thrown.pk).discard()
            messages.success(request, _("The unsaved text has been discarded."))
        return HttpResponseRedirect(_form(self, thrown and thrown.article_id))

    def _list_offers(self, request, object_id):
        context = self._offers(request, object_id, request.GET.get("window", ""))
        response = TemplateResponse(request, "admin/desk/coediting/unsaved_offers.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _waiting(self, request, object_id):
        waiting = Unsaved.objects.waiting().filter(user=request.user)
        if object_id:
            return waiting.filter(article=object_id)
        return waiting.filter(article=None, kind=self.opts.model_name)

    def _offers(self, request, object_id, window):
        """Return what waits from other windows than this one, the newest first."""
        open_now = Presence.objects.here().filter(user=OuterRef("user"), window=OuterRef("window"))
        waiting = self._waiting(request, object_id).exclude(window=window)
        offers = waiting.annotate(is_open=Exists(open_now)).order_by("-typed_at")[:MOST_OFFERED]
        place = [object_id] if object_id else []
        for offer in offers:
            offer.form = address(self, "recover" if place else "add_recover", *place, offer.window)
            offer.discard = address(self, "discard", offer.window)
            # Of a new piece nothing else says which one it is.
            offer.headline = "" if place else QueryDict(offer.fields).get("headline", "").strip()
            if offer.headline.startswith(offer.words):
                offer.words = ""
        return {"offers": offers}


def _form(model_admin, object_id):
    return address(model_admin, *(["change", object_id] if object_id else ["add"]))


def _storable(text: str) -> str:
    """Return it as PostgreSQL can store it, whatever was pasted."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _strange():
    return _("This was not sent from a form in the desk.")


def _too_much():
    return _("This is too long to autosave. Save it, or split it into two pieces.")


def _too_many():
    return _(
        "So many unsaved texts of yours are waiting that no more is kept. Save this one, and save "
        "or discard the others."
    )
