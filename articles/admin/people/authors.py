"""Authors: the names in bylines."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles import permissions
from articles.admin.common.paginator import CappedPaginator
from articles.admin.common.photo_fields import picker_context
from articles.admin.common.protected_delete import ProtectedByUse
from articles.admin.common.translated import translated_form
from articles.admin.common.urls import MADE_FROM_NAME
from articles.admin.common.widgets import PhotoSelect
from articles.models import Article, Author, User


@admin.register(Author)
class AuthorAdmin(ProtectedByUse, admin.ModelAdmin):
    """Names in bylines."""

    form = translated_form(Author)
    list_display = ["name", "role", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "role"]
    search_help_text = _("Name or role")
    autocomplete_fields = ["user"]
    show_full_result_count = False
    paginator = CappedPaginator

    def get_fields(self, request, obj=None):
        # The account is found among the people, whom not everybody may look through.
        account = ["user"] if permissions.may(request.user, "view", User) else []
        return ["name", "slug", "role", "portrait", "biography", *account, *self.form.added]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "portrait":
            kwargs["widget"] = PhotoSelect()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **kwargs | MADE_FROM_NAME)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"picker": picker_context(request.user), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def uses_of(self, author):
        drafts = author.bylines.order_by().values("article")
        published = author.published.order_by().values("version__article")
        return Article.objects.filter(pk__in=drafts.union(published))
