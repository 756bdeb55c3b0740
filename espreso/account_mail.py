"""Account mail: tells owners what happened to their account, in case it was not them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import clock

# By the names that the library (allauth) has for its own mails.
HAPPENED = {
    "account/email/password_changed": gettext_lazy("The password was changed."),
    "account/email/password_reset": gettext_lazy(
        "The password was changed, with a link from an email."
    ),
    "account/email/password_set": gettext_lazy("A password was set."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was added."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was removed."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were made."),
    "mfa/email/webauthn_added": gettext_lazy("A security key or passkey was added."),
    "mfa/email/webauthn_removed": gettext_lazy("A security key or passkey was removed."),
}
# Told by `AddressesPage`, to the old address, also where the library tells nobody.
OF_ADDRESSES = {"account/email/email_changed", "account/email/email_deleted"}
_LONGEST_BROWSER = 200


def tell_owner(request, user, what: str, *, to: str = "", by=None) -> None:
    """Write to the owner of an account, or to an address that they had, what happened to it."""
    words = {
        "name": user.name,
        "site": settings.SITE_NAME,
        "what": what,
        "who": by.name if by else user.name,
        "when": clock.in_words(timezone.now(), zone=True),
        "browser": request.META.get("HTTP_USER_AGENT", "")[:_LONGEST_BROWSER],
    }
    body = _(
        "Hello %(name)s,\n\n"
        "something has changed about your account at %(site)s:\n\n"
        "    %(what)s\n\n"
        "It was done on %(when)s by %(who)s, with this browser:\n"
        "%(browser)s\n\n"
        "If it was not you, and nobody has told you of it, tell a newsroom admin immediately.\n"
    )
    if to := to or user.email:
        EmailMessage(_("Your account at %(site)s") % words, body % words, to=[to]).send()
