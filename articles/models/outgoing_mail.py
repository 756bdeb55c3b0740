"""Outgoing mail: what is to be sent, until it is delivered."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espreso.broken_rules import CONTRADICTION


class Trouble(models.TextChoices):
    """Why a mail was not delivered, as far as the mail server says."""

    ADDRESS = "address", _("the mail server does not accept the address")
    SIGN_IN = "sign-in", _("the mail server rejected our sign-in")
    REJECTED = "rejected", _("the mail server rejected it")
    SILENT = "silent", _("the mail server is not responding")
    UNKNOWN = "unknown", _("something went wrong; see the log for details")


class OutgoingMailQuerySet(models.QuerySet):
    """Mail that has not been delivered."""

    def due(self):
        """Keep what is to be sent now, by the database's clock."""
        return self.filter(given_up_at=None, due_at__lte=Now())

    def untried(self):
        """Keep what waits for its first attempt, and is not due yet."""
        return self.filter(attempts=0, due_at__gt=Now())

    def in_trouble(self):
        """Keep what was tried in vain."""
        return self.exclude(trouble="")


class OutgoingMail(models.Model):
    """A mail to one address, from the commit of what it tells until it is delivered.

    Its text may have a link in it that opens an account: nobody reads it in the desk, and it is
    gone as soon as it was sent or given up.
    """

    to = models.EmailField(pgettext_lazy("of a mail", "to"))
    subject = models.TextField(_("subject"))
    body = models.TextField(blank=True)
    message_id = models.CharField(max_length=200)
    written_at = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    trouble = models.CharField(
        _("why it was not delivered"),
        max_length=10,
        choices=Trouble,
        blank=True,
        default="",
        db_default="",
    )
    given_up_at = models.DateTimeField(null=True, editable=False)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("undelivered email")
        verbose_name_plural = _("undelivered emails")
        ordering = [F("given_up_at").desc(nulls_last=True), "due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_up_at=None) | (Q(body="") & ~Q(trouble="")),
                name="outgoing_mail_given_up_has_no_text",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=["", *Trouble.values]),
                name="outgoing_mail_trouble",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return f"{self.to}: {self.subject}"
