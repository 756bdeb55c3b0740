"""Transactional outbox: mail is written with what it tells, and sent after the commit.

Whoever sends mail by Django writes rows, so that nobody waits for a mail server, and what is
undone tells nobody anything. A background task of any worker sends them.
"""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import DNS_NAME, EmailMessage, mailers, make_msgid
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Now

from articles.models import OutgoingMail, Trouble

from .mail import Letter

log = logging.getLogger(__name__)

# After as many attempts, which is about a day, it is given up.
MOST_ATTEMPTS = 30
# Who is written to by several people within these minutes gets one mail.
_GATHERS_FOR = timedelta(minutes=3)
# The rest is read where the mail leads to.
_LONG_ENOUGH = 20_000
_LONGEST_PAUSE = timedelta(hours=1)
# In one call: what else is done in the background has its turn.
_MOST_AT_ONCE = 10


class Outbox(BaseEmailBackend):
    """The mail backend of the site: writes what is to be sent, in the transaction under way."""

    def send_messages(self, email_messages):
        OutgoingMail.objects.bulk_create(
            OutgoingMail(
                to=address,
                subject=str(message.subject),
                body=message.body,
                message_id=make_msgid(domain=DNS_NAME),
            )
            for message in email_messages
            for address in message.recipients()
        )
        return len(email_messages)


def gather(letter: Letter, end: str) -> None:
    """Write a letter that waits for more of the same subject, which is added to it before `end`."""
    subject = str(letter.message().subject)
    with transaction.atomic():
        waiting = OutgoingMail.objects.select_for_update(no_key=True).untried()
        mail = waiting.filter(to=letter.to.email, subject=subject).first()
        if mail is None:
            OutgoingMail.objects.create(
                to=letter.to.email,
                subject=subject,
                body=letter.body + end,
                message_id=make_msgid(domain=DNS_NAME),
                due_at=Now() + _GATHERS_FOR,
            )
        elif len(mail.body) < _LONG_ENOUGH:
            mail.body = mail.body.removesuffix(end) + letter.body + end
            mail.save(update_fields=["body"])


def send_due() -> None:
    """Send what is due, a few at a time, until the mail server is away."""
    for _mail in range(_MOST_AT_ONCE):
        mail = _take()
        if mail is None or not _deliver(mail):
            return


def _take():
    """Return a mail that no other worker has, and have it tried again unless it is delivered.

    No row stays locked while a mail server is asked. Who is killed meanwhile may have sent it:
    it comes twice then, with one Message-ID.
    """
    with transaction.atomic():
        mail = OutgoingMail.objects.due().select_for_update(skip_locked=True).first()
        if mail:
            mail.attempts += 1
            mail.due_at = Now() + _pause(mail.attempts)
            mail.save(update_fields=["attempts", "due_at"])
    return mail


def _pause(attempts):
    return min(timedelta(minutes=2 ** min(attempts, 10)), _LONGEST_PAUSE)


def _deliver(mail) -> bool:
    """Send it; return whether the mail server is there."""
    message = EmailMessage(
        mail.subject, mail.body, to=[mail.to], headers={"Message-ID": mail.message_id}
    )
    try:
        with mailers["server"] as server:
            server.send_messages([message])
    # Whatever a mail server or its library comes up with.
    except Exception as failure:
        _note(mail, failure)
        return isinstance(failure, smtplib.SMTPRecipientsRefused)
    mail.delete()
    return True


def _note(mail, failure):
    trouble = _trouble(failure)
    gives_up = _is_final(failure) or mail.attempts >= MOST_ATTEMPTS
    if gives_up or trouble != mail.trouble:
        said = "given up" if gives_up else "will be tried again"
        log.warning("Mail not sent, %s: %s", said, failure, exc_info=failure)
    changes = {"given_up_at": Now(), "body": ""} if gives_up else {}
    OutgoingMail.objects.filter(pk=mail.pk).update(trouble=trouble, **changes)


def _is_final(failure):
    """Whether there is no such address, as far as the mail server knows."""
    return isinstance(failure, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _said in failure.recipients.values()
    )


def _trouble(failure):
    match failure:
        case smtplib.SMTPRecipientsRefused():
            return Trouble.ADDRESS
        case smtplib.SMTPAuthenticationError():
            return Trouble.SIGN_IN
        case smtplib.SMTPResponseException():
            return Trouble.REJECTED
        case OSError():
            return Trouble.SILENT
    return Trouble.UNKNOWN
