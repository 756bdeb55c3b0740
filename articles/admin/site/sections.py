"""Sections of the newspaper."""

from django.contrib import admin

from articles.admin.common.protected_delete import ProtectedByUse
from articles.admin.common.translated import translated_form
from articles.admin.common.urls import MADE_FROM_NAME
from articles.models import Article, Section


@admin.register(Section)
class SectionAdmin(ProtectedByUse, admin.ModelAdmin):
    """The parts of the newspaper, in the order of the navigation."""

    form = translated_form(Section)
    fields = ["name", "slug", "description", *form.added, "position", "in_navigation"]
    list_display = ["shown_name", "position", "in_navigation", "description"]
    list_editable = ["position", "in_navigation"]
    search_fields = ["name", "in_other_languages"]

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **kwargs | MADE_FROM_NAME)

    @admin.display(description=Section._meta.get_field("name").verbose_name, ordering="name")
    def shown_name(self, section):
        return str(section)

    def uses_of(self, section):
        drafts = section.article_set.order_by().values("pk")
        published = section.versions.order_by().values("article")
        return Article.objects.filter(pk__in=drafts.union(published))
