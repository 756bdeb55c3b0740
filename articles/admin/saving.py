"""What happens when a piece is saved or deleted, and what its author reads then."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Address, Article, Byline, Stage

from .blocks import RowFormSet
from .names import address, url_name


class SavingMixin:
    """Adds saving to the admin of a kind of piece: with a count of the saves, and a way on."""

    def get_urls(self):
        ask = path(
            "signed-in/",
            self.admin_site.admin_view(self.signed_in_view),
            name=url_name(self, "signed_in"),
        )
        return [ask, *super().get_urls()]

    def signed_in_view(self, request):
        """Tell an open form that a save would arrive, and with which token."""
        return JsonResponse({"token": get_token(request)})

    def log_change(self, request, obj, message):
        """Write down what was done. A save that changed nothing is not worth a line."""
        return super().log_change(request, obj, message) if message else None

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = obj.modified_by = request.user
        # A save that changes nothing leaves the piece where it stands in the list.
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        # Not the block editor's own: its `_clone` copies blocks of pieces that the user may
        # not even see into this one.
        ModelAdmin.save_related(self, request, form, formsets, change)
        piece = form.instance
        if "byline" in form.changed_data or not change:
            piece.bylines.all().delete()
            Byline.objects.bulk_create(
                Byline(article_id=piece.pk, author=author, position=position)
                for position, author in enumerate(form.cleaned_data["byline"])
            )
        if "read_also" in form.changed_data:
            piece.pick(other.pk for other in form.cleaned_data["read_also"])
        if form.overwrites:
            for formset in formsets:
                if isinstance(formset, RowFormSet):
                    formset.delete_what_is_not_here()
        if change and (form.has_changed() or form.overwrites or _any_changed(formsets)):
            piece.bump(request.user)

    def response_add(self, request, obj, post_url_continue=None):
        return self._saved(request, obj)

    def response_change(self, request, obj):
        return self._saved(request, obj)

    def _saved(self, request, piece):
        """Say that it is saved, and go on to what the pressed button asked for."""
        stage = request.POST.get("_stage")
        if stage and stage in dict(self._stages_for(request.user, piece)):
            Article.objects.filter(pk=piece.pk).update(stage=stage)
            self.message_user(request, _SENT[stage], messages.SUCCESS)
            self.log_change(request, piece, str(_SENT[stage]))
        else:
            at = time_format(timezone.localtime(), "H:i:s")
            self.message_user(request, _("Saved at %s.") % at, messages.SUCCESS)
        self._warn_of_a_new_address(request, piece)
        for what in ("publish", "schedule"):
            if f"_{what}" in request.POST:
                return HttpResponseRedirect(address(self, what, piece.pk))
        if "_transcript" in request.POST and (transcript := self.transcript_address(piece)):
            return HttpResponseRedirect(transcript)
        return HttpResponseRedirect(address(self, "change", piece.pk))

    def _warn_of_a_new_address(self, request, piece):
        last = piece.versions.order_by("-number").first()
        if last and last.slug != piece.slug:
            words = _(
                "With the next publication the address becomes /%(new)s/. The present one, "
                "/%(old)s/, will lead there."
            )
            new = Address.path_for(piece.slug, last.published_at)
            self.message_user(request, words % {"new": new, "old": last.path}, messages.WARNING)

    # Deleting.

    def delete_view(self, request, object_id, extra_context=None):
        """Delete what was never public. Everything else stays, and can be withdrawn."""
        if elsewhere := self._form_of_another_kind(object_id):
            return HttpResponseRedirect(elsewhere)
        piece = self.get_object(request, object_id)
        if piece and self.has_delete_permission(request, piece) and piece.versions.exists():
            words = _(
                "This piece has versions that readers saw or will see, so it cannot be deleted. "
                "Cancel what is scheduled, or withdraw what is live."
            )
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(address(self, "change", piece.pk))
        return super().delete_view(request, object_id, extra_context)


def _any_changed(formsets):
    return any(
        formset.new_objects or formset.changed_objects or formset.deleted_objects
        for formset in formsets
    )


_SENT = {
    Stage.DRAFT: gettext_lazy("Saved. The piece is a draft again."),
    Stage.REVIEW: gettext_lazy("Saved and sent to review."),
    Stage.READY: gettext_lazy("Saved. The piece is ready to publish."),
}
