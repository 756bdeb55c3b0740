"""Presence: who has a piece open, by a heartbeat of each open form and a goodbye when it closes."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import permissions
from articles.admin.common.posted import is_window, window_of
from articles.admin.common.urls import url_name
from articles.admin.editor.deletion import deleted_by_in_words, deleted_draft
from articles.models import DraftSnapshot, Presence, User, display_name
from espreso.keys import key_of

# Who looks at another tab for a moment is not away.
_AWAY_AFTER = timedelta(minutes=1)


class PresenceMixin:
    """Adds the address at which an open form says that it is there."""

    def get_urls(self):
        here = path(
            "<int:object_id>/here/",
            self.admin_site.admin_view(self.here_view),
            name=url_name(self, "here"),
        )
        return [here, *super().get_urls()]

    def here_view(self, request, object_id):
        """Note that a window is here, or has gone; tell who else is, and what was saved since."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        window = window_of(request.POST)
        try:
            piece = self.piece_to_see(request, object_id)
        except Http404:
            deleted = deleted_draft(object_id)
            if deleted is None or not self.has_view_or_change_permission(request):
                raise
            return JsonResponse({"here": "", "news": deleted_by_in_words(deleted)})
        mine = Presence.objects.filter(user=request.user)
        if "gone" in request.POST:
            mine.filter(window=window).delete()
            return HttpResponse(status=204)
        # Windows of the same browser that were closed, and could not say so.
        if closed := [name for name in request.POST.getlist("closed") if is_window(name)]:
            mine.filter(window__in=closed).delete()
        if window:
            _record_presence(piece, request.user, window, _unseen_for(request))
        revision = key_of(request.POST.get("revision"))
        may_change = self.has_change_permission(request, piece)
        return JsonResponse(
            {
                "here": self._here_too(request, piece, window),
                "news": (
                    saved_since(piece, revision, request.user, may_change)
                    if revision != piece.revision
                    else ""
                ),
            }
            | self.presence_payload(request, piece)
        )

    def presence_payload(self, request, piece) -> dict:
        """Return what else an open form is told: each mixin adds its own to what `super` says."""
        return {}

    def _here_too(self, request, piece, window):
        others = Presence.objects.here().filter(article=piece.pk).select_related("user")
        others = others.exclude(user=request.user, window=window).order_by("user__username")
        names, you_too = [], []
        for user, windows in groupby(others, key=lambda presence: presence.user):
            if user == request.user:
                you_too = [_("you, in another window")]
            else:
                names.append(self._name_of(user, piece) + _away([*windows]))
        names += you_too
        return _("Also here: %s") % ", ".join(names) if names else ""

    def _name_of(self, user, piece):
        return user.name if permissions.may_edit(user, piece) else _("%s (reading)") % user.name


def _unseen_for(request):
    """Return for how long nobody has looked at the form, or None for one that is looked at."""
    seconds = key_of(request.POST.get("unseen"))
    # No longer than a form can be open: what a browser says need not be true.
    return timedelta(seconds=min(seconds, 10**7)) if seconds else None


def _away(windows) -> str:
    """Say since when somebody has looked at none of their windows: “ (away since 14:05)”."""
    if any(window.unseen_since is None for window in windows):
        return ""
    since = max(window.unseen_since for window in windows)
    if timezone.now() - since < _AWAY_AFTER:
        return ""
    local = timezone.localtime(since)
    today = local.date() == timezone.localdate()
    return _(" (away since %s)") % date_format(local, "H:i" if today else _("j M, H:i"))


@transaction.atomic
def _record_presence(piece, user, window, unseen_for):
    unseen_since = None if unseen_for is None else Now() - unseen_for
    Presence.objects.bulk_create(
        [
            Presence(
                article_id=piece.pk,
                user=user,
                window=window,
                seen_at=Now(),
                unseen_since=unseen_since,
            )
        ],
        update_conflicts=True,
        unique_fields=["user", "window"],
        update_fields=["article", "seen_at", "unseen_since"],
    )
    # Those who could not say goodbye. Who comes at the same moment leaves them to the first.
    gone = Presence.objects.gone().select_for_update(skip_locked=True)
    Presence.objects.filter(pk__in=gone.values("pk")).delete()


def last_save(piece, since, you) -> tuple[User | None, datetime]:
    """Return who saved last after the revision `since`, and when: somebody else, if anybody did.

    An open page of yours may have saved as well, since what it was opened with.
    """
    by, at = piece.acted_by, piece.acted_at or piece.modified_at
    if by == you and since:
        if found := saves_of_others(piece, since, you).select_related("by").first():
            return found.by, found.at
    return by, at


def saves_of_others(piece, since, you) -> QuerySet[DraftSnapshot]:
    """Return what others have saved after the revision `since`, the last one first."""
    theirs = piece.snapshots.filter(revision__gt=since or 0).exclude(by=you).exclude(by=None)
    return theirs.only("at", "by")


def saved_since(piece, since, you, may_change) -> str:
    """Say who saved last, to somebody whose form was opened before."""
    by, at = last_save(piece, since, you)
    local = timezone.localtime(at)
    today = local.date() == timezone.localdate()
    what = {
        "who": display_name(by),
        "when": date_format(local, "H:i" if today else _("j M, H:i")),
    }
    if not may_change:
        return _("%(who)s saved at %(when)s: reload the page to read it.") % what
    if by == you:
        return (
            _("You saved at %(when)s in another window: your changes will be combined with it.")
            % what
        )
    return _("%(who)s saved at %(when)s: your changes will be combined with theirs.") % what
