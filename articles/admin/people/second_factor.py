"""Second factor: asked of those who publish or look after people, after days of grace."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import User
from espreso import clock

_ALWAYS_OPEN = {"admin:logout", "admin:jsi18n"}


def door(request) -> str:
    """Return where somebody has to go before the desk opens: nowhere, for most.

    Whoever has some days left is told so on the pages of the desk, by `second_factor_due` of the
    request.
    """
    user = request.user
    if not permissions.needs_second_factor(user) or _has_one(user):
        return ""
    due = _asked_at(user) + timedelta(days=settings.SECOND_FACTOR_DAYS)
    if timezone.now() < due:
        request.second_factor_due = clock.in_words(due)
        return ""
    if request.path in {reverse(name) for name in _ALWAYS_OPEN}:
        return ""
    if request.method == "GET":
        messages.warning(
            request, _("Set up a second factor first: without one the desk is closed.")
        )
    return reverse("mfa_index")


def _has_one(user):
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def _asked_at(user):
    """Return since when the second factor is asked of `user`: since now, the first time."""
    if user.second_factor_asked_at is None:
        user.second_factor_asked_at = timezone.now()
        unasked = User.objects.filter(pk=user.pk, second_factor_asked_at=None)
        unasked.update(second_factor_asked_at=user.second_factor_asked_at)
    return user.second_factor_asked_at
