"""Links to choose a password, by mail: whose they are, where they go, and how many."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    EmailAwarePasswordResetTokenGenerator,
    ResetPasswordForm,
    UserTokenForm,
)
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from espreso import devices
from espreso.attempts import Limit, within
from espreso.rate_limits import networks_of

NOBODY = 0
"""The key of no account."""
_HOUR = 60 * 60


class PasswordLinkTokens(EmailAwarePasswordResetTokenGenerator):
    """Makes and knows the links to choose a password.

    Those from before are over with another password, and when the account is switched off.
    """

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.get_session_auth_hash()}"


links = PasswordLinkTokens()


class LinkForm(UserTokenForm):
    """What a link to choose a password says: whose it is, and that it is still good."""

    token_generator = links

    def clean(self):
        """Refuse the link of whoever is switched off: their password would wait for them."""
        cleaned = super().clean()
        if not self.reset_user.is_active:
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class ForgottenForm(ResetPasswordForm):
    """The address of somebody who has forgotten their password."""

    def clean_email(self):
        """Refuse to fill the mailbox of somebody."""
        email = super().clean_email()
        self.users = [user for user in self.users if _is_theirs(email, user)]
        if not _may_ask(context.request, email.lower(), self.users):
            raise get_adapter().validation_error("rate_limited")
        return email

    def save(self, request, **kwargs):
        """Send the link. Where there is no such account, do all the same, and undo it."""
        is_known = bool(self.users)
        self.users = self.users or [get_user_model()(pk=NOBODY)]
        with transaction.atomic(), connection.cursor() as cursor:
            # Its wait for the disk would tell who has an account. A link that is lost with the
            # database's machine is asked for again.
            cursor.execute("SET LOCAL synchronous_commit = off")
            email = super().save(request, token_generator=links, **kwargs)
            if not is_known:
                transaction.set_rollback(True)
        return email


def write_to_nobody(email, words):
    """Do what a mail costs and send none, so that the time of the answer says nothing of who has an
    account. What stands for the row of the mail is undone.
    """
    EmailAddress.objects.filter(user_id=NOBODY, email=email).exists()
    message = get_adapter().render_mail("account/email/password_reset_key", [], words)
    message.send()
    EmailAddress.objects.bulk_create([EmailAddress(user_id=NOBODY, email=email)])


def _is_theirs(email, user):
    """Whether a link may go there: an admin gave the address to the account, or its owner has
    confirmed it. One that was only added may be anybody's.
    """
    given = user.email.lower() == email.lower()
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True)
    return given or confirmed.exists()


def _may_ask(request, email, users):
    """Count one more link. Nobody uses up what a device of the owner or another network may ask."""
    network, around = networks_of(request)
    for device in filter(None, (devices.known(request, user) for user in users)):
        if within(Limit(f"links to {email} on {device}", 3, _HOUR)):
            return True
    return within(
        Limit(f"links from {network}", 20, _HOUR),
        Limit(f"links around {around}", 40, _HOUR),
        Limit(f"links to {email} from {network}", 3, _HOUR),
        Limit(f"links to {email} around {around}", 5, _HOUR),
        Limit(f"links to {email}", 30, _HOUR),
    )
