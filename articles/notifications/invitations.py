"""Invitations and account mails: plain text with one link."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from espreso import clock
from espreso.password_links import links

from .mail import Letter

CONSOLE = "django.core.mail.backends.console.EmailBackend"


def mail_stays_here() -> bool:
    """Whether no mail server is named, so that mail is only written to the log."""
    return settings.MAILERS["server"]["BACKEND"] == CONSOLE


def link_for(request, person) -> str:
    """Return the address at which `person` chooses a password, once and for some days.

    It is void as soon as the person has signed in, was switched off, or has another password or
    e-mail address.
    """
    key = f"{user_pk_to_url_str(person)}-{links.make_token(person)}"
    return get_adapter(request).get_reset_password_from_key_url(key)


def ends() -> str:
    """Return in words until when a link that is made now works."""
    return clock.in_words(
        timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT), zone=True
    )


def invitation(person, by, link) -> Letter:
    """Write to `person` that an account waits for them."""
    words = {
        "who": by.name,
        "site": settings.SITE_NAME,
        "name": person.name,
        "username": person.username,
        "email": person.email,
        "until": ends(),
        "link": link,
    }
    body = _(
        "Hello %(name)s,\n\n"
        "%(who)s has created an account for you at %(site)s. Choose a password here to sign "
        "in:\n\n"
        "%(link)s\n\n"
        "The link works once, until %(until)s. If it has expired, ask %(who)s for another one.\n\n"
        "After that, sign in with your email address %(email)s or the user name %(username)s.\n\n"
        "If you do not know what this is about, ignore this email and nothing will happen.\n"
    )
    return Letter(to=person, subject=_("Your account at %(site)s") % words, body=body % words)


def second_factor_taken(person, by) -> Letter:
    """Tell `person` that the second step of their sign-in is gone, in case they never asked.

    `by` is None where somebody did it on the server.
    """
    who = by.name if by else _("The operator of the server")
    words = {"who": who, "site": settings.SITE_NAME, "name": person.name}
    body = _(
        "Hello %(name)s,\n\n"
        "%(who)s has removed the second factor from your account at %(site)s, because it was "
        "reported lost. Your password alone is now enough to sign in. Set up a new second factor "
        "under “Two-factor sign-in”.\n\n"
        "If you did not ask for this, tell a newsroom admin immediately.\n"
    )
    return Letter(
        to=person,
        subject=_("Your second factor at %(site)s has been removed") % words,
        body=body % words,
    )
