"""Reauthentication: the password again, before what would give an account away."""

from functools import wraps

from allauth.account.internal.flows.reauthentication import (
    STATE_SESSION_KEY,
    did_recently_reauthenticate,
)
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.httpkit import serialize_request
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse

# A form with it is not kept in the session: its page asks before it opens.
_TYPED_TWICE = "password1"


def password_again(view, *, before_it_opens=False):
    """Have `view` do something only for whoever has just given their password.

    What was sent is done after that, and nobody types it again.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        harmless = request.method in {"GET", "HEAD"} and not before_it_opens
        # Who is not signed in at all is the view's own business.
        if harmless or not request.user.is_authenticated or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        if request.method == "POST" and _TYPED_TWICE not in request.POST:
            request.session[STATE_SESSION_KEY] = {"request": serialize_request(request)}
        query = {REDIRECT_FIELD_NAME: request.path}
        return HttpResponseRedirect(reverse("account_reauthenticate", query=query))

    return asked


def strangers_sign_in_first(get_response):
    """Send a stranger to the sign-in, where the library (allauth) keeps in a session, and so in a
    row, what they have sent."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, ReauthenticationRequired) and request.user.is_anonymous:
            return redirect_to_login(request.path)
        return None

    middleware.process_exception = process_exception
    return middleware
