"""Redirects from the addresses of an old site: one by one, or a table at once."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions import redirects
from articles.admin.common.paginator import CappedPaginator
from articles.admin.common.urls import address, url_name
from articles.models import Redirect

# A page of so many refusals says enough; the command names all of them.
MOST_SHOWN = 200


class TableForm(forms.Form):
    """A CSV file, read."""

    file = forms.FileField(label=gettext_lazy("CSV file"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > redirects.MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %d MB. Split it in two."),
                params=redirects.MOST_BYTES // 1_000_000,
            )
        return redirects.read_csv(file.file)


class TargetFilter(admin.SimpleListFilter):
    """By what is answered."""

    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        return [
            ("address", gettext_lazy("a new URL")),
            ("piece", gettext_lazy("a piece")),
            ("gone", gettext_lazy("gone (410)")),
        ]

    def queryset(self, request, queryset):
        kept = {
            "address": queryset.exclude(to=""),
            "piece": queryset.exclude(piece=None),
            "gone": queryset.filter(gone=True),
        }
        return kept.get(self.value(), queryset)


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    """Redirects, for admins."""

    fields = ["old", "to", "piece", "gone"]
    autocomplete_fields = ["piece"]
    formfield_overrides = {
        models.CharField: {"widget": AdminTextInputWidget(attrs={"class": "vLargeTextField"})}
    }
    list_display = ["old", "leads_to"]
    list_filter = [TargetFilter]
    list_select_related = ["piece"]
    search_fields = ["old", "to"]
    search_help_text = gettext_lazy("Part of an old or a new URL")
    show_full_result_count = False
    paginator = CappedPaginator
    change_list_template = "admin/articles/redirect/change_list.html"

    @admin.display(description=gettext_lazy("redirects to"))
    def leads_to(self, redirect):
        return redirect.to or (redirect.piece and redirect.piece.headline) or _("gone (410)")

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        # A piece is chosen here, and written elsewhere.
        for may in ("can_add_related", "can_change_related", "can_view_related"):
            setattr(form.base_fields["piece"].widget, may, False)
        return form

    def get_urls(self):
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name=url_name(self, "import")), *super().get_urls()]

    def import_view(self, request):
        """Take in a table, or say line by line why not."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = TableForm(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            report = redirects.bring_in(form.cleaned_data["file"])
            if not report.refused:
                LogEntry.objects.create(
                    user=request.user,
                    content_type=ContentType.objects.get_for_model(Redirect),
                    object_repr=form.files["file"].name[:200],
                    action_flag=CHANGE,
                    change_message=report.in_words(),
                )
                messages.success(request, report.in_words())
                return HttpResponseRedirect(address(self, "changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import redirects"),
            "media": self.media,
            "form": form,
            "report": report,
            "refused": report.refused[:MOST_SHOWN] if report else [],
            "further": max(0, len(report.refused) - MOST_SHOWN) if report else 0,
        }
        return TemplateResponse(request, "admin/articles/redirect/import.html", context)
