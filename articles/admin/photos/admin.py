"""Photo library: the list of photos, their upload, withdrawal and return."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import permissions
from articles.admin.common.paginator import MOST_COUNTED, CappedPaginator
from articles.admin.common.protected_delete import ProtectedByUse, pieces_in_words
from articles.admin.common.translated import translated_form
from articles.models import Photo, display_name
from espreso import languages

from .filters import MissingFilter, UploaderFilter, UseFilter
from .forms import WORDS, PhotoForm, UploadForm, UploadSeveralForm

SHARED = {"credit", "copyright"}
CREDITED = {"credit", "copyright", "licence"}
# Of a photo that readers see: what its files say, and how it is cropped.
RECORD = (*sorted(CREDITED), "focal_x", "focal_y")


@admin.register(Photo)
class PhotoAdmin(ProtectedByUse, admin.ModelAdmin):
    """Pictures come in whole or not at all, and go only when nothing shows them."""

    form = translated_form(Photo, PhotoForm)
    list_display = ["picture", "words", "notes", "uploaded"]
    list_display_links = ["picture", "words"]
    list_filter = [UploaderFilter, MissingFilter, UseFilter]
    list_per_page = 48
    list_select_related = ["uploaded_by", "rendering"]
    search_fields = ["caption", "credit", "alternative_text", "filename"]
    search_help_text = gettext_lazy("Caption, credit, alternative text or file name")
    show_full_result_count = False
    paginator = CappedPaginator

    class Media:
        css = {"all": ["desk/photos/photos.css"]}
        js = ["desk/photos/photos.js"]

    # The list.

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, photo):
        if not photo.usable:
            return format_html("<span class='photo-none'>{}</span>", _("no picture"))
        smallest = photo.renditions[0]
        return format_html(
            "<img class='photo-thumbnail' src='{}' width='{}' height='{}' alt='' loading='lazy'>",
            photo.thumbnail,
            smallest["width"],
            smallest["height"],
        )

    @admin.display(description=gettext_lazy("caption, credit"), ordering="caption")
    def words(self, photo):
        quiet = [part for part in (photo.credit, photo.filename) if part and part != str(photo)]
        return format_html(
            "<span class='photo-caption'>{}</span><span class='photo-quiet'>{}</span>",
            photo,
            " · ".join(quiet),
        )

    @admin.display(description=gettext_lazy("to do"))
    def notes(self, photo):
        found = [
            (text,)
            for text, holds in (
                (_("withdrawn"), photo.withdrawn_at),
                (_progress_in_words(photo), photo.progress),
                (_("no alternative text"), not photo.alternative_text),
                (_("no credit"), not photo.credit),
            )
            if holds
        ]
        return format_html_join("", "<span class='photo-note'>{}</span>", found)

    @admin.display(description=gettext_lazy("uploaded"), ordering="created_at")
    def uploaded(self, photo):
        return format_html(
            "{}<span class='photo-quiet'>{}</span>",
            _short_date(photo.created_at),
            display_name(photo.uploaded_by, nobody=""),
        )

    def get_search_results(self, request, queryset, search_term):
        """Search; and offer nobody a withdrawn photo for a piece."""
        queryset, duplicates = super().get_search_results(request, queryset, search_term)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.offered()
        return queryset, duplicates

    def changelist_view(self, request, extra_context=None):
        context = {"title": _("Photo library"), "most_counted": MOST_COUNTED}
        return super().changelist_view(request, context | (extra_context or {}))

    def uses_of(self, photo):
        return photo.uses()

    def other_uses_of(self, photo):
        return [_("portrait of %s") % author for author in photo.portrayed.all()]

    def delete_queryset(self, request, queryset):
        Photo.objects.filter(pk__in=queryset.values("pk")).delete()

    # One photo.

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = UploadForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """What readers would see changed at once is for who may publish."""
        if obj is None or permissions.may_change_record(request.user, obj):
            return ()
        return (*RECORD, "alternative_text") if obj.is_portrait else RECORD

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["picture", *WORDS]})]
        return [
            (None, {"fields": WORDS}),
            *(
                (language, {"fields": [f"{name}_{code}" for name in Photo.in_words]})
                for code, language in languages.others()
            ),
            (
                gettext_lazy("Focal point"),
                {
                    "fields": [("focal_x", "focal_y")],
                    "classes": ["photo-focal"],
                    "description": gettext_lazy(
                        "What must stay visible however the picture is cropped: from 0 (left, "
                        "top) to 1 (right, bottom). Click it in the picture, or move the marker "
                        "with the arrow keys."
                    ),
                },
            ),
        ]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
            obj.receive(form.cleaned_data["picture"], form.inspected)
        elif form.changed_data:
            changed = set(form.changed_data).difference(self.form.added)
            obj.save(update_fields=[*changed, "in_other_languages", "modified_at"])
            if CREDITED & set(form.changed_data):
                self._credit_anew(request, obj)

    def _credit_anew(self, request, photo):
        try:
            photo.render()
        except ValidationError as refusal:
            warning = _(
                "The text is saved, but the public files still carry the previous credit. %s"
            )
            messages.warning(request, warning % " ".join(refusal.messages))

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(
            request,
            _("The photo is in the library. Check the text that came with it."),
        )
        if obj.unconfirmed_licence:
            messages.warning(request, _unconfirmed(obj))
        return HttpResponseRedirect(_address_of(obj))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= {
                "uses": [*pieces_in_words(obj.uses()), *self.other_uses_of(obj)],
                "progress": _progress_in_words(obj),
                "record_is_shut": bool(self.get_readonly_fields(request, obj)),
                "can_withdraw": permissions.may_withdraw_photos(request.user),
                "can_download": self.has_change_permission(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Further pages.

    def get_urls(self):
        pages = {
            "upload/": (self.upload_view, "upload"),
            "<path:object_id>/original/": (self.original_view, "original"),
            "<path:object_id>/withdraw/": (self.withdraw_view, "withdraw"),
            "<path:object_id>/reinstate/": (self.reinstate_view, "reinstate"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"articles_photo_{name}")
            for route, (view, name) in pages.items()
        ]
        return own + super().get_urls()

    def upload_view(self, request):
        """Take in several pictures at once; each is told apart in words."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadSeveralForm(request.POST or None, request.FILES or None)
        results = []
        if request.method == "POST" and form.is_valid():
            words = {name: form.cleaned_data[name] for name in SHARED}
            results = [self._take_in(request, file, words) for file in form.cleaned_data["files"]]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Upload several photos"),
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "results": results,
            "said": _upload_summary(results),
        }
        return render(request, "admin/articles/photo/upload.html", context)

    def _take_in(self, request, file, words):
        try:
            photo = Photo.objects.take_in(file, by=request.user, **words)
        except ValidationError as refusal:
            return {"name": file.name, "refusal": " ".join(refusal.messages)}
        self.log_addition(request, photo, [{"added": {}}])
        progress = _progress_in_words(photo)
        return {
            "name": file.name,
            "photo": photo,
            "address": _address_of(photo),
            "progress": progress,
            "unconfirmed": photo.unconfirmed_licence and _unconfirmed(photo),
        }

    def original_view(self, request, object_id):
        """Hand out the original, with all that the camera wrote into it, and write down to whom."""
        photo = self._get(request, object_id)
        if not self.has_change_permission(request, photo):
            raise PermissionDenied
        try:
            original = photo.file.open("rb")
            self.log_change(request, photo, _("Original downloaded."))
            return FileResponse(
                original,
                as_attachment=True,
                filename=photo.filename or photo.file.name.rsplit("/", 1)[-1],
                headers={"Cache-Control": "private, no-store"},
            )
        except FileNotFoundError:
            messages.error(
                request,
                _(
                    "The original is missing from storage. Ask for it to be restored from the "
                    "backup."
                ),
            )
            return HttpResponseRedirect(_address_of(photo))

    def withdraw_view(self, request, object_id):
        """Ask, and take the photo off every page."""
        return self._confirm_view(request, object_id, "withdraw", Photo.withdraw, _("Withdrawn."))

    def reinstate_view(self, request, object_id):
        """Ask, and bring a withdrawn photo back."""
        return self._confirm_view(
            request, object_id, "reinstate", Photo.reinstate, _("Reinstated.")
        )

    def _confirm_view(self, request, object_id, verb, act, done):
        photo = self._get(request, object_id)
        if not permissions.may_withdraw_photos(request.user):
            raise PermissionDenied
        if request.method == "POST":
            try:
                remaining = act(photo)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                self.log_change(request, photo, done)
                if remaining:
                    messages.warning(request, _remaining_in_words(remaining))
                else:
                    messages.success(request, _SAID[verb])
            return HttpResponseRedirect(_address_of(photo))
        context = {
            **self.admin_site.each_context(request),
            "title": _TITLES[verb],
            "opts": self.opts,
            "media": self.media,
            "photo": photo,
            "verb": verb,
            "uses": [*pieces_in_words(photo.uses()), *self.other_uses_of(photo)],
            "back": _address_of(photo),
        }
        return TemplateResponse(request, f"admin/articles/photo/{verb}.html", context)

    def _get(self, request, object_id):
        photo = self.get_object(request, unquote(object_id))
        if photo is None:
            raise Http404
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        return photo


