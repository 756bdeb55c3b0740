"""Undelivered email: whom it did not reach, why, and what becomes of it."""

from django.contrib import admin, messages
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.common.times import when
from articles.models import OutgoingMail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """What was tried in vain. Nobody reads the text: there may be a way into an account in it."""

    fields = ["to", "subject", "written_at", "trouble"]
    list_display = ["to", "subject", "written", "trouble_in_words", "next"]
    list_display_links = None
    actions = ["try_again"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).in_trouble()

    def changelist_view(self, request, extra_context=None):
        context = {"title": _("Undelivered email"), **(extra_context or {})}
        return super().changelist_view(request, context)

    def has_add_permission(self, request):
        return False

    @admin.display(description=gettext_lazy("written"), ordering="written_at")
    def written(self, mail):
        return when(mail.written_at)

    @admin.display(description=gettext_lazy("why it was not delivered"), ordering="trouble")
    def trouble_in_words(self, mail):
        return mail.get_trouble_display()

    @admin.display(description=gettext_lazy("next attempt"), ordering="due_at")
    def next(self, mail):
        return _("none: given up") if mail.given_up_at else when(mail.due_at)

    @admin.action(description=gettext_lazy("Try again now"), permissions=["view"])
    def try_again(self, request, chosen):
        waiting = chosen.filter(given_up_at=None).update(due_at=Now())
        if given_up := chosen.exclude(given_up_at=None).count():
            words = ngettext(
                "%d email was given up, and its text is gone. Send the invitation again, or tell "
                "the person yourself.",
                "%d emails were given up, and their text is gone. Send the invitations again, or "
                "tell the people yourself.",
                given_up,
            )
            messages.warning(request, words % given_up)
        if waiting:
            words = ngettext("%d email is sent now.", "%d emails are sent now.", waiting)
            messages.success(request, words % waiting)
