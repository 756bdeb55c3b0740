"""Sign-in for the newsroom: accounts are made by an admin, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import AddEmailForm, UserTokenForm
from django.contrib.auth import get_user_model


class ClosedSignup(DefaultAccountAdapter):
    """Nobody opens an account from outside."""

    def is_open_for_signup(self, request):
        return False


class LinkForm(UserTokenForm):
    """What a link to choose a password says: whose it is, and that it is still good."""

    def clean(self):
        """Refuse the link of whoever is switched off: their password would wait for them."""
        cleaned = super().clean()
        if not self.reset_user.is_active:
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class AddressForm(AddEmailForm):
    """One more address of one's own."""

    def clean_email(self):
        """Refuse that of a colleague: two accounts with one address cannot be."""
        email = super().clean_email()
        if get_user_model().objects.filter(email__iexact=email).exists():
            raise get_adapter().validation_error("email_taken")
        return email
