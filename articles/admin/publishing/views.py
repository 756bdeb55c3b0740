"""Publishing views: each asks for confirmation, says what will happen, and then does it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.actions import publishing
from articles.admin.common.missing import Missing
from articles.admin.common.publish_forms import PublishForm, ScheduleForm
from articles.admin.common.state import State
from articles.admin.common.urls import address, url_name
from articles.admin.history.changes_since import ChangesSince
from articles.exceptions import ActionRefused
from articles.models import Address, Block, withdrawal
from espreso import clock, languages

_WORDS_FOR_LOG = {
    "publish": gettext_lazy("Published."),
    "schedule": gettext_lazy("Scheduled."),
    "reschedule": gettext_lazy("Changed the scheduled time."),
    "cancel": gettext_lazy("Cancelled the schedule."),
    "withdraw": gettext_lazy("Withdrew the piece."),
    "restore": gettext_lazy("Restored an earlier version to the draft."),
}

_NOT_MARKED = gettext_lazy(
    "The web server could not be told: if the site fails now, it may show its copy of the piece "
    "for up to a day. Espreso goes on trying; tell whoever runs it."
)


_STILL_MARKED = gettext_lazy(
    "The web server could not be told that the piece is back: readers go on reading that it is "
    "gone. Espreso goes on trying; tell whoever runs it."
)


class PublishingMixin:
    """Adds the pages for publishing, scheduling, cancelling, withdrawing to an admin."""

    def get_urls(self):
        pages = {
            "publish": self.publish_view,
            "schedule": self.schedule_view,
            "reschedule": self.reschedule_view,
            "cancel": self.cancel_view,
            "withdraw": self.withdraw_view,
        }
        own = [
            path(
                f"<int:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=url_name(self, name),
            )
            for name, view in pages.items()
        ]
        return own + super().get_urls()

    def publish_view(self, request, object_id):
        """Ask what kind of publication this is, and publish."""
        piece = self.piece_to_act_on(request, object_id, permissions.may_publish)
        form = PublishForm(request.POST or None, piece=piece)
        if request.method == "POST" and form.is_valid():
            if version := self._do(
                request,
                form,
                publishing.publish,
                piece,
                change=form.cleaned_data["change"],
                note=form.cleaned_data["note"],
            ):
                words = format_html(
                    _('Published. Readers now see version {}: <a href="{}">{}</a>'),
                    version.number,
                    version.get_absolute_url(),
                    version.headline,
                )
                self._look_at_markers(request, piece, _STILL_MARKED)
                return self._done(request, piece, words, _numbered(version))
        return self._confirm_view(request, piece, form, "publish")

    def schedule_view(self, request, object_id):
        """Ask when, on the newsroom's clock, and schedule."""
        piece = self.piece_to_act_on(request, object_id, permissions.may_schedule)
        form = ScheduleForm(request.POST or None, piece=piece)
        if request.method == "POST" and form.is_valid():
            if version := self._do(
                request,
                form,
                publishing.schedule,
                piece,
                at=form.cleaned_data["at"],
                change=form.cleaned_data["change"],
                note=form.cleaned_data["note"],
            ):
                return self._done(request, piece, _until_then(version), _numbered(version))
        return self._confirm_view(request, piece, form, "schedule")

    def reschedule_view(self, request, object_id):
        """Ask for another time, and move what is scheduled there, as it is."""
        piece = self.piece_to_act_on(request, object_id, permissions.may_schedule)
        at = State.of(piece.pk).article.scheduled_for
        form = ScheduleForm(request.POST or None, piece=piece, asks_for_change=False, at=at)
        if request.method == "POST" and form.is_valid():
            at = form.cleaned_data["at"]
            if version := self._do(request, form, publishing.reschedule, piece, at=at):
                return self._done(request, piece, _until_then(version), _numbered(version))
        return self._confirm_view(request, piece, form, "reschedule")

    def cancel_view(self, request, object_id):
        """Ask, and take the scheduled version back."""
        piece = self.piece_to_act_on(request, object_id, permissions.may_schedule)
        form = PublishForm(request.POST or None, piece=piece, asks_for_change=False)
        if request.method == "POST" and form.is_valid():
            if self._do(request, form, publishing.cancel, piece):
                return self._done(request, piece, _("Schedule cancelled."))
        return self._confirm_view(request, piece, form, "cancel")

    def withdraw_view(self, request, object_id):
        """Ask, and take the piece off every public page."""
        piece = self.piece_to_act_on(request, object_id, permissions.may_withdraw)
        form = PublishForm(request.POST or None, piece=piece, asks_for_change=False)
        if request.method == "POST" and form.is_valid():
            if self._do(request, form, publishing.withdraw, piece):
                self._look_at_markers(request, piece, _NOT_MARKED)
                return self._done(request, piece, _("Withdrawn: readers no longer see it."))
        return self._confirm_view(request, piece, form, "withdraw")

    def piece_to_act_on(self, request, object_id, may):
        """Return the piece, for somebody who may edit it and of whom `may` holds besides."""
        piece = self.piece_to_see(request, object_id)
        if not (may(request.user, piece) and self.has_change_permission(request, piece)):
            raise PermissionDenied
        return piece

    def _do(self, request, form, verb, piece, **details):
        """Do it as the form's revision, and return what came of it, or None when refused."""
        try:
            with transaction.atomic():
                done = verb(piece, request.user, revision=form.cleaned_data["revision"], **details)
                self.log_change(request, piece, str(_WORDS_FOR_LOG[verb.__name__]))
        except ActionRefused as refusal:
            form.add_error(None, refusal)
            return None
        return done or piece

    def _look_at_markers(self, request, piece, warning):
        """Warn, once it is certain, of a web server that could not be told."""

        def look():
            if not withdrawal.is_marked_rightly(piece.pk):
                messages.warning(request, str(warning))

        # They are made right at the commit as well, and before this.
        transaction.on_commit(look, robust=True)

    def _done(self, request, piece, *words):
        for sentence in filter(None, words):
            self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(address(self, "change", piece.pk))

    def _confirm_view(self, request, piece, form, what):
        # Read anew: after a refusal, the page shows what there is now, and what was typed.
        piece = self.piece_to_see(request, piece.pk)
        form.look_anew(piece)
        goes_live = what in {"publish", "schedule"}
        blocks = Block.all_of(piece) if goes_live else []
        first = piece.versions.order_by("number").first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": piece.headline,
            "piece": piece,
            "form": form,
            "media": self.media + form.media,
            "state": State.of(piece.pk),
            "missing": Missing.of(piece, blocks) if goes_live else None,
            "since": ChangesSince.of(piece, blocks) if goes_live else None,
            "first": first,
            "url": _url(piece, what, first) if goes_live else None,
            "back": address(self, "change", piece.pk),
        }
        status = 409 if form.is_bound and form.non_field_errors() else 200
        return TemplateResponse(
            request, f"admin/desk/publishing/{what}.html", context, status=status
        )


@dataclass(frozen=True)
class _Url:
    """Where readers will find a piece: `day` is empty while nobody has said which it is."""

    root: str
    day: str
    slug: str
    # The address that the draft asks for, when another piece has it.
    taken: str


def _url(piece, what, first):
    """Return where readers will find the piece, if nobody else takes that address before."""
    at = first.published_at if first else clock.now() if what == "publish" else None
    root = languages.root(piece.language)
    if at is None:
        return _Url(root, "", piece.slug, "")
    day, slug = Address.path_for("", at), Address.free_slug(piece, piece.slug, at)
    return _Url(root, day, slug, f"{root}{day}{piece.slug}/" if slug != piece.slug else "")


def _numbered(version):
    """Say which address it got instead of the one that it asked for."""
    if not version.has_a_numbered_slug:
        return ""
    return (
        _("Another piece of that day already has this URL, so this one got a number: %s")
        % version.get_absolute_url()
    )


def _until_then(version):
    words = _("Scheduled for %s.") % clock.in_words(version.during.lower, zone=True)
    return f"{words} {_('Until then, none of it is public.')}"
