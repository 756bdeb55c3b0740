"""Sign-in: accounts are made by an admin, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import AddEmailForm
from allauth.account.forms import ChangePasswordForm as LibraryChangePasswordForm
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.account.models import EmailAddress
from allauth.account.stages import LoginStage
from allauth.account.views import ConfirmEmailView, EmailView, LoginView, PasswordChangeView
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import devices, password_hashing
from espreso.account_mail import HAPPENED, OF_ADDRESSES, tell_owner
from espreso.guesses import Guess
from espreso.password_links import NOBODY, write_to_nobody


class ClosedSignup(DefaultAccountAdapter):
    """Nobody opens an account from outside; guesses are counted, and devices remembered."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Try again later, on a device on which you have signed in "
            "before, or choose a new password by email."
        ),
        "busy": password_hashing.BUSY,
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        return [*super().get_login_stages(), "espreso.sign_in.NothingChanged"]

    def pre_authenticate(self, request, **credentials):
        """Leave it to `authenticate` to count: the library's limits are off."""

    def authenticate(self, request, **credentials):
        """Count the guess before the password is looked at, which takes long."""
        guess = Guess(request, "password", find_account(**credentials), _typed(**credentials))
        if not guess.allowed:
            raise self.validation_error("too_many_login_attempts")
        try:
            with password_hashing.of_a_stranger(not guess.is_of_a_known_device):
                account = super().authenticate(request, **credentials)
        except password_hashing.TooManyAtOnce:
            guess.forget()
            raise self.validation_error("busy") from None
        if account:
            guess.forget()
        return account

    def login(self, request, user):
        self._came_before = user.last_login is not None
        super().login(request, user)

    def post_login(self, request, user, **kwargs):
        """Remember the device, and tell the owner of one that is new."""
        response = super().post_login(request, user, **kwargs)
        if self._came_before and not devices.was_used_by(request, user):
            tell_owner(request, user, _("Somebody signed in on a new device."))
        devices.remember(request, response, user)
        return response

    def send_password_reset_mail(self, user, email, context):
        if user.pk == NOBODY:
            write_to_nobody(email, context)
        else:
            super().send_password_reset_mail(user, email, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner, in words of ours; who has just taken an invitation knows."""
        if template_prefix not in OF_ADDRESSES and user.last_login:
            tell_owner(self.request, user, str(HAPPENED[template_prefix]))


class PasswordBackend(AuthenticationBackend):
    """Passwords: one is hashed at each attempt, whether or not there is such an account."""

    def _authenticate(self, request, **credentials):
        return self._check_password(find_account(**credentials), credentials["password"])

    def get_all_permissions(self, user_obj, obj=None):
        """Return what somebody may do: by one query, where Django asks two, on each page."""
        asks = user_obj.is_active and not user_obj.is_superuser and obj is None
        if asks and not hasattr(user_obj, "_perm_cache"):
            of_roles = Permission.objects.filter(group__in=user_obj.groups.order_by())
            both = (
                found.order_by().values_list("content_type__app_label", "codename")
                for found in (user_obj.user_permissions.all(), of_roles)
            )
            user_obj._perm_cache = {
                f"{app}.{code}" for app, code in next(both).union(*both).order_by()
            }
        return super().get_all_permissions(user_obj, obj)


def find_account(**credentials):
    """Return whose address or user name was typed, or None."""
    typed = _typed(**credentials)
    if "@" in typed and (owners := filter_users_by_email(typed, for_login=True)):
        return owners[0]
    return get_user_by_username(typed)


def _typed(username="", email="", **_password):
    return (username or email).lower()


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


class AddressForm(AddEmailForm):
    """One more address of one's own."""

    def clean_email(self):
        """Refuse that of a colleague: two accounts with one address cannot be."""
        email = super().clean_email()
        if get_user_model().objects.reached_at(email).exists():
            raise get_adapter().validation_error("email_taken")
        return email


class ChangePasswordForm(LibraryChangePasswordForm):
    """Another password of one's own: wrong guesses of the old one are counted like any."""

    def clean_oldpassword(self):
        guess = Guess(context.request, "password", self.user)
        if not guess.allowed:
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            password = super().clean_oldpassword()
        except password_hashing.TooManyAtOnce:
            guess.forget()
            raise get_adapter().validation_error("busy") from None
        guess.forget()
        return password


class SignInPage(password_hashing.TurnMixin, LoginView):
    """Where one signs in with a password."""


class ChangePasswordPage(password_hashing.TurnMixin, PasswordChangeView):
    """Where one changes one's own password: the device stays known."""

    def form_valid(self, form):
        response = super().form_valid(form)
        devices.remember(self.request, response, form.user)
        return response


class OneAccountEach:
    """A page on which an address may become the one of an account, unless it is a colleague's.

    The owner is told at the address that they had.
    """

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                owner = self.owner()
                email, before = owner and owner.email, _addresses(owner)
                response = super().post(request, *args, **kwargs)
                if _addresses(owner) != before:
                    tell_owner(request, owner, _said_of_addresses(owner), to=email)
                return response
        # A colleague's account was made with it after it was added here.
        except IntegrityError:
            messages.error(request, get_adapter().error_messages["email_taken"])
            return redirect("account_email")


def _addresses(user):
    """Return the first address, and all of them."""
    if user is None:
        return "", set()
    email = get_user_model().objects.values_list("email", flat=True).get(pk=user.pk)
    added = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return email, {email, *added}


def _said_of_addresses(user):
    first, every = _addresses(user)
    words = {"first": first, "others": ", ".join(sorted(every - {first})) or "–"}
    return _("The email addresses were changed. First: %(first)s. Others: %(others)s") % words


class AddressesPage(OneAccountEach, EmailView):
    """One's own addresses."""

    def owner(self):
        return self.request.user

    def _action_primary(self, request, *args, **kwargs):
        """Refuse one that is not confirmed, also where none is: links would go to anybody's."""
        address = self._get_email_address(request)
        if address and not address.verified and address.email != request.user.email:
            template = "account/messages/unverified_primary_email.txt"
            get_adapter().add_message(request, messages.ERROR, template)
            return redirect("account_email")
        return super()._action_primary(request, *args, **kwargs)


class ConfirmationPage(OneAccountEach, ConfirmEmailView):
    """Where the link in a mail to a new address leads."""

    def owner(self):
        try:
            return self.get_object().email_address.user
        except Http404:
            return None