_TITLES = {
    "withdraw": gettext_lazy("Withdraw this photo?"),
    "reinstate": gettext_lazy("Reinstate this photo?"),
}
_SAID = {
    "withdraw": gettext_lazy(
        "The photo is withdrawn: no public page shows it, and its files have been deleted."
    ),
    "reinstate": gettext_lazy("The photo is reinstated, with new URLs for its files."),
}


def _progress_in_words(photo):
    if not photo.progress:
        return ""
    made, wanted = photo.progress
    return _("larger sizes are being made: %(made)d of %(all)d") % {"made": made, "all": wanted}


def _remaining_in_words(files):
    return (
        ngettext(
            "The photo is withdrawn: no public page shows it. %d file could not be deleted yet: "
            "whoever has its URL can still open it. The site keeps trying.",
            "The photo is withdrawn: no public page shows it. %d files could not be deleted yet: "
            "whoever has their URLs can still open them. The site keeps trying.",
            files,
        )
        % files
    )


def _unconfirmed(photo):
    said = _("The file says its terms are at %s. Open that, and enter it if it is right.")
    return said % photo.unconfirmed_licence


def _address_of(photo):
    return reverse("admin:articles_photo_change", args=[photo.pk])


def _short_date(moment):
    return date_format(localtime(moment), _("j M Y"))


def _upload_summary(results):
    taken = sum("photo" in result for result in results)
    refused = len(results) - taken
    parts = []
    if taken:
        parts.append(
            ngettext("%d photo is in the library.", "%d photos are in the library.", taken) % taken
        )
    if refused:
        parts.append(
            ngettext("%d file was rejected.", "%d files were rejected.", refused) % refused
        )
    return " ".join(parts)
