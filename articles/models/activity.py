"""Activity: who did what, when, for admins to look up; nobody changes it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION

from .user import User


class Act(models.TextChoices):
    """What was done."""

    PUBLISHED = "published", _("Published")
    UPDATED = "updated", _("Published an update")
    CORRECTED = "corrected", _("Published a correction")
    FIXED = "fixed", _("Published a silent fix")
    SCHEDULED = "scheduled", _("Scheduled")
    RESCHEDULED = "rescheduled", _("Changed the scheduled time")
    CANCELLED = "cancelled", _("Cancelled the schedule")
    WITHDREW = "withdrew", _("Withdrew")
    REINSTATED = "reinstated", _("Reinstated")
    DELETED = "deleted", _("Deleted")
    PUT_BACK = "put_back", _("Put a draft back")
    INVITED = "invited", _("Invited")
    ROLE = "role", _("Changed a role")
    SWITCHED_OFF = "switched_off", _("Deactivated an account")
    SWITCHED_ON = "switched_on", _("Reactivated an account")
    PASSWORD = "password", _("Set somebody’s password")
    FACTOR = "factor", _("Removed a second factor")
    SIGNED_IN = "signed_in", _("Signed in")


class Activity(models.Model):
    """One thing that somebody did.

    The database lets nobody change it, nor delete it, but for sign-ins of more than a year ago.
    It says in words of its own who it was and what it was about: both may be gone by now.
    """

    act = models.CharField(_("what"), max_length=12, choices=Act.choices)
    # No rule of the database ties it to the account: it is there whatever becomes of that.
    by = models.ForeignKey(
        User,
        verbose_name=_("who"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=310, blank=True)
    # “articles.article” and the key of the row, or neither.
    model = models.CharField(max_length=80, blank=True)
    key = models.BigIntegerField(null=True)
    about = models.CharField(_("about"), max_length=310, blank=True)
    # The role that was given; the moment for which it was scheduled.
    detail = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("activity")
        verbose_name_plural = _("activity")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="activity_newest_first"),
            models.Index(fields=["act", "-at"], name="activity_of_a_kind"),
            models.Index(fields=["by", "-at"], name="activity_of_somebody"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act__in=Act.values),
                name="activity_act_is_known",
                violation_error_message=CONTRADICTION,
            )
        ]

    def __str__(self):
        return " · ".join(filter(None, (self.name, self.get_act_display(), self.about)))
