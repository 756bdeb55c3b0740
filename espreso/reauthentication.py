"""Reauthentication: the password again, before what would give an account away.

What was posted is done after that, once it was said in words what it is: a form that somebody else
has left in an open session is not carried out by the owner's own password unseen.
"""

import time
from functools import wraps

from allauth.account.internal.flows.reauthentication import (
    STATE_SESSION_KEY,
    did_recently_reauthenticate,
)
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import serialize_request
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from espreso import failures
from espreso.password_hashing import TurnMixin

# Seconds for which what was posted waits.
PATIENCE = 5 * 60
# A form with it is not kept in the session: its page asks before it opens.
_TYPED_TWICE = "password1"
_ASKED = "asked"


def password_again(view, *, before_it_opens=False, in_words=None):
    """Have `view` do something only for whoever has just given their password.

    What was sent is done after that, if `in_words`, called like the view, says what it is.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        harmless = request.method in {"GET", "HEAD"} and not before_it_opens
        # Who is not signed in at all is the view's own business.
        if harmless or not request.user.is_authenticated or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        is_form = request.method == "POST"
        return _ask(request, in_words(request, *args, **kwargs) if is_form and in_words else "")

    return asked


def in_place_of_the_librarys(get_response):
    """Ask for the password where the library (allauth) would, which keeps any form and says of none
    what it does.

    A stranger is sent to the sign-in: a form would be kept in a session, and so in a row.
    """

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if not isinstance(exception, ReauthenticationRequired):
            return None
        if request.user.is_anonymous:
            return redirect_to_login(request.path)
        return _ask(request, _in_words(request) if request.method == "POST" else "")

    middleware.process_exception = process_exception
    return middleware


def _ask(request, what):
    """Lead to the page that asks. `what` says what is done after that; nothing is, without it."""
    request.session.pop(STATE_SESSION_KEY, None)
    if what and _TYPED_TWICE not in request.POST:
        request.session[STATE_SESSION_KEY] = {
            "request": serialize_request(request),
            "path": request.path,
            "what": what,
            "at": time.time(),
            "key": get_random_string(16),
        }
    address = reverse("account_reauthenticate", query={REDIRECT_FIELD_NAME: request.path})
    if request.method == "POST" and STATE_SESSION_KEY not in request.session:
        why = _("Confirm that it is you, then send the form once more.")
        if failures.is_form(request):
            first = address, _("Confirm that it is you")
            return failures.page(request, why, status=401, first=first)
        messages.info(request, why)
    return HttpResponseRedirect(address)


def _in_words(request):
    """Return what a form of the library does, or nothing for one that is not kept."""
    match request.resolver_match.url_name:
        case "account_email":
            email = request.POST.get("email", "")
            # In the order in which the page looks for them.
            for button, words in {
                "action_add": _("Add the email address %s to your account."),
                "action_remove": _("Remove the email address %s from your account."),
                "action_primary": _("Make %s the first email address of your account."),
            }.items():
                if button in request.POST:
                    return words % email
        case "mfa_deactivate_totp":
            return _("Remove the authenticator app from your account.")
        case "mfa_generate_recovery_codes":
            return _("Make new recovery codes. The previous ones stop working.")
        case "mfa_remove_webauthn":
            keys = Authenticator.objects.filter(user=request.user)
            if key := keys.filter(pk=request.resolver_match.kwargs["pk"]).first():
                words = _("Remove the security key or passkey “%s” from your account.")
                return words % key.wrap().name
    return ""


class AskedMixin:
    """A page that asks, and says what is done after that.

    The form that was shown with it has its key: nothing is done that came, or came in its place,
    after somebody had read the page.
    """

    def _waiting(self):
        """Return what waits for this page, if it came from where this page leads."""
        waiting = self.request.session.get(STATE_SESSION_KEY) or {}
        leads_back = waiting.get("path") == get_next_redirect_url(self.request)
        in_time = time.time() - waiting.get("at", 0) < PATIENCE
        return waiting if leads_back and in_time else {}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if waiting := self._waiting():
            context["what"] = waiting["what"]
            hidden = '{}<input type="hidden" name="{}" value="{}">'
            context["redirect_field"] = format_html(
                hidden, context["redirect_field"], _ASKED, waiting["key"]
            )
        return context

    def form_valid(self, form):
        shown = self.request.POST.get(_ASKED, "")
        if shown != self._waiting().get("key", ""):
            self.request.session.pop(STATE_SESSION_KEY, None)
            words = _("It was not done: too much time has passed, or something else was asked.")
            messages.warning(self.request, words)
        elif not shown:
            self.request.session.pop(STATE_SESSION_KEY, None)
        return super().form_valid(form)


class ByPassword(AskedMixin, TurnMixin, ReauthenticateView):
    """Asks for the password."""


class ByCode(AskedMixin, ReauthenticateByCodeView):
    """Asks for a code of the app."""


class ByKey(AskedMixin, ReauthenticateWebAuthnView):
    """Asks for a security key or passkey."""
