"""Transcript tool: paste an interview, correct the proposal, accept it."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from js_asset import Media

from articles import permissions
from articles.admin.common.scripts import SCRIPTS
from articles.admin.common.urls import address, url_name
from articles.admin.pieces import PieceAdmin
from articles.exceptions import ActionRefused, StaleDraft
from articles.models import Article, Block
from interviews import actions
from interviews.transcript.source import LARGEST_FILE_MB

from .transcript_forms import CHOICES, Proposal, TranscriptForm, counting_words

PASTE = "admin/interviews/interview/transcript.html"
PROPOSAL = "admin/interviews/interview/transcript_proposal.html"
TOO_MUCH = "admin/interviews/interview/transcript_too_much.html"


class TranscriptMixin:
    """For the interview's ModelAdmin: adds the tool at `<pk>/transcript/`.

    Whoever may change the interview may use it; each request is asked anew.
    """

    pages_after_saving = (*PieceAdmin.pages_after_saving, "transcript")

    def get_urls(self):
        door = path(
            "<path:object_id>/transcript/",
            self._guarded_upload_view(),
            name=url_name(self, "transcript"),
        )
        return [door, *super().get_urls()]

    def buttons(self, piece):
        """Add the way to the tool; a piece has to be saved first."""
        if piece and piece.pk:
            there = address(self, "transcript", piece.pk)
            button = {"words": _("Paste a transcript"), "address": there}
        else:
            button = {"words": _("Save and paste a transcript"), "page": "transcript"}
        return [*super().buttons(piece), button]

    def _guarded_upload_view(self):
        guarded = self.admin_site.admin_view(self.transcript_view)

        # A form that is too large fails where it is first read. Read here rather than by the
        # CSRF middleware, it can be answered in words; `guarded` checks the token all the same.
        @csrf_exempt
        def door(request, object_id):
            try:
                request.POST.get("step")
            except (RequestDataTooBig, TooManyFieldsSent):
                return TemplateResponse(
                    request, TOO_MUCH, {"title": _("Transcript too large")}, status=413
                )
            return guarded(request, object_id)

        return door

    def transcript_view(self, request, object_id):
        """Show the step that `step` asks for; only accepting changes anything."""
        interview = self.get_object(request, unquote(object_id))
        if interview is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, interview):
            raise PermissionDenied
        step = request.POST.get("step")
        if request.method == "POST" and step == "accept":
            return self._accept_transcript(request, interview)
        if request.method == "POST" and step == "back":
            source = Proposal.of_post(request.POST).source
            form = TranscriptForm(initial={"text": source.text, "html": source.html})
        elif request.method == "POST":
            form = TranscriptForm(request.POST, request.FILES)
            if form.is_valid():
                proposal = Proposal.of(form.paragraphs, form.source, _revision(interview))
                return self._show_transcript(request, interview, proposal)
        else:
            form = TranscriptForm()
        return self._page_transcript(
            request,
            interview,
            PASTE,
            form=form,
            largest_paste=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2,
            largest_file=LARGEST_FILE_MB * 1024 * 1024,
        )

    def _accept_transcript(self, request, interview):
        proposal = Proposal.of_post(request.POST)
        try:
            made = actions.accept(
                interview,
                proposal.paragraphs(),
                request.user,
                revision=proposal.revision,
                replacing=proposal.replacing,
                naming=proposal.naming,
                signs_off=permissions.may_sign_off(request.user, interview),
            )
        except StaleDraft as stale:
            proposal = replace(proposal, revision=_revision(interview))
            return self._show_transcript(request, interview, proposal, stale.messages)
        except ActionRefused as refused:
            return self._show_transcript(request, interview, proposal, refused.messages)
        self.log_change(request, interview, _("Transcript: %s.") % made.in_words())
        self.message_user(request, _result_in_words(made), messages.SUCCESS)
        self.tell_when_in_review_again(request, interview)
        return HttpResponseRedirect(address(self, "change", interview.pk))

    def _show_transcript(self, request, interview, proposal, problems=()):
        present = len(Block.all_of(interview))
        return self._page_transcript(
            request,
            interview,
            PROPOSAL,
            proposal=proposal,
            problems=problems,
            choices=CHOICES,
            present=present,
            present_in_words=ngettext("%d block", "%d blocks", present) % present,
            words={
                "language": get_language(),
                "counts": counting_words(),
                "nameless": sorted(actions.NAMELESS),
            },
        )

    def _page_transcript(self, request, interview, template, **context):
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "title": _("Transcript"),
                "subtitle": str(interview),
                "opts": self.opts,
                "original": interview,
                "form_of_interview": address(self, "change", interview.pk),
                "token_url": address(self, "signed_in"),
                "media": Media(importmap=SCRIPTS),
                **context,
            },
        )


def _revision(interview):
    return Article.objects.values_list("revision", flat=True).get(pk=interview.pk)


def _result_in_words(made):
    sentences = [_("Added: %s.") % made.in_words()]
    if made.interviewees:
        sentences.append(_("New interviewees: %s.") % ", ".join(made.interviewees))
    if made.asker:
        sentences.append(
            _("Only %s asks, so no name appears above each question: it belongs in the byline.")
            % made.asker
        )
    return " ".join(sentences)
