"""Sign-in: accounts are made by an admin, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import (
    AddEmailForm,
    EmailAwarePasswordResetTokenGenerator,
    ResetPasswordForm,
    UserTokenForm,
)
from allauth.account.stages import LoginStage
from allauth.account.views import ConfirmEmailView, EmailView
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class ClosedSignup(DefaultAccountAdapter):
    """Nobody opens an account from outside."""

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        return [*super().get_login_stages(), "espreso.sign_in.NothingChanged"]


class NothingChanged(LoginStage):
    """A sign-in under way: the account is on, its password and second factor as they were.

    Somebody may stay for long at the page of the second factor. It is asked at every step.
    """

    key = "nothing_changed"

    def __init__(self, controller, request, login):
        super().__init__(controller, request, login)
        account = self._account()
        if self.state.setdefault("began_with", account) != account:
            messages.error(request, _("This account has been changed since. Sign in again."))
            raise ImmediateHttpResponse(self.abort())

    def _account(self):
        user = self.login.user
        if user and user.is_active:
            return [user.get_session_auth_hash(), is_mfa_enabled(user)]
        return None


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

    def save(self, request, **kwargs):
        """Send the link."""
        return super().save(request, token_generator=links, **kwargs)


class AddressForm(AddEmailForm):
    """One more address of one's own."""

    def clean_email(self):
        """Refuse that of a colleague: two accounts with one address cannot be."""
        email = super().clean_email()
        if get_user_model().objects.reached_at(email).exists():
            raise get_adapter().validation_error("email_taken")
        return email


class OneAccountEach:
    """A page on which an address may become the one of an account, unless it is a colleague's."""

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        # A colleague's account was made with it after it was added here.
        except IntegrityError:
            messages.error(request, get_adapter().error_messages["email_taken"])
            return redirect("account_email")


class AddressesPage(OneAccountEach, EmailView):
    """One's own addresses."""


class ConfirmationPage(OneAccountEach, ConfirmEmailView):
    """Where the link in a mail to a new address leads."""
