"""CSRF failures (CSRF_FAILURE_VIEW): a form without the token that this browser has by now.

Whoever signs in has another token from then on, and so has every tab that was open before.
"""

from allauth.account.utils import get_next_redirect_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import failures

# Pages on the way in: whoever is in has no use for them.
_ON_THE_WAY_IN = {"account_login", "login", "mfa_authenticate", "mfa_login_webauthn"}
_STALE_FORM = gettext_lazy(
    "The form was opened before you signed in, or in a browser that does not keep cookies."
)
_STALE_SIGN_IN = gettext_lazy(
    "This page was opened before somebody signed in or out here, or in a browser that does not "
    "keep cookies. Passwords are not kept: open it again."
)


def answer(request, reason=""):
    """Say in words what became of the form, keep what was typed, and lead on."""
    if request.resolver_match.url_name in _ON_THE_WAY_IN:
        if request.user.is_authenticated:
            return _already_in(request)
        onward = request.get_full_path(), _("Open it again")
        why, title = _STALE_SIGN_IN, _("You are not signed in yet")
        return failures.page(request, why, status=403, title=title, onward=onward)
    onward = None
    if failures.has_secrets(request) and not request.path.startswith(reverse("admin:index")):
        onward = request.get_full_path(), _("Open the form again")
    return failures.page(request, _STALE_FORM, status=403, onward=onward)


def _already_in(request):
    why = _("You signed in as %s in another tab or window.") % request.user.name
    onward = get_next_redirect_url(request) or reverse("admin:index"), _("Go on")
    title = _("You are already signed in")
    return failures.page(request, why, status=403, title=title, onward=onward)
