"""Templates: a piece becomes one, and whoever writes begins with one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from articles import permissions
from articles.actions.templates import begin_from, save_as_template
from articles.admin.common.times import short_moment
from articles.admin.common.urls import form_of, url_name
from articles.models import Article, PieceTemplate

_LIST = "admin:articles_article_templates"


_LONGEST = PieceTemplate._meta.get_field("name").max_length


class TemplateForm(forms.Form):
    """Under which name a piece becomes a template: a new one, or that of the one it replaces."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=_LONGEST)


class SaveAsTemplateMixin:
    """Adds to the admin of a kind of piece that one becomes a template."""

    def get_urls(self):
        page = path(
            "<int:object_id>/template/",
            self.admin_site.admin_view(self.template_view),
            name=url_name(self, "template"),
        )
        return [page, *super().get_urls()]

    def template_view(self, request, object_id):
        """Ask for the name of the template, and keep the piece under it."""
        piece = self.piece_to_see(request, object_id)
        if not permissions.may_keep_templates(request.user):
            raise PermissionDenied
        form = TemplateForm(request.POST or None, initial={"name": piece.headline[:_LONGEST]})
        if request.method == "POST" and form.is_valid():
            template, is_new = save_as_template(piece, form.cleaned_data["name"], request.user)
            words = _("The template “%s” is saved.") if is_new else _("“%s” is replaced.")
            self.log_change(request, piece, _("Saved as the template “%s”.") % template)
            self.message_user(request, words % template, messages.SUCCESS)
            return HttpResponseRedirect(reverse(_LIST))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Save as a template"),
            "piece": piece,
            "form": form,
            "names": PieceTemplate.objects.values_list("name", flat=True),
            "back": form_of(piece),
        }
        return TemplateResponse(request, "admin/desk/editor/template.html", context)

    def extra_form_context(self, request, piece, form):
        context = super().extra_form_context(request, piece, form)
        context["may_keep_templates"] = permissions.may_keep_templates(request.user)
        return context


class TemplatesMixin:
    """Adds the list of templates, of every kind, to an admin."""

    def get_urls(self):
        view, one = self.admin_site.admin_view, "templates/<int:template>"
        return [
            path("templates/", view(self.templates_view), name=url_name(self, "templates")),
            path(f"{one}/begin/", view(self.begin_view), name=url_name(self, "begin")),
            path(
                f"{one}/delete/",
                view(self.delete_template_view),
                name=url_name(self, "delete_template"),
            ),
            *super().get_urls(),
        ]

    def templates_view(self, request):
        """List the templates, each with the way to begin with it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        templates = PieceTemplate.objects.select_related("by").defer("content")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Templates"),
            "lines": [_line(template) for template in templates],
            "may_keep": permissions.may_keep_templates(request.user),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/desk/editor/templates.html", context)

    def begin_view(self, request, template):
        """Begin a piece with a template, and open it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        template = get_object_or_404(PieceTemplate, pk=template)
        if not permissions.may(request.user, "add", Article.of_kind(template.kind)):
            raise PermissionDenied
        made, lost = begin_from(template, request.user)
        self.log_addition(request, made, _("Begun with the template “%s”.") % template)
        for sentence in lost:
            self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(form_of(made))

    def delete_template_view(self, request, template):
        """Delete a template. What began with it stays."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not permissions.may_keep_templates(request.user):
            raise PermissionDenied
        template = get_object_or_404(PieceTemplate, pk=template)
        template.delete()
        self.message_user(request, _("The template “%s” is deleted.") % template, messages.SUCCESS)
        return HttpResponseRedirect(reverse(_LIST))


def _line(template) -> dict:
    return {
        "key": template.pk,
        "name": template.name,
        "kind": Article.of_kind(template.kind)._meta.verbose_name,
        "by": template.by.name,
        "at": short_moment(template.at),
    }
