"""Notifications of review: who hears that a draft was sent, sent back or signed off."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Occasion, User

from .mail import Letter, indented


def about(piece, occasion, *, by, link, comment="", again=False) -> list[Letter]:
    """Write to those whom it concerns that `by` moved the piece on; `link` leads to its form.

    `again` says that it was ready before, and was changed since.
    """
    words = {"who": by.name, "headline": piece.headline, "site": settings.SITE_NAME}
    if occasion == Occasion.REVIEW:
        signing = permissions.who_may_sign_off(piece)
        readers = reachable().filter(pk__in=signing.values("pk"))
        subject = _("In review: %(headline)s")
        said = _("%(who)s sent “%(headline)s” for review.")
        if again:
            subject = _("In review again: %(headline)s")
            said = _(
                "“%(headline)s” was ready to publish. %(who)s has changed it since, so it is in "
                "review again."
            )
        why = _("You received this email because you can publish at %(site)s.")
    else:
        readers = people_of(piece)
        subject = _("Ready: %(headline)s")
        said = _("%(who)s marked “%(headline)s” as ready to publish.")
        if occasion == Occasion.SENT_BACK:
            subject = _("Sent back: %(headline)s")
            said = _("%(who)s sent “%(headline)s” back to its authors:")
        why = _("You received this email because you work on this piece at %(site)s.")
    parts = [said % words, indented(comment), link, why % words]
    body = "\n\n".join(part for part in parts if part) + "\n"
    return [
        Letter(to=reader, subject=subject % words, body=body)
        for reader in readers.exclude(pk=by.pk)
    ]


def reachable():
    """Return who works here and has an address."""
    return User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")


def people_of(piece):
    """Return who made the piece, stands under it, writes it too, or sent it to review last."""
    sent = piece.milestones.filter(occasion=Occasion.REVIEW).order_by("-at").values("by")[:1]
    named = piece.bylines.values("author__user")
    shared = piece.shared_with.values("pk")
    theirs = Q(pk=piece.created_by_id) | Q(pk__in=named) | Q(pk__in=shared) | Q(pk__in=sent)
    return reachable().filter(theirs)
