"""List filters of the photo library: one's own photos, and those that lack something."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class _MethodFilter(admin.SimpleListFilter):
    """A filter whose every choice is a method, named as the choice, that narrows the list."""

    def lookups(self, request, model_admin):
        return self.labels

    def queryset(self, request, queryset):
        if self.value() in dict(self.labels):
            return getattr(self, self.value())(request, queryset)
        return queryset


class UploaderFilter(_MethodFilter):
    title = _("uploaded by")
    parameter_name = "by"
    labels = [("me", _("me"))]

    def me(self, request, queryset):
        return queryset.filter(uploaded_by=request.user)


class MissingFilter(_MethodFilter):
    title = _("missing")
    parameter_name = "without"
    labels = [
        ("alternative_text", _("alternative text")),
        ("credit", _("credit")),
    ]

    def alternative_text(self, request, queryset):
        return queryset.filter(alternative_text="")

    def credit(self, request, queryset):
        return queryset.filter(credit="")


class UseFilter(_MethodFilter):
    title = _("usage")
    parameter_name = "use"
    labels = [("unused", _("unused")), ("withdrawn", _("withdrawn"))]

    def unused(self, request, queryset):
        return queryset.unused()

    def withdrawn(self, request, queryset):
        return queryset.exclude(withdrawn_at=None)
