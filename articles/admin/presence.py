"""Who has a piece open: each open form says so every few seconds, and once more when it goes."""

from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, Presence
from articles.models.window import GONE_AFTER

from .names import url_name, window_of


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
        piece, window = self.piece_to_see(request, object_id), window_of(request)
        if "gone" in request.POST:
            Presence.objects.filter(user=request.user, window=window).delete()
            return HttpResponse(status=204)
        if window:
            _note(piece, request.user, window)
        stale = request.POST.get("revision") != str(piece.revision)
        may_change = self.has_change_permission(request, piece)
        return JsonResponse(
            {
                "here": self._here_too(request, piece, window),
                "news": saved_since(piece, request.user, may_change) if stale else "",
            }
            | self.told_here(request, piece)
        )

    def told_here(self, request, piece) -> dict:
        """Return what else an open form is told: each mixin adds its own to what `super` says."""
        return {}

    def _here_too(self, request, piece, window):
        others = Presence.objects.here().filter(article=piece.pk).select_related("user")
        others = others.exclude(user=request.user, window=window).order_by("user__username")
        people = dict.fromkeys(presence.user for presence in others)
        names = [self._name_of(user, piece) for user in people if user != request.user]
        if request.user in people:
            names.append(_("you, in another window"))
        return _("Also here: %s") % ", ".join(names) if names else ""

    def _name_of(self, user, piece):
        if user.has_perm(self.permission_to_change):
            if Article.objects.editable_by(user).filter(pk=piece.pk).exists():
                return user.name
        return _("%s (reading)") % user.name


@transaction.atomic
def _note(piece, user, window):
    Presence.objects.bulk_create(
        [Presence(article_id=piece.pk, user=user, window=window, seen_at=Now())],
        update_conflicts=True,
        unique_fields=["user", "window"],
        update_fields=["article", "seen_at"],
    )
    # Those who could not say goodbye. Who comes at the same moment leaves them to the first.
    gone = Presence.objects.filter(seen_at__lte=Now() - GONE_AFTER)
    gone = gone.select_for_update(skip_locked=True)
    Presence.objects.filter(pk__in=gone.values("pk")).delete()


def saved_since(piece, you, may_change) -> str:
    """Say who saved last, to somebody whose form was opened before."""
    local = timezone.localtime(piece.modified_at)
    today = local.date() == timezone.localdate()
    what = {
        "who": piece.modified_by.name if piece.modified_by else _("Somebody"),
        "when": date_format(local, "H:i" if today else "j M, H:i"),
    }
    if not may_change:
        return _("%(who)s saved at %(when)s: load the page anew to read it.") % what
    if piece.modified_by == you:
        return _("You saved at %(when)s in another window: your save adds to it.") % what
    return _("%(who)s saved at %(when)s: your save adds to it.") % what
