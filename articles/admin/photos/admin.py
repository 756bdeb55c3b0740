"""Photo library: the list of photos, and the form of one."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Script

from articles import permissions
from articles.admin.common.paginator import MOST_COUNTED, CappedPaginator
from articles.admin.common.protected_delete import ProtectedByUse, pieces_in_words
from articles.admin.common.translated import translated_form
from articles.models import Photo, display_name
from espreso import languages, limited_process
from espreso.requests import wants_json

from .filters import MissingFilter, UploaderFilter, UseFilter
from .forms import WORDS, PhotoForm, UploadForm
from .in_place import InPlaceMixin, taken
from .views import PhotoViewsMixin, address_of, progress_in_words, unconfirmed

CREDITED = {"credit", "copyright", "licence"}
# Of a photo that readers see: what its files say, and how it is cropped.
RECORD = (*sorted(CREDITED), "focal_x", "focal_y")


@admin.register(Photo)
class PhotoAdmin(InPlaceMixin, PhotoViewsMixin, ProtectedByUse, admin.ModelAdmin):
    """Pictures come in whole or not at all, and go only when nothing shows them."""

    form = translated_form(Photo, PhotoForm)
    list_display = ["picture", "words", "notes", "uploaded"]
    list_display_links = ["picture", "words"]
    list_filter = [UploaderFilter, MissingFilter, UseFilter]
    list_per_page = 48
    list_select_related = ["uploaded_by", "rendering"]
    search_fields = ["caption", "credit", "alternative_text", "filename", "in_other_languages"]
    search_help_text = gettext_lazy("Caption, credit, alternative text or file name")
    show_full_result_count = False
    paginator = CappedPaginator

    class Media:
        css = {"all": ["desk/photos/focal_point.css", "desk/photos/photos.css"]}
        js = [Script("desk/photos/photos.js", type="module")]

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
            (kind, text)
            for kind, text, holds in (
                ("note", _("withdrawn"), photo.withdrawn_at),
                # Nobody has to do anything about it.
                ("quiet", progress_in_words(photo), photo.progress),
                ("note", _("no alternative text"), not photo.alternative_text),
                ("note", _("no credit"), not photo.credit),
            )
            if holds
        ]
        return format_html_join("", "<span class='photo-{}'>{}</span>", found)

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
        asked_by = request.resolver_match and request.resolver_match.url_name
        if asked_by in {"autocomplete", "articles_photo_find"}:
            queryset = queryset.offered()
        return queryset, duplicates

    def changelist_view(self, request, extra_context=None):
        context = {"title": _("Photo library"), "most_counted": MOST_COUNTED}
        return super().changelist_view(request, context | (extra_context or {}))

    def uses_of(self, photo):
        return photo.uses()

    def other_uses_of(self, photo):
        return [_("portrait of %s") % author for author in photo.portrayed.all()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Let who adds a photo wait for its turn before the transaction, and not within it."""
        with limited_process.turn_before(bool(request.FILES)):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_model(self, request, obj):
        """Delete the photo, and say which of its files remain."""
        files = obj.files()
        obj.delete()
        self.say_what_remains(request, files)

    def delete_queryset(self, request, queryset):
        """Delete the photos, and say which of their files remain."""
        photos = Photo.objects.filter(pk__in=queryset.values("pk"))
        files = [name for photo in photos for name in photo.files()]
        photos.delete()
        self.say_what_remains(request, files)

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
        if obj.unconfirmed_licence:
            messages.warning(request, unconfirmed(obj))
        if wants_json(request):
            return taken(request, obj)
        messages.success(
            request,
            _("The photo is in the library. Check the text that came with it."),
        )
        return HttpResponseRedirect(address_of(obj))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= {
                "uses": [*pieces_in_words(obj.uses()), *self.other_uses_of(obj)],
                "progress": progress_in_words(obj),
                "record_is_shut": bool(self.get_readonly_fields(request, obj)),
                "can_withdraw": permissions.may_withdraw_photos(request.user),
                "can_download": self.has_change_permission(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


def _short_date(moment):
    return date_format(localtime(moment), _("j M Y"))
