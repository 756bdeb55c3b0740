"""Notifications page: what somebody gets by mail. Everybody chooses for themselves."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.models import User


class NotificationsForm(forms.ModelForm):
    """What somebody gets by mail."""

    class Meta:
        model = User
        fields = ["mail_mentions", "mail_replies", "mail_comments"]

    def save(self, commit=True):
        self.instance.save(update_fields=self._meta.fields)
        return self.instance


def notifications_view(request, context):
    """Show what one gets by mail, and change it."""
    posted = request.POST if request.method == "POST" else None
    form = NotificationsForm(posted, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    context |= {"title": _("Notifications"), "form": form, "address": request.user.email}
    return TemplateResponse(request, "admin/articles/user/notifications.html", context)
