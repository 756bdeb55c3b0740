"""Passkeys: the challenge of a sign-in, kept by the browser that asks for it.

The library (allauth) keeps it in the session, and so writes a row for every stranger who asks.
"""

from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.core import signing

from espreso.attempts import Limit, within

COOKIE = "passkey"
# Seconds.
_PATIENCE = 5 * 60
_SALT = "espreso.passkeys"


class PasskeyPage(LoginWebAuthnView):
    """Gives a challenge in a signed cookie, and takes the answer to it, once."""

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if challenge := request.session.pop(STATE_SESSION_KEY, None):
            response.set_cookie(
                COOKIE,
                signing.dumps(challenge, salt=_SALT),
                max_age=_PATIENCE,
                path=request.path,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Strict",
            )
        return response

    def post(self, request, *args, **kwargs):
        if challenge := self._challenge():
            request.session[STATE_SESSION_KEY] = challenge
        response = super().post(request, *args, **kwargs)
        request.session.pop(STATE_SESSION_KEY, None)
        response.delete_cookie(COOKIE, path=request.path)
        return response

    def _challenge(self):
        signed = self.request.COOKIES.get(COOKIE, "")
        try:
            challenge = signing.loads(signed, salt=_SALT, max_age=_PATIENCE)
        except signing.BadSignature:
            return None
        return challenge if within(Limit(f"challenge {signed}", 1, _PATIENCE)) else None
