"""Known devices: browsers in which somebody has signed in before, told by a signed cookie.

Whoever guesses passwords from elsewhere takes nothing from the allowance of a known device. The
cookie is bound to the password of each account, and is nothing without it: it opens no door.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

COOKIE = "device"
# Where people sign in: nobody else is told.
_PATH = "/accounts/"
_AGE = 365 * 24 * 60 * 60
# The accounts of one browser that are remembered, those that were used last.
_MOST_ACCOUNTS = 10
_SALT = "espreso.devices"


def known(request, user) -> str:
    """Return the name of the device, if `user` has signed in there with the password of now."""
    name, accounts = _read(request)
    if user is None or accounts.get(str(user.pk)) != _state(user):
        return ""
    return name


def was_used_by(request, user) -> bool:
    """Whether `user` has ever signed in on this device, with whatever password."""
    return str(user.pk) in _read(request)[1]


def remember(request, response, user) -> None:
    """Have the device known as one of `user` from now on."""
    name, accounts = _read(request)
    accounts.pop(str(user.pk), None)
    newest = [*accounts.items(), (str(user.pk), _state(user))][-_MOST_ACCOUNTS:]
    response.set_cookie(
        COOKIE,
        signing.dumps([name or secrets.token_urlsafe(12), dict(newest)], salt=_SALT),
        max_age=_AGE,
        path=_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _read(request):
    try:
        name, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_AGE)
    except signing.BadSignature:
        return "", {}
    return name, accounts


def _state(user):
    of_the_password = user.get_session_auth_hash()
    return salted_hmac(_SALT, of_the_password, algorithm="sha256").hexdigest()[:32]
