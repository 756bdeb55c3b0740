"""Saving: what happens when a piece is saved or deleted, and the message that follows."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import permissions
from articles.admin.common.urls import address, url_name
from articles.models import Address, Byline, Comment, Milestone, SharedPreview, Tag
from espreso import languages


class SavingMixin:
    """Adds saving to the admin of a kind of piece: step by step, and with a way on."""

    # Pairs of a method of Django's admin and a step that it takes, in the order of a save.
    save_steps: tuple[tuple[Callable, Callable], ...] = ()

    # Where buttons lead that save first, by what they are called.
    pages_after_saving = ("publish", "schedule", "share", "template", "plan")

    def get_urls(self):
        ask = path(
            "signed-in/",
            self.admin_site.admin_view(self.signed_in_view),
            name=url_name(self, "signed_in"),
        )
        return [ask, *super().get_urls()]

    def extra_form_context(self, request, piece, form) -> dict:
        """Return what the form's template needs: each mixin adds its own to what `super` says.

        `piece` is None for a new one.
        """
        return {}

    def bar_context(self, request, piece, form=None) -> dict:
        """Return what the bar of the form says of the piece, and offers to do with it.

        `form` is None when the page is there already, and a save has changed what it says.
        """
        return {}

    def signed_in_view(self, request):
        """Tell an open form that a save would arrive, from whom, and with which token."""
        return JsonResponse({"token": get_token(request), "user": request.user.pk})

    def log_change(self, request, obj, message):
        """Write down what was done. A save that changed nothing is not worth a line."""
        return super().log_change(request, obj, message) if message else None

    # Django's methods, and our steps in them.

    def take_steps(self, method, attempt):
        """Take the steps of a save that belong into a method of Django's admin."""
        for place, step in self.save_steps:
            if place is method:
                step(self, attempt)

    def save_model(self, request, obj, form, change):
        attempt = request.attempt
        attempt.form, attempt.is_new = form, not change
        self.take_steps(ModelAdmin.save_model, attempt)

    def save_related(self, request, form, formsets, change):
        attempt = request.attempt
        attempt.formsets = formsets
        self.take_steps(ModelAdmin.save_related, attempt)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        self.take_steps(ModelAdmin.response_change, request.attempt)
        return HttpResponseRedirect(self._way_on(request.attempt))

    # Steps of a save.

    def save_fields(self, attempt):
        """Save the fields of the piece itself."""
        request, piece, form = attempt.request, attempt.piece, attempt.form
        if attempt.is_new:
            piece.created_by = piece.modified_by = request.user
        # A save that changes nothing leaves the piece where it stands in the list.
        if attempt.is_new or form.changes_the_draft:
            super().save_model(request, piece, form, not attempt.is_new)

    def save_rows(self, attempt):
        """Save blocks and all else that belongs to the piece, and count the save."""
        request, piece, form = attempt.request, attempt.piece, attempt.form
        # Not the block editor's own: its `_clone` copies blocks of pieces that the user may
        # not even see into this one.
        ModelAdmin.save_related(self, request, form, attempt.formsets, not attempt.is_new)
        if "byline" in form.changed_data or attempt.is_new:
            piece.bylines.all().delete()
            Byline.objects.bulk_create(
                Byline(article_id=piece.pk, author=author, position=position)
                for position, author in enumerate(form.cleaned_data["byline"])
            )
        if "tags" in form.changed_data:
            self._save_tags(piece, form.cleaned_data["tags"])
        if "read_also" in form.changed_data:
            piece.pick(other.pk for other in form.cleaned_data["read_also"])
        if not attempt.is_new and (form.changes_the_draft or _any_changed(attempt.formsets)):
            signs_off = permissions.may_sign_off(request.user, piece)
            piece.bump(request.user, signs_off=signs_off)

    def _save_tags(self, piece, tags):
        # Tags before what carries them, and new ones in one order too: see “Two at once” in
        # docs/architecture.md.
        old = [*piece.tags.all(), *(tag for tag in tags if isinstance(tag, Tag))]
        Tag.hold(tag.pk for tag in old)
        piece.tags.set(sorted(tags, key=lambda tag: str(tag).lower()))

    def say_saved(self, attempt):
        """Say that the piece is saved, and what else came of it."""
        at = time_format(timezone.localtime(), "H:i:s")
        words = attempt.after_save_message or _("Saved at %s.") % at
        self.message_user(attempt.request, words, messages.SUCCESS)

    def warn_of_links_left_out(self, attempt):
        """Say which links that were pasted lead readers nowhere, and are gone."""
        rows = (form for formset in attempt.formsets for form in formset)
        fields = (field for form in rows for field in form.fields.values())
        dead = [each for field in fields for each in getattr(field, "dead_links", ())]
        attempt.dead_links = [address for address, _words in dead]
        if dead:
            words = ngettext(
                "%(number)d link was removed, because readers cannot follow it: %(links)s. Its "
                "words stay.",
                "%(number)d links were removed, because readers cannot follow them: %(links)s. "
                "Their words stay.",
                len(dead),
            )
            shown = ", ".join(
                f"“{Truncator(words).chars(60)}” ({Truncator(address).chars(80)})"
                for address, words in dict.fromkeys(dead[:20])
            )
            words %= {"number": len(dead), "links": shown}
            self.message_user(attempt.request, words, messages.WARNING)

    def warn_of_a_new_address(self, attempt):
        """Say which address readers will find it at, when that is another one than now."""
        piece = attempt.piece
        if "slug" not in attempt.form.changed_data:
            return
        told = piece.versions.only("slug", "path", "language", "published_at")
        last = told.order_by("-number").first()
        if last and last.slug != piece.slug:
            words = _(
                "When it is next published, the URL becomes %(new)s. The current one, "
                "%(old)s, will redirect to it."
            )
            slug = Address.free_slug(piece, piece.slug, last.published_at)
            path = Address.path_for(slug, last.published_at)
            new = f"{languages.root(piece.language)}{path}/"
            words %= {"new": new, "old": last.get_absolute_url()}
            self.message_user(attempt.request, words, messages.WARNING)

    def _way_on(self, attempt) -> str:
        """Return the address of what the pressed button asked for."""
        data, piece = attempt.data, attempt.piece
        for what in self.pages_after_saving:
            if f"_{what}" in data:
                return address(self, what, piece.pk)
        return address(self, "change", piece.pk)

    # Deleting.

    def delete_view(self, request, object_id, extra_context=None):
        """Delete what was never public. Everything else stays, and can be withdrawn."""
        if elsewhere := self._form_of_another_kind(object_id):
            return HttpResponseRedirect(elsewhere)
        piece = self.get_object(request, object_id)
        if piece and self.has_delete_permission(request, piece) and piece.versions.exists():
            words = _(
                "Readers have seen or will see versions of this piece, so it cannot be deleted. "
                "Cancel what is scheduled, or withdraw what is live."
            )
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(address(self, "change", piece.pk))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request):
        """Name the piece, and count what colleagues would miss: not each row of the database."""
        found, _rows, *refusals = super().get_deleted_objects(objs, request)
        counts = {
            words: number
            for model, words in _MISSED.items()
            if (number := model.objects.filter(article__in=[piece.pk for piece in objs]).count())
        }
        return found[:1], counts, *refusals


_MISSED = {
    Comment: gettext_lazy("Comments"),
    Milestone: gettext_lazy("Earlier drafts in the history"),
    SharedPreview: gettext_lazy("Preview links"),
}


def _any_changed(formsets):
    return any(
        formset.new_objects or formset.changed_objects or formset.deleted_objects
        for formset in formsets
    )
