"""User: somebody who works here and signs in."""

from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.roles import ADMIN

# An account that nobody has used for so long has no owner, or one who does not need it.
UNUSED_FOR = timedelta(days=90)
TAKEN = _("Another account already has this email address.")


class PeopleQuerySet(models.QuerySet):
    """Accounts."""

    def unused(self):
        """Keep those that may sign in and have not done so for a long time."""
        long_ago = Now() - UNUSED_FOR
        never = Q(last_login=None, date_joined__lt=long_ago)
        return self.filter(never | Q(last_login__lt=long_ago), is_active=True)

    def in_charge(self):
        """Keep those who can sign in and look after the others: admins and superusers.

        An invitation that nobody has taken puts nobody in charge.
        """
        admins = User.groups.through.objects.filter(group__name=ADMIN).values("user")
        return self.filter(Q(is_superuser=True) | Q(pk__in=admins), is_active=True).exclude(
            last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX
        )

    def reached_at(self, email):
        """Keep those whose address this is: the first one, or another that they have added."""
        added = User.objects.filter(emailaddress__email__iexact=email).values("pk")
        return self.filter(Q(email__iexact=email) | Q(pk__in=added))


class PeopleManager(UserManager.from_queryset(PeopleQuerySet)):
    use_in_migrations = False


class User(AbstractUser):
    """Somebody who signs in to the desk."""

    email = models.EmailField(pgettext_lazy("of a person", "email address"))
    switched_off_at = models.DateTimeField(
        _("last deactivated"), null=True, blank=True, editable=False
    )

    # Days of grace begin here, where a second factor is required.
    second_factor_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    # What they get by mail, beside what their work needs.
    mail_mentions = models.BooleanField(
        _("Comments that mention me"), default=True, db_default=True
    )
    mail_replies = models.BooleanField(_("Replies to my comments"), default=True, db_default=True)
    mail_comments = models.BooleanField(_("Comments on my pieces"), default=True, db_default=True)

    objects = PeopleManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_unique",
                violation_error_message=TAKEN,
            )
        ]

    def clean(self):
        """Refuse the address of a colleague, also one that they have only added."""
        super().clean()
        # A link to choose a password goes to all who have the address, and would open both.
        others = User.objects.reached_at(self.email).exclude(pk=self.pk)
        if self.email and others.exists():
            raise ValidationError({"email": TAKEN})

    def get_session_auth_hash(self):
        """Return what changes with the password, and whenever the account is switched off.

        Sessions, sign-ins under way and links to choose a password are over when it does.
        """
        off = self.switched_off_at
        return f"{super().get_session_auth_hash()}{off.timestamp() if off else ''}"

    @property
    def name(self):
        """The name that colleagues read: the full one, or the user name without one."""
        return self.get_full_name() or self.username


def display_name(user: User | None, *, nobody: str | None = None) -> str:
    """Return the name of `user`; without one, that of `nobody`, or “Somebody”."""
    if user is None:
        return str(_("Someone")) if nobody is None else nobody
    return user.name
