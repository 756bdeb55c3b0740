"""Mail: letters to colleagues, and those that did not reach them.

Letters are written inside the transaction and posted after it: what is saved stays saved,
whatever becomes of them.
"""

import logging
import smtplib
from dataclasses import dataclass, field

from django.core.mail import EmailMessage, mailers
from django.utils.translation import gettext as _

from articles.models import User

log = logging.getLogger(__name__)


@dataclass
class Letter:
    """One mail to one colleague."""

    to: User
    subject: str
    body: str

    def message(self) -> EmailMessage:
        # A header is one line, whatever stands in the headline.
        return EmailMessage(" ".join(self.subject.split()), self.body, to=[self.to.email])


@dataclass
class UndeliveredMail:
    """Whom the mail did not reach, and why."""

    people: list[User] = field(default_factory=list)
    why: str = ""

    def __bool__(self):
        return bool(self.people)


def post(letters) -> UndeliveredMail:
    """Send the letters, and return what did not go out. Raises nothing."""
    unsent = UndeliveredMail()
    waiting = list(letters)
    if not waiting:
        return unsent
    try:
        with mailers.default as server:
            while waiting:
                try:
                    server.send_messages([waiting[0].message()])
                except smtplib.SMTPRecipientsRefused as refusal:
                    # One wrong address keeps no mail from the others.
                    _record_failure(unsent, [waiting[0]], refusal)
                waiting.pop(0)
    # Whatever a mail server or its library comes up with, the piece is saved.
    except Exception as failure:
        _record_failure(unsent, waiting, failure)
    return unsent


def _record_failure(unsent, letters, failure):
    log.warning("Mail not sent (%d): %s", len(letters), failure, exc_info=failure)
    unsent.people += [letter.to for letter in letters]
    unsent.why = _reason(failure)


def _reason(failure):
    match failure:
        case smtplib.SMTPRecipientsRefused():
            return _("the mail server does not accept the address")
        case smtplib.SMTPAuthenticationError():
            return _("the mail server rejected our sign-in")
        case smtplib.SMTPResponseException():
            return _("the mail server rejected it")
        case OSError():
            return _("the mail server is not responding")
    return _("something went wrong; see the log for details")
