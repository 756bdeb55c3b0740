"""Fixes: the form in which a typo is mended in what readers see, or a fix is suggested."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from articles import permissions
from articles.actions import fixes
from articles.admin.common.state import State
from articles.admin.common.urls import address, url_name
from articles.admin.editor.typo_reports import open_reports
from articles.content import segments
from articles.exceptions import ActionRefused
from espreso.forms import LinesField
from espreso.requests import wants_json


class FixForm(forms.Form):
    """Where a segment stood and how it was marked when somebody looked at it; what it shall say."""

    place = forms.CharField()
    mark = forms.CharField()
    text = LinesField(required=False)


class FixesMixin:
    """Adds the pages for fixing a typo, suggesting a fix and accepting one to an admin."""

    def get_urls(self):
        pages = {
            "<int:object_id>/fix/": ("fix", self.fix_view),
            "<int:object_id>/suggest/": ("suggest", self.suggest_view),
            "<int:object_id>/mistakes/<int:report>/accept/": ("accept", self.accept_view),
        }
        own = [
            path(where, self.admin_site.admin_view(view), name=url_name(self, name))
            for where, (name, view) in pages.items()
        ]
        return own + super().get_urls()

    def fix_view(self, request, object_id):
        """Show a segment of what readers see, and publish it with what was mended in it."""
        piece = self.piece_to_act_on(request, object_id, permissions.may_publish)

        def publish(**typed):
            signs_off = permissions.may_sign_off(request.user, piece)
            fixed = fixes.publish_fix(piece, request.user, signs_off=signs_off, **typed)
            return self._say_fixed(request, piece, fixed)

        return self._mend(request, piece, "fix", publish)

    def suggest_view(self, request, object_id):
        """Show a segment of what readers see, and tell the editors what should be mended in it."""
        piece = self.piece_to_see(request, object_id)

        def suggest(**typed):
            fixes.suggest_fix(piece, request.user, **typed)
            return _("Sent to the editors. The fix is not published yet.")

        return self._mend(request, piece, "suggest", suggest)

    def accept_view(self, request, object_id, report):
        """Publish a fix that somebody suggested."""
        piece = self.piece_to_act_on(request, object_id, permissions.may_publish)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        report = get_object_or_404(piece.typo_reports.open(), pk=report, suggested_by__isnull=False)
        try:
            signs_off = permissions.may_sign_off(request.user, piece)
            fixed = fixes.accept_fix(report, request.user, signs_off=signs_off)
        except ActionRefused as refusal:
            return self._answer(request, piece, problem=" ".join(refusal.messages))
        return self._answer(request, piece, said=self._say_fixed(request, piece, fixed))

    def _mend(self, request, piece, what, verb):
        """Do it with what was typed, or show the segment that is asked for."""
        form, problem = FixForm(request.POST or None), ""
        if request.method == "POST" and form.is_valid():
            try:
                return self._answer(request, piece, said=verb(**form.cleaned_data))
            except ActionRefused as refusal:
                problem = " ".join(refusal.messages)
        if problem and wants_json(request):
            return self._answer(request, piece, problem=problem)
        live = piece.versions.live().first()
        found = segments.segments(segments.said_by(live)) if live else []
        segment = _asked_for(request, found)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": piece.headline,
            "what": what,
            "piece": piece,
            "live": live,
            "segments": found,
            "segment": segment,
            "typed": form.cleaned_data["text"] if problem else segment and segment.text,
            "problem": problem,
            "state": State.of(piece.pk),
            "here": address(self, what, piece.pk),
            "back": address(self, "change", piece.pk),
            "media": self.media,
        }
        return TemplateResponse(
            request,
            "admin/desk/publishing/fix.html",
            context,
            status=409 if problem or not live else 200,
        )

    def _say_fixed(self, request, piece, fixed):
        """Write the fix down, and return what to say of it."""
        self.log_change(request, piece, _("Fixed a typo."))
        if fixed.in_draft:
            return _("Published: readers see the fix.")
        return _(
            "Published: readers see the fix. The draft says something else there and stays as it "
            "is: look at it before you publish it."
        )

    def _answer(self, request, piece, *, said="", problem=""):
        if wants_json(request):
            words = {"problem": problem} if problem else {"said": said}
            return JsonResponse(words | open_reports(piece), status=409 if problem else 200)
        self.message_user(request, said or problem, messages.SUCCESS if said else messages.ERROR)
        return HttpResponseRedirect(address(self, "change", piece.pk))


def _asked_for(request, found):
    """Return the segment that a choice leads to, or the words of a page that are marked there.

    `words` is how the paragraph begins in which they stand.
    """
    if place := request.POST.get("place") or request.GET.get("place"):
        return next((one for one in found if one.place == place), found[0] if found else None)
    for name in ("words", "marked"):
        if words := segments.without_blanks(request.GET.get(name, "")):
            same = [one for one in found if one.blankless == words]
            holding = [one for one in found if words in one.blankless]
            if same or holding:
                return [*same, *holding][0]
    return found[0] if found else None
