"""Second factor: a code is good once, whichever worker it comes to, and wrong ones are counted."""

import time

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.db import transaction

from espreso.guesses import Guess


class OnceMixin:
    """A code of an app or a recovery code. The library locks a recovery code itself."""

    def clean_code(self):
        guess = Guess(context.request, "code", self.user)
        if not guess.allowed:
            raise get_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        if not _is_new(self.authenticator):
            raise get_adapter().validation_error("incorrect_code")
        guess.forget()
        return code


class CodeForm(OnceMixin, AuthenticateForm):
    """The second step of a sign-in."""


class CodeAgainForm(OnceMixin, ReauthenticateForm):
    """Asked again before something grave."""


@transaction.atomic
def _is_new(authenticator) -> bool:
    """Note the period of the code that an app has just made; return whether it is its first use."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    period = int(time.time()) // app_settings.TOTP_PERIOD
    app = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    if app.data.get("used_in", -1) >= period:
        return False
    app.data["used_in"] = period
    app.save(update_fields=["data"])
    return True
