"""Shared previews: links to a draft for people without an account, made, listed and revoked."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db.models.functions import Now
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.common.state import State
from articles.admin.common.times import short_moment
from articles.admin.common.urls import address, url_name
from articles.models import SharedPreview
from espreso import clock

# In hours: an afternoon, a weekend, at most what the database allows.
LASTS = (1, 4, 12, 24, 48, 96, 168, 336)
USUAL = 48


class ShareForm(forms.ModelForm):
    """For whom a link is, and for how long."""

    hours = forms.TypedChoiceField(label=gettext_lazy("Valid for"), coerce=int)

    class Meta:
        model = SharedPreview
        fields = ["recipient"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hours"].initial = USUAL
        self.fields["hours"].choices = [(hours, _duration_label(hours)) for hours in LASTS]
        self.fields["hours"].help_text = (
            _("Newsroom time zone: %s.") % timezone.get_current_timezone_name()
        )


def _duration_label(hours):
    at = timezone.now() + timedelta(hours=hours)
    until = date_format(timezone.localtime(at), _("l j E, H:i"))
    if hours > USUAL:
        words = ngettext("%(n)d day: until %(until)s", "%(n)d days: until %(until)s", hours // 24)
        return words % {"n": hours // 24, "until": until}
    words = ngettext("%(n)d hour: until %(until)s", "%(n)d hours: until %(until)s", hours)
    return words % {"n": hours, "until": until}


class SharingMixin:
    """Adds shared previews to the admin of a kind of piece."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/share/", view(self.share_view), name=url_name(self, "share")),
            path(
                "<int:object_id>/share/<int:link>/revoke/",
                view(self.revoke_view),
                name=url_name(self, "revoke"),
            ),
            *super().get_urls(),
        ]

    def share_view(self, request, object_id):
        """List the links to a draft, and make one more."""
        piece = self.piece_to_edit(request, object_id)
        form = ShareForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._share(request, piece, form)
        links = piece.shared_previews.with_validity().select_related("by", "revoked_by")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": piece.headline,
            "piece": piece,
            "form": form,
            "media": self.media + form.media,
            "state": State.of(piece.pk),
            "links": [
                {
                    "link": link,
                    "state": link_status(link),
                    "address": request.build_absolute_uri(link.get_absolute_url()),
                    "revoke": address(self, "revoke", piece.pk, link.pk),
                }
                for link in links
            ],
            "back": address(self, "change", piece.pk),
        }
        return TemplateResponse(request, "admin/desk/publishing/share.html", context)

    def _share(self, request, piece, form):
        link = form.save(commit=False)
        link.article_id, link.by = piece.pk, request.user
        # Both ends by one clock.
        link.expires_at = Now() + timedelta(hours=form.cleaned_data["hours"])
        link.save()
        link.refresh_from_db(fields=["expires_at"])
        until = {"who": link.recipient, "until": clock.in_words(link.expires_at, zone=True)}
        said = _("Shared a preview with %(who)s until %(until)s.") if link.recipient else None
        self.log_change(request, piece, (said or _("Shared a preview until %(until)s.")) % until)
        words = _("The link is ready: copy it below. It works until %(until)s.") % until
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(address(self, "share", piece.pk))

    def revoke_view(self, request, object_id, link):
        """End a link at once."""
        piece = self.piece_to_edit(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        link = get_object_or_404(piece.shared_previews, pk=link)
        unrevoked = piece.shared_previews.filter(pk=link.pk, revoked_at=None)
        if unrevoked.update(revoked_at=Now(), revoked_by=request.user):
            self.log_change(request, piece, _("Revoked a shared preview."))
        self.message_user(request, _("The link is revoked: it no longer works."), messages.SUCCESS)
        return HttpResponseRedirect(address(self, "share", piece.pk))


def link_status(link) -> str:
    """Say whether a link, read `with_validity`, still opens, and else why not."""
    if link.is_valid:
        return _("valid until %s") % clock.in_words(link.expires_at, zone=True)
    if link.revoked_at:
        who = {"who": link.revoked_by.name, "when": short_moment(link.revoked_at)}
        return _("revoked by %(who)s, %(when)s") % who
    if not link.by.is_active:
        return _("ended: the account of %s is inactive") % link.by.name
    off = link.by.switched_off_at
    if off and link.created_at <= off < link.expires_at:
        return _("ended: the account of %s was inactive in between") % link.by.name
    if link.expires_at > timezone.now():
        return _("ended: %s no longer works on the piece") % link.by.name
    return _("expired %s") % short_moment(link.expires_at)
