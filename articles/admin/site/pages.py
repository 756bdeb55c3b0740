"""Static pages: About, Contacts and the like, written by admins, with their former texts."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override

from articles.admin.common.csp import EDITOR_CSP
from articles.admin.common.urls import address, url_name
from articles.models import Page, PageText, Redirect, display_name
from articles.public import preview
from articles.public.context import Frame
from espreso.keys import key_of
from espreso.slugs import slug_for


class PageForm(forms.ModelForm):
    """A page."""

    class Meta:
        model = Page
        fields = ["title", "slug", "language", "standfirst", "text", "published"]
        help_texts = {
            "slug": gettext_lazy(
                "“about” gives /about/. The same URL in two languages is a translation. If empty, "
                "it is made from the title."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "standfirst" in self.fields:
            self.fields["standfirst"].widget.attrs |= {"rows": 3}

    def clean(self):
        """Make an address from the title, where none is typed."""
        cleaned = super().clean()
        if cleaned.get("title") and cleaned.get("slug") == "":
            cleaned["slug"] = slug_for(cleaned["title"], 60, nameless="page")
        return cleaned


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    """Pages of the paper, for admins."""

    form = PageForm
    fields = ["title", ("slug", "language"), "standfirst", "text", "published"]
    list_display = ["title", "where", "public", "modified_at", "written_by"]
    list_select_related = ["modified_by"]
    search_fields = ["title", "slug"]
    search_help_text = gettext_lazy("Title or URL")
    change_form_template = "admin/articles/page/change_form.html"

    @admin.display(description=gettext_lazy("visible to"), ordering="published")
    def public(self, page):
        return _("readers") if page.published else _("the desk only")

    @admin.display(description=gettext_lazy("public URL"), ordering="slug")
    def where(self, page):
        return page.get_absolute_url()

    @admin.display(description=gettext_lazy("changed by"), empty_value="")
    def written_by(self, page):
        return display_name(page.modified_by, nobody="")

    def get_readonly_fields(self, request, obj=None):
        # A page of another language is another page.
        return ["language"] if obj else []

    @method_decorator(csp_override(EDITOR_CSP))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def view_on_site(self, page):
        # In a form that was refused it may have lost its address.
        return page.get_absolute_url() if page.published and page.slug else None

    def save_model(self, request, obj, form, change):
        obj.change(request.user)
        if obj.published and {"published", "slug"} & {*form.changed_data}:
            self._say_what_is_hidden(request, obj)

    def _say_what_is_hidden(self, request, page):
        hidden = Redirect.objects.answering(page.get_absolute_url())
        if hidden:
            words = _(
                "This page replaces the redirect from %(old)s (%(to)s), which no longer has any "
                "effect. Delete it if unused."
            )
            leads = admin.site.get_model_admin(Redirect).leads_to(hidden)
            messages.warning(request, words % {"old": hidden.old, "to": leads})

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(self.preview_view), name=url_name(self, "preview")),
            path(
                "<int:pk>/restore/<int:number>/",
                view(self.restore_view),
                name=url_name(self, "restore"),
            ),
            *super().get_urls(),
        ]

    def _page(self, request, pk):
        page = get_object_or_404(Page.objects.select_related("modified_by"), pk=pk)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        return page

    def preview_view(self, request, pk):
        """Show the page as it is saved, published or not, as readers would see it."""
        page = self._page(request, pk)
        with translation.override(page.language):
            context = {"frame": Frame.now(), "page": page, "preview": True}
            response = TemplateResponse(request, "site/page.html", context).render()
        return preview.private(response)

    def history_view(self, request, object_id, extra_context=None):
        """List what the page says and what it said before, with the way back to each."""
        page = self._page(request, key_of(object_id))
        texts = page.texts.select_related("written_by")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Previous versions: %s") % page.title,
            "page": page,
            "texts": texts,
        }
        return TemplateResponse(request, "admin/articles/page/texts.html", context)

    def restore_view(self, request, pk, number):
        """Let the page say again what it said then, unless it has been changed meanwhile."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        page = self._page(request, pk)
        former = get_object_or_404(PageText, page=page, pk=number)
        back = HttpResponseRedirect(address(self, "history", page.pk))
        if request.POST.get("revision") != str(page.revision):
            messages.error(
                request,
                _("Someone has changed the page since you opened this list. Check it again."),
            )
            return back
        page.restore(former, request.user)
        self.log_change(request, page, _("Restored a previous version."))
        messages.success(
            request, _("This version is restored. The text it replaced is saved below.")
        )
        return back
