"""Photo views: upload of several, download of the original, withdrawal and return."""

import time

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import permissions
from articles.actions import activity
from articles.admin.common.protected_delete import pieces_in_words
from articles.models import Act, DoomedFile, Photo
from espreso import limited_process, markers
from espreso.late_requests import waited
from espreso.refusal import Refusal

from .forms import UploadSeveralForm

_SHARED = ("credit", "copyright")
# Seconds since the form was sent. What runs then may take 20 more, and nginx waits for 60.
LAST_TURN = 35
_TITLES = {
    "withdraw": gettext_lazy("Withdraw this photo?"),
    "reinstate": gettext_lazy("Reinstate this photo?"),
}
_ACTS = {"withdraw": Act.WITHDREW, "reinstate": Act.REINSTATED}
_SAID = {
    "withdraw": gettext_lazy("The photo is withdrawn: no public page shows it."),
    "reinstate": gettext_lazy("The photo is reinstated, with new URLs for its files."),
}


class PhotoViewsMixin:
    """Adds further pages of the library to its admin."""

    def get_urls(self):
        pages = {
            "upload/": (self.upload_view, "upload"),
            "<path:object_id>/original/": (self.original_view, "original"),
            "<path:object_id>/withdraw/": (self.withdraw_view, "withdraw"),
            "<path:object_id>/reinstate/": (self.reinstate_view, "reinstate"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"articles_photo_{name}")
            for route, (view, name) in pages.items()
        ]
        return own + super().get_urls()

    def upload_view(self, request):
        """Take in several pictures at once; each is told apart in words."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadSeveralForm(request.POST or None, request.FILES or None)
        results = []
        if request.method == "POST" and form.is_valid():
            words = {name: form.cleaned_data[name] for name in _SHARED}
            results = self._take_in_turn(request, form.cleaned_data["files"], words)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Upload several photos"),
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "results": results,
            "said": _upload_summary(results),
        }
        return render(request, "admin/articles/photo/upload.html", context)

    def _take_in_turn(self, request, files, words):
        """Take in what gets its turn while the browser waits; the rest is to be sent again."""
        last_turn = time.monotonic() + LAST_TURN - waited(request)
        results = []
        for file in files:
            try:
                with limited_process.turn(last_turn - time.monotonic()):
                    results.append(self._take_in(request, file, words))
            except Refusal:
                late = _("It did not get its turn in time. Upload it again.")
                results.append({"name": file.name, "refusal": late, "late": True})
        return results

    def _take_in(self, request, file, words):
        try:
            photo = Photo.objects.take_in(file, by=request.user, **words)
        except ValidationError as refusal:
            return {"name": file.name, "refusal": " ".join(refusal.messages)}
        self.log_addition(request, photo, [{"added": {}}])
        progress = progress_in_words(photo)
        return {
            "name": file.name,
            "photo": photo,
            "address": address_of(photo),
            "progress": progress,
            "unconfirmed": photo.unconfirmed_licence and unconfirmed(photo),
        }

    def original_view(self, request, object_id):
        """Hand out the original, with all that the camera wrote into it, and write down to whom."""
        photo = self._get(request, object_id)
        if not self.has_change_permission(request, photo):
            raise PermissionDenied
        try:
            original = photo.file.open("rb")
            self.log_change(request, photo, _("Original downloaded."))
            return FileResponse(
                original,
                as_attachment=True,
                filename=photo.filename or photo.file.name.rsplit("/", 1)[-1],
                headers={"Cache-Control": "private, no-store"},
            )
        except FileNotFoundError:
            messages.error(
                request,
                _(
                    "The original is missing from storage. Ask for it to be restored from the "
                    "backup."
                ),
            )
            return HttpResponseRedirect(address_of(photo))

    def withdraw_view(self, request, object_id):
        """Ask, and take the photo off every page."""
        return self._confirm_view(request, object_id, "withdraw", Photo.withdraw, _("Withdrawn."))

    def reinstate_view(self, request, object_id):
        """Ask, and bring a withdrawn photo back."""
        return self._confirm_view(
            request, object_id, "reinstate", Photo.reinstate, _("Reinstated.")
        )

    def _confirm_view(self, request, object_id, verb, act, done):
        photo = self._get(request, object_id)
        if not permissions.may_withdraw_photos(request.user):
            raise PermissionDenied
        if request.method == "POST":
            try:
                doomed = act(photo)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                self.log_change(request, photo, done)
                activity.note(_ACTS[verb], request.user, photo)
                messages.success(request, _SAID[verb])
                self.say_what_remains(request, doomed or [])
            return HttpResponseRedirect(address_of(photo))
        context = {
            **self.admin_site.each_context(request),
            "title": _TITLES[verb],
            "opts": self.opts,
            "media": self.media,
            "photo": photo,
            "verb": verb,
            "uses": [*pieces_in_words(photo.uses()), *self.other_uses_of(photo)],
            "back": address_of(photo),
        }
        return TemplateResponse(request, f"admin/articles/photo/{verb}.html", context)

    def say_what_remains(self, request, doomed):
        """Say, once it is certain, which of the files that are to go are still there."""

        def say():
            remaining = [each.marker for each in DoomedFile.objects.among(doomed)]
            if open_ones := [name for name in remaining if not markers.is_there(name)]:
                messages.warning(request, _remaining_in_words(len(open_ones)))
            elif remaining:
                messages.warning(request, _shut_in_words(len(remaining)))

        # Their deletion waits for the commit as well, and before this.
        transaction.on_commit(say, robust=True)

    def _get(self, request, object_id):
        photo = self.get_object(request, unquote(object_id))
        if photo is None:
            raise Http404
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        return photo


def progress_in_words(photo) -> str:
    """Say how many sizes of it are made, while some are not."""
    if not photo.progress:
        return ""
    made, wanted = photo.progress
    return _("larger sizes are being made: %(made)d of %(all)d") % {"made": made, "all": wanted}


def _remaining_in_words(files):
    return (
        ngettext(
            "%d file could not be deleted yet: whoever has its URL can still open it. The site "
            "keeps trying.",
            "%d files could not be deleted yet: whoever has their URLs can still open them. The "
            "site keeps trying.",
            files,
        )
        % files
    )


def _shut_in_words(files):
    return (
        ngettext(
            "%d file could not be deleted yet, but nobody can open it. The site keeps trying.",
            "%d files could not be deleted yet, but nobody can open them. The site keeps trying.",
            files,
        )
        % files
    )


def unconfirmed(photo) -> str:
    """Say which licence the file of a new photo names, for a person to confirm."""
    said = _("The file says its terms are at %s. Open that, and enter it if it is right.")
    return said % photo.unconfirmed_licence


def address_of(photo) -> str:
    """Return the address of its form."""
    return reverse("admin:articles_photo_change", args=[photo.pk])


def _upload_summary(results):
    taken = sum("photo" in result for result in results)
    late = sum("late" in result for result in results)
    refused = len(results) - taken - late
    parts = []
    if taken:
        parts.append(
            ngettext("%d photo is in the library.", "%d photos are in the library.", taken) % taken
        )
    if refused:
        parts.append(
            ngettext("%d file was rejected.", "%d files were rejected.", refused) % refused
        )
    if late:
        parts.append(
            ngettext(
                "%d file did not get its turn in time: upload it again.",
                "%d files did not get their turn in time: upload them again.",
                late,
            )
            % late
        )
    return " ".join(parts)
